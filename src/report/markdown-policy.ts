// The table of what a change does to the policy: scope, region, witness, before, after and the lines responsible.
import type { Finding, PolicyChangeEvidence, Report } from '../core/documents.ts';
import { markdownCell } from './escape.ts';
import { count, policyLine, policySubject, shownFindings } from './wording.ts';

/** Rows beyond these bytes are only counted. */
const byteLimit = 12_000;
const longestCell = 160;
const mostLines = 3;

/** A heading and a table, or nothing where the policy stays as it is. What blocks comes first. */
export function policyTable(report: Report): readonly string[] {
  const { blocking, other } = shownFindings(report);
  const rows = [...blocking, ...other].flatMap((finding) =>
    finding.evidence?.kind === 'policy-change' ? [row(finding, finding.evidence)] : [],
  );
  if (rows.length === 0) return [];
  const kept: string[] = [];
  let used = 0;
  for (const one of rows) {
    used += Buffer.byteLength(one) + 1;
    if (used > byteLimit) break;
    kept.push(one);
  }
  const more = rows.length - kept.length;
  const head = ['|  | scope | region | witness | before | after | lines |', '|---|---|---|---|---|---|---|'];
  return [
    `### Policy: ${count(rows.length, 'change')}`,
    [...head, ...kept].join('\n'),
    ...(more > 0 ? [`and ${count(more, 'more change')} of the policy; see all with \`--format json\`.`] : []),
  ];
}

function row(finding: Finding, evidence: PolicyChangeEvidence): string {
  const { region, witness, before, after, lines } = evidence;
  const more = lines.length > mostLines ? [`and ${String(lines.length - mostLines)} more`] : [];
  const places = [...lines.slice(0, mostLines).map(policyLine), ...more].join(', ');
  const cells = [policySubject(evidence), region, witness ?? '', before, after, places];
  const mark = finding.blocks ? '❌' : '';
  return `| ${[mark, ...cells.map((text) => markdownCell(shorten(text)))].join(' | ')} |`;
}

function shorten(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}...` : text;
}
