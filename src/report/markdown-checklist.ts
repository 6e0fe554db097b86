// The checklist as a table, for reports in Markdown: every item that is asked for, how it stands, who signed and until when.
import type { ChecklistItemState, ItemStatus, Report } from '../core/documents.ts';
import { markdownCell } from './escape.ts';

export const statusMarks: Readonly<Record<ItemStatus, string>> = { fulfilled: '✅', pending: '⏳', refused: '❌', 'not-asked': '➖' };

/** Folded where nothing of it blocks; nothing where no item is asked for. A table of 200 items takes some 30,000 bytes: `most` are shown. */
export function checklistTable(report: Report, most = 40): readonly string[] {
  const gate = report.gates.find(({ id }) => id === 'checklist');
  const asked = (gate?.coverage?.items ?? []).filter(({ status }) => status !== 'not-asked');
  if (gate === undefined || asked.length === 0) return [];
  const done = asked.filter(({ status }) => status === 'fulfilled').length;
  const title = `Checklist: ${String(done)} of ${String(asked.length)} items fulfilled`;
  const more = asked.length - most;
  const table = [itemTable(asked.slice(0, most)), ...(more > 0 ? [`and ${String(more)} more items`] : [])].join('\n\n');
  return gate.outcome === 'fail' ? [`### ${title}`, table] : [`<details>\n<summary>${title}</summary>`, table, '</details>'];
}

export function itemTable(items: readonly ChecklistItemState[]): string {
  return ['| item | phase | state | by | until |', '|---|---|---|---|---|', ...items.map(itemRow)].join('\n');
}

function itemRow({ title, phase, status, by, until, detail }: ChecklistItemState): string {
  const state = `${statusMarks[status]} ${status}${status === 'fulfilled' ? '' : `: ${detail.slice(0, 200)}`}`;
  return `| ${[title, phase, state, by.join(', ').slice(0, 200), until ?? ''].map(markdownCell).join(' | ')} |`;
}
