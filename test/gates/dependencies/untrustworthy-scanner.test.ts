// A scanner that lies, dies, hangs or babbles never ends in a pass; nor does a database that cannot be used.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeOsvDatabase } from '../../../scripts/build-osv-database.ts';
import { McgateError } from '../../../src/core/error.ts';
import type { ErrorCode } from '../../../src/core/error.ts';
import type { Tree } from '../../../src/core/workspace.ts';
import { maxLockfileBytes } from '../../../src/gates/dependencies/load-lockfiles.ts';
import { demoRecords, osvRecord, packageLock, realScanner, runGate } from './gate-run.ts';
import type { GateRun } from './gate-run.ts';

const judged = { 'package-lock.json': packageLock({ 'node_modules/lodash': { version: '4.17.21' } }) };
const folder = await mkdtemp(path.join(os.tmpdir(), 'mcgate-test-'));
const scanner = await realScanner();

afterAll(() => rm(folder, { recursive: true, force: true }));

async function codeOf(request: Partial<GateRun>): Promise<ErrorCode | 'answered'> {
  try {
    await runGate({ judged, ...request });
    return 'answered';
  } catch (error) {
    if (error instanceof McgateError) return error.code;
    throw error;
  }
}

/** A stand-in's start: the canary and the lockfiles it was handed, and an answer that leaves nothing out but the advisories. */
const honest = `
const fs = require('node:fs');
const files = args.flatMap((arg, index) => (args[index - 1] === '-L' ? [arg] : []));
const packagesOf = (file) => Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')).packages)
  .filter(([key]) => key !== '').map(([key, entry]) => ({ package: { name: key.split('node_modules/').at(-1), version: entry.version, ecosystem: 'npm' } }));
const results = files.map((file) => ({ source: { path: file, type: 'lockfile' }, packages: packagesOf(file) }));
`;

describe('the scanner', () => {
  test.each<[string, string]>([
    ['finds nothing at all', `console.log('{"results":[]}');`],
    ['lists every package and no advisory', `${honest}console.log(JSON.stringify({ results }));`],
    [
      'answers with an advisory of another name',
      `${honest}for (const one of results[0].packages) { one.vulnerabilities = [{ id: 'GHSA-0000-0000-0000' }]; } console.log(JSON.stringify({ results })); process.exit(1);`,
    ],
    ['prints nothing', ''],
    ['prints no JSON', `console.log('all good');`],
    ['prints half of it', `console.log('{"results":[');`],
    ['names a file it was not given', `console.log(JSON.stringify({ results: [{ source: { path: '/etc/passwd' }, packages: [] }] }));`],
    ['answers in another shape', `console.log(JSON.stringify({ results: { packages: [] } }));`],
    ['nests without end', `console.log('{"results":' + '['.repeat(200000));`],
    ['fails', `console.error('boom'); process.exit(127);`],
    ['says there are no packages', `process.exit(128);`],
    ['dies', `process.kill(process.pid, 'SIGSEGV'); setTimeout(() => {}, 10000);`],
    [
      'says nothing about an extraction that failed but on stderr',
      `${honest}console.error('Error during extraction: (extracting as vulnmatch/osvlocal) no database'); console.log(JSON.stringify({ results })); process.exit(1);`,
    ],
  ])('%s: tool-failed', async (_what, standIn) => {
    expect(await codeOf({ standIn })).toBe('tool-failed');
  });

  test('hangs: tool-failed, within the time limit', async () => {
    const start = Date.now();
    expect(await codeOf({ standIn: 'setInterval(() => {}, 1000);', timeoutMs: 2500 })).toBe('tool-failed');
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  test('floods: tool-failed', async () => {
    const standIn = `const chunk = 'x'.repeat(1 << 20); const write = () => { while (process.stdout.write(chunk)); process.stdout.once('drain', write); }; write();`;
    expect(await codeOf({ standIn })).toBe('tool-failed');
  });

  test('leaves out a lockfile while it matches the canary: incomplete', async () => {
    const known = `${honest}const canary = results.find((one) => one.packages.some((p) => p.package.name !== 'lodash' || p.package.version !== '4.17.21'));
const ids = ${JSON.stringify((await demoRecords()).map((record) => record.id))};
canary.packages[0].vulnerabilities = ids.map((id) => ({ id })); console.log(JSON.stringify({ results: [canary] })); process.exitCode = 1;`;
    const { reasons } = await runGate({ judged, standIn: known });
    expect(reasons.map((reason) => reason.code)).toEqual(['lockfile-ambiguous']);
  });

  test('is missing: tool-missing with the command that mends it', async () => {
    const env = { MCGATE_OSV_SCANNER: '', PATH: folder, XDG_DATA_HOME: folder };
    await expect(runGate({ judged, env })).rejects.toMatchObject({ code: 'tool-missing', remedy: 'Run `mcgate setup`.' });
  });
});

describe('the database', () => {
  const standIn = `console.log('{"results":[]}');`;

  test('is missing, or has no npm part: tool-missing', async () => {
    expect(await codeOf({ standIn, database: path.join(folder, 'nowhere') })).toBe('tool-missing');
    expect(await codeOf({ standIn, records: [osvRecord('GO-1', 'x', {}, 'Go')] })).toBe('tool-missing');
  });

  test.each([
    ['is no archive', Buffer.from('not a zip')],
    ['is empty', Buffer.alloc(0)],
    ['holds no records', Buffer.from('504b0506000000000000000000000000000000000000', 'hex')],
  ])('%s: tool-failed', async (name, bytes) => {
    const database = path.join(folder, name);
    await mkdir(path.join(database, 'osv-scalibr/npm'), { recursive: true });
    await writeFile(path.join(database, 'osv-scalibr/npm/all.zip'), bytes);
    expect(await codeOf({ standIn, database })).toBe('tool-failed');
  });

  test('knows nothing that could prove a match: tool-failed', async () => {
    expect(await codeOf({ standIn, records: [osvRecord('GHSA-0000-0000-0000', 'x', { withdrawn: '2026-01-01T00:00:00Z' })] })).toBe(
      'tool-failed',
    );
  });

  test.skipIf(scanner === null)(
    'of mcgate’s own that is over a week old is stale; one that was named is the namer’s to keep fresh',
    async () => {
      const data = path.join(folder, 'data');
      const database = path.join(data, 'mcgate/osv-database');
      await writeOsvDatabase(database, await demoRecords());
      const old = new Date(Date.now() - 8 * 86_400_000);
      await utimes(path.join(database, 'osv-scalibr/npm/all.zip'), old, old);
      expect((await runGate({ judged, database })).reasons).toEqual([]);
      const env = { XDG_DATA_HOME: data, MCGATE_OSV_SCANNER: scanner ?? '', MCGATE_OSV_DATABASE: '' };
      expect((await runGate({ judged, database: null, env })).reasons).toMatchObject([
        { code: 'stale-database', remedy: 'Run `mcgate setup --database npm`.' },
      ]);
    },
  );
});

describe.skipIf(scanner === null)('a lockfile of 200 MB', () => {
  const huge: Tree = {
    entries: [{ path: 'package-lock.json', kind: 'file', id: 'a', size: 200 * 1024 * 1024 }],
    read: (_path, limit) =>
      Promise.resolve(
        limit <= maxLockfileBytes
          ? { ok: false, failure: 'too-large', detail: '200 MB' }
          : { ok: false, failure: 'unreadable', detail: 'the limit is not kept' },
      ),
  };

  test('that changed is incomplete; one that did not is coverage', async () => {
    expect((await runGate({ judged: huge })).reasons.map((reason) => reason.code)).toEqual(['lockfile-too-large']);
    const standing = await runGate({ judged: huge, base: huge });
    expect(standing).toMatchObject({ reasons: [], coverage: { examined: 0, leftOut: [{ count: 1, paths: ['package-lock.json'] }] } });
  });
});
