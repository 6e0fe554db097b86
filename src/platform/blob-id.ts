// Content ids as git computes them, without git: so that no clean filter of the repository ever runs.
import { createHash, hash, type Hash } from 'node:crypto';

export type ObjectFormat = 'sha1' | 'sha256';

/** True for a full lower-case object id of either format. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(text);
}

/** The format of an id, told by its length. */
export function formatOf(id: string): ObjectFormat {
  return id.length === 64 ? 'sha256' : 'sha1';
}

/** The git object id of `content`. */
export function objectId(format: ObjectFormat, type: 'blob' | 'commit', content: Uint8Array): string {
  return createHash(format)
    .update(`${type} ${String(content.length)}\0`)
    .update(content)
    .digest('hex');
}

/** A running blob id for content that comes in pieces; `size` is the whole content's. */
export function startBlobId(format: ObjectFormat, size: number): Hash {
  return createHash(format).update(`blob ${String(size)}\0`);
}

/** Room for the header in front of content that `blobIdInPlace` hashes. */
export const headerRoom = 32;

/** The blob id of `buffer[headerRoom, headerRoom + size)`; overwrites the bytes before it. One call for a small file. */
export function blobIdInPlace(format: ObjectFormat, buffer: Buffer, size: number): string {
  const header = `blob ${String(size)}\0`;
  const start = headerRoom - header.length;
  buffer.write(header, start, 'latin1');
  return hash(format, buffer.subarray(start, headerRoom + size), 'hex');
}

/** CRLF made LF, as git stores text that a checkout gave CRLF; null if there is no CRLF. */
export function withLineFeeds(content: Buffer): Buffer | null {
  let at = content.indexOf('\r\n');
  if (at === -1) return null;
  const result = Buffer.allocUnsafe(content.length);
  let length = 0;
  let start = 0;
  for (; at !== -1; at = content.indexOf('\r\n', start + 1)) {
    length += content.copy(result, length, start, at);
    start = at + 1;
  }
  length += content.copy(result, length, start);
  return result.subarray(0, length);
}
