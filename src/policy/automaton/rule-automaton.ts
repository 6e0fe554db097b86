// Decides a text by many rules at once, in time that grows with the text and not with the rules.
import { PathDfa, firstOpenState } from './path-dfa.ts';
import { RuleTree } from './rule-tree.ts';
import { SegmentDfa, endColumn, endOfSegment, kindOf, unknown } from './segment-dfa.ts';
import type { CacheLimits } from './segment-dfa.ts';
import { SegmentNfa } from './segment-nfa.ts';
import type { Effect, SequenceRule } from './sequence.ts';

/** Rules, compiled. Neither function ever throws, whatever the text. */
export interface RuleAutomaton {
  /** The strongest effect of the rules that match: deny beats ask beats allow; deny if none does. */
  readonly decide: (text: string) => Effect;
  /** The indexes of all rules that match, sorted. Slower than `decide`. */
  readonly matching: (text: string) => readonly number[];
}

/** Enough for ten thousand rules and as many different requests, in at most 30 MB. */
const usualLimits: CacheLimits = { states: 2 ** 16, cells: 2 ** 21, members: 2 ** 20, steps: 2 ** 17 };

/**
 * Compiles rules over texts whose segments are each preceded by `separator`, one UTF-16 unit; what does not begin with it is no such text and
 * is denied. Time is linear in the text, if what it needs is remembered, and at worst in text times rules; memory is bounded by `limits` and
 * the rules' size, whatever is asked.
 * @throws RangeError if a pattern is nested more than 500 deep, or the separator is not one unit.
 */
export function compileRules(rules: readonly SequenceRule[], separator: string, limits: CacheLimits = usualLimits): RuleAutomaton {
  if (separator.length !== 1) throw new RangeError('the separator must be one UTF-16 unit');
  const nfa = new SegmentNfa();
  const tree = new RuleTree(rules, nfa);
  const segments = new SegmentDfa(nfa, separator, limits);
  const paths = new PathDfa(tree, segments, nfa.newPatternSet(), limits);
  const separatorUnit = separator.charCodeAt(0);

  /** What `segments` does not know; steps from segment to segment are forgotten when the kinds they stand for are. */
  const resolve = (state: number, codePoint: number): number => {
    const { epoch } = segments;
    const next = segments.resolve(state, codePoint);
    if (epoch !== segments.epoch) paths.forgetSteps();
    return next;
  };

  const decide = (text: string): Effect => {
    const { length } = text;
    const { columns, start } = segments;
    let { rows } = segments;
    let state = paths.start;
    if (length > 0 && text.charCodeAt(0) !== separatorUnit) return 'deny';
    let row = start;
    for (let at = 1; at <= length && state >= firstOpenState; at += 1) {
      const unit = at < length ? text.charCodeAt(at) : separatorUnit;
      let next = rows[row + (columns[unit] ?? endColumn)] ?? unknown;
      if (next >= 0) {
        row = next;
        continue;
      }
      if (next === unknown) {
        const codePoint = unit === separatorUnit ? endOfSegment : (text.codePointAt(at) ?? 0);
        next = resolve(row, codePoint);
        ({ rows } = segments);
        if (next >= 0) {
          if (codePoint > 0xffff) at += 1;
          row = next;
          continue;
        }
      }
      const known = paths.known(state, kindOf(next));
      state = known === unknown ? paths.resolve(state, kindOf(next)) : known;
      row = start;
    }
    return paths.answers[state] ?? 'deny';
  };

  const matching = (text: string): readonly number[] => {
    if (text.length > 0 && text.charCodeAt(0) !== separatorUnit) return [];
    let [nodes, next] = [tree.newNodeSet(), tree.newNodeSet()];
    tree.start(nodes);
    const patterns = nfa.newPatternSet();
    for (const segment of text.split(separator).slice(1)) {
      let row = segments.start;
      for (const character of segment) row = resolve(row, character.codePointAt(0) ?? 0);
      segments.patternsOf(kindOf(resolve(row, endOfSegment)), patterns);
      tree.step(nodes.members, 0, nodes.size, patterns, next);
      [nodes, next] = [next, nodes];
    }
    return tree.rulesOf(nodes);
  };

  return { decide, matching };
}
