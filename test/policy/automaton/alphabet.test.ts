import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alphabetOf, classOf } from '../../../src/policy/automaton/alphabet.ts';
import { charSetFromRanges, charSetOf, complement, contains } from '../../../src/policy/automaton/char-set.ts';
import type { CharSet } from '../../../src/policy/automaton/sequence.ts';

describe('classes of characters', () => {
  test('nothing told apart is one class', () => {
    expect(alphabetOf([], [])).toEqual({ starts: Int32Array.of(0), classes: Int32Array.of(0), classCount: 1 });
    expect([...alphabetOf([0x10ffff], [[[5, 0x10ffff]]]).starts]).toEqual([0, 5, 0x10ffff]);
  });

  test('what no pattern tells apart is one class, wherever it lies', () => {
    const alphabet = alphabetOf([0x61, 0x10ffff], [complement(charSetOf('/'))]);
    expect(alphabet.classCount).toBe(4);
    const classes = [0, 0x2f, 0x30, 0x61, 0x62, 0x1f600, 0x10fffe, 0x10ffff].map((point) => classOf(alphabet, point));
    expect(classes).toEqual([0, 1, 0, 2, 0, 0, 0, 3]);
  });

  test('two points are in one class exactly if they are in the same sets', () => {
    const edge = fc.integer({ min: 0, max: 12 });
    const set = fc.array(fc.tuple(edge, edge), { maxLength: 4 }).map((ranges) => charSetFromRanges(ranges));
    fc.assert(
      fc.property(fc.uniqueArray(edge, { maxLength: 3 }), fc.array(set, { maxLength: 4 }), (characters, sets) => {
        const alphabet = alphabetOf(characters, sets);
        const all: readonly CharSet[] = [...characters.map((point): CharSet => [[point, point]]), ...sets];
        const signature = (point: number): string => all.map((each) => contains(each, point)).join(' ');
        const points = Array.from({ length: 14 }, (_, point) => point);
        for (const a of points)
          for (const b of points) expect(classOf(alphabet, a) === classOf(alphabet, b)).toBe(signature(a) === signature(b));
        expect(Math.max(...alphabet.classes) + 1).toBe(alphabet.classCount);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test('enormous sets end in finer classes, in bounded time', () => {
    const odd = charSetFromRanges(Array.from({ length: 20_000 }, (_, index): readonly [number, number] => [index * 2 + 1, index * 2 + 1]));
    const sets = Array.from({ length: 100 }, (_, index) => odd.filter((_range, at) => at % (index + 2) > 0));
    const alphabet = alphabetOf([], sets);
    expect(alphabet.classCount).toBe(alphabet.starts.length);
    for (const set of sets.slice(0, 3)) {
      const inside = new Set(set.map(([point]) => classOf(alphabet, point)));
      expect(odd.filter(([point]) => inside.has(classOf(alphabet, point)))).toEqual(set);
    }
  });
});
