// Characters that no normalised text holds.
import { charSetFromRanges } from '../automaton/char-set.ts';
import type { CharSet } from '../automaton/sequence.ts';
import { foldedCodePoints } from '../request/fold.ts';

/** C0, DEL and C1: Unicode's category Cc. */
export const controls: CharSet = charSetFromRanges([
  [0, 0x1f],
  [0x7f, 0x9f],
]);

/** What folds to another character; no folded text holds one. */
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

/** What NFC replaces; no text in NFC holds one. */
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
