// The rule that comes nearest to a request: most leading segments matched, then least edit distance.
import { distance } from 'fastest-levenshtein';
import { compareText } from '../core/order.ts';
import { compileRules } from './automaton/rule-automaton.ts';
import { anyDepth, type Effect, type SegmentNode, type Sequence, type SequenceRule } from './automaton/sequence.ts';
import type { PolicyRule } from './model.ts';
import { patternText } from './pattern-text.ts';
import { kindOf, parsePattern, separatorOf } from './pattern/kinds.ts';
import type { PatternScope, PolicyEnvironment } from './request/request.ts';

export interface NearestRule {
  /** As it is written. */
  readonly rule: PolicyRule;
  readonly text: string;
  /** What it would decide, ceilings that ask applied. */
  readonly effect: Effect;
  /** True where only a stronger rule or a ceiling that denies kept it from deciding. */
  readonly matches: boolean;
}

type Candidate = Omit<NearestRule, 'text'>;

interface AskedText {
  /** What the engine reads, and what a person writes. */
  readonly text: string;
  readonly request: string;
  readonly scope: PatternScope;
  readonly environment: PolicyEnvironment;
}

const anySegment: SegmentNode = {
  kind: 'repeat',
  part: {
    kind: 'one',
    set: [
      [0x1, 0xd7ff],
      [0xe000, 0x10ffff],
    ],
  },
};

/** What is compared by letters is bounded: rules are many and texts long. */
const longestCompared = 300;

/** The nearest by matching, leading segments, letters, and place; null if there are none. The order of `candidates` means nothing. */
export function nearestRule(candidates: readonly Candidate[], asked: AskedText): NearestRule | null {
  const depths = leadingSegments(candidates, asked);
  const request = asked.request.slice(0, longestCompared);
  let best: { readonly found: NearestRule; readonly depth: number; readonly steps: number } | null = null;
  for (const [index, candidate] of candidates.entries()) {
    const depth = candidate.matches ? Number.POSITIVE_INFINITY : (depths[index] ?? 0);
    if (best !== null && depth < best.depth) continue;
    const text = patternText(candidate.rule.pattern);
    const steps = distance(text.slice(0, longestCompared), request);
    const order = best === null ? -1 : best.depth - depth || steps - best.steps || comparePlace(candidate.rule, best.found.rule);
    if (order < 0) best = { found: { ...candidate, text: `${candidate.rule.effect} ${text}` }, depth, steps };
  }
  return best?.found ?? null;
}

/** How many segments of the text the rule's pattern matches from the beginning, up to its first `**`. */
function leadingSegments(candidates: readonly Candidate[], { text, scope, environment }: AskedText): readonly number[] {
  const kind = kindOf(scope);
  const prefixes: SequenceRule[] = [];
  const owners: (readonly [rule: number, depth: number])[] = [];
  for (const [index, { rule }] of candidates.entries()) {
    const parsed = parsePattern(rule.pattern, environment);
    for (const sequence of parsed.ok ? parsed.sequences : []) {
      for (const [depth, prefix] of prefixesOf(kind === 'argv' || kind === 'name' ? withAnyProvenance(sequence) : sequence)) {
        prefixes.push({ effect: 'allow', sequences: [prefix] });
        owners.push([index, depth]);
      }
    }
  }
  const depths = candidates.map(() => 0);
  for (const match of compileRules(prefixes, separatorOf(kind)).matching(text)) {
    const [rule = 0, depth = 0] = owners[match] ?? [];
    depths[rule] = Math.max(depths[rule] ?? 0, depth);
  }
  return depths;
}

/** What is called is nearer than who signed it, though digest and signer come first in the text. */
function withAnyProvenance(sequence: Sequence): Sequence {
  return [anySegment, anySegment, ...sequence.slice(2)];
}

function prefixesOf(sequence: Sequence): readonly (readonly [depth: number, prefix: Sequence])[] {
  const end = sequence.indexOf(anyDepth);
  const fixed = end < 0 ? sequence : sequence.slice(0, end);
  return fixed.map((_, index) => [index + 1, [...fixed.slice(0, index + 1), anyDepth]]);
}

function comparePlace({ origin: a }: PolicyRule, { origin: b }: PolicyRule): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column || compareText(a.key, b.key);
}
