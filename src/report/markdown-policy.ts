// The table of what a change does to the policy: scope, region, witness, before, after and the lines responsible.
import type { PolicyChangeEvidence, Report } from '../core/documents.ts';
import { markdownCell } from './escape.ts';
import { count, policyLine, policySubject, shownFindings } from './wording.ts';

/** Rows beyond these bytes are only counted. */
const byteLimit = 12_000;
const longestCell = 160;
const mostLines = 3;

/** A row: what is decided differently, and whether that blocks. */
export interface PolicyRow extends Omit<PolicyChangeEvidence, 'kind' | 'baseDigest' | 'headDigest'> {
  readonly blocks: boolean;
}

/** A heading and a table, or nothing where the policy stays as it is. What blocks comes first. */
export function policyTable(report: Report): readonly string[] {
  const { blocking, other } = shownFindings(report);
  const rows = [...blocking, ...other].flatMap(({ evidence, blocks }) =>
    evidence?.kind === 'policy-change' ? [{ ...evidence, blocks }] : [],
  );
  return rows.length === 0 ? [] : [`### Policy: ${count(rows.length, 'change')}`, ...policyRows(rows)];
}

/** The table alone, and a line for how many rows are left out. */
export function policyRows(rows: readonly PolicyRow[], limit = byteLimit): readonly string[] {
  const kept: string[] = [];
  let used = 0;
  for (const row of rows) {
    const text = formatRow(row);
    used += Buffer.byteLength(text) + 1;
    if (used > limit) break;
    kept.push(text);
  }
  const more = rows.length - kept.length;
  const head = ['|  | scope | region | witness | before | after | lines |', '|---|---|---|---|---|---|---|'];
  return [
    [...head, ...kept].join('\n'),
    ...(more > 0 ? [`and ${count(more, 'more change')} of the policy; see all with \`--format json\`.`] : []),
  ];
}

function formatRow(row: PolicyRow): string {
  const { region, witness, before, after, lines } = row;
  const more = lines.length > mostLines ? [`and ${String(lines.length - mostLines)} more`] : [];
  const places = [...lines.slice(0, mostLines).map(policyLine), ...more].join(', ');
  const cells = [policySubject(row), region, witness ?? '', before, after, places];
  return `| ${[row.blocks ? '❌' : '', ...cells.map((text) => markdownCell(shorten(text)))].join(' | ')} |`;
}

function shorten(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}...` : text;
}
