// The table that the heap's places are found by: what a Map by pairs would say, however many there are and however they are chosen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPairTable } from '../../../src/analysis/link/pair-table.ts';

const number = fc.oneof(fc.nat(5), fc.nat(2 ** 31 - 1));

test('a pair has the number that it was given, and any other none', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(number, number), { maxLength: 3000, selector: (pair) => pair.join() }), (pairs) => {
      const [kept, others] = [pairs.slice(0, pairs.length / 2), pairs.slice(pairs.length / 2)];
      const table = createPairTable();
      for (const [index, [first, second]] of kept.entries()) table.set(first, second, index);
      expect(kept.map(([first, second]) => table.get(first, second))).toEqual([...kept.keys()]);
      expect(others.filter(([first, second]) => table.get(first, second) !== undefined)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('pairs of one object, of one property or a multiple apart are found as fast as others', () => {
  const most = 100_000;
  const table = createPairTable();
  for (let index = 0; index < most; index += 1) {
    table.set(1, index, index);
    table.set(index + 2, 7_000_000, index);
    table.set(index * 4096, index * 1024 + 8_000_000, index);
  }
  for (let index = 0; index < most; index += 1) expect(table.get(index * 4096, index * 1024 + 8_000_000)).toBe(index);
});
