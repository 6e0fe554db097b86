// Which characters no pattern tells apart: an automaton needs one column for all of them.
import type { CharSet } from './sequence.ts';

/** The code points, cut into classes. Class 0 is that of code point 0. */
export interface Alphabet {
  /** First code points of the stretches that lie in one class, ascending; the first is 0. */
  readonly starts: Int32Array;
  /** The class of each stretch. */
  readonly classes: Int32Array;
  readonly classCount: number;
}

/** Comparing sets with stretches stops being exact after so many; then every stretch is a class of its own, which is as right. */
const mostComparisons = 1_000_000;

/** Classes such that each of `characters` and each set is a union of some; the coarsest ones, unless the sets are enormous. */
export function alphabetOf(characters: Iterable<number>, sets: readonly CharSet[]): Alphabet {
  const starts = startsOf(characters, sets);
  const classes = Int32Array.from(starts, () => 0);
  let classCount = 1;
  let comparisons = 0;
  // Characters that stand for themselves are classes of their own, whatever sets hold them.
  for (const character of characters) classes[stretchOf(starts, character)] = classCount++;
  for (const set of sets) {
    const inside = new Map<number, number>();
    for (const [from, to] of set) {
      for (let stretch = stretchOf(starts, from); (starts[stretch] ?? Infinity) <= to; stretch += 1) {
        comparisons += 1;
        if (comparisons > mostComparisons) return { starts, classes: starts.map((_, index) => index), classCount: starts.length };
        const old = classes[stretch] ?? 0;
        const split = inside.get(old) ?? classCount++;
        inside.set(old, split);
        classes[stretch] = split;
      }
    }
  }
  return numbered(starts, classes);
}

/** The class of a code point; logarithmic in the number of stretches. */
export function classOf({ starts, classes }: Alphabet, codePoint: number): number {
  return classes[stretchOf(starts, codePoint)] ?? 0;
}

function startsOf(characters: Iterable<number>, sets: readonly CharSet[]): Int32Array {
  const starts = new Set([0]);
  for (const character of characters) starts.add(character).add(character + 1);
  for (const set of sets) for (const [from, to] of set) starts.add(from).add(to + 1);
  return Int32Array.from(starts)
    .filter((start) => start <= 0x10ffff)
    .sort();
}

function stretchOf(starts: Int32Array, codePoint: number): number {
  let low = 0;
  for (let high = starts.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= codePoint) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Numbers the classes in the order of their first code points. */
function numbered(starts: Int32Array, classes: Int32Array): Alphabet {
  const numbers = new Map<number, number>();
  for (const each of classes) if (!numbers.has(each)) numbers.set(each, numbers.size);
  return { starts, classes: classes.map((each) => numbers.get(each) ?? 0), classCount: numbers.size };
}
