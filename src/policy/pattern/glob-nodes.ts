// From a parsed glob to expressions over segments: braces that reach over a segment are expanded, all others stay one expression.
import { charSetFromRanges, complement, contains, intersect, union } from '../automaton/char-set.ts';
import { anyDepth, type CharSet, type SegmentNode, type Sequence } from '../automaton/sequence.ts';
import { foldedCodePoints, foldText } from '../request/fold.ts';
import type { GlobItem } from './glob.ts';
import { choice, literal, one, refused, repeat, sequence, type Parsed } from './nodes.ts';

/** How a glob's characters are read. */
export interface GlobReading {
  /** What a segment can hold. */
  readonly characters: CharSet;
  /** Every character that folds and what it becomes; null where both cases are apart. */
  readonly folding: (() => ReadonlyMap<number, number>) | null;
}

/** Reads globs over segments that `characters` make up; `folded` makes both cases of a letter one. */
export function globReading(characters: CharSet, folded: boolean): GlobReading {
  let table: ReadonlyMap<number, number> | undefined;
  return { characters, folding: folded ? () => (table ??= foldedCodePoints()) : null };
}

type Items = readonly GlobItem[];

/** Each alternative of a pattern's braces that hold slashes or `**`. */
const mostAlternatives = 64;

/** The sequences of a glob whose segments a `/` divides, `.`, `..` and empty segments refused. */
export function segmentSequences(items: Items, reading: GlobReading): Parsed<{ readonly sequences: readonly Sequence[] }> {
  if (countAlternatives(items) > mostAlternatives)
    return refused(`must not stand for more than ${String(mostAlternatives)} alternatives in braces that hold "/" or "**"`);
  const sequences: Sequence[] = [];
  for (const alternative of expand(items)) {
    const parts: (SegmentNode | typeof anyDepth)[] = [];
    for (const segment of splitAtSlashes(alternative)) {
      const problem = segmentProblem(segment);
      if (problem !== null) return refused(problem);
      const whole = segment[0]?.kind === 'stars';
      // Twice any number of segments is once any number of segments.
      if (!whole) parts.push(segmentNode(segment, reading));
      else if (parts.at(-1) !== anyDepth) parts.push(anyDepth);
    }
    sequences.push(parts);
  }
  return { ok: true, sequences };
}

/** What a single segment or word matches. It holds no `slash` and no `stars`. */
export function segmentNode(items: Items, reading: GlobReading): SegmentNode {
  return sequence(...items.map((item) => itemNode(item, reading)));
}

/** Whether two stars stand anywhere. */
export function holdsStars(items: Items): boolean {
  return items.some((item) => item.kind === 'stars' || (item.kind === 'braces' && item.parts.some(holdsStars)));
}

function itemNode(item: GlobItem, reading: GlobReading): SegmentNode {
  switch (item.kind) {
    case 'text':
      return literal(reading.folding === null ? item.text : foldText(item.text));
    case 'question':
      return one(reading.characters);
    case 'star':
    case 'stars':
    case 'slash':
      return repeat(one(reading.characters));
    case 'set':
      return one(setCharacters(item.ranges, item.negated, reading));
    case 'braces':
      return choice(...item.parts.map((part) => segmentNode(part, reading)));
  }
}

/** `[!A]` leaves out both cases where case does not count: what is negated is folded first. */
function setCharacters(ranges: readonly (readonly [number, number])[], negated: boolean, reading: GlobReading): CharSet {
  const written = charSetFromRanges(ranges);
  const set = reading.folding === null ? written : foldSet(written, reading.folding);
  return intersect(negated ? complement(set) : set, reading.characters);
}

/** Every member's folding. */
function foldSet(set: CharSet, folding: () => ReadonlyMap<number, number>): CharSet {
  const changed = set.every(([, to]) => to < 0x80) ? asciiCapitals : [...folding()];
  const inside = changed.filter(([from]) => contains(set, from));
  const gone = charSetFromRanges(inside.map(([from]) => [from, from]));
  return union(intersect(set, complement(gone)), charSetFromRanges(inside.map(([, to]) => [to, to])));
}

const asciiCapitals: readonly (readonly [number, number])[] = Array.from({ length: 26 }, (_, index) => [0x41 + index, 0x61 + index]);

/** Braces that a segment cannot hold. */
function reachesOver(item: GlobItem): boolean {
  return item.kind === 'braces' && item.parts.some((part) => part.some((each) => isDivider(each) || reachesOver(each)));
}

function isDivider(item: GlobItem): boolean {
  return item.kind === 'slash' || item.kind === 'stars';
}

/** Counts without expanding, and no further than one too many. */
function countAlternatives(items: Items): number {
  let count = 1;
  for (const item of items) {
    if (item.kind !== 'braces' || !reachesOver(item)) continue;
    let parts = 0;
    for (const part of item.parts) parts += countAlternatives(part);
    count = Math.min(count * parts, mostAlternatives + 1);
  }
  return count;
}

function expand(items: Items): readonly Items[] {
  let alternatives: GlobItem[][] = [[]];
  for (const item of items) {
    if (item.kind === 'braces' && reachesOver(item)) {
      const parts = item.parts.flatMap(expand);
      alternatives = alternatives.flatMap((before) => parts.map((part) => [...before, ...part]));
    } else for (const alternative of alternatives) alternative.push(item);
  }
  return alternatives;
}

function splitAtSlashes(items: Items): readonly Items[] {
  const segments: GlobItem[][] = [[]];
  for (const item of items) {
    if (item.kind === 'slash') segments.push([]);
    else segments.at(-1)?.push(item);
  }
  return segments;
}

function segmentProblem(segment: Items): string | null {
  if (segment.some(({ kind }) => kind === 'stars'))
    return segment.length === 1 ? null : 'must not hold "**" within a segment: "*" is any text, "**" between slashes any segments';
  if (!segment.every(mayBeDots)) return null;
  const texts = dotTexts(segment);
  if (texts.has('')) return 'must not hold an empty segment, or a "/" at the end, in any of its alternatives';
  if (texts.has('.') || texts.has('..')) return 'must not hold the segment "." or "..", in any of its alternatives';
  return null;
}

/** Almost every segment has an item that says no, at once. */
function mayBeDots(item: GlobItem): boolean {
  return item.kind === 'braces' || item.kind === 'set' || (item.kind === 'text' && (item.text === '.' || item.text === '..'));
}

/** Which of the empty text, `.` and `..` the segment stands for by its plain characters. */
function dotTexts(segment: Items): ReadonlySet<string> {
  let texts: ReadonlySet<string> = new Set(['']);
  for (const item of segment) {
    const next = itemDotTexts(item);
    const joined = [...texts].flatMap((before) => [...next].map((after) => before + after));
    texts = new Set(joined.filter((text) => text.length <= 2));
  }
  return texts;
}

function itemDotTexts(item: GlobItem): ReadonlySet<string> {
  if (item.kind === 'text') return new Set(item.text === '.' || item.text === '..' ? [item.text] : []);
  if (item.kind === 'braces') return new Set(item.parts.flatMap((part) => [...dotTexts(part)]));
  const dot = item.kind === 'set' && !item.negated && item.ranges.every(([from, to]) => from === 0x2e && to === 0x2e);
  return new Set(dot ? ['.'] : []);
}
