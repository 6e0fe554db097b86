// Two lists of a policy's rules for one scope, compared in every placement that matters.
import type { Effect, Sequence, SequenceRule, Universe } from '../automaton/sequence.ts';
import type { PatternSource, PolicyRule } from '../model.ts';
import { patternText } from '../pattern-text.ts';
import { formatText, normaliseRequest, parsePattern, parseRequest, separatorOf, universe } from '../pattern/kinds.ts';
import type { PatternKind, PatternResource } from '../pattern/kinds.ts';
import type { PatternScope, PolicyEnvironment } from '../request/request.ts';
import { splitWords } from '../request/words.ts';
import { compareRules, uncoveredRules, undecided } from './compare-rules.ts';
import type { RegionChange, RuleComparison } from './compare-rules.ts';
import { folderOf, isPlaced, mayMeet, outlineOf } from './crossings.ts';
import type { ChangedRule, Outline } from './crossings.ts';
import { formatRegion } from './format-region.ts';
import { placementsFor } from './placements.ts';
import type { RuleReference, Side } from './rule-set.ts';
import type { Steps } from './steps.ts';

/** A region of one scope that two lists decide differently. */
export interface ListChange {
  readonly region: string;
  readonly witness: string;
  readonly before: Effect;
  readonly after: Effect;
  /** The rules that brought it about, those of head first. */
  readonly rules: readonly { readonly side: Side; readonly rule: PolicyRule }[];
}

export interface ListComparison {
  readonly widened: readonly ListChange[];
  readonly narrowed: readonly ListChange[];
  /** Rules for which the bound was reached, head's first. */
  readonly undetermined: readonly { readonly side: Side; readonly rule: PolicyRule }[];
}

/** Patterns that are parsed; null for those that cannot be read. */
type Patterns = Map<PatternSource, readonly Sequence[] | null>;

/** What comparisons share: patterns that are parsed, universes that are made, and how much work is left. */
export interface Workshop {
  readonly steps: Steps;
  /** What it may cost to say readably what was found. */
  readonly describing: Steps;
  /** By how texts are read, and by the whole environment for what starts in a folder: of the first ones only, for both can be many. */
  readonly parsed: Map<string, Patterns>;
  readonly universes: Map<string, Universe>;
}

/** Nothing known yet, and so much work allowed. */
export function newWorkshop(bound: number): Workshop {
  return { steps: { left: bound }, describing: { left: bound }, parsed: new Map(), universes: new Map() };
}

/** Steps that a placement costs beside what is counted within it: patterns that are read, universes that are made. */
const placementSteps = 100_000;
const placementStepsOfRule = 400;
const mostRemembered = 32;
const nothing: ListComparison = { widened: [], narrowed: [], undetermined: [] };

/** Compares in every placement that matters; a change that is the same in several is answered once, as it is in the first. */
export function compareLists(
  scope: PatternScope,
  kind: PatternKind,
  base: readonly PolicyRule[],
  head: readonly PolicyRule[],
  workshop: Workshop,
): ListComparison {
  if (areSame(base, head)) return nothing;
  const widened = new Map<string, ListChange>();
  const narrowed = new Map<string, ListChange>();
  const undetermined = new Map<PolicyRule, { readonly side: Side; readonly rule: PolicyRule }>();
  const ruleOf = ({ side, index }: RuleReference): PolicyRule | undefined => (side === 'base' ? base : head)[index];
  const found = placementsFor(kind, base, head, (some, others, environment) => uncoveredOf(some, others, kind, environment, workshop));
  if (found === null) return { widened: [], narrowed: [], undetermined: [...changed('head', head, base), ...changed('base', base, head)] };
  const { apart, gone, crossedFor } = found;
  const stepsOfPlacement = placementSteps + placementStepsOfRule * (base.length + head.length);
  const told = new Set<string>();
  /** False beyond the bound: then all is undetermined. */
  const compareAt = (environment: PolicyEnvironment, onlyGone: ReadonlySet<PolicyRule> | null): boolean => {
    workshop.steps.left = Math.max(0, workshop.steps.left - stepsOfPlacement);
    const isBeyond = workshop.steps.left === 0;
    const comparison = isBeyond
      ? undecided(base, head)
      : compareIn(environment, scope, kind, base, head, workshop, { gone: onlyGone, told });
    collect(widened, comparison.rises, (change) => describe(change, kind, environment, ruleOf));
    collect(narrowed, comparison.falls, (change) => describe(change, kind, environment, ruleOf));
    for (const reference of comparison.undetermined) {
      const rule = ruleOf(reference);
      if (rule !== undefined) undetermined.set(rule, { side: reference.side, rule });
    }
    return !isBeyond;
  };
  const answer = (): ListComparison => ({
    widened: [...widened.values()],
    narrowed: [...narrowed.values()],
    undetermined: [...undetermined.values()],
  });
  if (!apart.every((environment) => compareAt(environment, null))) return answer();
  const open = {
    base: gone.base.filter(({ rule }) => !isSettled(rule, 'base', base.indexOf(rule), head, told)),
    head: gone.head.filter(({ rule }) => !isSettled(rule, 'head', head.indexOf(rule), base, told)),
  };
  const { environments, untried } = crossedFor(open);
  const openRules = new Set([...open.base, ...open.head].map(({ rule }) => rule));
  environments.every((environment) => compareAt(environment, openRules));
  for (const one of untried) undetermined.set(one.rule, one);
  return answer();
}

/** Whether all that can come back where this rule is gone is told already: each effect that the other side has, and this one holds back. */
function isSettled({ effect }: PolicyRule, side: Side, index: number, others: readonly PolicyRule[], told: ReadonlySet<string>): boolean {
  const outcomes = (['ask', 'allow'] as const).filter((outcome) => outcome !== effect && others.some((rule) => rule.effect === outcome));
  return outcomes.every((outcome) =>
    told.has(side === 'base' ? changeKey(side, index, effect, outcome) : changeKey(side, index, outcome, effect)),
  );
}

function changeKey(side: Side, index: number, before: Effect, after: Effect): string {
  return `${side} ${String(index)} ${before} ${after}`;
}

/** Folder by folder: rules that start in the same one hold back the same of each other wherever it lies. */
function uncoveredOf(
  gone: readonly ChangedRule[],
  others: readonly PolicyRule[],
  kind: PatternKind,
  environment: PolicyEnvironment,
  workshop: Workshop,
): readonly ChangedRule[] {
  const { compile, texts } = readerFor(kind, environment, workshop);
  return [...Map.groupBy(gone, ({ rule }) => folderOf(rule.pattern))].flatMap(([folder, some]) => {
    const own = compile(some.map(({ rule }) => rule));
    const strict = compile(others.filter(({ effect, pattern }) => effect !== 'allow' && folderOf(pattern) === folder));
    // A pattern that cannot be read is no rule, and compares with nothing.
    if (own.length < some.length) return some;
    const open = uncoveredRules(own, strict, { universe: texts, separator: separatorOf(kind), steps: workshop.steps });
    return some.filter((_, index) => open.has(index));
  });
}

/** Whether the lists say the same in the same words, whatever the order. */
function areSame(base: readonly PolicyRule[], head: readonly PolicyRule[]): boolean {
  const keysOf = (rules: readonly PolicyRule[]): ReadonlySet<string> => new Set(rules.map(ruleKey));
  const [before, after] = [keysOf(base), keysOf(head)];
  return before.size === after.size && [...before].every((key) => after.has(key));
}

/** The rules that only one side has. */
function changed(side: Side, own: readonly PolicyRule[], others: readonly PolicyRule[]): ListComparison['undetermined'] {
  const known = new Set(others.map(ruleKey));
  return own.filter((rule) => !known.has(ruleKey(rule))).map((rule) => ({ side, rule }));
}

/** What the rule says, without where it stands. */
export function ruleKey({ effect, pattern }: PolicyRule): string {
  return JSON.stringify([effect, pattern]);
}

/** What of an environment says how texts are read: all but where the folders are. */
function readingOf({ platform, caseSensitive }: PolicyEnvironment): string {
  return `${platform} ${String(caseSensitive)}`;
}

/** How rules are read in an environment, and which texts there are; both are remembered. */
function readerFor(
  kind: PatternKind,
  environment: PolicyEnvironment,
  { parsed, universes }: Workshop,
): { readonly compile: (rules: readonly PolicyRule[]) => readonly SequenceRule[]; readonly texts: Universe } {
  const [reading, placed] = [readingOf(environment), JSON.stringify(environment)];
  const texts = universes.get(kind + reading) ?? universe(kind, environment);
  universes.set(kind + reading, texts);
  const remembered = (key: string): Patterns => {
    const known: Patterns = parsed.get(key) ?? new Map<PatternSource, readonly Sequence[] | null>();
    if (parsed.size < mostRemembered) parsed.set(key, known);
    return known;
  };
  const [fixed, variable] = [remembered(reading), remembered(placed)];
  const compile = (rules: readonly PolicyRule[]): readonly SequenceRule[] =>
    compileList(rules, environment, (pattern) => (isPlaced(pattern) ? variable : fixed));
  return { compile, texts };
}

interface Scoped {
  /** Null for all rules; otherwise what comes back because these are gone. */
  readonly gone: ReadonlySet<PolicyRule> | null;
  /** Gets the keys of what is found. */
  readonly told: Set<string>;
}

function compareIn(
  environment: PolicyEnvironment,
  scope: PatternScope,
  kind: PatternKind,
  base: readonly PolicyRule[],
  head: readonly PolicyRule[],
  workshop: Workshop,
  { gone, told }: Scoped,
): RuleComparison {
  const { compile, texts } = readerFor(kind, environment, workshop);
  const lists = { base: compile(base), head: compile(head) };
  if (gone !== null) keepMeeting(lists, base, head, gone);
  return compareRules(lists.base, lists.head, {
    universe: texts,
    separator: separatorOf(kind),
    steps: workshop.steps,
    describing: workshop.describing,
    onlyGone: gone !== null,
    onFound: ({ rule, before, after }) => told.add(changeKey(rule.side, rule.index, before, after)),
    isNormal: (text) => isNormal(text, scope, kind, environment),
  });
}

/** All that comes back is in what is gone: whatever does not meet that has no say, and keeps no more than its place in the list. */
function keepMeeting(
  lists: Record<Side, readonly SequenceRule[]>,
  base: readonly PolicyRule[],
  head: readonly PolicyRule[],
  gone: ReadonlySet<PolicyRule>,
): void {
  const goneOf = (rules: readonly PolicyRule[], list: readonly SequenceRule[]): readonly Outline[] =>
    rules.flatMap((rule, index) => (gone.has(rule) ? (list[index]?.sequences.map(outlineOf) ?? []) : []));
  const outlines = [...goneOf(base, lists.base), ...goneOf(head, lists.head)];
  const meets = (sequence: Sequence): boolean => {
    const outline = outlineOf(sequence);
    return outlines.some((other) => mayMeet(outline, other));
  };
  for (const side of ['base', 'head'] as const)
    lists[side] = lists[side].map(({ effect, sequences }) => ({ effect, sequences: sequences.filter(meets) }));
}

/** As `decide` reads them: a pattern that cannot be read denies everything. */
function compileList(
  rules: readonly PolicyRule[],
  environment: PolicyEnvironment,
  patternsFor: (pattern: PatternSource) => Patterns,
): readonly SequenceRule[] {
  const compiled: SequenceRule[] = [];
  for (const { effect, pattern } of rules) {
    const patterns = patternsFor(pattern);
    let sequences = patterns.get(pattern);
    if (sequences === undefined) {
      const result = parsePattern(pattern, environment);
      sequences = result.ok ? result.sequences : null;
      patterns.set(pattern, sequences);
    }
    if (sequences === null) return [];
    compiled.push({ effect, sequences });
  }
  return compiled;
}

/** Whether the text, written as a request, is read as this text: some of the universe are too long, or spelt as requests never are. */
function isNormal(text: string, scope: PatternScope, kind: PatternKind, environment: PolicyEnvironment): boolean {
  const words = splitWords(formatText(kind, text, environment));
  if (words === null) return false;
  try {
    const resource = parseRequest(scope, words, environment);
    return normaliseRequest(resource as PatternResource, environment) === text;
  } catch {
    return false;
  }
}

/** Adds what is not there yet; of changes by the same rule to the same decision, the first is kept, with the lines of all. */
function collect(into: Map<string, ListChange>, changes: readonly RegionChange[], described: (change: RegionChange) => ListChange): void {
  for (const change of changes) {
    const key = changeKey(change.rule.side, change.rule.index, change.before, change.after);
    const known = into.get(key);
    const next = described(change);
    into.set(
      key,
      known === undefined
        ? next
        : { ...known, rules: [...new Map([...known.rules, ...next.rules].map((one) => [one.rule, one])).values()] },
    );
  }
}

function describe(
  { region, witness, before, after, head, base }: RegionChange,
  kind: PatternKind,
  environment: PolicyEnvironment,
  ruleOf: (reference: RuleReference) => PolicyRule | undefined,
): ListChange {
  const rulesOf = (side: Side, indexes: readonly number[]): ListChange['rules'] =>
    indexes.flatMap((index) => {
      const rule = ruleOf({ side, index });
      return rule === undefined ? [] : [{ side, rule }];
    });
  return {
    region: formatRegion(region, (reference) => {
      const rule = ruleOf(reference);
      return rule === undefined ? '' : patternText(rule.pattern);
    }),
    witness: formatText(kind, witness, environment),
    before,
    after,
    rules: [...rulesOf('head', head), ...rulesOf('base', base)],
  };
}
