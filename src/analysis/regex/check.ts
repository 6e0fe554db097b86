// Judges one regular expression: super-linear or not, with a text that shows it, or why it cannot be said.
import { findAmbiguities } from './ambiguity.ts';
import { createAttacks, type Attack } from './attack.ts';
import { createAutomaton, walk, type Automaton } from './automaton.ts';
import { createBudget, createMemory, without, type Budget, type Judged, type Steps } from './budget.ts';
import { measure, type Growth, type MeasureOptions, type Sample } from './growth.ts';
import { parsePattern, type Pattern, type RegexNode } from './pattern.ts';
import { compilePattern, type Program } from './program.ts';

/** What was verified on the matcher: `attack` makes a search take so long. */
export interface Vulnerability {
  readonly growth: Exclude<Growth, { kind: 'linear' }>;
  /** True if one attempt from one place is super-linear by itself; false if only the search from every place makes it so. */
  readonly inOneAttempt: boolean;
  readonly attack: Attack;
  readonly samples: readonly Sample[];
}

export type Verdict =
  | { readonly kind: 'safe' }
  | ({ readonly kind: 'vulnerable' } & Vulnerability)
  /** `budget`: the analysis ended before it had seen all. Nothing was found until then. */
  | { readonly kind: 'unjudged'; readonly reason: 'syntax' | 'too-large' | 'unsupported' | 'budget' };

/** Of one pattern: some 300 ms all together, where each is used up. */
const ofOne: Steps = { analysis: 400_000, attack: 400_000, matching: 8_000_000 };

/** A pattern and its flags, as it is remembered, with its verdict. */
export interface JudgedPattern {
  readonly question: string;
  readonly judged: Judged<Verdict>;
}

/** Steps of matching, some milliseconds: what takes less is judged sooner than it is handed on. */
const longMatching = 50_000;
const mostHandedOn = 500;

let handedOn: JudgedPattern[] = [];

// The same pattern stands in many files, and is asked about by each.
const memory = createMemory<Verdict>((question, judged) => {
  if (judged.taken.matching >= longMatching && handedOn.length < mostHandedOn) handedOn.push({ question, judged });
});

/** Of the patterns that this thread judged since it was last asked, those that took long. */
export function takeJudgedPatterns(): readonly JudgedPattern[] {
  const taken = handedOn;
  handedOn = [];
  return taken;
}

/** Spares this thread what another one did. */
export function learnJudgedPatterns(patterns: readonly JudgedPattern[]): void {
  for (const { question, judged } of patterns) memory.learn(question, judged);
}

/**
 * A checker for the patterns of one file or program: each pattern is judged once, and a file full of slow ones takes seconds, not minutes; what comes
 * after is `unjudged`. `patternsWorth` is what it spends on all that it is asked, as a multiple of what it spends on one pattern. Deterministic for a given order of questions.
 */
export function createRegexChecker(patternsWorth = 8): (source: string, flags: string) => Verdict {
  const known = new Map<string, Verdict>();
  let left: Steps = {
    analysis: ofOne.analysis * patternsWorth,
    attack: ofOne.attack * patternsWorth,
    matching: ofOne.matching * patternsWorth,
  };
  return (source, flags) => {
    const key = `${flags}/${source}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const { answer, taken } = memory.recall(key, left, () => checkWithin(source, flags, left));
    left = without(left, taken);
    known.set(key, answer);
    return answer;
  };
}

/**
 * Judges a pattern with its flags, by itself. Deterministic; takes a bounded number of steps whatever the pattern. `vulnerable` is proved by counted steps;
 * `safe` means that nothing was found, not that nothing is there: look-arounds, references and boundaries are approximated when looking for loops.
 */
export function checkRegex(source: string, flags: string): Verdict {
  return checkWithin(source, flags, ofOne).answer;
}

function checkWithin(source: string, flags: string, left: Steps): Judged<Verdict> {
  const budgets: Budgets = {
    analysis: createBudget(Math.min(ofOne.analysis, left.analysis)),
    attack: createBudget(Math.min(ofOne.attack, left.attack)),
    matching: createBudget(Math.min(ofOne.matching, left.matching)),
  };
  const answer = verdictOn(source, flags, budgets);
  return { answer, taken: { analysis: budgets.analysis.spent(), attack: budgets.attack.spent(), matching: budgets.matching.spent() } };
}

function verdictOn(source: string, flags: string, budgets: Budgets): Verdict {
  const parsed = parsePattern(source, flags);
  if (!parsed.ok) return { kind: 'unjudged', reason: parsed.problem };
  if (!repeats(parsed.pattern.root)) return { kind: 'safe' };
  // Nothing can be suspected, or nothing shown, any more.
  if (budgets.analysis.exhausted() || budgets.matching.exhausted()) return { kind: 'unjudged', reason: 'budget' };
  const program = compilePattern(parsed.pattern);
  let worst: Vulnerability | null = null;
  let isTooLarge = false;
  let isWhole = true;
  for (const part of partsOf(parsed.pattern)) {
    const automaton = createAutomaton(part.pattern);
    const judgement = automaton === null ? null : judge(automaton, program, part.reversed, budgets);
    isTooLarge ||= automaton === null;
    isWhole &&= judgement?.isWhole !== false;
    worst = worse(worst, judgement?.worst ?? null);
    if (worst?.growth.kind === 'exponential') break;
  }
  if (worst !== null) return { kind: 'vulnerable', ...worst };
  if (isTooLarge) return { kind: 'unjudged', reason: 'too-large' };
  return !isWhole || budgets.analysis.exhausted() || budgets.attack.exhausted() || budgets.matching.exhausted()
    ? { kind: 'unjudged', reason: 'budget' }
    : { kind: 'safe' };
}

type Budgets = Readonly<Record<keyof Steps, Budget>>;

function repeats(root: RegexNode): boolean {
  for (const node of walk(root)) if (node.kind === 'repeat' && node.max > 1) return true;
  return false;
}

/** The pattern itself, and each look behind, which reads backwards. */
function partsOf(pattern: Pattern): readonly { readonly pattern: Pattern; readonly reversed: boolean }[] {
  const parts = [{ pattern, reversed: false }];
  for (const node of walk(pattern.root)) {
    if (node.kind === 'look' && node.behind && parts.length < mostParts)
      parts.push({ pattern: { ...pattern, root: reversed(node.body) }, reversed: true });
  }
  return parts;
}

const mostParts = 8;

/** What reads backwards, as if it read forwards. */
function reversed(node: RegexNode): RegexNode {
  switch (node.kind) {
    case 'sequence':
      return { kind: 'sequence', items: node.items.map(reversed).reverse() };
    case 'choice':
      return { kind: 'choice', options: node.options.map(reversed) };
    case 'repeat':
    case 'group':
      return { ...node, body: reversed(node.body) };
    case 'edge':
      return { ...node, at: node.at === 'start' ? 'end' : 'start' };
    case 'look':
      return { kind: 'sequence', items: [] };
    default:
      return node;
  }
}

interface Judgement {
  readonly worst: Vulnerability | null;
  /** False if a text could not be measured: what cannot be told is not safe. */
  readonly isWhole: boolean;
}

function judge(automaton: Automaton, program: Program, isReversed: boolean, budgets: Budgets): Judgement {
  const attacksFor = createAttacks(automaton);
  const tried = new Set<string>();
  let worst: Vulnerability | null = null;
  let isWhole = true;
  for (const ambiguity of findAmbiguities(automaton, budgets.analysis)) {
    // The search adds one degree to whatever is there: alone it says nothing new.
    if (ambiguity.kind === 'search' && worst !== null) break;
    const least = 2 * Math.max(automaton.bounds[ambiguity.state] ?? 0, automaton.bounds[ambiguity.other] ?? 0);
    for (const forward of attacksFor(ambiguity, budgets.attack)) {
      const attack = isReversed ? backwards(forward) : forward;
      const key = JSON.stringify([attack.prefix, attack.pump, attack.suffix]);
      if (tried.has(key)) continue;
      tried.add(key);
      const verified = verify(program, attack, { least, mayBeExponential: ambiguity.kind === 'loop' }, budgets.matching);
      if (verified === 'unknown') isWhole = false;
      if (verified === 'unknown' || verified === null) continue;
      worst = worse(worst, verified);
      if (worst?.growth.kind === 'exponential') return { worst, isWhole };
      break;
    }
  }
  return { worst, isWhole };
}

function backwards({ prefix, pump, suffix }: Attack): Attack {
  const turn = (text: string): string => Array.from(text).reverse().join('');
  return { prefix: turn(suffix), pump: turn(pump), suffix: turn(prefix) };
}

function verify(program: Program, attack: Attack, options: MeasureOptions, budget: Budget): Vulnerability | 'unknown' | null {
  const search = measure(program, attack, options, budget);
  if (search === null) return 'unknown';
  if (search.growth.kind === 'linear') return null;
  const { growth, samples } = search;
  return { growth, inOneAttempt: isSlowAtOnce(program, attack, options.least, growth, budget), attack, samples };
}

/** Whether the attempt at the text's start, or the first one within its pumps, is super-linear without the others. */
function isSlowAtOnce(program: Program, attack: Attack, least: number, growth: Growth, budget: Budget): boolean {
  if (growth.kind === 'exponential' || (growth.kind === 'polynomial' && growth.degree > 2)) return true;
  return [0, attack.prefix.length].some((from) => {
    const attempt = measure(program, attack, { least, mayBeExponential: false, once: true, from }, budget);
    return attempt !== null && attempt.growth.kind !== 'linear';
  });
}

/** The worse of two; the first of equals. */
export function worseOf(a: Vulnerability, b: Vulnerability): Vulnerability {
  return rank(b) > rank(a) ? b : a;
}

function worse(a: Vulnerability | null, b: Vulnerability | null): Vulnerability | null {
  if (a === null || b === null) return a ?? b;
  return worseOf(a, b);
}

/** Higher is worse: by growth, and of equals what needs no search. */
function rank({ growth, inOneAttempt }: Vulnerability): number {
  return (growth.kind === 'exponential' ? 1000 : growth.degree * 2) + (inOneAttempt ? 1 : 0);
}
