import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readFileBounded, writeFileAtomic } from '../../src/platform/files.ts';
import { cacheFolder, createScratch, dataFolder, removeScratch } from '../../src/platform/folders.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'mcgate-test-')));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('writeFileAtomic', () => {
  it('writes a new file and replaces one as a whole, keeping its mode', async () => {
    await writeFileAtomic(at('a'), 'one', { mode: 0o600 });
    expect(statSync(at('a')).mode & 0o777).toBe(0o600);
    chmodSync(at('a'), 0o755);
    const before = statSync(at('a')).ino;
    await writeFileAtomic(at('a'), 'two');
    expect(readFileSync(at('a'), 'utf8')).toBe('two');
    expect(statSync(at('a')).mode & 0o777).toBe(0o755);
    expect(statSync(at('a')).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('refuses a link, a folder and a pipe, and leaves what they lead to alone', async () => {
    writeFileSync(at('victim'), 'kept');
    symlinkSync('victim', at('link'));
    symlinkSync('nowhere', at('dangling'));
    mkdirSync(at('sub'));
    execFileSync('mkfifo', [at('pipe')]);
    for (const name of ['link', 'dangling', 'sub', 'pipe']) {
      await expect(writeFileAtomic(at(name), 'x')).rejects.toMatchObject({ code: 'write-failed' });
    }
    expect(readFileSync(at('victim'), 'utf8')).toBe('kept');
    expect(readdirSync(folder).sort()).toEqual(['dangling', 'link', 'pipe', 'sub', 'victim']);
  });

  it('does not leave the folder it must stay in, by a link or by name', async () => {
    mkdirSync(at('repository'));
    mkdirSync(at('outside'));
    symlinkSync('../outside', at('repository/.mcgate'));
    for (const name of ['repository/.mcgate/baseline.json', 'repository/../outside/x']) {
      await expect(writeFileAtomic(at(name), 'x', { within: at('repository') })).rejects.toMatchObject({ code: 'write-failed' });
    }
    expect(readdirSync(at('outside'))).toEqual([]);
    await writeFileAtomic(at('repository/x'), 'x', { within: at('repository') });
  });

  it('leaves the former state when it fails', async () => {
    await expect(writeFileAtomic(at('none/a'), 'x')).rejects.toMatchObject({ code: 'write-failed' });
    writeFileSync(at('a'), 'former');
    await expect(writeFileAtomic(at('a'), 5 as never)).rejects.toMatchObject({ code: 'write-failed' });
    expect(readFileSync(at('a'), 'utf8')).toBe('former');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('shows readers the one or the other content, never a part', async () => {
    const contents = ['a'.repeat(300_000), 'b'.repeat(200_000)] as const;
    await writeFileAtomic(at('a'), contents[0]);
    const state = { writing: true };
    const write = async (): Promise<void> => {
      for (let round = 0; round < 20; round++) await writeFileAtomic(at('a'), contents[round % 2 === 0 ? 1 : 0], { durable: false });
      state.writing = false;
    };
    const writer = write();
    while (state.writing) {
      const read = await readFileBounded(at('a'), 1_000_000);
      expect(read.ok && (contents as readonly string[]).includes(Buffer.from(read.bytes).toString())).toBe(true);
    }
    await writer;
  });
});

describe('readFileBounded', () => {
  it('reads up to the limit and no more', async () => {
    writeFileSync(at('a'), '12345');
    expect(await readFileBounded(at('a'), 5)).toEqual({ ok: true, bytes: Buffer.from('12345') });
    expect(await readFileBounded(at('a'), 4)).toMatchObject({ ok: false, failure: 'too-large' });
    writeFileSync(at('empty'), '');
    expect(await readFileBounded(at('empty'), 0)).toMatchObject({ ok: true });
  });

  it('answers, and does not wait, for what is no regular file', async () => {
    symlinkSync('/etc/hostname', at('link'));
    execFileSync('mkfifo', [at('pipe')]);
    expect(await readFileBounded(at('link'), 100)).toMatchObject({ failure: 'not-a-file' });
    expect(await readFileBounded(at('pipe'), 100)).toMatchObject({ failure: 'not-a-file' });
    expect(await readFileBounded('/dev/zero', 100)).toMatchObject({ failure: 'not-a-file' });
    expect(await readFileBounded(folder, 100)).toMatchObject({ failure: 'not-a-file' });
    expect(await readFileBounded(at('none'), 100)).toMatchObject({ failure: 'missing' });
    // A file of the kernel says size 0 and has content.
    expect(await readFileBounded('/proc/self/status', 100_000)).toMatchObject({ failure: 'changed' });
  });
});

describe('folders', () => {
  const home = '/home/ann';

  it('follows the platform, XDG and our own variable, and ignores relative values', () => {
    expect(cacheFolder({ env: {}, platform: 'linux', home })).toBe('/home/ann/.cache/mcgate');
    expect(cacheFolder({ env: {}, platform: 'darwin', home })).toBe('/home/ann/Library/Caches/mcgate');
    expect(cacheFolder({ env: { XDG_CACHE_HOME: '/x' }, platform: 'linux', home })).toBe('/x/mcgate');
    expect(cacheFolder({ env: { XDG_CACHE_HOME: 'x', MCGATE_CACHE_DIR: './y' }, platform: 'linux', home })).toBe('/home/ann/.cache/mcgate');
    expect(cacheFolder({ env: { MCGATE_CACHE_DIR: '/y', XDG_CACHE_HOME: '/x' }, home })).toBe('/y');
    expect(dataFolder({ env: {}, platform: 'linux', home })).toBe('/home/ann/.local/share/mcgate');
    expect(dataFolder({ env: { XDG_DATA_HOME: '/d' }, platform: 'darwin', home })).toBe('/d/mcgate');
    expect(dataFolder({ env: {}, platform: 'win32', home })).toContain('AppData');
  });

  it('refuses to guess a home folder', () => {
    expect(() => cacheFolder({ env: { HOME: 'relative' }, platform: 'linux' })).toThrow(expect.objectContaining({ code: 'unreadable' }));
  });

  it('makes scratch folders that only this user can enter, and removes them without following links', async () => {
    vi.stubEnv('TMPDIR', folder);
    const scratch = createScratch();
    expect(path.dirname(scratch)).toBe(folder);
    expect(statSync(scratch).mode & 0o777).toBe(0o700);
    mkdirSync(at('outside'));
    writeFileSync(at('outside/kept'), '');
    symlinkSync(at('outside'), path.join(scratch, 'link'));
    await removeScratch(scratch);
    await removeScratch(scratch);
    expect(readdirSync(folder)).toEqual(['outside']);
    expect(readdirSync(at('outside'))).toEqual(['kept']);
  });
});
