import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SequenceRule, Universe } from '../../../src/policy/automaton/sequence.ts';
import { compareRules } from '../../../src/policy/difference/compare-rules.ts';
import type { RuleComparison } from '../../../src/policy/difference/compare-rules.ts';
import { allTexts, arbitraryRule, decide, finiteUniverse, isValid, plainUniverse, shortWords, tableOf } from './brute-force.ts';
import type { Table } from './brute-force.ts';
import { matchesRule } from '../oracle/sequences.ts';

/** Infinite, and without empty segments: what a finite part of it shows must be found, and more may be. */
const infinite: Universe = plainUniverse;
const rules = fc.array(arbitraryRule, { maxLength: 4 });
/** Two lists that have something in common. */
const pair = fc.tuple(rules, rules, rules).map(
  ([both, base, head]) =>
    [
      [...both, ...base],
      [...head, ...both],
    ] as const,
);
const runs = { numRuns: 1_000, seed: 20_261_130 };
const patience = 120_000;

function compare(base: readonly SequenceRule[], head: readonly SequenceRule[], universe: Universe, separator = '/'): RuleComparison {
  return compareRules(base, head, { universe, separator });
}

function segmentsOf(witness: string, separator: string): readonly string[] {
  return witness.split(separator).slice(1);
}

const rank = { deny: 0, ask: 1, allow: 2 } as const;

/** Every text that is decided differently is in a change of the same decisions, and whatever a region names is decided so. */
function expectExact(table: Table, { rises, falls, undetermined }: RuleComparison): void {
  const [before, after] = [table.decisions('base'), table.decisions('head')];
  const changes = [...rises, ...falls].map((change) => ({ ...change, column: table.columnOf(change.region) }));
  const wrong = table.texts.flatMap((segments, index): unknown[] => {
    const [from = 'deny', to = 'deny'] = [before[index], after[index]];
    const isClaimed = changes.some((change) => change.before === from && change.after === to && change.column?.[index] !== false);
    const misplaced = changes.filter(
      ({ column, ...change }) => column?.[index] === true && (change.before !== from || change.after !== to),
    );
    return (from !== to && !isClaimed) || misplaced.length > 0 ? [{ segments, from, to, misplaced }] : [];
  });
  expect(wrong).toEqual([]);
  expect(undetermined).toEqual([]);
  for (const each of rises) expect(rank[each.before]).toBeLessThan(rank[each.after]);
  for (const each of falls) expect(rank[each.before]).toBeGreaterThan(rank[each.after]);
}

describe('the comparison of two lists agrees with brute force', () => {
  test(
    'a finite universe: every region holds what differs and nothing else',
    () => {
      const [texts, universe] = [allTexts(shortWords, 2), finiteUniverse(shortWords, 2)];
      fc.assert(
        fc.property(pair, ([base, head]) => {
          expectExact(tableOf(base, head, texts), compare(base, head, universe));
        }),
        runs,
      );
    },
    patience,
  );

  test(
    'an infinite universe: what its short texts show is found, and all that is found is so',
    () => {
      const texts = allTexts(shortWords, 3).filter((segments) => isValid(infinite, segments));
      fc.assert(
        fc.property(pair, ([base, head]) => {
          expectExact(tableOf(base, head, texts), compare(base, head, infinite));
        }),
        { ...runs, numRuns: 500 },
      );
    },
    patience,
  );

  test.each([['/'], ['.'], ['\0']])('witnesses are valid, decided as claimed and match their rule; separator %j', (separator) => {
    fc.assert(
      fc.property(pair, ([base, head]) => {
        const { rises, falls } = compare(base, head, infinite, separator);
        for (const { witness, before, after, rule } of [...rises, ...falls]) {
          const segments = segmentsOf(witness, separator);
          expect(isValid(infinite, segments)).toBe(true);
          expect([decide(base, segments), decide(head, segments)]).toEqual([before, after]);
          const changed = (rule.side === 'base' ? base : head)[rule.index];
          expect(changed !== undefined && matchesRule(changed, segments)).toBe(true);
        }
      }),
      { ...runs, numRuns: 300 },
    );
  });
});

describe('laws of the comparison', () => {
  test('nothing differs from itself, in whatever order', () => {
    fc.assert(
      fc.property(rules, (some) => {
        expect(compare(some, [...some.toReversed(), ...some], infinite)).toEqual({ rises: [], falls: [], undetermined: [] });
      }),
      { ...runs, numRuns: 500 },
    );
  });

  test('one way is the mirror of the other', () => {
    fc.assert(
      fc.property(pair, ([base, head]) => {
        const forth = compare(base, head, infinite);
        const back = compare(head, base, infinite);
        const mirrored = back.falls.map(({ witness, before, after, rule }) => ({
          witness,
          before: after,
          after: before,
          index: rule.index,
        }));
        expect(forth.rises.map(({ witness, before, after, rule }) => ({ witness, before, after, index: rule.index }))).toEqual(mirrored);
      }),
      { ...runs, numRuns: 500 },
    );
  });

  test('a deny more never widens, an allow more never narrows', () => {
    fc.assert(
      fc.property(rules, arbitraryRule, (some, added) => {
        const denied = compare(some, [...some, { ...added, effect: 'deny' }], infinite);
        expect(denied.rises).toEqual([]);
        const allowed = compare(some, [...some, { ...added, effect: 'allow' }], infinite);
        expect(allowed.falls).toEqual([]);
      }),
      { ...runs, numRuns: 500 },
    );
  });

  test('sequences may be split into rules of their own, and rules put together', () => {
    fc.assert(
      fc.property(rules, (some) => {
        const split = some.flatMap(({ effect, sequences }) =>
          sequences.map((sequence): SequenceRule => ({ effect, sequences: [sequence] })),
        );
        const merged = (['allow', 'ask', 'deny'] as const).map((effect): SequenceRule => {
          return { effect, sequences: some.filter((each) => each.effect === effect).flatMap(({ sequences }) => sequences) };
        });
        for (const rewritten of [split, merged]) {
          expect(compare(some, rewritten, infinite)).toEqual({ rises: [], falls: [], undetermined: [] });
        }
      }),
      { ...runs, numRuns: 500 },
    );
  });
});
