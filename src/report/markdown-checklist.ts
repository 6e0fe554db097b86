// The checklist as a table, for reports in Markdown: every item that is asked for, how it stands, who signed and until when.
import { countItems } from '../core/checklist-count.ts';
import type { ChecklistItemState, ItemStatus, Report } from '../core/documents.ts';
import { markdownCell } from './escape.ts';

/** Items beyond these are only counted: a table of all 200 that there may be would take half of a comment. */
const most = 40;

const statusMarks: Readonly<Record<ItemStatus, string>> = { fulfilled: '✅', pending: '⏳', refused: '❌', 'not-asked': '➖' };

/** Folded where nothing of it blocks; nothing where no item is asked for. */
export function checklistTable(report: Report): readonly string[] {
  const gate = report.gates.find(({ id }) => id === 'checklist');
  const { asked, fulfilled } = countItems(gate?.coverage?.items ?? []);
  if (gate === undefined || asked.length === 0) return [];
  const title = `Checklist: ${String(fulfilled)} of ${String(asked.length)} items fulfilled`;
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
