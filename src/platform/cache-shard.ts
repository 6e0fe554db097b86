// The form of one shard of the result cache: bytes <-> entries. What is torn, altered or of another form reads as empty.
import { createHash } from 'node:crypto';

/** Largest shard in bytes; with so many shards the cache stays below 64 MiB. */
export const maxShardBytes = 2 ** 20;
export const mostShards = 64;

/** The file of the shard that keeps what has the digest, which is in hex: six bits of it. */
export function shardNameOf(digest: string): string {
  return (Number.parseInt(digest.slice(0, 2), 16) % mostShards).toString(16).padStart(2, '0');
}

/** True for the names that `shardNameOf` gives. */
export function isShardName(name: string): boolean {
  return /^[0-3][0-9a-f]$/u.test(name);
}

export interface ShardEntry {
  /** Seconds since 1970, to the day. */
  readonly lastUsed: number;
  readonly value: Buffer;
}

/** By the key's digest, in hex. */
export type Shard = ReadonlyMap<string, ShardEntry>;

// Layout: magic, SHA-256 of what follows, count, then per entry digest (32), last use (4) and length (4), then the values.
const magic = Buffer.from('mcgate results 1\n', 'latin1');
const digestBytes = 32;
const entryBytes = digestBytes + 8;
const headBytes = magic.length + digestBytes + 4;

/** The entries of a shard's file; empty if a single byte of it is not as it was written. */
export function parseShard(bytes: Buffer): Map<string, ShardEntry> {
  const entries = new Map<string, ShardEntry>();
  if (bytes.length < headBytes || !bytes.subarray(0, magic.length).equals(magic)) return entries;
  const body = bytes.subarray(magic.length + digestBytes);
  if (!sha256(body).equals(bytes.subarray(magic.length, magic.length + digestBytes))) return entries;
  const count = body.readUInt32BE(0);
  let offset = 4 + count * entryBytes;
  if (offset > body.length) return entries;
  for (let index = 0; index < count; index++) {
    const at = 4 + index * entryBytes;
    const length = body.readUInt32BE(at + digestBytes + 4);
    if (offset + length > body.length) return new Map();
    const lastUsed = body.readUInt32BE(at + digestBytes);
    entries.set(body.toString('hex', at, at + digestBytes), { lastUsed, value: body.subarray(offset, offset + length) });
    offset += length;
  }
  return entries;
}

/** The file of a shard, without the entries used longest ago where all would be more than `maxShardBytes`. */
export function formatShard(entries: Shard): Buffer {
  const kept: (readonly [string, ShardEntry])[] = [];
  let size = headBytes;
  // Stable: of those used on one day, the ones set last stay.
  for (const pair of [...entries].reverse().sort(([, a], [, b]) => b.lastUsed - a.lastUsed)) {
    size += entryBytes + pair[1].value.length;
    if (size > maxShardBytes) break;
    kept.push(pair);
  }
  kept.reverse();
  const index = Buffer.alloc(4 + kept.length * entryBytes);
  index.writeUInt32BE(kept.length, 0);
  for (const [position, [digest, entry]] of kept.entries()) {
    const at = 4 + position * entryBytes;
    index.write(digest, at, 'hex');
    index.writeUInt32BE(entry.lastUsed, at + digestBytes);
    index.writeUInt32BE(entry.value.length, at + digestBytes + 4);
  }
  const body = Buffer.concat([index, ...kept.map(([, entry]) => entry.value)]);
  return Buffer.concat([magic, sha256(body), body]);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
