// Results that can be computed again, kept between runs in the user's cache folder.
//
// Poisoning. A wrong entry could hide a finding, so an entry counts only if nobody but this user could have written it:
// - The folder belongs to the user, no other may write to it or rename what is above it, and it does not lie in the folder under check;
//   every file is checked again when it is opened, without following a link. Otherwise there is no cache, and all is computed.
// - A checksum over each shard turns torn or damaged files into misses. It is no signature: whoever can write as this user
//   could replace mcgate itself. So a cache must not be carried from a job that ran a pull request's code to one that judges
//   (docs/decisions/caches.md).
// - Keys are hashed together with the namespace, so that no two gates or versions meet. A key must name everything that the value
//   depends on, the content by SHA-256: git's SHA-1 ids can be made to collide, and a clean twin would then vouch for a bad file.
// - Values are JSON of any shape: the reader must check what it gets, as for any file.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { ResultCache } from '../core/gate.ts';
import { formatShard, maxShardBytes, parseShard, shardNameOf, type ShardEntry } from './cache-shard.ts';
import { writeFileAtomic } from './files.ts';
import { isOwn, openPrivateFolder } from './folder-trust.ts';

const day = 86_400;
/** Larger values are not kept: they would push out hundreds of others. */
const maxValueBytes = 128 * 1024;
/** What is waiting to be written when a write is due, so that a run that is stopped keeps most of its work. */
const maxPendingBytes = 16 * 2 ** 20;

/** After so long without anything new, what waits is written: whoever sets nothing waits for something else. */
const quietMs = 50;

export interface OpenResultCache extends ResultCache {
  /** Writes what is new. Never throws. */
  flush(): Promise<void>;
  /** Why nothing is kept, or null. */
  readonly refusal: string | null;
}

export interface ResultCacheOptions {
  /** The user's cache folder (`cacheFolder`); the cache takes results/v1 in it. */
  readonly folder: string;
  /** Gate and version. */
  readonly namespace: string;
  /** Folders that the cache must not lie in: the repository under check. */
  readonly untrusted: readonly string[];
  readonly now?: () => number;
}

interface LoadedShard {
  readonly entries: Map<string, ShardEntry>;
  readonly changed: Map<string, ShardEntry>;
  /** Tells whether another process has written since. */
  stamp: string;
}

/**
 * Opens the cache. At most 64 MiB in 64 files, the entries used longest ago dropped first; each file is read once and whole,
 * so that 2,000 lookups cost 64 reads. Two processes at once may lose entries of each other, never mix them. Nothing throws.
 */
export async function openResultCache(options: ResultCacheOptions): Promise<OpenResultCache> {
  const trust = await openPrivateFolder(resultFolder(options.folder), options.untrusted);
  if (!trust.ok) return noResultCache(trust.why);
  await removeLeftovers(trust.folder);
  const today = Math.floor((options.now ?? Date.now)() / 1000 / day) * day;
  const shards = new Map<string, Promise<LoadedShard>>();
  let pendingBytes = 0;
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const shardOf = (digest: string): Promise<LoadedShard> => {
    const name = shardNameOf(digest);
    const loaded = shards.get(name) ?? loadShard(path.join(trust.folder, name));
    shards.set(name, loaded);
    return loaded;
  };
  const write = async (): Promise<void> => {
    clearTimeout(timer);
    pendingBytes = 0;
    for (const [name, shard] of shards) await storeShard(path.join(trust.folder, name), await shard);
  };
  const flush = (): Promise<void> => (writing = writing.then(write));

  return {
    refusal: null,
    flush,
    get: async (key) => {
      const digest = digestOf(options.namespace, key);
      const shard = await shardOf(digest);
      const entry = shard.entries.get(digest);
      if (entry === undefined) return undefined;
      if (entry.lastUsed < today) remember(shard, digest, { ...entry, lastUsed: today });
      return parseOrUndefined(entry.value);
    },
    set: async (key, value) => {
      const text = stringifyOrNull(value);
      if (text === null || text.length > maxValueBytes) return;
      const digest = digestOf(options.namespace, key);
      remember(await shardOf(digest), digest, { lastUsed: today, value: text });
      pendingBytes += text.length;
      if (pendingBytes > maxPendingBytes) await flush();
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), quietMs).unref();
    },
  };
}

/** Where the shards lie in the user's cache folder. */
export function resultFolder(cache: string): string {
  return path.join(cache, 'results', 'v1');
}

/** A cache that keeps nothing: for `--no-cache`, and where none can be trusted. */
export function noResultCache(why: string): OpenResultCache {
  return { refusal: why, get: () => Promise.resolve(undefined), set: () => Promise.resolve(), flush: () => Promise.resolve() };
}

function remember(shard: LoadedShard, digest: string, entry: ShardEntry): void {
  shard.entries.set(digest, entry);
  shard.changed.set(digest, entry);
}

function digestOf(namespace: string, key: string): string {
  // The length keeps (`a`, `bc`) and (`ab`, `c`) apart.
  return createHash('sha256')
    .update(`${String(namespace.length)}:${namespace}${key}`)
    .digest('hex');
}

async function loadShard(file: string): Promise<LoadedShard> {
  const read = await readShard(file);
  return { entries: read.entries, changed: new Map(), stamp: read.stamp };
}

async function readShard(file: string): Promise<{ readonly entries: Map<string, ShardEntry>; readonly stamp: string }> {
  const missing = { entries: new Map<string, ShardEntry>(), stamp: '' };
  const flags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const handle = await open(file, flags).catch(() => null);
  if (handle === null) return missing;
  try {
    const stats = await handle.stat({ bigint: false });
    if (!stats.isFile() || !isOwn(stats) || stats.size > maxShardBytes) return missing;
    return { entries: parseShard(await handle.readFile()), stamp: stampOf(stats) };
  } catch {
    return missing;
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function storeShard(file: string, shard: LoadedShard): Promise<void> {
  if (shard.changed.size === 0) return;
  const changed = [...shard.changed];
  shard.changed.clear();
  try {
    const stamp = await stat(file).then(stampOf, () => '');
    if (stamp !== shard.stamp) {
      for (const [digest, entry] of (await readShard(file)).entries) if (!shard.entries.has(digest)) shard.entries.set(digest, entry);
    }
    // Set again, so that the new ones are last and stay when there is too much.
    for (const [digest, entry] of changed) {
      shard.entries.delete(digest);
      shard.entries.set(digest, entry);
    }
    await writeFileAtomic(file, formatShard(shard.entries), { mode: 0o600, durable: false });
    shard.stamp = await stat(file).then(stampOf, () => '');
  } catch {
    // A full disk or a swapped file costs time in the next run, nothing else.
  }
}

function stampOf(stats: { readonly mtimeMs: number; readonly size: number; readonly ino: number }): string {
  return `${String(stats.mtimeMs)}/${String(stats.size)}/${String(stats.ino)}`;
}

/** Temporary files of runs that were killed while they wrote. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.tmp'))) {
    const file = path.join(folder, name);
    const age = await stat(file).then(
      (stats) => Date.now() - stats.mtimeMs,
      () => 0,
    );
    if (age > 3_600_000) await unlink(file).catch(() => undefined);
  }
}

function stringifyOrNull(value: unknown): Buffer | null {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? null : Buffer.from(text, 'utf8');
  } catch {
    return null;
  }
}

function parseOrUndefined(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
