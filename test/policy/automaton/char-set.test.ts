import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  charSetFromRanges,
  charSetKey,
  charSetOf,
  complement,
  contains,
  everyCharacter,
  intersect,
  isEmpty,
  pickFrom,
  union,
} from '../../../src/policy/automaton/char-set.ts';
import type { CharSet } from '../../../src/policy/automaton/sequence.ts';

const edges = [0, 1, 2, 3, 5, 0x2f, 0x61, 0x7a, 0xd7fe, 0xd7ff, 0xe000, 0xe001, 0xffff, 0x10000, 0x10fffe, 0x10ffff];
const probes = [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))].filter(
  (point) => point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff),
);
const edge = fc.constantFrom(...edges);
const set = fc.array(fc.tuple(edge, edge), { maxLength: 6 }).map((ranges) => charSetFromRanges(ranges));
const members = (of: CharSet): readonly number[] => probes.filter((point) => contains(of, point));

/** What the type promises: sorted, disjoint, non-adjacent, no surrogates. */
function isNormal(of: CharSet): boolean {
  return (
    of.every(([from, to], index) => from <= to && from > (of[index - 1]?.[1] ?? -2) + 1) &&
    of.every(([from, to]) => from >= 0 && to <= 0x10ffff && (to < 0xd800 || from > 0xdfff))
  );
}

describe('character sets', () => {
  test('from ranges in any order, overlapping, touching, reversed and over the surrogates', () => {
    expect(charSetFromRanges([])).toEqual([]);
    expect(
      charSetFromRanges([
        [5, 9],
        [1, 2],
        [3, 3],
        [8, 12],
        [4, 3],
      ]),
    ).toEqual([
      [1, 3],
      [5, 12],
    ]);
    expect(charSetFromRanges([[0, 0x10ffff]])).toEqual(everyCharacter);
    expect(charSetFromRanges([[0xd800, 0xdfff]])).toEqual([]);
    expect(
      charSetFromRanges([
        [1, 9],
        [2, 3],
      ]),
    ).toEqual([[1, 9]]);
  });

  test('of a text: its characters, astral ones whole, lone surrogates left out', () => {
    expect(charSetOf('cab')).toEqual([[0x61, 0x63]]);
    expect(charSetOf('a😀\ud800')).toEqual([
      [0x61, 0x61],
      [0x1f600, 0x1f600],
    ]);
    expect(charSetOf('')).toEqual([]);
  });

  test('each operation is what it says, point by point', () => {
    fc.assert(
      fc.property(set, set, set, (a, b, c) => {
        for (const result of [a, union(a, b, c), intersect(a, b), complement(a), complement(a, b)]) expect(isNormal(result)).toBe(true);
        expect(members(union(a, b, c))).toEqual(probes.filter((point) => contains(a, point) || contains(b, point) || contains(c, point)));
        expect(members(intersect(a, b))).toEqual(probes.filter((point) => contains(a, point) && contains(b, point)));
        expect(members(complement(a, b))).toEqual(probes.filter((point) => contains(b, point) && !contains(a, point)));
        expect(members(complement(a))).toEqual(probes.filter((point) => !contains(a, point)));
        expect(isEmpty(a)).toBe(members(a).length === 0);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  test('laws: complement twice, de Morgan, one key a set', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(complement(complement(a))).toEqual(a);
        expect(complement(union(a, b))).toEqual(intersect(complement(a), complement(b)));
        expect(union(a, a)).toEqual(a);
        expect(charSetKey(a) === charSetKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  test('contains, at and beside each end', () => {
    const two: CharSet = [
      [3, 5],
      [9, 9],
    ];
    expect([2, 3, 4, 5, 6, 8, 9, 10].filter((point) => contains(two, point))).toEqual([3, 4, 5, 9]);
    expect(contains([], 0)).toBe(false);
  });

  test.each<[string, CharSet, string | null]>([
    ['a letter before all', everyCharacter, 'a'],
    ['a letter before a digit', charSetOf('9zZ'), 'z'],
    ['a digit before a capital', charSetOf('Z9-'), '9'],
    ['a capital before punctuation', charSetOf('-Z!'), 'Z'],
    ['the usual punctuation first', charSetOf('!.-_'), '-'],
    ['then any that prints', charSetOf(' ~\n'), '~'],
    ['then Latin', charSetOf('é😀'), 'é'],
    ['else the first', charSetOf('😀\n'), '\n'],
    ['nothing of nothing', [], null],
  ])('picks %s', (_name, from, wanted) => {
    const picked = pickFrom(from);
    expect(picked === null ? null : String.fromCodePoint(picked)).toBe(wanted);
  });

  test('what is picked is a member', () => {
    fc.assert(
      fc.property(set, (a) => {
        const picked = pickFrom(a);
        expect(picked === null ? isEmpty(a) : contains(a, picked)).toBe(true);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
