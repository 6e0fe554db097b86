// Bytes to text, without ever failing: what is no valid UTF-8 becomes U+FFFD.

/** As git does, a NUL among this many first bytes makes a file binary. */
const sniffed = 8000;

/** The text of a file with its byte order mark, if it has one. UTF-16 is told by its mark alone. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { ignoreBOM: true }).decode(bytes);
}

/** True if the bytes are no text. */
export function isBinary(bytes: Uint8Array): boolean {
  return encodingOf(bytes) === 'utf-8' && bytes.subarray(0, sniffed).includes(0);
}

/** True if the bytes are an MPEG transport stream, whose files are named `.ts` too: packets of 188 bytes that start with 0x47. ISO/IEC 13818-1, 2.4.3.2. */
export function isTransportStream(bytes: Uint8Array): boolean {
  return bytes.length >= 376 && bytes[0] === 0x47 && bytes[188] === 0x47 && isBinary(bytes);
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
