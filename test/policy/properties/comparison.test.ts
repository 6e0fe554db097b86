// The comparison of two lists of rules, whatever their expressions, against trying every text of a bounded universe.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Effect, SegmentNode, SequenceRule, Universe } from '../../../src/policy/automaton/sequence.ts';
import { anyDepth } from '../../../src/policy/automaton/sequence.ts';
import { compareRules } from '../../../src/policy/difference/compare-rules.ts';
import { compareEffects } from '../oracle/oracle.ts';
import { matchingRules } from '../oracle/sequences.ts';
import { sequenceRule } from './expressions.ts';
import { patience, runsOf } from './plan.ts';

const character: SegmentNode = {
  kind: 'one',
  set: [
    [1, 46],
    [48, 0xd7ff],
    [0xe000, 0x10ffff],
  ],
};
const name: SegmentNode = { kind: 'sequence', parts: [character, { kind: 'repeat', part: character }] };
/** Up to three segments, none of them empty. */
const small: Universe = { shapes: [[], [name], [name, name], [name, name, name]], segment: name };
const all: Universe = { shapes: [[anyDepth]], segment: name };

const letters = ['a', 'b', 'c', 'é', '😀'];
const words = [...letters, ...letters.flatMap((first) => ['a', 'b', 'c'].map((second) => first + second))];
const texts = [
  '',
  ...words.map((one) => `/${one}`),
  ...words.flatMap((one) => words.map((two) => `/${one}/${two}`)),
  '/a/b/c',
  '/a/a/a',
  '/b/a/b',
];

function effectOf(rules: readonly SequenceRule[], text: string): Effect {
  const effects = matchingRules(rules, '/', text).map((index) => rules[index]?.effect ?? 'deny');
  return effects.toSorted(compareEffects)[0] ?? 'deny';
}

const lists = fc
  .record({
    common: fc.array(sequenceRule, { maxLength: 3 }),
    before: fc.array(sequenceRule, { maxLength: 2 }),
    after: fc.array(sequenceRule, { maxLength: 2 }),
  })
  .map(
    ({ common, before, after }) =>
      [
        [...before, ...common],
        [...common, ...after],
      ] as const,
  );

test(
  'every rise and fall of a bounded universe is found, and every witness is one',
  () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(small, all), ([base, head], universe) => {
        const { rises, falls, undetermined } = compareRules(base, head, { universe, separator: '/' });
        expect(undetermined).toEqual([]);
        for (const { before, after, witness } of [...rises, ...falls]) {
          expect([witness, before, after]).toEqual([witness, effectOf(base, witness), effectOf(head, witness)]);
          expect(witness).toMatch(universe === small ? /^(?:\/[^/]+){0,3}$/u : /^(?:\/[^/]+)*$/u);
        }
        expect(rises.every(({ before, after }) => compareEffects(after, before) > 0)).toBe(true);
        expect(falls.every(({ before, after }) => compareEffects(after, before) < 0)).toBe(true);
        const claimed = new Set([...rises, ...falls].map(({ before, after }) => `${before} ${after}`));
        const missed = texts.filter((text) => {
          const [before, after] = [effectOf(base, text), effectOf(head, text)];
          return before !== after && !claimed.has(`${before} ${after}`);
        });
        expect(missed).toEqual([]);
      }),
      runsOf('comparison'),
    );
  },
  patience,
);
