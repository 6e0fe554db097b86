// Bytes in the cache: packed graphs, and answers as deflated JSON.
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ResultCache } from '../../../core/gate.ts';

/** Bytes of JSON text; more is a fault or an attack. */
const longestText = 256 * 1024 * 1024;

export function pack(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value), { level: 1 });
}

/** What `pack` was given. Throws for what it did not make. */
export function unpack(bytes: Uint8Array): unknown {
  return JSON.parse(inflateRawSync(bytes, { maxOutputLength: longestText }).toString('utf8'));
}

/** Bytes in one entry of the cache, which takes 128 KiB of text at most: three bytes are four letters. */
const pieceBytes = 90 * 1024;
/** What is larger is made anew each time, or it would push out all else. */
const mostPieces = 24;

/** Keeps packed bytes in the cache, in as many entries as it takes. */
export async function storePacked(cache: ResultCache, key: string, bytes: Uint8Array): Promise<void> {
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes));
  if (count > mostPieces) return;
  const sum = crc32(bytes);
  for (let index = 0; index < count; index += 1) {
    const piece = bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes);
    await cache.set(`${key}/${String(index)}`, { count, sum, bytes: Buffer.from(piece).toString('base64') });
  }
}

/** What `storePacked` kept, or null where any of it is gone or damaged. */
export async function loadPacked(cache: ResultCache, key: string): Promise<Uint8Array | null> {
  const first = pieceOf(await cache.get(`${key}/0`));
  if (first === null) return null;
  const pieces = [first.bytes];
  for (let index = 1; index < first.count; index += 1) {
    const piece = pieceOf(await cache.get(`${key}/${String(index)}`));
    if (piece?.count !== first.count) return null;
    pieces.push(piece.bytes);
  }
  const whole = Buffer.concat(pieces);
  return crc32(whole) === first.sum ? whole : null;
}

interface Piece {
  readonly count: number;
  /** Of the whole. */
  readonly sum: unknown;
  readonly bytes: Uint8Array;
}

function pieceOf(value: unknown): Piece | null {
  if (typeof value !== 'object' || value === null) return null;
  const { count, sum, bytes } = value as Partial<Record<keyof Piece, unknown>>;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > mostPieces || typeof bytes !== 'string') return null;
  return { count, sum, bytes: Buffer.from(bytes, 'base64') };
}
