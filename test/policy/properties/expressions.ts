// Expressions over segments drawn at random, whether or not a pattern could say them.
import fc from 'fast-check';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { CharSet, Effect, SegmentNode, Sequence, SequenceRule } from '../../../src/policy/automaton/sequence.ts';

const sets: readonly CharSet[] = [
  [[97, 97]],
  [[98, 98]],
  [[97, 98]],
  [[0x1f600, 0x1f64f]],
  [[233, 233]],
  [
    [1, 46],
    [48, 96],
    [99, 0xd7ff],
    [0xe000, 0x10ffff],
  ],
  [],
];

const { node } = fc.letrec<{ node: SegmentNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'node' },
    { weight: 4, arbitrary: fc.constantFrom(...sets).map((set): SegmentNode => ({ kind: 'one', set })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('sequence' as const, 'choice' as const), fc.array(tie('node'), { maxLength: 3 }))
        .map(([kind, parts]): SegmentNode => ({ kind, parts })),
    },
    { weight: 1, arbitrary: tie('node').map((part): SegmentNode => ({ kind: 'repeat', part })) },
  ),
}));

const sequence: fc.Arbitrary<Sequence> = fc.array(
  fc.oneof({ weight: 3, arbitrary: node }, { weight: 1, arbitrary: fc.constant<typeof anyDepth>(anyDepth) }),
  { maxLength: 4 },
);
/** A rule of up to three sequences of up to four segments. */
export const sequenceRule: fc.Arbitrary<SequenceRule> = fc.record({
  effect: fc.constantFrom<Effect>('allow', 'ask', 'deny'),
  sequences: fc.array(sequence, { maxLength: 3 }),
});
