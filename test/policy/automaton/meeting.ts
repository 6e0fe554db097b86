// Patterns and texts that meet often, for the automata to be compared with their reference (../oracle/sequences.ts).
import fc from 'fast-check';
import { charSetFromRanges, charSetOf, complement } from '../../../src/policy/automaton/char-set.ts';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { Effect, SegmentNode, Sequence, SequenceRule } from '../../../src/policy/automaton/sequence.ts';

/** Deny beats ask beats allow; nothing is deny. */
export function strongest(rules: readonly SequenceRule[], matching: readonly number[]): Effect {
  const effects = matching.map((index) => rules[index]?.effect);
  if (effects.includes('deny')) return 'deny';
  if (effects.includes('ask')) return 'ask';
  return effects.includes('allow') ? 'allow' : 'deny';
}

export const literal = (text: string): SegmentNode => ({
  kind: 'sequence',
  parts: Array.from(text, (character): SegmentNode => ({ kind: 'one', set: charSetOf(character) })),
});

/** Any character but `separator`. */
export const anyBut = (separator: string): SegmentNode => ({ kind: 'one', set: complement(charSetOf(separator)) });
export const star = (separator: string): SegmentNode => ({ kind: 'repeat', part: anyBut(separator) });
export const inOrder = (...parts: readonly SegmentNode[]): SegmentNode => ({ kind: 'sequence', parts });
export const either = (...parts: readonly SegmentNode[]): SegmentNode => ({ kind: 'choice', parts });
export const repeated = (part: SegmentNode): SegmentNode => ({ kind: 'repeat', part });

/** Few characters, so that patterns and texts meet: ASCII, outside the first plane, and both with the same first surrogate. */
export const characters = ['a', 'b', '😀', '😁', 'é'] as const;

export function segmentNodes(separator: string): fc.Arbitrary<SegmentNode> {
  const outside = charSetOf(separator);
  const some = fc.subarray([...characters], { minLength: 1 }).map((chosen) => charSetOf(chosen.join('')));
  const one = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...characters).map((character) => charSetOf(character)) },
    { weight: 1, arbitrary: some },
    { weight: 1, arbitrary: some.map((set) => complement(charSetFromRanges([...set, ...outside]))) },
    { weight: 1, arbitrary: fc.constant(complement(outside)) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  const { node } = fc.letrec<{ node: SegmentNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 3, arbitrary: one.map((set): SegmentNode => ({ kind: 'one', set })) },
      { weight: 2, arbitrary: fc.constant(star(separator)) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('sequence' as const, 'choice' as const), fc.array(tie('node'), { maxLength: 3 }))
          .map(([kind, parts]): SegmentNode => ({ kind, parts })),
      },
      { weight: 1, arbitrary: tie('node').map((part): SegmentNode => ({ kind: 'repeat', part })) },
    ),
  }));
  return node;
}

export function sequences(separator: string): fc.Arbitrary<Sequence> {
  return fc.array(fc.oneof({ weight: 1, arbitrary: fc.constant(anyDepth) }, { weight: 3, arbitrary: segmentNodes(separator) }), {
    maxLength: 4,
  });
}

export function sequenceRules(separator: string): fc.Arbitrary<readonly SequenceRule[]> {
  const rule = fc.record({
    effect: fc.constantFrom<Effect>('allow', 'ask', 'deny'),
    sequences: fc.array(sequences(separator), { maxLength: 3 }),
  });
  return fc.array(rule, { maxLength: 8 });
}

/** Valid and invalid ones: empty segments, lone surrogates, no separator in front. */
export function texts(separator: string): fc.Arbitrary<string> {
  const unit = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<string>(...characters) },
    { weight: 1, arbitrary: fc.constantFrom('\ud83d', '\ude00', 'x', '\u0000', '/', '.', '\uffff', '\u{10ffff}') },
  );
  const segment = fc.array(unit, { maxLength: 4 }).map((units) => units.join(''));
  return fc
    .tuple(fc.constantFrom(separator, separator, separator, separator, ''), fc.array(segment, { maxLength: 5 }))
    .map(([front, parts]) => (parts.length === 0 ? '' : `${front}${parts.join(separator)}`));
}
