// Decides a text by many rules at once, in time that grows with the text and not with the rules.
import { Front } from './front.ts';
import { PathDfa, firstOpenState } from './path-dfa.ts';
import { buildRuleTree, effectOfWeight } from './rule-tree.ts';
import type { RuleTree } from './rule-tree.ts';
import { SegmentDfa, endColumn, endOfSegment, kindOf, rareColumn, unknown } from './segment-dfa.ts';
import type { CacheLimits } from './segment-dfa.ts';
import { SegmentNfa } from './segment-nfa.ts';
import type { Effect, SequenceRule } from './sequence.ts';

/** Rules, compiled. Neither function ever throws, whatever the text. */
export interface RuleAutomaton {
  /** The strongest effect of the rules that match: deny beats ask beats allow; deny if none does. */
  readonly decide: (text: string) => Effect;
  /**
   * A decider of texts as they were asked, in the time that reading them takes: it answers as `decide` where the text is normal, and null where
   * somebody has to look closer, which is where it does not begin with the separator, a segment is empty, `.` or `..`, or a unit of it is
   * beyond `units` or not 1 there.
   */
  readonly deciderOfNormal: (units: Uint8Array) => (text: string) => Effect | null;
  /** The indexes of all rules that match, sorted. Slower than `decide`. */
  readonly matching: (text: string) => readonly number[];
}

/** Enough for ten thousand rules and as many different requests, in at most 20 MB. */
const usualLimits: CacheLimits = { states: 2 ** 15, cells: 2 ** 20, members: 2 ** 18, steps: 2 ** 16 };

interface Engine {
  readonly separator: string;
  readonly nfa: SegmentNfa;
  readonly tree: RuleTree;
  readonly segments: SegmentDfa;
  readonly paths: PathDfa;
}

/**
 * Compiles rules over texts whose segments are each preceded by `separator`, one UTF-16 unit; what does not begin with it is no such text and
 * is denied. Time is linear in the text, if what it needs is remembered, and at worst in text times rules; memory is bounded by `limits` and
 * the rules' size, whatever is asked.
 * @throws RangeError if a pattern is nested more than 500 deep, or the separator is not one unit.
 */
export function compileRules(rules: readonly SequenceRule[], separator: string, limits: CacheLimits = usualLimits): RuleAutomaton {
  if (separator.length !== 1) throw new RangeError('the separator must be one UTF-16 unit');
  const nfa = new SegmentNfa();
  const tree = buildRuleTree(rules, nfa);
  const segments = new SegmentDfa(nfa, separator, limits);
  const paths = new PathDfa(tree, segments, nfa.newPatternSet(), limits);
  const engine: Engine = { separator, nfa, tree, segments, paths };
  return {
    decide: (text) => decide(engine, text),
    deciderOfNormal: (units) => {
      const columns = columnsFor(engine, units);
      return (text) => decideNormal(engine, columns, text);
    },
    matching: (text) => matching(engine, text),
  };
}

/** Allocates nothing where all steps are known: whoever asks this asks it before everything that an agent does. */
function decide(engine: Engine, text: string): Effect {
  const { segments, paths } = engine;
  const { columns, start } = segments;
  const { length } = text;
  const separator = engine.separator.charCodeAt(0);
  if (length > 0 && text.charCodeAt(0) !== separator) return 'deny';
  let { rows } = segments;
  let state = paths.start;
  for (let at = 1; at <= length && state >= firstOpenState; at += 1) {
    let row = start;
    for (; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      const next = rows[row + (columns[unit] ?? endColumn)] ?? unknown;
      if (next >= 0) {
        row = next;
        continue;
      }
      if (unit === separator) break;
      const codePoint = text.codePointAt(at) ?? 0;
      row = resolve(engine, row, codePoint);
      ({ rows } = segments);
      if (codePoint > 0xffff) at += 1;
    }
    let end = rows[row + endColumn] ?? unknown;
    if (end === unknown) end = resolve(engine, row, endOfSegment);
    const known = paths.known(state, kindOf(end));
    state = known === unknown ? paths.resolve(state, kindOf(end)) : known;
  }
  return paths.answers[state] ?? 'deny';
}

/** A column for each unit as `segments` has them, the rare one for every unit that is not normal. */
function columnsFor({ segments, separator }: Engine, units: Uint8Array): Uint8Array {
  const columns = new Uint8Array(segments.columns.length).fill(rareColumn);
  const take = (unit: number): void => {
    columns[unit] = segments.columns[unit] ?? rareColumn;
  };
  units.forEach((normal, unit) => {
    if (normal === 1) take(unit);
  });
  take(separator.charCodeAt(0));
  return columns;
}

/** As `decide`, but all is looked at unless it is denied whatever follows: what is wrong further on could only deny it too. */
function decideNormal(engine: Engine, columns: Uint8Array, text: string): Effect | null {
  const { segments, paths } = engine;
  const { start } = segments;
  const { length } = text;
  const separator = engine.separator.charCodeAt(0);
  if (text.charCodeAt(0) !== separator) return null;
  let { rows } = segments;
  let state = paths.start;
  for (let at = 1; at <= length; at += 1) {
    const from = at;
    let row = start;
    for (; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      const next = rows[row + (columns[unit] ?? rareColumn)] ?? unknown;
      if (next >= 0) {
        row = next;
        continue;
      }
      if (unit === separator) break;
      if (columns[unit] === rareColumn) return null;
      row = resolve(engine, row, unit);
      ({ rows } = segments);
    }
    if (at - from < 3 && isPointless(text, from, at)) return null;
    if (state >= firstOpenState) {
      let end = rows[row + endColumn] ?? unknown;
      if (end === unknown) {
        end = resolve(engine, row, endOfSegment);
        ({ rows } = segments);
      }
      const known = paths.known(state, kindOf(end));
      state = known === unknown ? paths.resolve(state, kindOf(end)) : known;
      if (state < firstOpenState && effectOfWeight[state] === 'deny') return 'deny';
    }
  }
  return paths.answers[state] ?? 'deny';
}

const dot = 0x2e;

/** Whether the segment is empty, `.` or `..`; it is no longer than two. */
function isPointless(text: string, from: number, to: number): boolean {
  return (from === to || text.charCodeAt(from) === dot) && (to - from < 2 || text.charCodeAt(from + 1) === dot);
}

function matching(engine: Engine, text: string): readonly number[] {
  const { segments, separator } = engine;
  if (text.length > 0 && !text.startsWith(separator)) return [];
  const front = new Front(engine.tree, false);
  front.start();
  const patterns = engine.nfa.newPatternSet();
  for (const segment of text.split(separator).slice(1)) {
    let row = segments.start;
    for (const character of segment) row = resolve(engine, row, character.codePointAt(0) ?? 0);
    segments.patternsOf(kindOf(resolve(engine, row, endOfSegment)), patterns);
    front.step(patterns);
  }
  return front.rules();
}

/** What `segments` does not know yet. Steps from segment to segment are forgotten with the kinds that they stand for. */
function resolve({ segments, paths }: Engine, row: number, codePoint: number): number {
  const { epoch } = segments;
  const next = segments.resolve(row, codePoint);
  if (epoch !== segments.epoch) paths.forgetSteps();
  return next;
}
