// Complements, and the characters that no normal text holds.
import { charSetFromRanges, complement, intersect } from '../automaton/char-set.ts';
import type { CharSet, SegmentNode } from '../automaton/sequence.ts';
import { foldedCodePoints } from '../request/fold.ts';
import { choice, empty, one, repeat, sequence } from './nodes.ts';

/** C0, DEL and C1: Unicode's category Cc. */
export const controls: CharSet = charSetFromRanges([
  [0, 0x1f],
  [0x7f, 0x9f],
]);

/** What both cases of a letter are read as is never this one. */
export function changedByFolding(): CharSet {
  return charSetFromRanges([...foldedCodePoints().keys()].map((codePoint) => [codePoint, codePoint]));
}

/** Where code points stand that NFC replaces whatever surrounds them (Unicode NFC_Quick_Check=No), generously. */
const recomposedBlocks: readonly (readonly [number, number])[] = [
  [0x340, 0x387],
  [0x958, 0xfb9],
  [0x1f71, 0x2001],
  [0x2126, 0x232a],
  [0x2adc, 0x2adc],
  [0xf900, 0xfb4e],
  [0x1d15e, 0x1d1c0],
  [0x2f800, 0x2fa1d],
];

/** Code points that no text in NFC holds. */
export function changedByNfc(): CharSet {
  const changed: [number, number][] = [];
  for (const [from, to] of recomposedBlocks) {
    for (let codePoint = from; codePoint <= to; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (character.normalize('NFC') !== character) changed.push([codePoint, codePoint]);
    }
  }
  return charSetFromRanges(changed);
}

/** Every text over `characters` but `words`; of a word, each set in turn gives one character. */
export function otherThan(words: readonly (readonly CharSet[])[], characters: CharSet): SegmentNode {
  const parts: SegmentNode[] = words.some((word) => word.length === 0) ? [] : [empty];
  for (const [set, rests] of cellsOf(words, characters)) {
    if (set.length > 0) parts.push(sequence(one(set), rests.length === 0 ? repeat(one(characters)) : otherThan(rests, characters)));
  }
  return choice(...parts);
}

type Cell = readonly [set: CharSet, rests: readonly (readonly CharSet[])[]];

/** The characters by what they leave of the words. */
function cellsOf(words: readonly (readonly CharSet[])[], characters: CharSet): readonly Cell[] {
  let cells: readonly Cell[] = [[characters, []]];
  for (const [first, ...rest] of words) {
    if (first === undefined) continue;
    cells = cells.flatMap(([set, rests]): readonly Cell[] => [
      [intersect(set, first), [...rests, rest]],
      [complement(first, set), rests],
    ]);
  }
  return cells;
}
