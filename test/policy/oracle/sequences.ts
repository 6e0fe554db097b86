// The reading of the automata's own language by trying everything: where a regular expression can end, and which sequences a text is in.
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { SegmentNode, Sequence, SequenceRule } from '../../../src/policy/automaton/sequence.ts';

function endsOf(node: SegmentNode, text: readonly number[], from: number): ReadonlySet<number> {
  switch (node.kind) {
    case 'one': {
      const code = text[from];
      const lone = code !== undefined && code >= 0xd800 && code <= 0xdfff;
      return new Set(code !== undefined && !lone && node.set.some(([low, high]) => low <= code && code <= high) ? [from + 1] : []);
    }
    case 'sequence':
      return node.parts.reduce<ReadonlySet<number>>(
        (starts, part) => new Set([...starts].flatMap((start) => [...endsOf(part, text, start)])),
        new Set([from]),
      );
    case 'choice':
      return new Set(node.parts.flatMap((part) => [...endsOf(part, text, from)]));
    case 'repeat': {
      const ends = new Set([from]);
      // A set that grows while it is walked: each end is a place to begin once more.
      for (const end of ends) for (const next of endsOf(node.part, text, end)) ends.add(next);
      return ends;
    }
  }
}

export function matchesSegment(node: SegmentNode, segment: string): boolean {
  const text = Array.from(segment, (character) => character.codePointAt(0) ?? 0);
  return endsOf(node, text, 0).has(text.length);
}

export function matchesSequence(sequence: Sequence, segments: readonly string[]): boolean {
  const [first, ...rest] = sequence;
  if (first === undefined) return segments.length === 0;
  if (first === anyDepth) return segments.some((_, at) => matchesSequence(rest, segments.slice(at))) || matchesSequence(rest, []);
  const [segment, ...others] = segments;
  return segment !== undefined && matchesSegment(first, segment) && matchesSequence(rest, others);
}

export function matchesRule({ sequences }: SequenceRule, segments: readonly string[]): boolean {
  return sequences.some((sequence) => matchesSequence(sequence, segments));
}

/** The indexes of all rules that match a text whose segments are each preceded by the separator. */
export function matchingRules(rules: readonly SequenceRule[], separator: string, text: string): readonly number[] {
  if (text !== '' && !text.startsWith(separator)) return [];
  const segments = text.split(separator).slice(1);
  return rules.flatMap((rule, index) => (matchesRule(rule, segments) ? [index] : []));
}
