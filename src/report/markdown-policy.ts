// The table of what two policies decide differently: scope, region, witness, before, after and the lines responsible.
import type { PolicyChangeEvidence } from '../core/documents.ts';
import { cut, markdownCell } from './escape.ts';
import { policyLine, policySubject } from './wording.ts';

const longestCell = 160;
const mostLines = 3;

/** A row: what is decided differently, and whether that blocks. */
export interface PolicyRow extends Omit<PolicyChangeEvidence, 'kind' | 'baseDigest' | 'headDigest'> {
  readonly blocks: boolean;
}

/** What blocks is marked. */
export function policyRows(rows: readonly PolicyRow[]): string {
  const head = ['|  | scope | region | witness | before | after | lines |', '|---|---|---|---|---|---|---|'];
  return [...head, ...rows.map(formatRow)].join('\n');
}

function formatRow(row: PolicyRow): string {
  const { region, witness, before, after, lines } = row;
  const more = lines.length > mostLines ? [`and ${String(lines.length - mostLines)} more`] : [];
  const places = [...lines.slice(0, mostLines).map(policyLine), ...more].join(', ');
  const cells = [policySubject(row), region, witness ?? '', before, after, places];
  return `| ${[row.blocks ? '❌' : '', ...cells.map((text) => markdownCell(cut(text, longestCell)))].join(' | ')} |`;
}
