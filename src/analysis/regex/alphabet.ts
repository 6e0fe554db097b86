// The alphabet of one pattern: one character for each way in which the pattern's sets can tell characters apart.
import type { CharSet } from './char-set.ts';

/** Letters are indexes; a set is a bit mask over them. */
export interface Alphabet {
  /** The letters' characters, those that print best first. */
  readonly letters: readonly number[];
  readonly maskOf: (set: CharSet) => bigint;
  readonly all: bigint;
}

const mostCandidates = 1500;
/** Readable attacks first: letters, digits, punctuation, then the space, then what does not print. */
const preferred: readonly number[] = [
  ...range(97, 122),
  ...range(48, 57),
  ...range(65, 90),
  ...[33, 95, 45, 46, 44, 58, 59, 47, 35, 64, 61, 38, 60, 62, 63, 34, 39, 96, 126, 94, 124, 36, 37, 40, 41, 42, 43, 91, 93, 123, 125, 92],
  32,
  9,
  10,
  13,
  0,
  1,
  11,
  12,
  127,
  // Of other scripts and planes: a letter, an ideograph, a digit, a mark, a space, a line end, a surrogate, an emoji.
  0xe9,
  0xdf,
  0x130,
  0x17f,
  0x212a,
  0x3b1,
  0x436,
  0x5d0,
  0x4e2d,
  0x661,
  0x300,
  0xa0,
  0x2028,
  0x2019,
  0x20ac,
  0xd800,
  0xdc00,
  0xffff,
];
const preferredAstral: readonly number[] = [0x1f600, 0x10400, 0x10ffff];

function range(low: number, high: number): readonly number[] {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

/**
 * Tries the edges of every set and some characters of each kind. What it misses (a class of Unicode's that no sample is in) can hide an attack
 * and never makes one up: attacks are verified.
 */
export function createAlphabet(sets: readonly CharSet[], unicode: boolean): Alphabet {
  const candidates = new Set<number>(preferred);
  if (unicode) for (const character of preferredAstral) candidates.add(character);
  for (const set of sets) {
    for (const edge of set.edges) if (candidates.size < mostCandidates && (unicode || edge <= 0xffff)) candidates.add(edge);
  }
  const characters = [...candidates];
  // By set and character: 1 where it is in. What no set so far tells apart is of one part; parts are numbered as they come up.
  const members = sets.map((set) => membersOf(set, characters));
  const parts = new Int32Array(characters.length);
  let count = 1;
  for (const member of members) count = divide(parts, count, member);
  // The first character of each part is its letter.
  const places = Array.from({ length: count }, (_, part) => parts.indexOf(part));
  const letters = places.map((place) => characters[place] ?? 0);
  const bySet = new Map(sets.map((set, index) => [set, maskOfMembers(members[index], places)]));
  return { letters, maskOf: (set) => bySet.get(set) ?? 0n, all: (1n << BigInt(letters.length)) - 1n };
}

function membersOf({ has }: CharSet, characters: readonly number[]): Uint8Array {
  const members = new Uint8Array(characters.length);
  for (let index = 0; index < characters.length; index += 1) if (has(characters[index] ?? 0)) members[index] = 1;
  return members;
}

/** Divides each part in two where some of its characters are members and some are not; the number of parts then. */
function divide(parts: Int32Array, count: number, member: Uint8Array): number {
  const numbers = new Int32Array(2 * count).fill(-1);
  let next = 0;
  for (let index = 0; index < parts.length; index += 1) {
    const key = 2 * (parts[index] ?? 0) + (member[index] ?? 0);
    if (numbers[key] === -1) numbers[key] = next++;
    parts[index] = numbers[key] ?? 0;
  }
  return next;
}

const bitsAtOnce = 30;

function maskOfMembers(member: Uint8Array | undefined, places: readonly number[]): bigint {
  let mask = 0n;
  for (let from = 0; from < places.length; from += bitsAtOnce) {
    let bits = 0;
    for (let bit = 0; bit < bitsAtOnce && from + bit < places.length; bit += 1) bits |= (member?.[places[from + bit] ?? 0] ?? 0) << bit;
    mask |= BigInt(bits) << BigInt(from);
  }
  return mask;
}

/** The character of the mask's first letter; 0 for the empty mask. */
export function characterOf({ letters }: Alphabet, mask: bigint): number {
  for (let index = 0, rest = mask; rest > 0n; index += 1, rest >>= 1n) if ((rest & 1n) === 1n) return letters[index] ?? 0;
  return 0;
}
