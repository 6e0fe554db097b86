// Which characters one position of a pattern matches. What needs Unicode's tables is asked of the engine itself, one character at a time.
import { mergedRanges, type Range } from '../../core/ranges.ts';

/** The flags that decide what a part of a pattern matches; the part's own, where `(?i:…)` changes them. */
export interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  /** `u` or `v`: characters are code points, else UTF-16 units. */
  readonly unicode: boolean;
  readonly unicodeSets: boolean;
}

/** A set of characters (code points with `u` or `v`, else UTF-16 units). Equal sets of one pattern are one object. */
export interface CharSet {
  readonly has: (character: number) => boolean;
  /** Characters at the set's edges, inside and outside: one of every part of a partition of the alphabet, as far as ranges go. */
  readonly edges: readonly number[];
}

const lastUnit = 0xffff;
const lastCodePoint = 0x10ffff;

/** The set of some ranges, in any order; its complement where `negated`. */
export function setOfRanges(ranges: readonly Range[], negated: boolean): CharSet {
  const merged = mergedRanges(ranges);
  const [only, more] = merged;
  const has =
    only !== undefined && more === undefined
      ? (character: number): boolean => (character >= only[0] && character <= only[1]) !== negated
      : (character: number): boolean => within(merged, character) !== negated;
  return { has, edges: merged.flatMap(([low, high]) => [low, high, low - 1, high + 1]).filter(isCharacter) };
}

function isCharacter(value: number): boolean {
  return value >= 0 && value <= lastCodePoint;
}

function within(ranges: readonly Range[], character: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (character < range[0]) high = middle - 1;
    else if (character > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}

/**
 * The set that `source`, the pattern of exactly one character, matches; `edges` come from whoever read it.
 * One character against one character class is a single step of the engine, whatever the class.
 */
export function setOfSource(source: string, flags: PatternFlags, edges: readonly number[]): CharSet {
  const letters = `${flags.ignoreCase ? 'i' : ''}${flags.dotAll ? 's' : ''}${flags.unicodeSets ? 'v' : flags.unicode ? 'u' : ''}`;
  const engine = new RegExp(`^(?:${source})$`, letters);
  const known = new Map<number, boolean>();
  const has = (character: number): boolean => {
    const answer = known.get(character);
    if (answer !== undefined) return answer;
    const matches = engine.test(String.fromCodePoint(character));
    if (known.size < mostKnown) known.set(character, matches);
    return matches;
  };
  return { has, edges: flags.ignoreCase ? edges.flatMap(variantsOf) : edges };
}

const mostKnown = 10_000;

function variantsOf(character: number): readonly number[] {
  const text = String.fromCodePoint(character);
  const variants = [text.toLowerCase(), text.toUpperCase()].map((variant) => variant.codePointAt(0) ?? character);
  return [...new Set([character, ...variants])];
}

/** ECMA-262, clause 12.2 and 12.3: WhiteSpace and LineTerminator. */
export const spaceRanges: readonly Range[] = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
export const digitRanges: readonly Range[] = [[48, 57]];
export const wordRanges: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
export const lineEndRanges: readonly Range[] = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];

/** True for the characters that end a line: ECMA-262, clause 12.3. */
export function isLineEnd(character: number): boolean {
  return character === 10 || character === 13 || character === 0x2028 || character === 0x2029;
}

/** `Canonicalize` of ECMA-262, clause 22.2.2.7.3, for two characters that are to be equal but for their case. */
export function sameButCase(a: number, b: number, unicode: boolean): boolean {
  if (a === b) return true;
  if (!unicode) return upperUnit(a) === upperUnit(b);
  // Simple case folding has no function of its own; a pattern of one character has it.
  return new RegExp(`^\\u{${a.toString(16)}}$`, 'iu').test(String.fromCodePoint(b));
}

function upperUnit(unit: number): number {
  if (unit > lastUnit) return unit;
  const upper = String.fromCharCode(unit).toUpperCase();
  const first = upper.charCodeAt(0);
  return upper.length !== 1 || (unit >= 128 && first < 128) ? unit : first;
}
