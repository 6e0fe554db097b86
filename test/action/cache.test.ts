// What GitHub's cache carries between runs, and for whom: against a local server that speaks its protocol and keeps its scopes.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildOsvArchive } from '../../scripts/build-osv-database.ts';
import { cacheRights, restoreCaches, saveCaches, type CacheUse } from '../../src/action/cache.ts';
import type { ChangeEvent } from '../../src/core/event.ts';
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
const id = 'a'.repeat(40);
const pull = { number: 7, headSha: id, mergeSha: id, baseRef: 'main', baseSha: id, defaultBranch: 'main', isProtected: true } as const;
const push: ChangeEvent = { name: 'push', before: id, after: id, ref: main, forced: false, defaultBranch: 'main', isProtected: true };
const target: ChangeEvent = { name: 'pull_request_target', ...pull };
const events: Readonly<Record<string, ChangeEvent>> = {
  push,
  pull_request_target: target,
  pull_request: { name: 'pull_request', ...pull },
  merge_group: { name: 'merge_group', baseSha: id, headSha: id, baseRef: 'main' },
  schedule: { name: 'schedule', defaultBranch: 'main' },
  workflow_dispatch: { name: 'workflow_dispatch', defaultBranch: 'main' },
  local: { name: 'local', base: null, staged: false },
};
const all = { advisories: true, results: true };

let server: TestCache;
beforeAll(async () => {
  server = await startActionsCache();
});
beforeEach(() => {
  server.reset();
});
afterAll(() => server.close());

type Machine = Omit<CacheUse, 'event'>;

/** A fresh one. */
function runner(
  ref: string,
  options: { readonly readOnly?: boolean; readonly at?: Date; readonly env?: Readonly<Record<string, string>> } = {},
): Machine {
  const home = makeFolder();
  const env = {
    HOME: home,
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_CACHE_HOME: path.join(home, 'cache'),
    GITHUB_REF: ref,
    ...server.environment(ref, options.readOnly),
    ...options.env,
  };
  return {
    env,
    signal: new AbortController().signal,
    now: () => options.at ?? now,
    scratch: makeFolder(),
    untrusted: [],
    wanted: all,
    tell: () => Promise.resolve(),
  };
}

const scannerOf = (ports: Machine): string => installedOsvScanner(ports);
const databaseOf = (ports: Machine): string => osvArchive(installedOsvDatabase(ports), 'osv-scalibr', 'npm');

function put(file: string, bytes: Buffer, modified = now): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  utimesSync(file, modified, modified);
}

async function remember(ports: Machine, key: string, value: string): Promise<void> {
  const cache = await openResultCache({ folder: cacheFolder(ports), namespace: 'code/1', untrusted: [] });
  await cache.set(key, value);
  await cache.flush();
}

async function recall(ports: Machine, key: string): Promise<unknown> {
  return (await openResultCache({ folder: cacheFolder(ports), namespace: 'code/1', untrusted: [] })).get(key);
}

/** A runner with all that is carried. */
async function filled(ref: string, options: Parameters<typeof runner>[1] = {}): Promise<Machine> {
  const ports = runner(ref, options);
  put(scannerOf(ports), program);
  put(databaseOf(ports), archive, new Date(now.getTime() - 3_600_000));
  await remember(ports, 'a.js', 'clean');
  return ports;
}

/** `event`: by its name. */
async function restore(event: string, machine: Machine): Promise<Readonly<Record<string, string>>> {
  return outcomes(await restoreCaches({ ...machine, event: events[event] ?? push }));
}

async function save(event: string, machine: Machine): Promise<Readonly<Record<string, string>>> {
  return outcomes(await saveCaches({ ...machine, event: events[event] ?? push }));
}

function outcomes(notes: readonly { readonly name: string; readonly outcome: string }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(notes.map(({ name, outcome }) => [name, outcome]));
}

const every = (outcome: string): object => ({ scanner: outcome, advisories: outcome, results: outcome });

describe('rights', () => {
  it.each<readonly [event: string, ref: string, read: boolean, write: boolean]>([
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
    ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-7', false, false],
    ['local', main, false, false],
    ['push', '', false, false],
  ])('%s on %s: read %s, write %s', (name, ref, read, write) => {
    expect(cacheRights(events[name] ?? push, ref)).toEqual({ read, write });
  });

  it('are none where the default branch has no name', () => {
    expect(cacheRights({ name: 'schedule', defaultBranch: '' }, 'refs/heads/')).toEqual({ read: false, write: false });
  });

  it('are used for what the run makes use of alone', async () => {
    const machine = { ...(await filled(main)), wanted: { advisories: false, results: false } };
    expect(await save('push', machine)).toEqual({ scanner: 'stored' });
    expect(await restore('push', { ...runner(main), wanted: machine.wanted })).toEqual({ scanner: 'restored' });
  });
});

describe('what is carried', () => {
  it('comes back as it was, to a run that may read it', async () => {
    expect(await save('push', await filled(main))).toEqual(every('stored'));
    const next = runner(main, { readOnly: true });
    expect(await restore('pull_request_target', next)).toEqual(every('restored'));
    expect(readFileSync(scannerOf(next))).toEqual(program);
    expect(statSync(scannerOf(next)).mode & 0o777).toBe(0o755);
    expect(readFileSync(databaseOf(next))).toEqual(archive);
    // Advisories stay as old as they are.
    expect(statSync(databaseOf(next)).mtime).toEqual(new Date(now.getTime() - 3_600_000));
    expect(await recall(next, 'a.js')).toBe('clean');
  });

  it('is stored once a day, and never replaced', async () => {
    const ports = await filled(main);
    await save('push', ports);
    const before = server.keys();
    expect(before).toHaveLength(3);
    for (const key of before) expect(key).toMatch(/-[0-9a-f]{64}$/);
    await remember(ports, 'b.js', 'clean');
    expect(await save('push', ports)).toEqual(every('kept'));
    expect(server.keys()).toEqual(before);
    const tomorrow = { ...ports, now: () => new Date('2026-11-23T00:00:00Z') };
    expect(await save('push', tomorrow)).toEqual({ scanner: 'kept', advisories: 'stored', results: 'stored' });
  });

  it('leaves what is there alone', async () => {
    await save('push', await filled(main));
    const ports = runner(main);
    put(scannerOf(ports), Buffer.from('mine'));
    put(databaseOf(ports), Buffer.from('mine'));
    await remember(ports, 'a.js', 'mine');
    expect(await restore('push', ports)).toEqual(every('kept'));
    expect(await recall(ports, 'a.js')).toBe('mine');
  });

  it('is no scanner with another digest, and nothing where there is nothing', async () => {
    const ports = runner(main);
    expect(await save('push', ports)).toEqual(every('absent'));
    put(scannerOf(ports), Buffer.from('built by Go'));
    expect((await save('push', ports))['scanner']).toBe('absent');
    expect(await restore('push', runner(main))).toEqual(every('absent'));
  });

  it('is no database that is older than mcgate judges by', async () => {
    await save('push', await filled(main));
    const later = runner(main, { at: new Date('2026-11-30T00:00:00Z') });
    expect((await restore('push', later))['advisories']).toBe('absent');
  });
});

describe('a pull request', () => {
  /** A workflow of the pull request stores what it wants, whatever it says of itself: but the service knows its token's ref. */
  const lie = { env: { GITHUB_REF: main } };

  it('stores nothing on any of its events', async () => {
    for (const name of ['pull_request', 'pull_request_target', 'merge_group']) {
      for (const ref of [main, merge]) expect(await save(name, await filled(ref))).toEqual({});
    }
    expect(server.asked()).toEqual([]);
  });

  it('is not judged by what its own workflows stored, but for the scanner, whose digest is known', async () => {
    const planted = await filled(merge, lie);
    await remember(planted, 'evil.js', 'clean');
    expect(await save('push', planted)).toEqual(every('stored'));
    for (const name of ['pull_request', 'merge_group']) {
      const ports = runner(merge);
      expect(await restore(name, ports)).toEqual({ scanner: 'restored' });
      expect(await recall(ports, 'evil.js')).toBeUndefined();
    }
    const judging = runner(main, { readOnly: true });
    expect(await restore('pull_request_target', judging)).toEqual(every('absent'));
  });

  it('puts no other program in the place of the scanner', async () => {
    const attacker = runner(merge, lie);
    put(scannerOf(attacker), program);
    await save('push', attacker);
    server.tamper(() => Buffer.from('evil'));
    const ports = runner(merge);
    expect(await restore('pull_request', ports)).toEqual({
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
    await save('push', await filled(main));
    server.tamper(change);
    const ports = runner(main);
    expect(await restore('push', ports)).toEqual(every('failed'));
    for (const file of [scannerOf(ports), databaseOf(ports)]) expect(() => statSync(file)).toThrow();
    expect(await recall(ports, 'a.js')).toBeUndefined();
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
      await save('push', ports);
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
      expect((await restore('push', next))['results']).toBe('kept');
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
    expect(Object.values(await restore('push', runner(main)))).toEqual(['absent', 'absent', 'absent']);
    const saved = Object.values(await save('push', await filled(main)));
    expect(saved.every((outcome) => ['failed', 'kept', 'refused'].includes(outcome))).toBe(true);
    expect(server.keys()).toEqual([]);
  });

  it('that refuses to be written to is told so', async () => {
    expect(await save('push', await filled(main, { readOnly: true }))).toEqual(every('refused'));
    const readOnly = await filled(main, { env: { ACTIONS_CACHE_MODE: 'read' } });
    expect(await save('push', readOnly)).toEqual(every('refused'));
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['none', { ACTIONS_RESULTS_URL: '' }],
    ['no token', { ACTIONS_RUNTIME_TOKEN: '' }],
    ['the former protocol', { ACTIONS_CACHE_SERVICE_V2: '' }],
    ['one without TLS', { ACTIONS_RESULTS_URL: 'http://results.example/' }],
    ['a token that would break a header', { ACTIONS_RUNTIME_TOKEN: 'a\nb: c' }],
  ])('is not asked where the runner offers %s', async (_, env) => {
    expect(await restore('push', runner(main, { env }))).toEqual({ cache: 'absent' });
    expect(server.asked()).toEqual([]);
  });

  it('is sent the token, and an address that is signed is not', async () => {
    await save('push', await filled(main));
    await restore('push', runner(main));
    for (const asked of server.asked()) expect(asked.includes('Bearer')).toBe(!asked.includes('/account/blob/'));
  });
});

function readdirOrNone(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder);
}
