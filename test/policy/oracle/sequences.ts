// The oracle's reading of the automata's own language: where a regular expression can end, found by trying.
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { SegmentNode, Sequence, SequenceRule } from '../../../src/policy/automaton/sequence.ts';

function endsOf(node: SegmentNode, chars: readonly string[], from: number): ReadonlySet<number> {
  switch (node.kind) {
    case 'one': {
      const code = chars[from]?.codePointAt(0);
      return new Set(code !== undefined && node.set.some(([low, high]) => low <= code && code <= high) ? [from + 1] : []);
    }
    case 'sequence':
      return node.parts.reduce<ReadonlySet<number>>(
        (starts, part) => new Set(Array.from(starts).flatMap((start) => Array.from(endsOf(part, chars, start)))),
        new Set([from]),
      );
    case 'choice':
      return new Set(node.parts.flatMap((part) => Array.from(endsOf(part, chars, from))));
    case 'repeat': {
      const ends = new Set([from]);
      // A set that grows while it is walked: each end is a place to begin once more.
      for (const end of ends) for (const next of endsOf(node.part, chars, end)) ends.add(next);
      return ends;
    }
  }
}

function sequenceMatches(sequence: Sequence, segments: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = sequence;
  if (first === undefined) return segments.length === 0;
  if (first === anyDepth) return segments.some((_, index) => sequenceMatches(rest, segments.slice(index))) || sequenceMatches(rest, []);
  const [segment, ...others] = segments;
  return segment !== undefined && endsOf(first, segment, 0).has(segment.length) && sequenceMatches(rest, others);
}

/** The indexes of all rules that match a text whose segments are each preceded by the separator. */
export function matchingRules(rules: readonly SequenceRule[], separator: string, text: string): readonly number[] {
  if (text !== '' && !text.startsWith(separator)) return [];
  const segments = text
    .split(separator)
    .slice(1)
    .map((segment) => Array.from(segment));
  return rules.flatMap((rule, index) => (rule.sequences.some((sequence) => sequenceMatches(sequence, segments)) ? [index] : []));
}
