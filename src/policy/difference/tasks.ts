// The regions in which two rule lists can differ, and the search through each.
//
// Write A for the rules before and B for those after, D, K and W for the texts that a deny, an ask and an allow match. The decision is deny in D,
// ask in K \ D, allow in W \ K \ D, and deny elsewhere. Rules are compared sequence by sequence; a sequence that has the same effect on both sides
// is unchanged. The rises are exactly the union of these regions, for y in {ask, allow}, S(y) being what B has stronger than y:
//
//   R1, for each added sequence p of effect y:    p \ S(y) \ (K_A u W_A)                       deny -> y
//   R2, for each removed deny q:                  q n Y_B n (K_A u W_A) \ S(y)                 deny -> y    (Y_B: what B gives y)
//   R3, for each removed ask q, and y = allow:    q n W_B \ K_B \ D_B \ D_A                    ask -> allow
//
// Each is a rise as claimed: in R1 B decides y, since p matches and nothing stronger does, and A decides deny, since nothing grants; in R2 q denies
// in A; in R3 q asks in A and no deny does. No rise is missed: let x rise from v to y. Some sequence of effect y in B matches x, and none stronger.
//   If v = deny and x is not in K_A u W_A, no sequence of effect y in A matches x, so the one in B is added: x is in R1.
//   If v = deny and x is in K_A u W_A, x is in D_A, by a deny that is not in B, since B does not deny: x is in R2.
//   If v = ask, then y = allow and an ask of A matches x that is not in B, since B does not ask: x is in R3.
// R1 and R2 never overlap. Falls are the rises from B to A.
//
// Each region is one search, limited to valid texts. `K_A u W_A` in R2 is implied where the sequence of effect y is unchanged, which is tried first.
import type { Effect } from '../automaton/sequence.ts';
import type { Place, Steady } from './place.ts';
import { bitOf, bitsOf, keptBit, languageOf } from './rule-set.ts';
import type { RuleSet, Side, SidedRule } from './rule-set.ts';
import { within } from './steps.ts';

/** A sequence, and where it ends in the tree of all rules. */
interface Ended {
  readonly sequence: Steady;
  readonly place: Place;
}

/** One region to be searched. */
export interface Task {
  readonly rule: SidedRule;
  readonly before: Effect;
  readonly after: Effect;
  /** The rule's changed sequences. */
  readonly sequences: readonly Ended[];
  /** Each a way in which the region can have a text: bits of which each must match too. The last one covers all. */
  readonly ways: readonly (readonly number[])[];
  readonly avoid: number;
}

const fewPartners = 8;

/** The regions that a rule can have, when decisions rise from one side to the other. */
export function tasksOf(rule: SidedRule, from: Side, to: Side): readonly Task[] {
  const { effect, side } = rule;
  const changed = (other: Side): readonly Ended[] =>
    rule.sequences.flatMap((sequence, index) => {
      const place = rule.ends[index];
      return place !== undefined && isMissing(place, other, effect) ? [{ sequence, place }] : [];
    });
  const grantsBefore = bitsOf(from, 'ask', 'allow');
  const stronger = { ask: bitsOf(to, 'deny'), allow: bitsOf(to, 'deny', 'ask') };
  if (side === to) {
    if (effect === 'deny') return [];
    const sequences = changed(from);
    return sequences.length === 0
      ? []
      : [{ rule, before: 'deny', after: effect, sequences, ways: [[]], avoid: stronger[effect] | grantsBefore }];
  }
  if (effect === 'allow') return [];
  const sequences = changed(to);
  if (sequences.length === 0) return [];
  const allow = bitsOf(to, 'allow');
  if (effect === 'ask') {
    return [{ rule, before: 'ask', after: 'allow', sequences, ways: [[allow]], avoid: stronger.allow | bitsOf(from, 'deny') }];
  }
  return (['ask', 'allow'] as const).map((after) => ({
    rule,
    before: 'deny',
    after,
    sequences,
    ways: [[keptBit(after)], [bitsOf(to, after), grantsBefore]],
    avoid: stronger[after],
  }));
}

/** Whether nothing that ends here has this effect on this side. */
export function isMissing(place: Place, side: Side, effect: Effect): boolean {
  return (place.ends & bitOf(side, effect)) === 0;
}

/** The segments of a text of the region, null if there is none. */
export type Answer = readonly string[] | 'undetermined' | null;

/** Searches the region, one changed sequence after the other. `answers` keeps what was found for sequences that several rules have. */
export function searchTask(
  rules: RuleSet,
  task: Task,
  bound: number,
  answers: Map<string, Answer>,
  isNormal: (texts: readonly string[]) => boolean,
): Answer {
  let worst: 'undetermined' | null = null;
  for (const { sequence, place } of task.sequences) {
    const key = `${String(place.id)} ${task.before} ${task.after} ${task.rule.side}`;
    const known = answers.get(key);
    const answer =
      known === undefined
        ? within<Answer>(rules.steps, bound, () => search(rules, task, sequence, place, isNormal), 'undetermined')
        : known;
    answers.set(key, answer);
    if (answer !== null && answer !== 'undetermined') return answer;
    worst ??= answer;
  }
  return worst;
}

/** @throws {BoundReached} */
function search(
  rules: RuleSet,
  { ways, avoid }: Task,
  sequence: Steady,
  place: Place,
  isNormal: (texts: readonly string[]) => boolean,
): readonly string[] | null {
  if ((place.ends & avoid) !== 0) return null;
  const fits = (texts: readonly string[]): boolean => {
    const bits = rules.bitsFor(texts);
    return (bits & avoid) === 0 && ways.some((way) => way.every((mask) => (bits & mask) !== 0)) && isNormal(texts);
  };
  for (const texts of rules.instances(sequence)) {
    if (rules.isValid(texts) && fits(texts)) return texts;
  }
  const own = languageOf([sequence]);
  const subtrahend = { places: rules.places, mask: avoid };
  // Without partners first: where the rule is covered anyway, they need not be walked through. Then with some, one by one.
  const alone = rules.find([own], subtrahend);
  if (alone === null || fits(alone)) return alone;
  for (const [first] of ways) {
    for (const partner of first === undefined ? [] : rules.somePartners(own, first, fewPartners)) {
      const instance = rules.instances(partner).find((texts) => rules.isValid(texts) && rules.isIn(texts, own) && fits(texts));
      const texts = instance ?? rules.find([own, languageOf([partner])], subtrahend);
      if (texts !== null && fits(texts)) return texts;
    }
  }
  const all = ways.at(-1) ?? [];
  return rules.find([own, ...rules.partners(own, all)], subtrahend);
}
