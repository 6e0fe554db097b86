// What a schema cannot say of a checklist: items that share a name, patterns that mean nothing, demands that nobody could meet.
import type { Checklist, ChecklistEntry } from '../core/documents.ts';
import { pathPatternProblem } from '../policy/path-pattern.ts';

export interface ChecklistProblem {
  /** Where in the document. */
  readonly keys: readonly (string | number)[];
  readonly problem: string;
}

/** In the document's order; empty for a checklist that can be asked for. */
export function checklistProblems({ items }: Checklist): readonly ChecklistProblem[] {
  const first = new Map<string, number>();
  return items.flatMap((item, index) => {
    const place = ['items', index];
    const twice = first.has(item.id) ? [{ keys: [...place, 'id'], problem: `two items are called ${item.id}` }] : [];
    first.set(item.id, index);
    return [...twice, ...itemProblems(item).map(({ keys, problem }) => ({ keys: [...place, ...keys], problem }))];
  });
}

function itemProblems({ evidence, signers, threshold, notAuthor, expires, appliesTo }: ChecklistEntry): readonly ChecklistProblem[] {
  const problems: ChecklistProblem[] = [];
  if (typeof evidence === 'object' && 'gate' in evidence) {
    for (const [key, value] of Object.entries({ signers, threshold, notAuthor, expires })) {
      if (value !== undefined) problems.push({ keys: [key], problem: 'a gate answers for this item: nobody signs it' });
    }
  }
  if (signers !== undefined && threshold !== undefined && threshold > signers.length) {
    problems.push({ keys: ['threshold'], problem: `${String(threshold)} people cannot be found among ${String(signers.length)} signers` });
  }
  for (const key of ['paths', 'branches'] as const) {
    for (const [index, pattern] of (appliesTo?.[key] ?? []).entries()) {
      const problem = pathPatternProblem(pattern);
      if (problem !== null) problems.push({ keys: ['appliesTo', key, index], problem });
    }
  }
  return problems;
}
