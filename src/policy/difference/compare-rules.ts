// The exact difference of two rule lists: which texts are decided higher, which lower, by the rules that were added or removed.
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
import { compileRules } from '../automaton/rule-automaton.ts';
import type { RuleAutomaton } from '../automaton/rule-automaton.ts';
import type { Effect, SequenceRule, Universe } from '../automaton/sequence.ts';
import type { Place, Steady } from './places.ts';
import { withoutCovered } from './covered.ts';
import { describeRegion } from './region.ts';
import type { Region } from './region.ts';
import { bitOf, bitsOf, keptBit, languageOf, RuleSet } from './rule-set.ts';
import type { RuleReference, Side, SidedRule } from './rule-set.ts';
import { within } from './steps.ts';

/** How two lists are compared. */
export interface ComparisonOptions {
  readonly universe: Universe;
  /** Before each segment of a witness. */
  readonly separator: string;
  /** Most steps for all regions together, 50,000,000 unless given, and for one of them a fiftieth of that. */
  readonly bound?: number;
}

/** Texts that are decided differently because of one rule. */
export interface RegionChange {
  /** The rule that was added or removed. */
  readonly rule: RuleReference;
  readonly before: Effect;
  readonly after: Effect;
  readonly region: Region;
  /** One text of the region; both lists decide it as claimed. */
  readonly witness: string;
  /** Rules, by index, that brought it about: added or removed, and deciding the witness. The rule itself is first on its side. */
  readonly head: readonly number[];
  readonly base: readonly number[];
}

/** What two lists decide differently. Nothing is, if and only if all three are empty. */
export interface RuleComparison {
  readonly rises: readonly RegionChange[];
  readonly falls: readonly RegionChange[];
  /** Changed rules for which the bound was reached. */
  readonly undetermined: readonly RuleReference[];
}

const defaultBound = 50_000_000;
const share = 50;

/** A sequence, and where it ends in the tree of all rules. */
interface Ended {
  readonly sequence: Steady;
  readonly place: Place;
}

/** One region to be searched. */
interface Task {
  readonly rule: SidedRule;
  readonly before: Effect;
  readonly after: Effect;
  /** The rule's changed sequences. */
  readonly sequences: readonly Ended[];
  /** Each a way in which the region can have a text: bits of which each must match too. The last one covers all. */
  readonly ways: readonly (readonly number[])[];
  readonly avoid: number;
}

interface Found {
  readonly task: Task;
  readonly rule: SidedRule;
  readonly before: Effect;
  readonly after: Effect;
  readonly texts: readonly string[];
  readonly head: readonly number[];
  readonly base: readonly number[];
}

/**
 * What `head` decides differently from `base`, over the whole universe. The order of rules means nothing.
 * The work is bounded and counted in steps: the answer is the same on every machine.
 */
export function compareRules(base: readonly SequenceRule[], head: readonly SequenceRule[], options: ComparisonOptions): RuleComparison {
  const bound = options.bound ?? defaultBound;
  const steps = { left: bound };
  const rules = within<RuleSet | null>(steps, bound, () => new RuleSet(base, head, options.universe, steps), null);
  if (rules === null) return { rises: [], falls: [], undetermined: allOf(base, head) };
  const decide = { base: deciderOf(base, options.separator), head: deciderOf(head, options.separator) };
  const comparison = { rules, decide, bound: Math.ceil(bound / share), separator: options.separator };
  const rises = searchOneWay(comparison, 'base', 'head');
  const falls = searchOneWay(comparison, 'head', 'base');
  // What follows makes the answer readable and has a bound of its own: what was found stays found.
  steps.left = bound;
  return {
    rises: describeAll(comparison, rises.found),
    falls: describeAll(comparison, falls.found).map((change) => ({ ...change, before: change.after, after: change.before })),
    undetermined: sortedRules([...rises.undetermined, ...falls.undetermined]),
  };
}

interface Comparison {
  readonly rules: RuleSet;
  /** The engine's own answers, which every witness must agree with. */
  readonly decide: Readonly<Record<Side, (text: string) => Effect>>;
  readonly bound: number;
  readonly separator: string;
}

/** The rises from one side to the other. */
function searchOneWay(comparison: Comparison, from: Side, to: Side): { found: Found[]; undetermined: SidedRule[] } {
  const { rules, decide, bound, separator } = comparison;
  const found: Found[] = [];
  const undetermined: SidedRule[] = [];
  const answers = new Map<string, Answer>();
  // Those of the side that it goes to first: the mirror of a comparison is then the comparison of the mirror.
  const sided = [...rules.rules.filter(({ side }) => side === to), ...rules.rules.filter(({ side }) => side === from)];
  for (const task of sided.flatMap((rule) => tasksOf(rule, from, to))) {
    const texts = searchTask(rules, task, bound, answers);
    if (texts === null) continue;
    const witness = texts === 'undetermined' ? null : textOf(texts, separator);
    if (texts === 'undetermined' || witness === null || decide[from](witness) !== task.before || decide[to](witness) !== task.after) {
      undetermined.push(task.rule);
    } else {
      found.push({
        task,
        texts,
        rule: task.rule,
        before: task.before,
        after: task.after,
        ...within(rules.steps, bound, () => linesOf(rules, task, texts, from, to), ownLine(task.rule)),
      });
    }
  }
  return { found, undetermined };
}

function describeAll({ rules, separator }: Comparison, found: readonly Found[]): readonly RegionChange[] {
  return withoutCovered(rules, found).map(({ task, texts, ...change }): RegionChange => ({
    ...change,
    rule: { side: change.rule.side, index: change.rule.index },
    region: describeRegion(rules, task.rule, task.ways.at(-1) ?? [], task.avoid),
    witness: textOf(texts, separator),
  }));
}

/** The regions that a rule can have, when decisions rise from one side to the other. */
function tasksOf(rule: SidedRule, from: Side, to: Side): readonly Task[] {
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

function isMissing(place: Place, side: Side, effect: Effect): boolean {
  return (place.ends & bitOf(side, effect)) === 0;
}

/** A text of the region, null if there is none. */
type Answer = readonly string[] | 'undetermined' | null;

function searchTask(rules: RuleSet, task: Task, bound: number, answers: Map<string, Answer>): Answer {
  let worst: 'undetermined' | null = null;
  for (const { sequence, place } of task.sequences) {
    const key = `${String(place.id)} ${task.before} ${task.after} ${task.rule.side}`;
    const known = answers.get(key);
    const answer =
      known === undefined ? within<Answer>(rules.steps, bound, () => search(rules, task, sequence, place), 'undetermined') : known;
    answers.set(key, answer);
    if (answer !== null && answer !== 'undetermined') return answer;
    worst ??= answer;
  }
  return worst;
}

/** @throws {BoundReached} */
function search(rules: RuleSet, { ways, avoid }: Task, sequence: Steady, place: Place): readonly string[] | null {
  if ((place.ends & avoid) !== 0) return null;
  const fits = (texts: readonly string[]): boolean => {
    const bits = rules.bitsFor(texts);
    return (bits & avoid) === 0 && ways.some((way) => way.every((mask) => (bits & mask) !== 0));
  };
  for (const texts of rules.instances(sequence)) {
    if (rules.isValid(texts) && fits(texts)) return texts;
  }
  const own = languageOf([sequence]);
  const subtrahend = { places: rules.places, mask: avoid };
  // Without partners first: where the rule is covered anyway, they need not be walked through.
  const alone = rules.find([own], subtrahend);
  if (alone === null || fits(alone)) return alone;
  for (const way of ways) {
    const texts = rules.find([own, ...rules.partners(own, way)], subtrahend);
    if (texts !== null) return texts;
  }
  return null;
}

function ownLine({ side, index }: SidedRule): Pick<RegionChange, Side> {
  return { head: side === 'head' ? [index] : [], base: side === 'base' ? [index] : [] };
}

function linesOf(rules: RuleSet, { rule, before, after }: Task, texts: readonly string[], from: Side, to: Side): Pick<RegionChange, Side> {
  const matching = rules.rulesFor(texts);
  const gone = changedOf(matching, from, to, before);
  const come = changedOf(matching, to, from, after);
  const indexes = (side: Side): readonly number[] => {
    const others = (side === from ? gone : come).map(({ index }) => index);
    return [...new Set(rule.side === side ? [rule.index, ...others] : others)];
  };
  return { head: indexes('head'), base: indexes('base') };
}

/** Of some rules those of one side that decide with this effect and that the other side lacks. */
function changedOf(some: readonly SidedRule[], side: Side, other: Side, effect: Effect): readonly SidedRule[] {
  return some.filter((rule) => rule.side === side && rule.effect === effect && rule.ends.some((place) => isMissing(place, other, effect)));
}

/** Compiles the rules only when something is asked. */
function deciderOf(rules: readonly SequenceRule[], separator: string): (text: string) => Effect {
  let automaton: RuleAutomaton | null = null;
  return (text) => (automaton ??= compileRules(rules, separator)).decide(text);
}

function textOf(texts: readonly string[], separator: string): string {
  return texts.map((text) => separator + text).join('');
}

function allOf(base: readonly SequenceRule[], head: readonly SequenceRule[]): readonly RuleReference[] {
  return [
    ...base.map((_rule, index): RuleReference => ({ side: 'base', index })),
    ...head.map((_rule, index): RuleReference => ({ side: 'head', index })),
  ];
}

/** Each once, head first, in their order. */
function sortedRules(some: readonly RuleReference[]): readonly RuleReference[] {
  const references = new Map(some.map(({ side, index }) => [`${side} ${String(index)}`, { side, index }]));
  return [...references.values()].sort((a, b) => Number(a.side === 'base') - Number(b.side === 'base') || a.index - b.index);
}
