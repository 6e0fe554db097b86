// SSH's strings (RFC 4251, section 5): four bytes of length, then that many bytes.

export interface WireReader {
  /** The next string; null where there is none. */
  readonly bytes: () => Uint8Array | null;
  /** The next string as text; null where there is none or it is not printable ASCII. */
  readonly text: () => string | null;
  /** The next number of 32 bits; null where there is none. */
  readonly number: () => number | null;
  readonly atEnd: () => boolean;
}

export function createReader(blob: Uint8Array, start = 0): WireReader {
  const view = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  let at = start;
  const number = (): number | null => {
    if (at + 4 > view.length) return null;
    at += 4;
    return view.readUInt32BE(at - 4);
  };
  const bytes = (): Uint8Array | null => {
    const length = number();
    if (length === null || at + length > view.length) return null;
    at += length;
    return view.subarray(at - length, at);
  };
  return {
    number,
    bytes,
    text: () => {
      const found = bytes();
      const text = found === null ? '' : Buffer.from(found).toString('latin1');
      return found !== null && /^[\x20-\x7e]*$/u.test(text) ? text : null;
    },
    atEnd: () => at === view.length,
  };
}
