// What GitHub's cache carries between runs, and for whom: against a local server that speaks its protocol and keeps its scopes.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildOsvArchive } from '../../scripts/build-osv-database.ts';
import { cacheRights, restoreCaches, saveCaches, type CacheEvent, type CacheRunPorts } from '../../src/action/cache.ts';
import { cacheFolder } from '../../src/platform/folders.ts';
import { installedOsvDatabase, installedOsvScanner, osvArchive } from '../../src/platform/osv-folders.ts';
import { openResultCache, resultFolder } from '../../src/platform/result-cache.ts';
import { osvRecord } from '../gates/dependencies/gate-run.ts';
import { startActionsCache, type TestCache } from '../support/actions-cache-server.ts';
import { makeFolder } from '../support/git-repository.ts';

const program = Buffer.from('the scanner that is pinned');
const pinned = createHash('sha256').update(program).digest('hex');
vi.mock('../../src/platform/osv-scanner-release.ts', async (original) => ({
  ...(await original<object>()),
  // The release itself has 50 MB, and its digest cannot be met here.
  osvScannerAsset: () => ({ url: 'https://github.com/', sha256: pinned }),
}));

const archive = Buffer.from(buildOsvArchive([osvRecord('GHSA-1', 'kit')]));
const now = new Date('2026-11-22T12:00:00Z');
const main = 'refs/heads/main';
const merge = 'refs/pull/7/merge';
const push: CacheEvent = { name: 'push', ref: main, defaultBranch: 'main' };
const target: CacheEvent = { name: 'pull_request_target', ref: main, defaultBranch: 'main' };

let server: TestCache;
beforeAll(async () => {
  server = await startActionsCache();
});
beforeEach(() => {
  server.reset();
});
afterAll(() => server.close());

/** A fresh machine. */
function runner(
  ref: string,
  options: { readonly readOnly?: boolean; readonly at?: Date; readonly env?: Readonly<Record<string, string>> } = {},
): CacheRunPorts {
  const home = makeFolder();
  const env = {
    HOME: home,
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_CACHE_HOME: path.join(home, 'cache'),
    ...server.environment(ref, options.readOnly),
    ...options.env,
  };
  return {
    env,
    signal: new AbortController().signal,
    now: () => options.at ?? now,
    scratch: makeFolder(),
    untrusted: [],
    wanted: { scanner: true, advisories: true, results: true },
  };
}

const scannerOf = (ports: CacheRunPorts): string => installedOsvScanner(ports);
const databaseOf = (ports: CacheRunPorts): string => osvArchive(installedOsvDatabase(ports), 'osv-scalibr', 'npm');

function put(file: string, bytes: Buffer, modified = now): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  utimesSync(file, modified, modified);
}

async function remember(ports: CacheRunPorts, key: string, value: string): Promise<void> {
  const cache = await openResultCache({ folder: cacheFolder(ports), namespace: 'code/1', untrusted: [] });
  await cache.set(key, value);
  await cache.flush();
}

async function recall(ports: CacheRunPorts, key: string): Promise<unknown> {
  return (await openResultCache({ folder: cacheFolder(ports), namespace: 'code/1', untrusted: [] })).get(key);
}

/** A runner with all that is carried. */
async function filled(ref: string, options: Parameters<typeof runner>[1] = {}): Promise<CacheRunPorts> {
  const ports = runner(ref, options);
  put(scannerOf(ports), program);
  put(databaseOf(ports), archive, new Date(now.getTime() - 3_600_000));
  await remember(ports, 'a.js', 'clean');
  return ports;
}

function outcomes(notes: readonly { readonly name: string; readonly outcome: string }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(notes.map(({ name, outcome }) => [name, outcome]));
}

const all = (outcome: string): object => ({ scanner: outcome, advisories: outcome, results: outcome });

describe('rights', () => {
  it.each<readonly [string, string | null, boolean, boolean]>([
    ['push', main, true, true],
    ['schedule', main, true, true],
    ['workflow_dispatch', main, true, true],
    ['pull_request_target', main, true, false],
    // As it was before GitHub took the default branch for it.
    ['pull_request_target', 'refs/heads/release/1', false, false],
    ['push', 'refs/heads/feature', false, false],
    ['push', 'refs/tags/main', false, false],
    ['workflow_dispatch', 'refs/heads/feature', false, false],
    ['pull_request', merge, false, false],
    ['pull_request', main, false, false],
    ['pull_request_review', merge, false, false],
    ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-7', false, false],
    ['issue_comment', main, false, false],
    ['push', null, false, false],
  ])('%s on %s: read %s, write %s', (name, ref, read, write) => {
    expect(cacheRights({ name, ref, defaultBranch: 'main' })).toEqual({ read, write });
    expect(cacheRights({ name, ref, defaultBranch: null })).toEqual({ read: false, write: false });
    expect(cacheRights({ name, ref: 'refs/heads/', defaultBranch: '' })).toEqual({ read: false, write: false });
  });
});

describe('what is carried', () => {
  it('is what the run makes use of', async () => {
    const wanted = { scanner: true, advisories: false, results: false };
    expect(outcomes(await saveCaches(push, { ...(await filled(main)), wanted }))).toEqual({ scanner: 'stored' });
    expect(outcomes(await restoreCaches(push, { ...runner(main), wanted }))).toEqual({ scanner: 'restored' });
    const results = { scanner: false, advisories: false, results: true };
    expect(outcomes(await restoreCaches(push, { ...runner(main), wanted: results }))).toEqual({ results: 'absent' });
    expect(await restoreCaches({ ...push, name: 'pull_request' }, { ...runner(merge), wanted: results })).toEqual([]);
  });

  it('comes back as it was, to a run that may read it', async () => {
    expect(outcomes(await saveCaches(push, await filled(main)))).toEqual(all('stored'));
    const next = runner(main, { readOnly: true });
    expect(outcomes(await restoreCaches(target, next))).toEqual(all('restored'));
    expect(readFileSync(scannerOf(next))).toEqual(program);
    expect(statSync(scannerOf(next)).mode & 0o777).toBe(0o755);
    expect(readFileSync(databaseOf(next))).toEqual(archive);
    // Advisories stay as old as they are.
    expect(statSync(databaseOf(next)).mtime).toEqual(new Date(now.getTime() - 3_600_000));
    expect(await recall(next, 'a.js')).toBe('clean');
  });

  it('is stored once a day, and never replaced', async () => {
    const ports = await filled(main);
    await saveCaches(push, ports);
    const before = server.keys();
    expect(before).toHaveLength(3);
    for (const key of before) expect(key).toMatch(/-[0-9a-f]{64}$/);
    await remember(ports, 'b.js', 'clean');
    expect(outcomes(await saveCaches(push, ports))).toEqual(all('kept'));
    expect(server.keys()).toEqual(before);
    const tomorrow = { ...ports, now: () => new Date('2026-11-23T00:00:00Z') };
    expect(outcomes(await saveCaches(push, tomorrow))).toEqual({ scanner: 'kept', advisories: 'stored', results: 'stored' });
  });

  it('leaves what is there alone', async () => {
    await saveCaches(push, await filled(main));
    const ports = runner(main);
    put(scannerOf(ports), Buffer.from('mine'));
    put(databaseOf(ports), Buffer.from('mine'));
    await remember(ports, 'a.js', 'mine');
    expect(outcomes(await restoreCaches(push, ports))).toEqual(all('kept'));
    expect(await recall(ports, 'a.js')).toBe('mine');
  });

  it('is no scanner with another digest, and nothing where there is nothing', async () => {
    const ports = runner(main);
    expect(outcomes(await saveCaches(push, ports))).toEqual(all('absent'));
    put(scannerOf(ports), Buffer.from('built by Go'));
    expect(outcomes(await saveCaches(push, ports))['scanner']).toBe('absent');
    expect(outcomes(await restoreCaches(push, runner(main)))).toEqual(all('absent'));
  });

  it('is no database that is older than mcgate judges by', async () => {
    await saveCaches(push, await filled(main));
    const later = runner(main, { at: new Date('2026-11-30T00:00:00Z') });
    expect(outcomes(await restoreCaches(push, later))['advisories']).toBe('absent');
  });
});

describe('a pull request', () => {
  it('stores nothing on any of its events', async () => {
    for (const name of ['pull_request', 'pull_request_target', 'pull_request_review', 'merge_group']) {
      for (const ref of [main, merge]) expect(await saveCaches({ name, ref, defaultBranch: 'main' }, await filled(ref))).toEqual([]);
    }
    expect(server.asked()).toEqual([]);
  });

  it('is not judged by what its own workflows stored, but for the scanner, whose digest is known', async () => {
    // As a workflow of the pull request would: another client, on the pull request's own ref.
    const planted = await filled(merge);
    await remember(planted, 'evil.js', 'clean');
    expect(outcomes(await saveCaches(push, planted))).toEqual(all('stored'));
    for (const name of ['pull_request', 'pull_request_review']) {
      const ports = runner(merge);
      expect(outcomes(await restoreCaches({ name, ref: merge, defaultBranch: 'main' }, ports))).toEqual({ scanner: 'restored' });
      expect(await recall(ports, 'evil.js')).toBeUndefined();
    }
    const judging = runner(main, { readOnly: true });
    expect(outcomes(await restoreCaches(target, judging))).toEqual(all('absent'));
  });

  it('puts no other program in the place of the scanner', async () => {
    const attacker = runner(merge);
    put(scannerOf(attacker), program);
    await saveCaches(push, attacker);
    server.tamper(() => Buffer.from('evil'));
    const ports = runner(merge);
    expect(outcomes(await restoreCaches({ name: 'pull_request', ref: merge, defaultBranch: 'main' }, ports))).toEqual({
      scanner: 'failed',
    });
    expect(() => statSync(scannerOf(ports))).toThrow();
  });
});

describe('an entry that is not as it was stored', () => {
  it.each<readonly [string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, -1)],
    ['longer', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
    ['altered', (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])])],
    ['empty', () => Buffer.alloc(0)],
  ])('%s: is not used', async (_, change) => {
    await saveCaches(push, await filled(main));
    server.tamper(change);
    const ports = runner(main);
    expect(outcomes(await restoreCaches(push, ports))).toEqual(all('failed'));
    for (const file of [scannerOf(ports), databaseOf(ports)]) expect(() => statSync(file)).toThrow();
    expect(await recall(ports, 'a.js')).toBeUndefined();
  });

  it('stores nothing of a file that is gone', async () => {
    const { openActionsCache } = await import('../../src/platform/actions-cache.ts');
    const opened = openActionsCache(runner(main));
    expect(opened.ok && (await opened.cache.store('mcgate-x', path.join(makeFolder(), 'gone')))).toBe('failed');
    expect(server.keys()).toEqual([]);
  });

  it('holds no results under names of its own', async () => {
    const { gzipSync } = await import('node:zlib');
    const shard = (name: string): Buffer => Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from([0, 0, 0, 1]), Buffer.from('x')]);
    for (const body of [
      shard('..'),
      shard('/x'),
      shard('0\0'),
      Buffer.concat([shard('00'), shard('00')]),
      Buffer.from('0'),
      Buffer.alloc(80 * 2 ** 20),
    ]) {
      server.reset();
      const ports = await filled(main);
      await saveCaches(push, ports);
      // A writer who may store anything: the digest in the key is right.
      const bytes = gzipSync(Buffer.concat([Buffer.from('mcgate carried results 1\n'), body]));
      const cacheOf = await import('../../src/platform/actions-cache.ts');
      const opened = cacheOf.openActionsCache(ports);
      const file = path.join(makeFolder(), 'x');
      writeFileSync(file, bytes);
      const prefix =
        server
          .keys()
          .find((key) => key.includes('results'))
          ?.split(' ')[1]
          ?.slice(0, -75) ?? '';
      expect(opened.ok && (await opened.cache.store(`${prefix}9999-99-99-${createHash('sha256').update(bytes).digest('hex')}`, file))).toBe(
        'stored',
      );
      const next = runner(main);
      expect(outcomes(await restoreCaches(push, next))['results']).toBe('kept');
      expect(await recall(next, 'a.js')).toBeUndefined();
      expect(readdirOrNone(resultFolder(cacheFolder(next)))).toEqual([]);
    }
  });
});

describe('a service in trouble', () => {
  it.each<readonly [string, number, string]>([
    ['an error', 500, '{"code":"internal"}'],
    ['no JSON', 200, '<html>'],
    ['no entry', 200, '{"ok":true}'],
    ['null', 200, 'null'],
    ['a long answer', 200, `{"ok":true,"matched_key":"${'x'.repeat(100_000)}"}`],
    ['another key', 200, '{"ok":true,"matched_key":"npm-","signed_download_url":"https://elsewhere.example/"}'],
    ['an address without TLS', 200, '{"ok":true,"matched_key":"mcgate-osv-scanner-","signed_download_url":"http://elsewhere.example/"}'],
    ['a file', 200, '{"ok":true,"matched_key":"mcgate-osv-scanner-","signed_download_url":"file:///etc/passwd"}'],
    ['too many questions', 429, '{}'],
  ])('%s costs the cache, not the run', async (_, status, body) => {
    server.trouble = () => ({ status, body });
    expect(Object.values(outcomes(await restoreCaches(push, runner(main))))).toEqual(['absent', 'absent', 'absent']);
    const saved = Object.values(outcomes(await saveCaches(push, await filled(main))));
    expect(saved.every((outcome) => ['failed', 'kept', 'refused'].includes(outcome))).toBe(true);
    expect(server.keys()).toEqual([]);
  });

  it('that refuses to be written to is told so', async () => {
    expect(outcomes(await saveCaches(push, await filled(main, { readOnly: true })))).toEqual(all('refused'));
    const readOnly = await filled(main, { env: { ACTIONS_CACHE_MODE: 'read' } });
    expect(outcomes(await saveCaches(push, readOnly))).toEqual(all('refused'));
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['none', { ACTIONS_RESULTS_URL: '' }],
    ['no token', { ACTIONS_RUNTIME_TOKEN: '' }],
    ['the former protocol', { ACTIONS_CACHE_SERVICE_V2: '' }],
    ['one without TLS', { ACTIONS_RESULTS_URL: 'http://results.example/' }],
    ['a token that would break a header', { ACTIONS_RUNTIME_TOKEN: 'a\nb: c' }],
  ])('is not asked where the runner offers %s', async (_, env) => {
    expect(outcomes(await restoreCaches(push, runner(main, { env })))).toEqual({ cache: 'absent' });
    expect(server.asked()).toEqual([]);
  });

  it('is sent the token, and an address that is signed is not', async () => {
    await saveCaches(push, await filled(main));
    await restoreCaches(push, runner(main));
    for (const asked of server.asked()) expect(asked.includes('Bearer')).toBe(!asked.includes('/account/blob/'));
  });
});

function readdirOrNone(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder);
}
