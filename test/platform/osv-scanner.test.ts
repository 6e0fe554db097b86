// Where osv-scanner may come from, and where never.
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { childEnvironment } from '../../src/platform/environment.ts';
import { installedOsvScanner } from '../../src/platform/osv-folders.ts';
import { knownAdvisoryOf } from '../../src/platform/osv-database.ts';
import { findOsvScanner } from '../../src/platform/osv-scanner.ts';
import type { FoundScanner } from '../../src/platform/osv-scanner.ts';
import { createRunTool } from '../../src/platform/run-tool.ts';

const runTool = createRunTool({ env: childEnvironment(process.env) });
let folder = '';
let repository = '';
let marker = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'mcgate-test-')));
  repository = path.join(folder, 'repository');
  marker = path.join(folder, 'was-run');
  await mkdir(repository);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function plant(file: string, version: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const inRepository = file.startsWith(repository) || file.includes('node_modules');
  await writeFile(file, `#!/bin/sh\n${inRepository ? `touch '${marker}'\n` : ''}echo 'osv-scanner version: ${version}'\n`);
  await chmod(file, 0o755);
  return file;
}

function find(env: Readonly<Record<string, string>>): Promise<FoundScanner> {
  return findOsvScanner({ env: { XDG_DATA_HOME: path.join(folder, 'data'), ...env }, untrusted: [repository], scratch: folder, runTool });
}

describe('osv-scanner is taken', () => {
  test('from MCGATE_OSV_SCANNER, before any other', async () => {
    const named = await plant(path.join(folder, 'named/scanner'), '2.5.1');
    await plant(path.join(folder, 'bin/osv-scanner'), '2.5.1');
    expect(await find({ MCGATE_OSV_SCANNER: named, PATH: path.join(folder, 'bin') })).toEqual({ file: named, version: '2.5.1' });
  });

  test('from where mcgate setup puts it, before PATH', async () => {
    const installed = await plant(installedOsvScanner({ env: { XDG_DATA_HOME: path.join(folder, 'data') } }), '2.5.1');
    await plant(path.join(folder, 'bin/osv-scanner'), '2.5.1');
    expect((await find({ PATH: path.join(folder, 'bin') })).file).toBe(installed);
  });

  test('from PATH, the first of a known release', async () => {
    await plant(path.join(folder, 'a/osv-scanner'), '2.5.0');
    await plant(path.join(folder, 'b/osv-scanner'), '9.0.0');
    const known = await plant(path.join(folder, 'c/osv-scanner'), '2.5.1');
    expect((await find({ PATH: ['a', 'b', 'c'].map((name) => path.join(folder, name)).join(path.delimiter) })).file).toBe(known);
  });
});

describe('osv-scanner is refused', () => {
  test.each(['2.5.0', '2.4.0', '9.0.0', 'nonsense'])('in release %s, wherever it lies', async (version) => {
    const file = await plant(path.join(folder, 'bin/osv-scanner'), version);
    await expect(find({ MCGATE_OSV_SCANNER: file, PATH: '' })).rejects.toMatchObject({ code: 'tool-failed' });
    await expect(find({ PATH: path.join(folder, 'bin') })).rejects.toMatchObject({ code: 'tool-missing' });
  });

  test('where MCGATE_OSV_SCANNER is relative, or leads nowhere', async () => {
    await expect(find({ MCGATE_OSV_SCANNER: 'osv-scanner', PATH: '' })).rejects.toMatchObject({ code: 'tool-missing' });
    await expect(find({ MCGATE_OSV_SCANNER: path.join(folder, 'none'), PATH: '' })).rejects.toMatchObject({ code: 'tool-missing' });
  });

  test('inside the repository, in node_modules, by a relative PATH entry and through links: none of them is even run', async () => {
    const planted = await plant(path.join(repository, 'node_modules/.bin/osv-scanner'), '2.5.1');
    const own = await plant(path.join(repository, 'tools/osv-scanner'), '2.5.1');
    await plant(path.join(folder, 'node_modules/.bin/osv-scanner'), '2.5.1');
    await symlink(path.join(repository, 'tools'), path.join(folder, 'linked-folder'));
    await mkdir(path.join(folder, 'linked-file'));
    await symlink(own, path.join(folder, 'linked-file/osv-scanner'));
    const entries = [
      path.dirname(planted),
      path.dirname(own),
      path.join(folder, 'node_modules/.bin'),
      path.relative(process.cwd(), path.dirname(own)),
      '',
      '.',
      path.join(folder, 'linked-folder'),
      path.join(folder, 'linked-file'),
    ];
    await expect(find({ PATH: entries.join(path.delimiter) })).rejects.toMatchObject({ code: 'tool-missing' });
    await expect(find({ MCGATE_OSV_SCANNER: own, PATH: '' })).rejects.toMatchObject({ code: 'tool-failed' });
    await expect(find({ MCGATE_OSV_SCANNER: path.join(folder, 'linked-file/osv-scanner'), PATH: '' })).rejects.toMatchObject({
      code: 'tool-failed',
    });
    const outward = path.join(repository, 'outward');
    await symlink(await plant(path.join(folder, 'bin/osv-scanner'), '2.5.1'), outward);
    await expect(find({ MCGATE_OSV_SCANNER: outward, PATH: '' })).rejects.toMatchObject({ code: 'tool-failed' });
    await expect(import('node:fs/promises').then((fs) => fs.stat(marker))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the advisory that proves a match', () => {
  const record = (affected: object, more: object = {}): object => ({ id: 'GHSA-1', affected: [affected], ...more });
  const pkg = { ecosystem: 'npm', name: 'kit' };

  test('is a listed version, else where a range begins, else the first of all', () => {
    expect(knownAdvisoryOf(record({ package: pkg, versions: ['1.2.3'] }), 'npm')).toEqual({
      id: 'GHSA-1',
      package: 'kit',
      version: '1.2.3',
    });
    expect(
      knownAdvisoryOf(record({ package: pkg, ranges: [{ type: 'SEMVER', events: [{ introduced: '2.0.0' }, { fixed: '3.0.0' }] }] }), 'npm')
        ?.version,
    ).toBe('2.0.0');
    expect(knownAdvisoryOf(record({ package: pkg, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }), 'npm')?.version).toBe(
      '0.0.0',
    );
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['a withdrawn record', record({ package: pkg, versions: ['1.0.0'] }, { withdrawn: '2026-01-01T00:00:00Z' })],
    ['another ecosystem', record({ package: { ...pkg, ecosystem: 'PyPI' }, versions: ['1.0.0'] })],
    ['a name that could be more than a name', record({ package: { ...pkg, name: 'kit"\n' }, versions: ['1.0.0'] })],
    ['a version that could be more than a version', record({ package: pkg, versions: ['1.0.0"\n'] })],
    ['a range of commits', record({ package: pkg, ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] })],
    ['affected in another shape', { id: 'x', affected: [null, 1] }],
  ])('is not taken from %s', (_what, value) => {
    expect(knownAdvisoryOf(value, 'npm')).toBeNull();
  });
});
