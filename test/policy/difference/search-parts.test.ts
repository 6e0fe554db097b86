// The parts of a search: what it has seen, what it goes to next, and how much work it may do.
import { describe, expect, test } from 'vitest';
import { Antichain, Frontier, isSubset } from '../../../src/policy/difference/antichain.ts';
import { BoundReached, spend, within } from '../../../src/policy/difference/steps.ts';

test.each<[readonly number[], readonly number[], boolean]>([
  [[], [], true],
  [[], [1], true],
  [[1], [], false],
  [[1], [1], true],
  [[1, 3], [1, 2, 3], true],
  [[2, 3], [1, 2, 3], true],
  [[3], [1, 2, 3], true],
  [[1, 2, 3], [1, 3], false],
  [[2], [1, 3], false],
  [[4], [1, 3], false],
  [[0], [1, 3], false],
  [[1, 4], [1, 2, 3], false],
  [[0, 7], [0, 7, 9], true],
])('%j in %j: %s', (a, b, expected) => {
  expect(isSubset(a, b)).toBe(expected);
});

describe('an antichain', () => {
  test('takes no superset of what it has, by key', () => {
    const seen = new Antichain();
    const add = (key: string, ...set: readonly number[]): boolean => seen.add(key, set, { left: 100 });
    expect([add('a', 1, 2), add('a', 1, 2), add('a', 1, 2, 3), add('a', 2, 3), add('b', 1, 2)]).toEqual([true, false, false, true, true]);
    // A subset takes the place of what holds it.
    expect([add('a', 2), add('a', 1, 2), add('a', 2, 9), add('a', 1), add('a')]).toEqual([true, false, false, true, true]);
    expect(add('a', 5)).toBe(false);
  });

  test('counts its work', () => {
    const seen = new Antichain();
    const steps = { left: 100 };
    seen.add('a', [1, 2, 3], steps);
    expect(steps.left).toBe(99);
    seen.add('a', [4, 5], steps);
    expect(steps.left).toBe(95);
    expect(() => seen.add('a', [6], { left: 2 })).toThrow(BoundReached);
  });
});

test('a frontier gives the lowest rank first, and of one rank what was put first', () => {
  const frontier = new Frontier<string>();
  expect(frontier.take()).toBeNull();
  frontier.put(2, 'c');
  frontier.put(0, 'a');
  frontier.put(2, 'd');
  expect([frontier.take(), frontier.take()]).toEqual(['a', 'c']);
  frontier.put(1, 'b');
  frontier.put(5, 'e');
  expect([frontier.take(), frontier.take(), frontier.take(), frontier.take()]).toEqual(['b', 'd', 'e', null]);
  frontier.put(0, 'again');
  expect([frontier.take(), frontier.take()]).toEqual(['again', null]);
});

describe('steps', () => {
  test('may be spent to the last', () => {
    const steps = { left: 2 };
    spend(steps, 2);
    expect(steps.left).toBe(0);
    expect(() => {
      spend(steps, 1);
    }).toThrow(BoundReached);
  });

  test('within a bound: what is spent there is gone, and no more', () => {
    const steps = { left: 10 };
    const work = (count: number) => (): string => {
      spend(steps, count);
      return 'done';
    };
    expect(within(steps, 4, work(3), 'beyond')).toBe('done');
    expect(steps.left).toBe(7);
    expect(within(steps, 4, work(5), 'beyond')).toBe('beyond');
    expect(steps.left).toBe(3);
    expect(within(steps, 100, work(4), 'beyond')).toBe('beyond');
    expect(steps.left).toBe(0);
    expect(within({ left: -5 }, 100, () => 'done', 'beyond')).toBe('done');
  });

  test('other errors go through', () => {
    const steps = { left: 10 };
    const fail = (): never => {
      throw new RangeError('x');
    };
    expect(() => within(steps, 4, fail, 'beyond')).toThrow(RangeError);
    expect(steps.left).toBe(10);
  });
});
