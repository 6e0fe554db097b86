import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PairTable } from '../../../src/policy/automaton/pair-table.ts';
import { SetTable } from '../../../src/policy/automaton/set-table.ts';
import { SparseSet } from '../../../src/policy/automaton/sparse-set.ts';
import { StepTable, mostNumbers } from '../../../src/policy/automaton/step-table.ts';

function setOf(...members: readonly number[]): SparseSet {
  const set = new SparseSet(1000);
  for (const member of members) set.add(member);
  return set;
}

describe('sets of small numbers', () => {
  test('hold what was added and not deleted, and hash alike in any order', () => {
    const action = fc.record({ add: fc.boolean(), member: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const [set, wanted] = [new SparseSet(10), new Set<number>()];
        for (const { add, member } of actions) {
          expect(add ? set.add(member) : set.delete(member)).toBe(add ? !wanted.has(member) : wanted.has(member));
          if (add) wanted.add(member);
          else wanted.delete(member);
        }
        const members = [...set.members.subarray(0, set.size)];
        expect(new Set(members)).toEqual(wanted);
        expect(Array.from({ length: 10 }, (_, member) => set.has(member))).toEqual(
          Array.from({ length: 10 }, (_, member) => wanted.has(member)),
        );
        expect(set.hash).toBe(setOf(...wanted).hash);
      }),
      { numRuns: 300, seed: 8 },
    );
  });
});

describe('numbers for sets', () => {
  test('equal sets have one, in whatever order', () => {
    const table = new SetTable(100, 1000);
    expect([setOf(), setOf(1, 2), setOf(2, 1), setOf(1), setOf()].map((set) => table.intern(set))).toEqual([0, 1, 1, 2, 0]);
    expect([...table.members.subarray(table.startOf(1), table.endOf(1))]).toEqual([1, 2]);
  });

  test('sets with one hash are told apart by their members', () => {
    const table = new SetTable(100, 1000);
    const collide = (set: SparseSet): SparseSet => Object.assign(set, { hash: 7 });
    const sets = [setOf(1, 2), setOf(1, 3), setOf(1), setOf(1, 2, 3), setOf()].map(collide);
    expect(sets.map((set) => table.intern(set))).toEqual([0, 1, 2, 3, 4]);
    expect(sets.map((set) => table.intern(set))).toEqual([0, 1, 2, 3, 4]);
  });

  test('no more sets and members than there is room for, and room again when some are forgotten', () => {
    const table = new SetTable(3, 5);
    expect([setOf(1, 2), setOf(1, 2, 3, 4), setOf(3, 4), setOf(5), setOf(6), setOf(5)].map((set) => table.intern(set))).toEqual([
      0, -1, 1, 2, -1, 2,
    ]);
    table.keep(1);
    expect([setOf(6), setOf(1, 2), setOf(5), setOf(3)].map((set) => table.intern(set))).toEqual([1, 0, 2, -1]);
    expect(table.size).toBe(3);
  });

  test('many', () => {
    const table = new SetTable(10_000, 100_000);
    const sets = Array.from({ length: 5000 }, (_, index) => setOf(index % 1000, Math.floor(index / 10), 999 - (index % 10)));
    const first = sets.map((set) => table.intern(set));
    expect(sets.map((set) => table.intern(set))).toEqual(first);
    expect(new Set(first).size).toBe(table.size);
  });
});

describe('numbers for pairs', () => {
  test('each pair its own, negative halves too', () => {
    const table = new PairTable();
    const pairs = Array.from({ length: 3000 }, (_, index): readonly [number, number] => [Math.floor(index / 50), (index % 50) - 1]);
    pairs.forEach(([first, second], index) => {
      expect(table.get(first, second)).toBe(-1);
      table.add(first, second, index);
    });
    expect(pairs.map(([first, second]) => table.get(first, second))).toEqual(pairs.map((_, index) => index));
    table.clear();
    expect(pairs.filter(([first, second]) => table.get(first, second) !== -1)).toEqual([]);
  });

  test('a full table forgets what it had', () => {
    const table = new PairTable(2);
    table.add(1, 1, 10);
    table.add(1, 2, 20);
    expect([table.get(1, 1), table.get(1, 2)]).toEqual([10, 20]);
    table.add(1, 3, 30);
    expect([table.get(1, 1), table.get(1, 2), table.get(1, 3)]).toEqual([-1, -1, 30]);
  });
});

describe('steps', () => {
  test('each state and kind its own, up to the largest', () => {
    const table = new StepTable(10_000);
    const numbers = [...Array.from({ length: 50 }, (_, index) => index), 2 ** 15 - 1, 2 ** 15, mostNumbers - 2, mostNumbers - 1];
    const steps = numbers.flatMap((state) => numbers.map((kind) => [state, kind] as const));
    steps.forEach(([state, kind], index) => {
      expect(table.get(state, kind)).toBe(-1);
      table.add(state, kind, index);
    });
    expect(steps.map(([state, kind]) => table.get(state, kind))).toEqual(steps.map((_, index) => index));
    table.clear();
    expect(steps.filter(([state, kind]) => table.get(state, kind) !== -1)).toEqual([]);
  });

  test('a full table forgets what it had', () => {
    const table = new StepTable(2);
    table.add(1, 1, 10);
    table.add(1, 2, 20);
    expect([table.get(1, 1), table.get(1, 2)]).toEqual([10, 20]);
    table.add(1, 3, 30);
    expect([table.get(1, 1), table.get(1, 2), table.get(1, 3)]).toEqual([-1, -1, 30]);
  });
});
