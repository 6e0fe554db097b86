// From bytes to text: UTF-8 and nothing that only looks like it.

/** Largest report that is read, in bytes. */
export const maxReportBytes = 64 * 1024 * 1024;

export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** How files begin that people hand in by mistake: a byte order mark, a first `<` or `{` of two bytes, or what a compressor wrote. */
const beginnings: readonly (readonly [problem: string, ...beginnings: readonly (readonly number[])[]])[] = [
  ['is in UTF-16 or UTF-32; only UTF-8 is read', [0xfe, 0xff], [0xff, 0xfe], [0, 0], [0, 0x3c], [0x3c, 0], [0, 0x7b], [0x7b, 0]],
  ['is compressed; only what is in it is read', [0x1f, 0x8b], [0x50, 0x4b]],
];

/** The text without a byte order mark. */
export function decodeReport(bytes: Uint8Array): Decoded {
  if (bytes.length > maxReportBytes) return { ok: false, problem: `is larger than ${String(maxReportBytes)} bytes` };
  for (const [problem, ...starts] of beginnings) {
    if (starts.some((start) => start.every((byte, index) => bytes[index] === byte))) return { ok: false, problem };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? { ok: false, problem: 'is empty' } : { ok: true, text };
  } catch {
    return { ok: false, problem: 'is not UTF-8' };
  }
}
