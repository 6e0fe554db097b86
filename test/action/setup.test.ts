// Which advisories a run fetches: those of the lockfiles that are there, and none that are fresh or kept by somebody else.
import { mkdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOsvRecords, writeOsvDatabase } from '../../scripts/build-osv-database.ts';
import { scannerNeed } from '../../src/action/scanner-need.ts';
import { setUp } from '../../src/action/setup.ts';
import { installedOsvDatabase, osvArchive } from '../../src/platform/osv-folders.ts';
import type { SetupPorts } from '../../src/platform/setup.ts';
import { makeFolder } from '../support/git-repository.ts';

/** Nothing answers: what was tried is told by the steps. */
function offlinePorts(home: string): SetupPorts {
  return {
    ...{ env: { HOME: home, PATH: '' }, platform: 'linux', home, scratch: makeFolder(), signal: new AbortController().signal },
    fetch: () => Promise.reject(new Error('no network')),
    runTool: () => Promise.resolve({ exitCode: null, stdout: '', stderr: '', failure: 'not-started' }),
    progress: () => undefined,
    sources: { asset: null, databaseOrigin: 'http://127.0.0.1:9', hosts: [] },
  };
}

async function steps(ecosystems: readonly string[], home: string, named: string | null = null): Promise<readonly string[]> {
  return (await setUp(ecosystems, named, offlinePorts(home))).map(({ name }) => name);
}

describe('what a run sets up', () => {
  const paths = ['a/package-lock.json', 'yarn.lock', 'go.mod', 'node_modules/x/Cargo.lock', 'README.md', 'uv.lock'];
  const seen = { paths, isRelease: false, bringsAttestations: false };
  const options = { offline: false, cache: true, osvDatabase: null };
  const nothing = { ecosystems: [], fetches: false, keepsNpm: false };
  const ecosystems = ['Go', 'PyPI', 'npm'];

  it('is by the lockfiles of the trees, where the gate that reads them runs', async () => {
    expect(await scannerNeed({ gates: null, options }, seen, true)).toEqual({ ecosystems, fetches: true, keepsNpm: true });
    expect(await scannerNeed({ gates: ['dependencies'], options }, seen, true)).toMatchObject({ ecosystems });
    expect(await scannerNeed({ gates: ['code'], options }, seen, true)).toEqual(nothing);
    expect(await scannerNeed({ gates: null, options }, { ...seen, paths: ['src/a.js'] }, true)).toEqual(nothing);
    expect(await scannerNeed({ gates: null, options }, null, true)).toEqual(nothing);
  });

  it('is not fetched, nor kept, where somebody says so or keeps it', async () => {
    const kept = { ecosystems, fetches: false, keepsNpm: false };
    expect(await scannerNeed({ gates: null, options }, seen, false)).toEqual(kept);
    expect(await scannerNeed({ gates: null, options: { ...options, offline: true } }, seen, true)).toEqual(kept);
    const named = { ...options, osvDatabase: '/somewhere' };
    expect(await scannerNeed({ gates: null, options: named }, seen, true)).toEqual({ ...kept, fetches: true });
    expect(await scannerNeed({ gates: null, options }, { ...seen, paths: ['go.mod'] }, true)).toMatchObject({
      fetches: true,
      keepsNpm: false,
    });
  });

  it('is the scanner, and what is missing or a day old', async () => {
    const home = makeFolder();
    expect(await steps(['Go', 'npm'], home)).toEqual(['osv-scanner', 'Go database', 'npm database']);
    const folder = installedOsvDatabase(offlinePorts(home));
    mkdirSync(folder, { recursive: true });
    await writeOsvDatabase(folder, await readOsvRecords(path.resolve('fixtures/demo-advisories')));
    const archive = osvArchive(folder, 'osv-scalibr', 'npm');
    utimesSync(archive, new Date(), new Date());
    expect(await steps(['Go', 'npm'], home)).toEqual(['osv-scanner', 'Go database']);
    const before = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(archive, before, before);
    expect(await steps(['npm'], home)).toEqual(['osv-scanner', 'npm database']);
  });

  it('is the scanner alone where somebody names a folder of advisories', async () => {
    expect(await steps(['npm'], makeFolder(), '/somewhere')).toEqual(['osv-scanner']);
  });
});
