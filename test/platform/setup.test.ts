// `mcgate setup` against a server of the test's own: what is downloaded, what is refused, and that one step's failure leaves the others done.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { access, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildOsvArchive } from '../../scripts/build-osv-database.ts';
import { childEnvironment } from '../../src/platform/environment.ts';
import { installedOsvDatabase, installedOsvScanner, osvArchive } from '../../src/platform/osv-folders.ts';
import { osvScannerAsset } from '../../src/platform/osv-scanner-release.ts';
import { createRunTool } from '../../src/platform/run-tool.ts';
import { setup, setupScanner } from '../../src/platform/setup.ts';
import type { SetupOptions, SetupPorts, SetupReport, SetupStep } from '../../src/platform/setup.ts';
import { osvRecord } from '../gates/dependencies/gate-run.ts';

const program = Buffer.from(`#!/bin/sh\necho 'osv-scanner version: 2.5.1'\n`);
const archive = Buffer.from(buildOsvArchive([osvRecord('GHSA-1', 'kit')]));
const options: SetupOptions = { offline: false, databases: ['npm'], force: false };

let folder = '';
let server: Server;
let host = '';
let routes: Record<string, RequestListener> = {};

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'mcgate-test-')));
  routes = {
    '/scanner': (_request, response) => response.end(program),
    '/npm/all.zip': (_request, response) => response.setHeader('last-modified', 'Mon, 02 Feb 2026 00:00:00 GMT').end(archive),
  };
  server = createServer((request, response) => {
    const route = routes[request.url ?? ''];
    if (route === undefined) response.writeHead(404).end();
    else route(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function env(): Record<string, string> {
  // No Go here: a build would take minutes.
  return { XDG_DATA_HOME: path.join(folder, 'data'), HOME: folder, PATH: '' };
}

async function run(changes: Partial<SetupOptions> = {}, ports: Partial<SetupPorts> = {}): Promise<SetupReport> {
  const scratch = path.join(folder, 'scratch');
  await mkdir(scratch, { recursive: true });
  const withoutGo = createRunTool({ env: childEnvironment(process.env) });
  return setup(
    { ...options, ...changes },
    {
      env: env(),
      arch: 'none',
      fetch,
      signal: new AbortController().signal,
      plainHttp: true,
      idleMs: 1000,
      scratch,
      progress: () => undefined,
      runTool: async (file, args, how) =>
        path.basename(file).startsWith('go')
          ? { exitCode: 1, stdout: '', stderr: 'no Go in this test', failure: null }
          : withoutGo(file, args, how),
      sources: {
        asset: { url: `http://${host}/scanner`, sha256: createHash('sha256').update(program).digest('hex') },
        databaseOrigin: `http://${host}`,
        hosts: [host],
      },
      ...ports,
    },
  );
}

function outcomes(report: SetupReport): readonly string[] {
  return report.steps.map((step) => `${step.name}: ${step.outcome}`);
}

const both = ['osv-scanner: done', 'npm database: done'];
const noScanner = ['osv-scanner: failed', 'npm database: done'];
const noDatabase = ['osv-scanner: done', 'npm database: failed'];

describe('setup', () => {
  test('installs the scanner, executable, and the database in both layouts, with the server’s time', async () => {
    const report = await run();
    expect([report.ok, ...outcomes(report)]).toEqual([true, ...both]);
    expect((await stat(installedOsvScanner({ env: env() }))).mode & 0o111).not.toBe(0);
    const database = installedOsvDatabase({ env: env() });
    for (const layout of ['osv-scalibr', 'osv-scanner'] as const)
      expect(await readFile(osvArchive(database, layout, 'npm'))).toEqual(archive);
    expect((await stat(osvArchive(database, 'osv-scalibr', 'npm'))).mtime.toISOString()).toBe('2026-02-02T00:00:00.000Z');
    expect(await readdir(database)).toEqual(['osv-scalibr', 'osv-scanner']);
  });

  test('keeps a scanner that is there, unless forced, and fetches the database anew', async () => {
    await run();
    expect(outcomes(await run())).toEqual(['osv-scanner: kept', 'npm database: done']);
    expect(outcomes(await run({ force: true }))).toEqual(both);
  });

  test('offline fetches nothing, and says what is missing', async () => {
    expect(outcomes(await run({ offline: true }))).toEqual(['osv-scanner: failed', 'npm database: failed']);
    await run();
    routes = {};
    const report = await run({ offline: true });
    expect([report.ok, ...outcomes(report)]).toEqual([true, 'osv-scanner: kept', 'npm database: kept']);
  });

  test('follows redirects among known hosts', async () => {
    routes['/real'] = (_request, response) => response.end(program);
    routes['/scanner'] = (_request, response) => response.writeHead(302, { location: '/real' }).end();
    expect(outcomes(await run())).toEqual(both);
  });

  test('refuses an unknown ecosystem', async () => {
    await expect(run({ databases: ['../npm'] })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('the scanner is not installed, and the database is, where the server', () => {
  test.each<[string, RequestListener]>([
    ['has something else', (_request, response) => response.end('#!/bin/sh\n')],
    ['has nothing', (_request, response) => response.writeHead(404).end()],
    ['fails', (_request, response) => response.writeHead(503).end()],
    ['leads to another host', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/scanner' }).end()],
    ['leads away from TLS or HTTP', (_request, response) => response.writeHead(302, { location: 'file:///bin/sh' }).end()],
    ['leads in a circle', (_request, response) => response.writeHead(302, { location: '/scanner' }).end()],
    ['announces too much', (_request, response) => response.writeHead(200, { 'content-length': String(2 ** 40) }).write('x')],
    [
      'stops in the middle',
      (_request, response) =>
        response.writeHead(200, { 'content-length': String(program.length) }).write(program.subarray(0, 10), () => response.destroy()),
    ],
    ['falls silent', (_request, response) => response.write(program.subarray(0, 10))],
  ])('%s', async (_what, route) => {
    routes['/scanner'] = route;
    const report = await run();
    expect([report.ok, ...outcomes(report)]).toEqual([false, ...noScanner]);
    await expect(access(installedOsvScanner({ env: env() }))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(path.dirname(installedOsvScanner({ env: env() })))).toEqual([]);
  });

  test('cannot be asked over TLS', async () => {
    expect(outcomes(await run({}, { plainHttp: false }))).toEqual(['osv-scanner: failed', 'npm database: failed']);
  });

  test('has a program of another release, whose digest is nevertheless pinned', async () => {
    const other = Buffer.from(`#!/bin/sh\necho 'osv-scanner version: 2.5.0'\n`);
    routes['/scanner'] = (_request, response) => response.end(other);
    const asset = { url: `http://${host}/scanner`, sha256: createHash('sha256').update(other).digest('hex') };
    expect(outcomes(await run({}, { sources: { asset, databaseOrigin: `http://${host}`, hosts: [host] } }))).toEqual(noScanner);
  });
});

describe('a wrong digest', () => {
  test('ends the step: Go is not even asked', async () => {
    routes['/scanner'] = (_request, response) => response.end('#!/bin/sh\n');
    const asked: string[] = [];
    await run({}, { runTool: (file) => (asked.push(file), Promise.resolve({ exitCode: 1, stdout: '', stderr: '', failure: null })) });
    expect(asked.filter((file) => path.basename(file) === 'go')).toEqual([]);
  });
});

describe('the former database stays where the server', () => {
  test.each<[string, RequestListener]>([
    ['has nothing', (_request, response) => response.writeHead(404).end()],
    ['has no archive', (_request, response) => response.end('<html>')],
    [
      'has an archive of another ecosystem',
      (_request, response) => response.end(Buffer.from(buildOsvArchive([osvRecord('GO-1', 'x', {}, 'Go')]))),
    ],
    ['stops in the middle', (_request, response) => response.writeHead(200).write(archive.subarray(0, 20), () => response.destroy())],
  ])('%s', async (_what, route) => {
    await run();
    routes['/npm/all.zip'] = route;
    expect(outcomes(await run({ force: true }))).toEqual(noDatabase);
    const database = installedOsvDatabase({ env: env() });
    expect(await readFile(osvArchive(database, 'osv-scalibr', 'npm'))).toEqual(archive);
    expect(await readdir(database)).toEqual(['osv-scalibr', 'osv-scanner']);
  });
});

test('every platform that mcgate names has a pinned release asset', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    for (const arch of ['x64', 'arm64']) expect(osvScannerAsset(platform, arch)?.sha256).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(osvScannerAsset('aix', 'ppc64')).toBeNull();
});

// These build from source: seconds with a warm Go cache, minutes without.
describe.skipIf(process.env['MCGATE_TEST_GO_INSTALL'] === undefined)('where the release cannot be reached', () => {
  const scanner = async (changes: Readonly<Record<string, string>>, runTool: SetupPorts['runTool']): Promise<SetupStep> =>
    setupScanner(
      { offline: false, force: true },
      {
        env: { ...env(), HOME: os.homedir(), ...changes },
        fetch: (input, init) =>
          (input instanceof URL ? input.host : '') === 'github.com' ? Promise.reject(new Error('no route')) : fetch(input, init),
        signal: new AbortController().signal,
        scratch: folder,
        progress: () => undefined,
        runTool,
      },
    );
  const whole = createRunTool({ env: childEnvironment(process.env) });

  test(
    'Go builds it',
    async () => {
      const step = await scanner({ PATH: process.env['PATH'] ?? '' }, whole);
      expect(step).toMatchObject({ outcome: 'done' });
      expect(step.message).toContain('checksum database');
    },
    15 * 60_000,
  );

  test(
    'and there is no Go, one is fetched',
    async () => {
      const own = path.join(folder, 'go/bin/go');
      const step = await scanner({}, (file, args, how) =>
        file === own || path.basename(file) !== 'go'
          ? whole(file, args, how)
          : Promise.resolve({ exitCode: 1, stdout: '', stderr: '', failure: null }),
      );
      expect(step).toMatchObject({ outcome: 'done' });
      expect(step.message).toContain(own);
    },
    15 * 60_000,
  );
});
