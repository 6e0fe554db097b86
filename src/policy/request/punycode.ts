// Decodes the labels of internationalised names (RFC 3492), to tell the one spelling of a label from others.

const base = 36;
const lowestThreshold = 1;
const highestThreshold = 26;
const skew = 38;
const damping = 700;
const firstBias = 72;
const firstCodePoint = 0x80;
const lastCodePoint = 0x10ffff;

/** The text of a label without its `xn--`, in lower case; null if it is no punycode. */
export function decodePunycode(label: string): string | null {
  const delimiter = label.lastIndexOf('-');
  const basic = Math.max(delimiter, 0);
  const output = Array.from(label.slice(0, basic), (character) => character.charCodeAt(0));
  let codePoint = firstCodePoint;
  let bias = firstBias;
  let position = 0;
  for (let at = delimiter + 1; at < label.length;) {
    const read = readDelta(label, at, bias);
    if (read === null) return null;
    const length = output.length + 1;
    bias = adapt(read.delta, length, output.length === basic);
    position += read.delta;
    codePoint += Math.floor(position / length);
    if (codePoint > lastCodePoint) return null;
    position %= length;
    output.splice(position, 0, codePoint);
    position += 1;
    at = read.next;
  }
  return String.fromCodePoint(...output);
}

/** A variable-length integer (section 3.3). */
function readDelta(label: string, start: number, bias: number): { readonly delta: number; readonly next: number } | null {
  let delta = 0;
  let weight = 1;
  for (let at = start; at < label.length; at += 1) {
    const digit = digitOf(label.charCodeAt(at));
    if (digit === null) return null;
    delta += digit * weight;
    const threshold = Math.min(Math.max(base * (at - start + 1) - bias, lowestThreshold), highestThreshold);
    if (digit < threshold) return { delta, next: at + 1 };
    weight *= base - threshold;
    if (weight > Number.MAX_SAFE_INTEGER / base) return null;
  }
  return null;
}

/** Section 6.1. */
function adapt(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? damping : 2));
  rest += Math.floor(rest / length);
  let bias = 0;
  for (; rest > ((base - lowestThreshold) * highestThreshold) / 2; bias += base) rest = Math.floor(rest / (base - lowestThreshold));
  return bias + Math.floor(((base - lowestThreshold + 1) * rest) / (rest + skew));
}

function digitOf(code: number): number | null {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : null;
}
