// Builds an advisory database in osv-scanner's layout from OSV records: `node scripts/build-osv-database.ts <out> <folder of *.json>`.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zipSync } from 'fflate';
import { osvArchive } from '../src/platform/osv-folders.ts';

export interface OsvRecord {
  readonly id: string;
  readonly affected: readonly { readonly package: { readonly ecosystem: string; readonly name: string } }[];
}

/** The same bytes for the same records, in any order, on any machine: stored, sorted by id, one fixed time. */
export function buildOsvArchive(records: readonly OsvRecord[]): Uint8Array {
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  const files = sorted.map((record) => [`${record.id}.json`, new TextEncoder().encode(JSON.stringify(record))] as const);
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1) });
}

/** Writes both layouts, of releases up to 2.4 and from 2.5 on, for every ecosystem that the records name. */
export async function writeOsvDatabase(folder: string, records: readonly OsvRecord[]): Promise<void> {
  const ecosystems = new Set(records.flatMap((record) => record.affected.map((one) => one.package.ecosystem)));
  for (const ecosystem of ecosystems) {
    const archive = buildOsvArchive(records.filter((record) => record.affected.some((one) => one.package.ecosystem === ecosystem)));
    for (const layout of ['osv-scalibr', 'osv-scanner'] as const) {
      const file = osvArchive(folder, layout, ecosystem);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, archive);
    }
  }
}

/** The records in a folder of `*.json`. */
export async function readOsvRecords(folder: string): Promise<readonly OsvRecord[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(path.join(folder, name), 'utf8')) as OsvRecord));
}

if (import.meta.main) {
  const [out, source] = process.argv.slice(2);
  if (out === undefined || source === undefined) {
    process.stderr.write('usage: node scripts/build-osv-database.ts <out> <folder of *.json>\n');
    process.exitCode = 2;
  } else {
    await writeOsvDatabase(out, await readOsvRecords(source));
  }
}
