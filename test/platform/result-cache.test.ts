import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatShard, maxShardBytes, parseShard } from '../../src/platform/cache-shard.ts';
import { codeIdentity } from '../../src/platform/code-identity.ts';
import { openResultCache, type OpenResultCache, type ResultCacheOptions } from '../../src/platform/result-cache.ts';

let folder: string;
let store: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'mcgate-test-')));
  store = path.join(folder, 'cache/results/v1');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (part: Partial<ResultCacheOptions> = {}): Promise<OpenResultCache> =>
  openResultCache({ folder: path.join(folder, 'cache'), namespace: 'code/1', untrusted: [path.join(folder, 'repository')], ...part });

async function filled(keys: readonly string[]): Promise<void> {
  const cache = await open();
  for (const key of keys) await cache.set(key, { of: key });
  await cache.flush();
}

describe('the result cache', () => {
  it('keeps values between runs, apart by namespace', async () => {
    await filled(['a', '']);
    const cache = await open();
    expect(cache.refusal).toBeNull();
    expect(await cache.get('a')).toEqual({ of: 'a' });
    expect(await cache.get('')).toEqual({ of: '' });
    expect(await cache.get('b')).toBeUndefined();
    expect(await (await open({ namespace: 'code/' })).get('1a')).toBeUndefined();
  });

  it('answers what was set before it is written', async () => {
    const cache = await open();
    await cache.set('a', [1]);
    expect(await cache.get('a')).toEqual([1]);
  });

  it('writes what waits once nothing new comes', async () => {
    const cache = await open();
    await cache.set('a', 1);
    await vi.waitFor(async () => {
      expect(await (await open()).get('a')).toBe(1);
    });
    await cache.set('b', 2);
    await Promise.all([cache.flush(), cache.flush()]);
    expect(await (await open()).get('b')).toBe(2);
  });

  it('is private', async () => {
    await filled(['a']);
    expect(statSync(store).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, 'cache')).mode & 0o777).toBe(0o700);
    expect(readdirSync(store).map((name) => statSync(path.join(store, name)).mode & 0o777)).toEqual([0o600]);
  });

  it('does not keep what is too large or no JSON', async () => {
    const cache = await open();
    const ring: { self?: unknown } = {};
    ring.self = ring;
    for (const [key, value] of Object.entries({ large: 'x'.repeat(200_000), ring, big: 1n, none: undefined })) await cache.set(key, value);
    for (const key of ['large', 'ring', 'big', 'none']) expect(await cache.get(key)).toBeUndefined();
  });

  it('merges what another process wrote in between', async () => {
    const [one, two] = [await open(), await open()];
    const keys = Array.from({ length: 300 }, (_, index) => `key ${String(index)}`);
    await Promise.all(keys.flatMap((key) => [one.get(key), two.get(key)]));
    await Promise.all(keys.map((key, index) => (index % 2 === 0 ? one : two).set(key, index)));
    await one.flush();
    await two.flush();
    const after = await open();
    expect(await Promise.all(keys.map((key) => after.get(key)))).toEqual(keys.map((_, index) => index));
  });

  it('writes nothing when nothing is new, and the day of use once a day', async () => {
    await filled(['a']);
    const [name = ''] = readdirSync(store);
    const inode = (): number => statSync(path.join(store, name)).ino;
    const first = inode();
    for (const [days, same] of [
      [0, true],
      [1, false],
    ] as const) {
      const cache = await open({ now: () => Date.now() + days * 86_400_000 });
      await cache.get('a');
      await cache.flush();
      expect(inode() === first).toBe(same);
    }
  });

  it('takes a shard that is damaged, linked, foreign or writable by others for empty', async () => {
    await filled(['a']);
    const [name = ''] = readdirSync(store);
    const file = path.join(store, name);
    const whole = readFileSync(file);
    const flipped = Buffer.from(whole);
    flipped[flipped.length - 3] = 0;
    const states: Readonly<Record<string, () => void>> = {
      flipped: () => {
        writeFileSync(file, flipped);
      },
      torn: () => {
        writeFileSync(file, whole.subarray(0, -1));
      },
      writable: () => {
        chmodSync(file, 0o666);
      },
      linked: () => {
        writeFileSync(path.join(folder, 'elsewhere'), whole, { mode: 0o600 });
        symlinkSync(path.join(folder, 'elsewhere'), file);
      },
      ...(process.getuid?.() === 0
        ? {
            foreign: () => {
              writeFileSync(file, whole, { mode: 0o600 });
              chownSync(file, 12_345, 12_345);
            },
          }
        : {}),
      folder: () => {
        mkdirSync(file);
      },
    };
    for (const [state, make] of Object.entries(states)) {
      rmSync(file, { recursive: true, force: true });
      writeFileSync(file, whole, { mode: 0o600 });
      expect(await (await open()).get('a'), state).toEqual({ of: 'a' });
      rmSync(file);
      if (state === 'writable') writeFileSync(file, whole);
      make();
      expect(await (await open()).get('a'), state).toBeUndefined();
    }
  });

  it('refuses a folder that others can write, or could swap', async () => {
    mkdirSync(store, { recursive: true, mode: 0o700 });
    for (const [where, mode] of [
      [store, 0o770],
      [store, 0o707],
      [path.join(folder, 'cache'), 0o777],
    ] as const) {
      chmodSync(where, mode);
      const cache = await open();
      expect(cache.refusal, `${where} ${mode.toString(8)}`).toMatch(/another user/);
      await cache.set('a', 1);
      await cache.flush();
      expect(await cache.get('a')).toBeUndefined();
      chmodSync(where, 0o700);
    }
    expect((await open()).refusal).toBeNull();
  });

  it('refuses a folder in the repository, also through a link, and creates nothing there', async () => {
    mkdirSync(path.join(folder, 'repository'));
    symlinkSync('repository', path.join(folder, 'link'));
    for (const name of ['repository', 'link', 'link/x', 'repository/.cache/deep']) {
      expect((await open({ folder: path.join(folder, name) })).refusal).toMatch(/under check/);
    }
    expect(readdirSync(path.join(folder, 'repository'))).toEqual([]);
  });

  it('refuses what is no folder, without throwing', async () => {
    writeFileSync(path.join(folder, 'cache'), '');
    expect((await open()).refusal).not.toBeNull();
  });

  it('removes what killed runs left, but not what a running one writes', async () => {
    await filled(['a']);
    for (const name of ['.old.tmp', '.new.tmp']) writeFileSync(path.join(store, name), '');
    utimesSync(path.join(store, '.old.tmp'), 1, 1);
    await open();
    expect(existsSync(path.join(store, '.old.tmp'))).toBe(false);
    expect(existsSync(path.join(store, '.new.tmp'))).toBe(true);
  });

  it('stays below its bound', async () => {
    const cache = await open();
    for (let index = 0; index < 800; index++) await cache.set(`key ${String(index)}`, 'x'.repeat(120_000));
    await cache.flush();
    const sizes = readdirSync(store).map((name) => statSync(path.join(store, name)).size);
    expect(sizes.length).toBeLessThanOrEqual(64);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(maxShardBytes);
  });

  it('answers 2,000 lookups from 64 files at most', async () => {
    const keys = Array.from({ length: 2000 }, (_, index) => `key ${String(index)}`);
    await filled(keys);
    expect(readdirSync(store)).toHaveLength(64);
    const cache = await open();
    const values = await Promise.all(keys.map((key) => cache.get(key)));
    expect(values.every((value) => value !== undefined)).toBe(true);
  });
});

describe('a shard', () => {
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
  const entry = fc.record({
    lastUsed: fc.nat({ max: 2 ** 31 }),
    value: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  });

  it('reads as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(digest, entry), { maxLength: 20 }), (pairs) => {
        const shard = new Map(pairs);
        expect(parseShard(formatShard(shard))).toEqual(shard);
      }),
    );
  });

  it('reads as empty when any byte differs, and never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(digest, entry), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (pairs, at, change) => {
          const bytes = formatShard(new Map(pairs));
          const position = at % bytes.length;
          bytes[position] = (bytes[position] ?? 0) ^ change;
          expect(parseShard(bytes).size).toBe(0);
          expect(parseShard(bytes.subarray(0, position)).size).toBe(0);
        },
      ),
    );
  });

  it('drops what was used longest ago when it is full', () => {
    const value = Buffer.alloc(100_000);
    const name = (index: number): string => index.toString(16).padStart(64, '0');
    const shard = new Map(Array.from({ length: 20 }, (_, index) => [name(index), { lastUsed: index === 3 ? 50 : index, value }]));
    const kept = [...parseShard(formatShard(shard)).keys()].sort();
    expect(kept).toEqual([3, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(name));
  });
});

describe('codeIdentity', () => {
  it('changes with content and name of code, and with nothing else', () => {
    writeFileSync(path.join(folder, 'a.js'), '1');
    const first = codeIdentity([folder]);
    writeFileSync(path.join(folder, 'readme.md'), '1');
    expect(codeIdentity([folder])).toBe(first);
    writeFileSync(path.join(folder, 'a.js'), '2');
    const second = codeIdentity([folder]);
    expect(second).not.toBe(first);
    expect(codeIdentity()).toMatch(/^[0-9a-f]{64}$/);
  });
});
