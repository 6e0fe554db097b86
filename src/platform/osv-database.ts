// Reads osv-scanner's database archives: how much they hold, and a few advisories that a working scanner must report.
import { stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { AdvisoryDatabase, KnownAdvisory } from '../core/advisory-scanner.ts';
import { McgateError, messageOf } from '../core/error.ts';
import { osvArchive } from './osv-folders.ts';

const maxRecords = 5_000_000;
const maxRecordBytes = 4 * 1024 * 1024;
const samples = 4;
const triesPerSample = 60;
const plainName = /^[@A-Za-z0-9][\w./@~-]{0,213}$/;
const plainVersion = /^v?\d[\w.+~-]{0,99}$/;

/**
 * The database of an ecosystem in `folder` (osv-scanner's layout), or null where there is none.
 * Throws McgateError `tool-failed` for an archive that cannot be read or holds nothing.
 */
export async function openOsvDatabase(folder: string, ecosystem: string): Promise<AdvisoryDatabase | null> {
  const file = osvArchive(folder, 'osv-scalibr', ecosystem);
  let stats: Stats;
  try {
    stats = await stat(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw unreadable(file, error);
  }
  try {
    const { records, known } = await readArchive(file, ecosystem);
    return { ecosystem, records, fetchedAt: stats.mtime, ageMs: Date.now() - stats.mtimeMs, known };
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function readArchive(file: string, ecosystem: string): Promise<{ records: number; known: readonly KnownAdvisory[] }> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  try {
    const count = zip.entryCount;
    if (count === 0) throw new Error('it holds no records');
    if (count > maxRecords) throw new Error(`it holds more than ${String(maxRecords)} records`);
    return { records: count, known: await sampleArchive(zip, count, ecosystem) };
  } finally {
    zip.close();
  }
}

/** Takes the first usable advisory from the start, the end and points between, so that a database read in part shows. */
async function sampleArchive(zip: ZipFile, count: number, ecosystem: string): Promise<readonly KnownAdvisory[]> {
  const starts = Array.from({ length: samples }, (_, index) => Math.max(0, Math.floor((index * (count - triesPerSample)) / (samples - 1))));
  const found = new Map<number, KnownAdvisory>();
  let index = -1;
  for await (const entry of zip.eachEntry()) {
    index += 1;
    const window = windowOf(starts, index);
    if (window === null || found.has(window)) continue;
    const known = await readKnown(zip, entry, ecosystem);
    if (known !== null) found.set(window, known);
  }
  return [...new Map([...found.values()].map((known) => [known.id, known])).values()];
}

/** The last window that `index` lies in: windows overlap only in small archives. */
function windowOf(starts: readonly number[], index: number): number | null {
  for (let window = starts.length - 1; window >= 0; window -= 1) {
    const start = starts[window];
    if (start !== undefined && index >= start) return index < start + triesPerSample ? window : null;
  }
  return null;
}

async function readKnown(zip: ZipFile, entry: Entry, ecosystem: string): Promise<KnownAdvisory | null> {
  if (!entry.fileName.endsWith('.json') || entry.uncompressedSize > maxRecordBytes || entry.isEncrypted()) return null;
  const chunks: Buffer[] = [];
  // yauzl fails the stream if it yields more than the entry's stated size.
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return knownAdvisoryOf(JSON.parse(Buffer.concat(chunks).toString('utf8')), ecosystem);
}

interface OsvAffected {
  readonly package?: { readonly name?: unknown; readonly ecosystem?: unknown };
  readonly versions?: unknown;
  readonly ranges?: unknown;
}

/** A package and version that an OSV record affects beyond doubt, or null. */
export function knownAdvisoryOf(record: unknown, ecosystem: string): KnownAdvisory | null {
  if (typeof record !== 'object' || record === null) return null;
  const { id, withdrawn, affected } = record as { id?: unknown; withdrawn?: unknown; affected?: unknown };
  if (typeof id !== 'string' || withdrawn !== undefined || !Array.isArray(affected)) return null;
  for (const one of affected as readonly (OsvAffected | null)[]) {
    const name = one?.package?.name;
    if (one?.package?.ecosystem !== ecosystem || typeof name !== 'string' || !plainName.test(name)) continue;
    const version = affectedVersion(one, ecosystem);
    if (version !== null) return { id, package: name, version };
  }
  return null;
}

function affectedVersion(affected: OsvAffected, ecosystem: string): string | null {
  const listed: unknown = Array.isArray(affected.versions) ? affected.versions[0] : undefined;
  if (typeof listed === 'string' && plainVersion.test(listed)) return listed;
  for (const range of Array.isArray(affected.ranges) ? (affected.ranges as readonly ({ type?: unknown; events?: unknown } | null)[]) : []) {
    if (range?.type !== 'SEMVER' || !Array.isArray(range.events)) continue;
    const introduced = (range.events as readonly { introduced?: unknown }[]).find(
      (event) => typeof event.introduced === 'string',
    )?.introduced;
    // Go writes 0.0.0 as a pseudo-version, so "from the start on" names no version there.
    if (introduced === '0' && ecosystem !== 'Go') return '0.0.0';
    if (typeof introduced === 'string' && introduced !== '0' && plainVersion.test(introduced)) return introduced;
  }
  return null;
}

function unreadable(file: string, cause: unknown): McgateError {
  return new McgateError('tool-failed', `The advisory database ${file} cannot be read: ${messageOf(cause)}.`, {
    cause,
    remedy: 'Run `mcgate setup` to fetch it again.',
  });
}
