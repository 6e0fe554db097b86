// Packed values in the cache: whole, or not at all.
import { describe, expect, it } from 'vitest';
import { loadPacked, pack, storePacked, unpack } from '../../../../src/gates/code/flow/packed.ts';
import { memoryCache } from '../support/workspace.ts';

/** Text that does not get smaller. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}

function changeLetter(entry: unknown): unknown {
  const { bytes, ...rest } = entry as { readonly bytes: string };
  return { ...rest, bytes: `${bytes.slice(0, 100)}${bytes[100] === 'A' ? 'B' : 'A'}${bytes.slice(101)}` };
}

describe('packed', () => {
  it('gives back what it was given', () => {
    const value = { a: [1, null, 'ä\ud800'], b: { c: true } };
    expect(unpack(pack(value))).toEqual(value);
    expect(() => unpack(new Uint8Array([1, 2, 3]))).toThrow();
  });

  it.each([0, 10, 300_000])('keeps %i characters in as many entries as it takes', async (length) => {
    const cache = memoryCache();
    const bytes = pack(noise(length));
    await storePacked(cache, 'k', bytes);
    for (const entry of cache.entries.values()) expect(entry.length).toBeLessThan(128 * 1024);
    const loaded = await loadPacked(cache, 'k');
    expect(loaded === null ? null : unpack(loaded)).toBe(noise(length));
  });

  it('is a miss where a piece is gone or damaged', async () => {
    const cache = memoryCache();
    await storePacked(cache, 'k', pack(noise(300_000)));
    expect(cache.entries.size).toBeGreaterThan(1);
    for (const damage of [
      'null',
      '{"count":9e9,"bytes":""}',
      '{"count":1,"bytes":3}',
      '[]',
      '{"count":1,"bytes":""}',
      '{"count":4,"bytes":"AAAA"}',
    ]) {
      const damaged = { ...cache, get: (key: string) => (key === 'k/1' ? Promise.resolve(JSON.parse(damage) as unknown) : cache.get(key)) };
      expect(await loadPacked(damaged, 'k')).toBeNull();
    }
    cache.entries.delete('k/0');
    expect(await loadPacked(cache, 'k')).toBeNull();
  });

  it('is a miss where a letter of the bytes is another', async () => {
    const cache = memoryCache();
    await storePacked(cache, 'k', pack(noise(1000)));
    const changed = { ...cache, get: async (key: string) => changeLetter(await cache.get(key)) };
    expect(await loadPacked(cache, 'k')).not.toBeNull();
    expect(await loadPacked(changed, 'k')).toBeNull();
  });

  it('does not keep what is very large', async () => {
    const cache = memoryCache();
    await storePacked(cache, 'k', new Uint8Array(10 * 1024 * 1024));
    expect(cache.entries.size).toBe(0);
  });
});
