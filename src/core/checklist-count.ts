// How far a checklist is: the same numbers in every report and command.
import type { ChecklistItemState } from './documents.ts';

export interface ChecklistCount {
  /** Items that apply to what is judged. */
  readonly asked: readonly ChecklistItemState[];
  readonly fulfilled: number;
}

export function countItems(items: readonly ChecklistItemState[]): ChecklistCount {
  const asked = items.filter(({ status }) => status !== 'not-asked');
  return { asked, fulfilled: asked.filter(({ status }) => status === 'fulfilled').length };
}
