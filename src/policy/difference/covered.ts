// A region that lies inside another one with the same decisions says nothing new.
import type { Effect } from '../automaton/sequence.ts';
import { languageOf } from './rule-set.ts';
import type { RuleSet, SidedRule } from './rule-set.ts';
import { within } from './steps.ts';

interface Change {
  readonly rule: SidedRule;
  readonly before: Effect;
  readonly after: Effect;
  readonly texts: readonly string[];
  readonly head: readonly number[];
  readonly base: readonly number[];
}

const comparisonBound = 100_000;

/**
 * Drops each change whose rule lies inside that of another change of the same side and the same decisions: the two differ in nothing else, so the
 * regions lie inside each other too. Its lines go to the one that is kept.
 */
export function withoutCovered<T extends Change>(rules: RuleSet, changes: readonly T[]): readonly T[] {
  const byRule = Map.groupBy(changes.keys(), (index) => changes[index]?.rule);
  const covers = changes.map((change, index) => coversOf(rules, change, index, changes, byRule));
  // Of changes that cover each other the first is kept.
  const keeps = covers.map((others, index) => [...others].every((other) => other > index && covers[other]?.has(index) === true));
  const kept = new Map<number, T>([...changes.entries()].filter(([index]) => keeps[index] === true));
  for (const [index, change] of changes.entries()) {
    if (keeps[index] === true) continue;
    const cover = [...(covers[index] ?? [])].find((other) => keeps[other] === true);
    const holder = cover === undefined ? undefined : kept.get(cover);
    if (cover === undefined || holder === undefined) kept.set(index, change);
    else kept.set(cover, { ...holder, head: joined(holder.head, change.head), base: joined(holder.base, change.base) });
  }
  return [...kept].sort(([a], [b]) => a - b).map(([, change]) => change);
}

/** The changes, by index, inside whose rules this one's lies. Whatever covers it matches its witness, so few need a search. */
function coversOf(
  rules: RuleSet,
  change: Change,
  index: number,
  changes: readonly Change[],
  byRule: ReadonlyMap<SidedRule | undefined, readonly number[]>,
): ReadonlySet<number> {
  const matching = within(rules.steps, comparisonBound, () => rules.rulesFor(change.texts), []);
  const candidates = matching
    .flatMap((rule) => byRule.get(rule) ?? [])
    .filter((other) => {
      const cover = changes[other];
      return other !== index && cover?.before === change.before && cover.after === change.after && cover.rule.side === change.rule.side;
    });
  return new Set(candidates.filter((other) => isInside(rules, change, changes[other])));
}

function isInside(rules: RuleSet, change: Change, cover: Change | undefined): boolean {
  if (cover === undefined) return false;
  const [inner, outer] = [languageOf(change.rule.sequences), languageOf(cover.rule.sequences)];
  return within(rules.steps, comparisonBound, () => rules.isContained(inner, outer), false);
}

function joined(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])];
}
