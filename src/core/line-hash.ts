// GitHub's primaryLocationLineHash: the fingerprint by which code scanning follows an alert when lines move.

/** Characters that one fingerprint covers. */
const windowSize = 100;
const multiplier = 37;
const endOfFile = 65535;
const two32 = 2 ** 32;

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/** `multiplier ** windowSize` modulo 2^64, as two 32-bit halves: what a character weighs when it leaves the window. */
const leaving = ((): { readonly high: number; readonly low: number } => {
  const power = BigInt.asUintN(64, BigInt(multiplier) ** BigInt(windowSize));
  return { high: Number(power >> 32n), low: Number(power & 0xffffffffn) };
})();

/**
 * Fingerprints of the asked lines (from 1) of a text, `<hex>:<n>` where n tells equal ones apart in order of appearance.
 * A line that the text does not have is missing from the answer. One pass as far as the last asked line, linear in the text's length.
 *
 * Each is a rolling hash modulo 2^64 over the line's first character and the 99 after it, line breaks included; spaces and tabs are
 * skipped, CR and CRLF count as LF, and the end of the text counts as one character (65535) followed by zeros.
 * Source: the fingerprints that `github/codeql-action` adds; equal to `sarif-multitool rewrite --insert RollingHashPartialFingerprints`.
 */
export function lineHashes(text: string, lines: ReadonlySet<number>): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  if (lines.size === 0) return found;
  const seen = new Map<string, number>();
  const characters = new Uint16Array(windowSize);
  // The line that starts at a place of the window; 0 where none does.
  const starts = new Uint32Array(windowSize);
  let high = 0;
  let low = 0;
  let place = 0;
  let line = 0;

  const settle = (): void => {
    const start = starts[place] ?? 0;
    if (start === 0) return;
    starts[place] = 0;
    const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
    const ordinal = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, ordinal);
    if (lines.has(start)) found.set(start, `${hash}:${String(ordinal)}`);
  };
  // Halves of 32 bits in doubles: every intermediate value stays below 2^53, so the arithmetic is exact without BigInt.
  const push = (character: number): void => {
    const gone = characters[place] ?? 0;
    characters[place] = character;
    const lower = low * multiplier + character - leaving.low * gone;
    const carry = Math.floor(lower / two32);
    const upper = high * multiplier - leaving.high * gone + carry;
    low = lower - carry * two32;
    high = upper - Math.floor(upper / two32) * two32;
    place = place + 1 === windowSize ? 0 : place + 1;
  };

  let atLineStart = true;
  let afterReturn = false;
  for (let index = 0; index <= text.length; index += 1) {
    const unit = index === text.length ? endOfFile : text.charCodeAt(index);
    const skipped = unit === space || unit === tab || (unit === lineFeed && afterReturn);
    afterReturn = unit === carriageReturn;
    if (skipped) continue;
    settle();
    if (found.size === lines.size) return found;
    if (atLineStart) {
      line += 1;
      starts[place] = line;
    }
    const character = unit === carriageReturn ? lineFeed : unit;
    atLineStart = character === lineFeed;
    push(character);
  }
  for (let flushed = 0; flushed < windowSize; flushed += 1) {
    settle();
    push(0);
  }
  return found;
}
