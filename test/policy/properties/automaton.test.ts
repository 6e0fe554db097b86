// The automaton of rules, against trying: any expressions, any texts, and so little memory that it forgets all the time.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../../src/policy/automaton/rule-automaton.ts';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import type { CharSet, Effect, SegmentNode, Sequence, SequenceRule } from '../../../src/policy/automaton/sequence.ts';
import { matchingRules } from '../oracle/sequences.ts';
import { patience, runsOf } from './plan.ts';

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
const rule: fc.Arbitrary<SequenceRule> = fc.record({
  effect: fc.constantFrom<Effect>('allow', 'ask', 'deny'),
  sequences: fc.array(sequence, { maxLength: 3 }),
});
const text = fc
  .array(fc.constantFrom('a', 'b', 'ab', '/', '/', '/a', 'c', 'é', '😀', '😁', '\ud83d', '\ude00', '\u{10ffff}', '\0'), { maxLength: 8 })
  .map((parts) => parts.join(''));
const texts = fc.array(fc.oneof({ weight: 4, arbitrary: text.map((rest) => `/${rest}`) }, { weight: 1, arbitrary: text }), {
  minLength: 1,
  maxLength: 12,
});
const limits = fc.constantFrom(
  undefined,
  { states: 1, cells: 1, members: 1, steps: 1 },
  { states: 3, cells: 64, members: 16, steps: 4 },
  { states: 5, cells: 10_000, members: 64, steps: 1 },
);

const effectOrder: readonly Effect[] = ['deny', 'ask', 'allow'];

test(
  'decides and matches as trying does',
  () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), texts, limits, fc.constantFrom('/', '\0', '.'), (rules, asked, caches, separator) => {
        const automaton = compileRules(rules, separator, caches);
        for (const slashed of asked) {
          const one = slashed.replaceAll('/', separator);
          const expected = matchingRules(rules, separator, one);
          expect([one, automaton.matching(one)]).toEqual([one, expected]);
          const effects = expected.map((index) => rules[index]?.effect);
          expect([one, automaton.decide(one)]).toEqual([one, effectOrder.find((effect) => effects.includes(effect)) ?? 'deny']);
        }
      }),
      runsOf('automaton'),
    );
  },
  patience,
);
