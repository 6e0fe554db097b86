// Graphs and answers between threads and in the cache: JSON, deflated, since a graph's JSON is a tenth of itself when packed.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
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
  for (let index = 0; index < count; index += 1) {
    const piece = bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes);
    await cache.set(`${key}/${String(index)}`, { count, bytes: Buffer.from(piece).toString('base64') });
  }
}

/** What `storePacked` kept, or null where any of it is gone. */
export async function loadPacked(cache: ResultCache, key: string): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  for (let index = 0, count = 1; index < count; index += 1) {
    const piece = pieceOf(await cache.get(`${key}/${String(index)}`));
    if (piece === null || (index > 0 && piece.count !== count)) return null;
    count = piece.count;
    pieces.push(piece.bytes);
  }
  return Buffer.concat(pieces);
}

function pieceOf(value: unknown): { readonly count: number; readonly bytes: Uint8Array } | null {
  if (typeof value !== 'object' || value === null) return null;
  const { count, bytes } = value as { readonly count?: unknown; readonly bytes?: unknown };
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > mostPieces || typeof bytes !== 'string') return null;
  return { count, bytes: Buffer.from(bytes, 'base64') };
}
