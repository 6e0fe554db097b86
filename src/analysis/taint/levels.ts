// How dangerous a value still is, as bit sets: for each class of harm, as it came or built up, and how sure that is.
import { flowClasses, type FlowClass } from '../models/model.ts';

/** A set of classes, one bit each; above them the halves of what is not one question. */
export type ClassMask = number;

/**
 * A path is told by two bits, since each is stopped by other things: its class's own bit says that the text may climb (`..`), this one that it may be
 * absolute. Either does harm.
 */
export const absolutePath: ClassMask = 1 << flowClasses.length;
export const absoluteArchive: ClassMask = 1 << (flowClasses.length + 1);
/**
 * Markup likewise: the class's own bit says that the text may open a tag, these that it may end the value of an attribute, and that, as a whole address, it
 * may be one that runs (`javascript:`).
 */
export const attributeXss: ClassMask = 1 << (flowClasses.length + 2);
export const addressXss: ClassMask = 1 << (flowClasses.length + 3);
/** Text that a slow regular expression may be matched against: of thousands of characters, which a polynomial one needs; of some dozens at least. */
export const longText: ClassMask = 1 << (flowClasses.length + 4);
export const shortText: ClassMask = 1 << (flowClasses.length + 5);

/** The class's own bit. */
export function bitOf(flowClass: FlowClass): ClassMask {
  return 1 << flowClasses.indexOf(flowClass);
}

const pathBit = bitOf('path');
const archiveBit = bitOf('archive');
/** The name of a property may be `__proto__`; these: `constructor`, and `prototype`, which in two steps lead there as well. */
export const prototypeBit = bitOf('prototype');
export const constructorName: ClassMask = 1 << (flowClasses.length + 6);
export const prototypeName: ClassMask = 1 << (flowClasses.length + 7);
export const names: ClassMask = prototypeBit | constructorName | prototypeName;
export const everything: ClassMask = (1 << (flowClasses.length + 8)) - 1;
export const climbing: ClassMask = pathBit | archiveBit;
export const absolute: ClassMask = absolutePath | absoluteArchive;
export const paths: ClassMask = climbing | absolute;

/** All bits of the classes; null means all there are. */
export function maskOf(classes: readonly FlowClass[] | null): ClassMask {
  if (classes === null) return everything;
  let mask = 0;
  for (const flowClass of classes) mask |= wholeMaskOf(flowClass);
  return mask;
}

/** The class's bits. */
export function wholeMaskOf(flowClass: FlowClass): ClassMask {
  if (flowClass === 'path') return pathBit | absolutePath;
  if (flowClass === 'archive') return archiveBit | absoluteArchive;
  if (flowClass === 'prototype') return names;
  return flowClass === 'xss' ? bitOf('xss') | attributeXss | addressXss : bitOf(flowClass);
}

/** Texts of more characters can do harm in polynomials of low degree; in all others. */
const longEnough = 1000;
const everEnough = 16;

/** What a text of at most so many characters can do no harm in. */
export function killsOfLength(longest: number): ClassMask {
  return (longest <= longEnough ? longText : 0) | (longest <= everEnough ? shortText : 0);
}

/** How sure: `guessed` by what no model knows, `weak` past a test that may well do. */
export const doubt = { none: 0, guessed: 1, weak: 2 } as const;
export type Doubt = (typeof doubt)[keyof typeof doubt];

/** A level is built (1) or not (0), plus twice the doubt. */
export type Level = number;
export const levelCount = 6;

/** For each level the classes that are dangerous at it. A value's state, and just as well what becomes of (plain, sure) on the way from one value to another. */
export type Levels = number[];

export function isBuilt(level: Level): boolean {
  return (level & 1) === 1;
}

export function doubtOf(level: Level): Doubt {
  const found = level >> 1;
  return found === 0 ? doubt.none : found === 1 ? doubt.guessed : doubt.weak;
}

export function joinLevels(a: Level, b: Level): Level {
  return ((a | b) & 1) | (Math.max(a >> 1, b >> 1) << 1);
}

/** What one edge does to all classes at once. */
export interface Transfer {
  readonly keep: ClassMask;
  readonly promote: ClassMask;
  readonly guessed: ClassMask;
  readonly weak: ClassMask;
}

export const passes: Transfer = { keep: everything, promote: 0, guessed: 0, weak: 0 };

/** Where the bit goes from a level; -1 where it is stopped. */
export function levelAfter({ keep, promote, guessed, weak }: Transfer, bit: ClassMask, level: Level): Level {
  if ((keep & bit) === 0) return -1;
  const more = (weak & bit) !== 0 ? doubt.weak : (guessed & bit) !== 0 ? doubt.guessed : doubt.none;
  return joinLevels(level, ((promote & bit) !== 0 ? 1 : 0) | (more << 1));
}

export function noLevels(): Levels {
  return [0, 0, 0, 0, 0, 0];
}

export function isEmpty(levels: Levels): boolean {
  return ((levels[0] ?? 0) | (levels[1] ?? 0) | (levels[2] ?? 0) | (levels[3] ?? 0) | (levels[4] ?? 0) | (levels[5] ?? 0)) === 0;
}

/** What an edge hands on of a state. */
export function transferred(levels: Levels, transfer: Transfer): Levels {
  if (transfer === passes) return levels;
  const out = noLevels();
  for (let level = 0; level < levelCount; level += 1) {
    const bits = (levels[level] ?? 0) & transfer.keep;
    if (bits === 0) continue;
    const weak = bits & transfer.weak;
    const guessed = bits & transfer.guessed & ~weak;
    put(out, joinLevels(level, doubt.weak << 1), weak, transfer.promote);
    put(out, joinLevels(level, doubt.guessed << 1), guessed, transfer.promote);
    put(out, level, bits & ~weak & ~guessed, transfer.promote);
  }
  return out;
}

function put(out: Levels, level: Level, bits: ClassMask, promote: ClassMask): void {
  if (bits === 0) return;
  out[level] = (out[level] ?? 0) | (bits & ~promote);
  out[level | 1] = (out[level | 1] ?? 0) | (bits & promote);
}

/** One after the other: `second` told from (plain, sure). */
export function composed(first: Levels, second: Levels): Levels {
  const out = noLevels();
  for (let a = 0; a < levelCount; a += 1) {
    const bits = first[a] ?? 0;
    if (bits === 0) continue;
    for (let b = 0; b < levelCount; b += 1) {
      const both = bits & (second[b] ?? 0);
      if (both !== 0) {
        const level = joinLevels(a, b);
        out[level] = (out[level] ?? 0) | both;
      }
    }
  }
  return out;
}

/** Adds of these classes what is new and no worse than what is there; gives back what was added, null if nothing. */
export function addLevels(to: Levels, more: Levels, of: ClassMask = everything): Levels | null {
  let added: Levels | null = null;
  for (let level = 0; level < levelCount; level += 1) {
    const bits = (more[level] ?? 0) & of;
    if (bits === 0) continue;
    const fresh = bits & ~atLeastAsGood(to, level);
    if (fresh === 0) continue;
    to[level] = (to[level] ?? 0) | fresh;
    added ??= noLevels();
    added[level] = fresh;
  }
  return added;
}

/** Classes at levels from which at least as much follows. */
function atLeastAsGood(levels: Levels, level: Level): ClassMask {
  let found = 0;
  for (let other = level; other >= 0; other -= 2) found |= levels[other] ?? 0;
  if (!isBuilt(level)) for (let other = level + 1; other >= 0; other -= 2) found |= levels[other] ?? 0;
  return found;
}
