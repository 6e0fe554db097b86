// The automaton of rules, against trying: any expressions, any texts, and so little memory that it forgets all the time.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../../src/policy/automaton/rule-automaton.ts';
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import { matchingRules } from '../oracle/sequences.ts';
import { sequenceRule } from './expressions.ts';
import { patience, runsOf } from './plan.ts';

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
      fc.property(
        fc.array(sequenceRule, { maxLength: 6 }),
        texts,
        limits,
        fc.constantFrom('/', '\0', '.'),
        (rules, asked, caches, separator) => {
          const automaton = compileRules(rules, separator, caches);
          for (const slashed of asked) {
            const one = slashed.replaceAll('/', separator);
            const expected = matchingRules(rules, separator, one);
            expect([one, automaton.matching(one)]).toEqual([one, expected]);
            const effects = expected.map((index) => rules[index]?.effect);
            expect([one, automaton.decide(one)]).toEqual([one, effectOrder.find((effect) => effects.includes(effect)) ?? 'deny']);
          }
        },
      ),
      runsOf('automaton'),
    );
  },
  patience,
);
