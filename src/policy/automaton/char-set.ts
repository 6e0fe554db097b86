// The algebra of character sets: every operation answers sorted, disjoint, non-adjacent ranges without surrogates.
// The sets of `analysis/regex/` are others: what they hold is asked of the engine, and they hold surrogates.
import { mergedRanges, type Range } from '../../core/ranges.ts';
import type { CharSet } from './sequence.ts';

/** Every character there is: the Unicode scalar values. */
export const everyCharacter: CharSet = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
];

/** What a reader takes in at a glance, best first. */
const readable: CharSet = [
  [0x61, 0x7a],
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x2d, 0x2d],
  [0x5f, 0x5f],
  [0x2e, 0x2e],
  [0x21, 0x7e],
  [0xe0, 0xff],
];

/** The set of all code points in `ranges`, whatever their order and overlap; surrogates are left out. */
export function charSetFromRanges(ranges: Iterable<Range>): CharSet {
  return intersect(mergedRanges(ranges), everyCharacter);
}

/** The characters of `text`; lone surrogates are none. */
export function charSetOf(text: string): CharSet {
  return charSetFromRanges(
    Array.from(text, (character): Range => {
      const codePoint = character.codePointAt(0) ?? 0;
      return [codePoint, codePoint];
    }),
  );
}

/** What any of `sets` holds. */
export function union(...sets: readonly CharSet[]): CharSet {
  return charSetFromRanges(sets.flat());
}

/** What both hold. */
export function intersect(a: CharSet, b: CharSet): CharSet {
  const both: Range[] = [];
  for (let left = 0, right = 0; left < a.length && right < b.length;) {
    const [from, to] = a[left] ?? [0, -1];
    const [otherFrom, otherTo] = b[right] ?? [0, -1];
    if (Math.max(from, otherFrom) <= Math.min(to, otherTo)) both.push([Math.max(from, otherFrom), Math.min(to, otherTo)]);
    if (to < otherTo) left += 1;
    else right += 1;
  }
  return both;
}

/** What `universe` holds and `set` does not. */
export function complement(set: CharSet, universe: CharSet = everyCharacter): CharSet {
  const gaps: Range[] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  gaps.push([next, 0x10ffff]);
  return intersect(gaps, universe);
}

/** Whether `set` holds `codePoint`; logarithmic in the number of ranges. */
export function contains(set: CharSet, codePoint: number): boolean {
  let low = 0;
  for (let high = set.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (codePoint > (set[middle]?.[1] ?? 0)) low = middle + 1;
    else high = middle;
  }
  const from = set[low]?.[0];
  return from !== undefined && from <= codePoint;
}

export function isEmpty(set: CharSet): boolean {
  return set.length === 0;
}

/** The member that reads best in an example, the same on every machine; null if there is none. */
export function pickFrom(set: CharSet): number | null {
  for (const range of readable) {
    const first = intersect([range], set)[0];
    if (first !== undefined) return first[0];
  }
  return set[0]?.[0] ?? null;
}

/** The same text for the same set, and for no other. */
export function charSetKey(set: CharSet): string {
  return set.map(([from, to]) => `${from.toString(36)}-${to.toString(36)}`).join(' ');
}
