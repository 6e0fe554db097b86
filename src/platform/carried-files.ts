// What GitHub's cache carries from run to run: the scanner, its advisories, and results. Each entry's key ends with the sha256 of its file.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { dayMs, dayOf } from '../core/days.ts';
import type { ActionsCache } from './actions-cache.ts';
import { maxPackedBytes, packResults, unpackResults } from './carried-results.ts';
import { codeIdentity } from './code-identity.ts';
import { cacheFolder } from './folders.ts';
import { openOsvDatabase } from './osv-database.ts';
import { installedOsvDatabase, installedOsvScanner, osvArchive } from './osv-folders.ts';
import { osvScannerAsset } from './osv-scanner-release.ts';

export interface CarryPorts {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly now: Date;
  /** A private folder of this run. */
  readonly scratch: string;
  /** Folders that no cache may lie in: what is judged. */
  readonly untrusted: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
}

/** `kept`: it was there already, or need not be stored anew. */
export type CarryOutcome = 'restored' | 'stored' | 'kept' | 'absent' | 'refused' | 'failed';

/** One thing that is carried. Nothing throws but for the disk. */
export interface Carried {
  readonly name: 'scanner' | 'advisories' | 'results';
  readonly restore: (cache: ActionsCache, ports: CarryPorts) => Promise<CarryOutcome>;
  readonly save: (cache: ActionsCache, ports: CarryPorts) => Promise<CarryOutcome>;
}

const maxScannerBytes = 256 * 1024 * 1024;
const maxDatabaseBytes = 2 * 1024 * 1024 * 1024;
/** As old as mcgate judges by at all. */
const oldestDatabase = 7 * dayMs;

/** The pinned release's binary: its digest is known beforehand, so that it does not matter who stored it. */
export const carriedScanner: Carried = {
  name: 'scanner',
  restore: async (cache, ports) => {
    const sha256 = pinnedDigest(ports);
    const file = installedOsvScanner(ports);
    if (sha256 === null) return 'absent';
    if (await isThere(file)) return 'kept';
    const entry = await cache.find(scannerKey(sha256));
    if (entry === null) return 'absent';
    await mkdir(path.dirname(file), { recursive: true });
    return (await cache.fetch(entry, { file, sha256, limit: maxScannerBytes, mode: 0o755 })) ? 'restored' : 'failed';
  },
  save: async (cache, ports) => {
    const sha256 = pinnedDigest(ports);
    const file = installedOsvScanner(ports);
    // One that Go built has another digest: it could not be told from any other program.
    if (sha256 === null || (await digestOf(file)) !== sha256) return 'absent';
    return stored(await cache.store(scannerKey(sha256), file));
  },
};

function scannerKey(sha256: string): string {
  return `mcgate-osv-scanner-${sha256}`;
}

/** The npm advisories. Nobody vouches for their content, so that who may store them matters; the key tells their age. */
export const carriedAdvisories: Carried = {
  name: 'advisories',
  restore: async (cache, ports) => {
    const file = databaseFile(ports);
    if (await isThere(file)) return 'kept';
    const entry = await cache.find(advisoriesPrefix);
    const [, , seconds = '', sha256 = ''] = advisoriesKey.exec(entry?.key ?? '') ?? [];
    const fetchedAt = Math.min(Number(seconds) * 1000, ports.now.getTime());
    if (entry === null || sha256 === '' || ports.now.getTime() - fetchedAt > oldestDatabase) return 'absent';
    await mkdir(path.dirname(file), { recursive: true });
    if (!(await cache.fetch(entry, { file, sha256, limit: maxDatabaseBytes, mode: 0o644 }))) return 'failed';
    // Its age is that of the advisories, not of the entry: a gate does not judge by old ones.
    await utimes(file, ports.now, new Date(fetchedAt));
    if ((await openOsvDatabase(installedOsvDatabase(ports), ecosystem).catch(() => null)) !== null) return 'restored';
    await rm(file, { force: true });
    return 'failed';
  },
  save: async (cache, ports) => {
    const file = databaseFile(ports);
    const sha256 = await digestOf(file);
    if (sha256 === null) return 'absent';
    const today = `${advisoriesPrefix}${dayOf(ports.now)}-`;
    if ((await cache.find(today)) !== null) return 'kept';
    const seconds = Math.floor((await stat(file)).mtimeMs / 1000);
    return stored(await cache.store(`${today}${String(seconds)}-${sha256}`, file));
  },
};

const ecosystem = 'npm';
const advisoriesPrefix = 'mcgate-advisories-npm-';
const advisoriesKey = /^mcgate-advisories-npm-(\d{4}-\d\d-\d\d)-(\d{9,11})-([0-9a-f]{64})$/u;

function databaseFile(ports: CarryPorts): string {
  return osvArchive(installedOsvDatabase(ports), 'osv-scalibr', ecosystem);
}

/** Results of this very code. Whoever could store others could hide a finding, so that who may store them matters. */
export const carriedResults: Carried = {
  name: 'results',
  restore: async (cache, ports) => {
    const prefix = resultsPrefix();
    const entry = await cache.find(prefix);
    const sha256 = /-([0-9a-f]{64})$/u.exec(entry?.key ?? '')?.[1];
    if (entry === null || sha256 === undefined) return 'absent';
    const file = path.join(ports.scratch, 'results-restored');
    if (!(await cache.fetch(entry, { file, sha256, limit: maxPackedBytes, mode: 0o600 }))) return 'failed';
    const put = await unpackResults(file, cacheFolder(ports), ports.untrusted);
    await rm(file, { force: true });
    return put ? 'restored' : 'kept';
  },
  save: async (cache, ports) => {
    const today = `${resultsPrefix()}${dayOf(ports.now)}-`;
    if ((await cache.find(today)) !== null) return 'kept';
    const file = path.join(ports.scratch, 'results-packed');
    if (!(await packResults(cacheFolder(ports), file))) return 'absent';
    const sha256 = await digestOf(file);
    const outcome = sha256 === null ? 'failed' : stored(await cache.store(`${today}${sha256}`, file));
    await rm(file, { force: true });
    return outcome;
  },
};

function resultsPrefix(): string {
  return `mcgate-results-${codeIdentity().slice(0, 32)}-`;
}

function pinnedDigest(ports: CarryPorts): string | null {
  return osvScannerAsset(ports.platform ?? process.platform, ports.arch ?? process.arch)?.sha256 ?? null;
}

function stored(outcome: Awaited<ReturnType<ActionsCache['store']>>): CarryOutcome {
  return outcome === 'there' ? 'kept' : outcome;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}

/** Null where there is no such file. */
async function digestOf(file: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return null;
  }
}
