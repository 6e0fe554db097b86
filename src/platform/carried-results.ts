// The result cache as one file, so that it can be carried from a run to the next. What comes back is checked to the byte count.
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { isShardName, maxShardBytes, mostShards } from './cache-shard.ts';
import { openPrivateFolder } from './folder-trust.ts';
import { readFileBounded, writeFileAtomic } from './files.ts';
import { resultFolder } from './result-cache.ts';

// Layout, packed: magic, then of each shard its name (2 characters), its length (4 bytes) and its bytes.
const magic = Buffer.from('mcgate carried results 1\n', 'latin1');
const headBytes = 6;
const maxUnpacked = magic.length + mostShards * (headBytes + maxShardBytes);
/** A packed file is no larger than this: gzip adds little to what does not shrink. */
export const maxPackedBytes = maxUnpacked + 1024 * 1024;

/** Writes `file`; false where there are no results. `cache`: the user's cache folder. */
export async function packResults(cache: string, file: string): Promise<boolean> {
  const folder = resultFolder(cache);
  const names = (await readdir(folder).catch(() => [])).filter(isShardName).sort();
  const parts: Buffer[] = [magic];
  for (const name of names) {
    const read = await readFileBounded(path.join(folder, name), maxShardBytes);
    if (!read.ok) continue;
    const head = Buffer.alloc(headBytes);
    head.write(name, 0, 'latin1');
    head.writeUInt32BE(read.bytes.byteLength, 2);
    parts.push(head, Buffer.from(read.bytes));
  }
  if (parts.length === 1) return false;
  await writeFileAtomic(file, await promisify(gzip)(Buffer.concat(parts), { level: 1 }), { mode: 0o600, durable: false });
  return true;
}

/**
 * Puts the results of `file` into the cache folder, where there are none yet. False where nothing was put: results stand there already,
 * the folder cannot be trusted, or the file is not as `packResults` writes it, in which case not one shard is put.
 */
export async function unpackResults(file: string, cache: string, untrusted: readonly string[]): Promise<boolean> {
  const trust = await openPrivateFolder(resultFolder(cache), untrusted);
  if (!trust.ok || (await readdir(trust.folder)).some(isShardName)) return false;
  const shards = await parse(file);
  if (shards === null) return false;
  for (const [name, bytes] of shards) {
    // Never through a link, and over nothing.
    const handle = await open(path.join(trust.folder, name), 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
  }
  return true;
}

async function parse(file: string): Promise<ReadonlyMap<string, Buffer> | null> {
  const bytes = await promisify(gunzip)(await readFile(file), { maxOutputLength: maxUnpacked }).catch(() => null);
  if (bytes?.subarray(0, magic.length).equals(magic) !== true) return null;
  const shards = new Map<string, Buffer>();
  for (let at = magic.length; at < bytes.length;) {
    if (at + headBytes > bytes.length) return null;
    const name = bytes.toString('latin1', at, at + 2);
    const end = at + headBytes + bytes.readUInt32BE(at + 2);
    if (!isShardName(name) || shards.has(name) || end > bytes.length || end - at - headBytes > maxShardBytes) return null;
    shards.set(name, bytes.subarray(at + headBytes, end));
    at = end;
  }
  return shards;
}
