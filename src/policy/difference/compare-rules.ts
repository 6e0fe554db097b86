// The exact difference of two rule lists: which texts are decided higher, which lower, by the rules that were added or removed.
import { compileRules } from '../automaton/rule-automaton.ts';
import type { RuleAutomaton } from '../automaton/rule-automaton.ts';
import { anyDepth } from '../automaton/sequence.ts';
import type { Effect, SequenceRule, Universe } from '../automaton/sequence.ts';
import { withoutCovered } from './covered.ts';
import { describeRegion } from './region.ts';
import type { Region } from './region.ts';
import { RuleSet } from './rule-set.ts';
import type { RuleReference, Side, SidedRule } from './rule-set.ts';
import { within } from './steps.ts';
import type { Steps } from './steps.ts';
import { isMissing, searchTask, tasksOf } from './tasks.ts';
import type { Answer, Task } from './tasks.ts';

/** How two lists are compared. */
export interface ComparisonOptions {
  readonly universe: Universe;
  /** Before each segment of a witness. */
  readonly separator: string;
  /** Most steps for all regions together, 200,000,000 unless given, and for one of them a twentieth of that. */
  readonly bound?: number;
  /** Where several comparisons share what is left; `bound` holds for each of them nevertheless. */
  readonly steps?: Steps;
  /** The same for the work of saying readably what was found. It never changes whether something is. */
  readonly describing?: Steps;
  /** Whether a text of the universe is one that a request can have, where the universe cannot say it; all are unless given. */
  readonly isNormal?: (text: string) => boolean;
  /** Only what changes because a rule is gone: all else is known from another comparison. */
  readonly onlyGone?: boolean;
  /** Told of every rule that changes a decision, also where its region lies within others and is not told for itself. */
  readonly onFound?: (change: Pick<RegionChange, 'rule' | 'before' | 'after'>) => void;
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

const defaultBound = 200_000_000;
const share = 20;
const describingBound = 100_000_000;

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
  const steps = options.steps ?? { left: bound };
  return within<RuleComparison | null>(steps, bound, () => compareWithin(base, head, options, steps, bound), null) ?? undecided(base, head);
}

/**
 * By index, the rules of `own` that deny or ask about a text of which none of `others` denies, or asks, as much, were all else allowed; and those for
 * which that was not found out within the bound.
 */
export function uncoveredRules(
  own: readonly SequenceRule[],
  others: readonly SequenceRule[],
  { universe, separator, steps }: Required<Pick<ComparisonOptions, 'universe' | 'separator' | 'steps'>>,
): ReadonlySet<number> {
  const everything: SequenceRule = { effect: 'allow', sequences: [[anyDepth]] };
  const search = (): ReadonlySet<number> => {
    const [base, head] = [
      [everything, ...own],
      [everything, ...others],
    ];
    const rules = new RuleSet(base, head, universe, steps);
    const decide = { base: deciderOf(base, separator), head: deciderOf(head, separator) };
    const bound = Math.ceil(defaultBound / share);
    const comparison = { rules, decide, bound, separator, isNormal: (): boolean => true, onlyGone: true };
    const { found, undetermined } = searchOneWay(comparison, 'base', 'head');
    return new Set([...found.map(({ rule }) => rule), ...undetermined].map(({ index }) => index - 1));
  };
  return within<ReadonlySet<number>>(steps, defaultBound, search, new Set(own.keys()));
}

/** The answer where nothing could be found out. */
export function undecided(base: readonly unknown[], head: readonly unknown[]): RuleComparison {
  const allOf = (side: Side, rules: readonly unknown[]): readonly RuleReference[] => rules.map((_rule, index) => ({ side, index }));
  return { rises: [], falls: [], undetermined: [...allOf('base', base), ...allOf('head', head)] };
}

/** @throws {BoundReached} when the rules alone are too large. */
function compareWithin(
  base: readonly SequenceRule[],
  head: readonly SequenceRule[],
  options: ComparisonOptions,
  steps: Steps,
  bound: number,
): RuleComparison {
  const {
    universe,
    separator,
    isNormal = (): boolean => true,
    describing = { left: describingBound },
    onlyGone = false,
    onFound,
  } = options;
  const rules = new RuleSet(base, head, universe, steps);
  const decide = { base: deciderOf(base, separator), head: deciderOf(head, separator) };
  const comparison = { rules, decide, bound: Math.ceil(bound / share), separator, isNormal, onlyGone };
  const rises = searchOneWay(comparison, 'base', 'head');
  const falls = searchOneWay(comparison, 'head', 'base');
  for (const { rule, before, after } of rises.found) onFound?.({ rule, before, after });
  for (const { rule, before, after } of falls.found) onFound?.({ rule, before: after, after: before });
  // What follows makes the answer readable and has a bound of its own: what was found stays found.
  const { left } = steps;
  steps.left = describing.left;
  const described = {
    rises: describeAll(comparison, rises.found),
    falls: describeAll(comparison, falls.found).map((change) => ({ ...change, before: change.after, after: change.before })),
    undetermined: sortedRules([...rises.undetermined, ...falls.undetermined]),
  };
  describing.left = Math.max(0, steps.left);
  steps.left = left;
  return described;
}

interface Comparison {
  readonly rules: RuleSet;
  /** The engine's own answers, which every witness must agree with. */
  readonly decide: Readonly<Record<Side, (text: string) => Effect>>;
  readonly bound: number;
  readonly separator: string;
  readonly isNormal: (text: string) => boolean;
  readonly onlyGone: boolean;
}

/** The rises from one side to the other. */
function searchOneWay(comparison: Comparison, from: Side, to: Side): { found: Found[]; undetermined: SidedRule[] } {
  const { rules, decide, bound, separator, isNormal, onlyGone } = comparison;
  const isClaim = ({ before, after }: Task, witness: string): boolean =>
    isNormal(witness) && decide[from](witness) === before && decide[to](witness) === after;
  const found: Found[] = [];
  const undetermined: SidedRule[] = [];
  const answers = new Map<string, Answer>();
  // Those of the side that it goes to first: the mirror of a comparison is then the comparison of the mirror.
  const sided = [...rules.rules.filter(({ side }) => side === to && !onlyGone), ...rules.rules.filter(({ side }) => side === from)];
  for (const task of sided.flatMap((rule) => tasksOf(rule, from, to))) {
    const texts = searchTask(rules, task, bound, answers, (some) => isNormal(textOf(some, separator)));
    if (texts === null) continue;
    if (texts === 'undetermined' || !isClaim(task, textOf(texts, separator))) {
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

/** Each once, head first, in their order. */
function sortedRules(some: readonly RuleReference[]): readonly RuleReference[] {
  const references = new Map(some.map(({ side, index }) => [`${side} ${String(index)}`, { side, index }]));
  return [...references.values()].sort((a, b) => Number(a.side === 'base') - Number(b.side === 'base') || a.index - b.index);
}
