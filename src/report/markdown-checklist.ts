// The checklist as a table, for the record of a release in Markdown: every item, how it stands, who signed and until when.
import type { ChecklistItemState, ItemStatus } from '../core/documents.ts';
import { cut, markdownCell } from './escape.ts';

export const statusMarks: Readonly<Record<ItemStatus, string>> = { fulfilled: '✅', pending: '⏳', refused: '❌', 'not-asked': '➖' };

/** A row for each. */
export function itemTable(items: readonly ChecklistItemState[]): string {
  return ['| item | phase | state | by | until |', '|---|---|---|---|---|', ...items.map(itemRow)].join('\n');
}

function itemRow({ title, phase, status, by, until, detail }: ChecklistItemState): string {
  const state = `${statusMarks[status]} ${status}${status === 'fulfilled' ? '' : `: ${cut(detail, 200)}`}`;
  return `| ${[title, phase, state, cut(by.join(', '), 200), until ?? ''].map(markdownCell).join(' | ')} |`;
}
