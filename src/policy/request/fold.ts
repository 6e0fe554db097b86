// How texts are compared where the file system ignores case: Unicode simple case folding, one code point to one, then NFC.

/**
 * Code points whose lower-cased upper case is not their simple folding (Unicode CaseFolding.txt, status C and S): İ and ı have none, for the
 * letters they would become belong to other names, and the two ligatures of s and t are one.
 */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['\u0130', '\u0130'],
  ['\u0131', '\u0131'],
  ['\ufb05', '\ufb06'],
]);

/**
 * The folding of one code point, itself one code point: K, k and the Kelvin sign are `k`; ẞ and ß are `ß`, which is not `ss`; İ and ı stay,
 * so neither is `i`. It depends on nothing around it (so σ and ς are one), and folding twice changes nothing.
 */
export function foldCharacter(character: string): string {
  const exception = exceptions.get(character);
  if (exception !== undefined) return exception;
  const upper = character.toUpperCase();
  const folded = isOne(upper) ? upper.toLowerCase() : character.toLowerCase();
  return isOne(folded) ? folded : character;
}

/** Folds each character of an NFC text; NFC again, for what is folded may compose (J with a caron has no precomposed form, j has). */
export function foldText(text: string): string {
  if (/^[\0-@[-\x7f]*$/u.test(text)) return text;
  if (/^[\0-\x7f]*$/u.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded.normalize('NFC');
}

function isOne(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}

/** Where letters with two cases stand, generously; outside of these nothing folds. */
const casedBlocks: readonly (readonly [number, number])[] = [
  [0x41, 0x5a],
  [0xb5, 0x2af],
  [0x345, 0x345],
  [0x370, 0x58f],
  [0x10a0, 0x10ff],
  [0x13a0, 0x13ff],
  [0x1c80, 0x1cbf],
  [0x1d79, 0x1d8e],
  [0x1e00, 0x1fff],
  [0x2126, 0x2188],
  [0x24b6, 0x24e9],
  [0x2c00, 0x2d2d],
  [0xa640, 0xa7ff],
  [0xab53, 0xabbf],
  [0xfb05, 0xfb06],
  [0xff21, 0xff5a],
  [0x10400, 0x105ff],
  [0x10c80, 0x10d8f],
  [0x118a0, 0x118df],
  [0x16e40, 0x16eff],
  [0x1e900, 0x1e943],
];

/** Each code point that is not its own folding, and its folding; some 1,500, computed at each call. */
export function foldedCodePoints(): ReadonlyMap<number, number> {
  const folded = new Map<number, number>();
  for (const [from, to] of casedBlocks) {
    for (let codePoint = from; codePoint <= to; codePoint += 1) {
      const becomes = foldCharacter(String.fromCodePoint(codePoint)).codePointAt(0) ?? codePoint;
      if (becomes !== codePoint) folded.set(codePoint, becomes);
    }
  }
  return folded;
}
