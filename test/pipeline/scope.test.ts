import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TreeListing } from '../../src/core/repository.ts';
import type { PastListing } from '../../src/core/workspace.ts';
import { exclude, movedUnderExclusion, narrow, partialReasons, policyListings } from '../../src/pipeline/scope.ts';
import { memoryTree } from '../support/memory-tree.ts';

function listing(files: Readonly<Record<string, string>>): TreeListing {
  return { source: { kind: 'working-tree' }, entries: memoryTree(files).entries };
}
const pastOf = (...files: readonly string[]): PastListing => ({
  commits: 1,
  entries: files.map((path) => ({ commit: 'c', path, id: 'i' })),
  cut: null,
});
const paths = (one: TreeListing | null): string[] => (one?.entries ?? []).map((entry) => entry.path);
const whole = { paths: [], changedOnly: false, shard: null };
const judged = listing({ 'a.js': '1', 'lib/b.js': '2', 'library/c.js': '3', 'vendor/d.js': '4' });
const base = listing({ 'a.js': '1', 'lib/b.js': 'old', 'gone.js': '5' });

describe('narrowing', () => {
  test('a whole run keeps everything', () => {
    expect(narrow({ judged, base, past: null }, whole)).toEqual({ judged, base, past: null });
  });

  test('a folder is no prefix of another', () => {
    expect(paths(narrow({ judged, base, past: null }, { ...whole, paths: ['lib', 'a.js'] }).judged)).toEqual(['a.js', 'lib/b.js']);
  });

  test('--changed keeps what differs, in both trees', () => {
    const narrowed = narrow({ judged, base, past: null }, { ...whole, changedOnly: true });
    expect(paths(narrowed.judged)).toEqual(['lib/b.js', 'library/c.js', 'vendor/d.js']);
    expect(paths(narrowed.base)).toEqual(['gone.js', 'lib/b.js']);
  });

  test('with no base there is none to narrow, and everything has changed', () => {
    expect(narrow({ judged, base: null, past: null }, { ...whole, paths: ['lib'], changedOnly: true })).toMatchObject({
      judged: { entries: [{ path: 'lib/b.js' }] },
      base: null,
    });
  });

  test('shards are a partition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), (count) => {
        const parts = Array.from({ length: count }, (_, index) =>
          paths(narrow({ judged, base, past: null }, { ...whole, shard: { index: index + 1, count } }).judged),
        );
        expect(parts.flat().sort()).toEqual(paths(judged));
      }),
    );
  });

  test('of what lies between, paths and shards keep a part, and --changed all', () => {
    const past = pastOf('lib/b.js', 'gone.js', 'vendor/k.js');
    const kept = (narrowing: Partial<Parameters<typeof narrow>[1]>): readonly string[] =>
      (narrow({ judged, base, past }, { ...whole, ...narrowing }).past?.entries ?? []).map(({ path }) => path);
    expect(kept({ paths: ['lib'] })).toEqual(['lib/b.js']);
    expect(kept({ changedOnly: true })).toEqual(['lib/b.js', 'gone.js', 'vendor/k.js']);
    expect([1, 2, 3].flatMap((index) => kept({ shard: { index, count: 3 } })).sort()).toEqual(['gone.js', 'lib/b.js', 'vendor/k.js']);
  });

  test('the report says what narrowed it', () => {
    expect(partialReasons({ gates: ['code'], changedOnly: true, since: 'v1', shard: { index: 1, count: 3 }, paths: ['src'] })).toEqual([
      '--gate code',
      '--changed',
      '--since v1',
      '--shard 1/3',
      'src',
    ]);
    expect(partialReasons({ gates: null, changedOnly: false, since: null, shard: null, paths: [] })).toEqual([]);
  });
});

describe('exclusions', () => {
  test('are left out of both trees and named', () => {
    const { listings, leftOut } = exclude({ judged, base: judged, past: null }, ['vendor/**', 'lib/*.js']);
    expect([paths(listings.judged), paths(listings.base)]).toEqual([
      ['a.js', 'library/c.js'],
      ['a.js', 'library/c.js'],
    ]);
    expect(leftOut).toEqual([{ reason: 'excluded by the config', count: 2, paths: ['lib/b.js', 'vendor/d.js'] }]);
  });

  test('are left out of what lies between, with the rest of it as it was', () => {
    const past = { ...pastOf('vendor/k.js', 'src/k.js'), cut: 'shallow clone' } as const;
    expect(exclude({ judged, base, past }, ['vendor/**']).listings.past).toEqual({
      ...past,
      entries: pastOf('', 'src/k.js').entries.slice(1),
    });
  });

  test('dotfiles match like others', () => {
    expect(paths(exclude({ judged: listing({ 'x/.env': '', 'x/.d/e': '' }), base: null, past: null }, ['x/**']).listings.judged)).toEqual(
      [],
    );
  });

  test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    ['moved as it is', { 'src/a.js': 'x' }, { 'vendor/z.js': 'x' }, ['src/a.js -> vendor/z.js']],
    ['moved and edited', { 'src/a.js': 'x' }, { 'vendor/a.js': 'y' }, ['src/a.js -> vendor/a.js']],
    ['copied: the original is still examined', { 'src/a.js': 'x' }, { 'src/a.js': 'x', 'vendor/a.js': 'x' }, []],
    ['new under the exclusion', {}, { 'vendor/a.js': 'x' }, []],
    ['moved within the exclusion', { 'vendor/a.js': 'x' }, { 'vendor/b.js': 'x' }, []],
    ['moved out of it', { 'vendor/a.js': 'x' }, { 'src/a.js': 'x' }, []],
    ['over a file that was there before', { 'src/a.js': 'x', 'vendor/b.js': 'y' }, { 'vendor/b.js': 'x' }, ['src/a.js -> vendor/b.js']],
    [
      'moved, and a stub left in its place',
      { 'src/a.js': 'x' },
      { 'src/a.js': 'require("../vendor/z")', 'vendor/z.js': 'x' },
      ['src/a.js -> vendor/z.js'],
    ],
    ['a file of that name was there, and changes', { 'src/a.js': 'x', 'vendor/a.js': 'y' }, { 'vendor/a.js': 'z' }, []],
    ['the same content was there before', { 'src/a.js': 'x', 'vendor/b.js': 'x' }, { 'vendor/b.js': 'x' }, []],
    ['deleted, and another one added', { 'src/a.js': 'x' }, { 'vendor/b.js': 'y' }, []],
    ['an empty file', { 'src/a.js': '' }, { 'src/a.js': 'x', 'vendor/b.js': '' }, []],
    ['from the root to the root of the exclusion', { 'a.js': 'x' }, { 'vendor/a.js': 'y' }, ['a.js -> vendor/a.js']],
    ['content before name', { 'src/a.js': 'x', 'src/b.js': 'y' }, { 'vendor/a.js': 'y' }, ['src/b.js -> vendor/a.js']],
  ])('%s', (_, before, after, expected) => {
    const moved = movedUnderExclusion({ judged: listing(after), base: listing(before) }, 'code', ['vendor/**']);
    expect(moved.map((one) => `${String(one.before)} -> ${String(one.after)}`)).toEqual(expected);
  });

  test('an unreadable file has no content to be told by', () => {
    const [before, after] = ['src/a.js', 'vendor/b.js'].map((path): TreeListing => ({
      source: { kind: 'working-tree' },
      entries: [{ path, kind: 'file', id: '', size: null }],
    }));
    if (before === undefined || after === undefined) throw new Error('unreachable');
    expect(movedUnderExclusion({ judged: after, base: before }, 'code', ['vendor/**'])).toEqual([]);
  });

  test.each(['e69de29bb2d1d6434b8b29ae775ad8c2e48c5391', '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813'])(
    'the empty file %s is no content to be told by',
    (id) => {
      const at = (path: string): TreeListing => ({ source: { kind: 'working-tree' }, entries: [{ path, kind: 'file', id, size: null }] });
      expect(movedUnderExclusion({ judged: at('vendor/b.js'), base: at('src/a.js') }, 'code', ['vendor/**'])).toEqual([]);
    },
  );

  test('no base, or no exclusion: nothing moves', () => {
    const [before, after] = [listing({ 'src/a.js': 'x' }), listing({ 'vendor/a.js': 'x' })];
    expect(movedUnderExclusion({ judged: after, base: null }, 'code', ['vendor/**'])).toEqual([]);
    expect(movedUnderExclusion({ judged: after, base: before }, 'code', [])).toEqual([]);
  });

  test('says what moved where', () => {
    const [found] = movedUnderExclusion({ judged: listing({ 'vendor/a.js': 'x' }), base: listing({ 'src/a.js': 'x' }) }, 'code', [
      'vendor/**',
    ]);
    expect(found).toEqual({
      rule: 'moved-under-exclusion',
      message: 'src/a.js moves to vendor/a.js, which gate code leaves out',
      location: { path: 'vendor/a.js' },
      key: 'gates.code.exclude',
      before: 'src/a.js',
      after: 'vendor/a.js',
    });
  });

  test('nothing excluded is nothing to say; of many, twenty are named', () => {
    expect(exclude({ judged, base, past: null }, [])).toEqual({ listings: { judged, base, past: null }, leftOut: [] });
    expect(exclude({ judged, base: null, past: null }, ['nowhere/**'])).toEqual({
      listings: { judged, base: null, past: null },
      leftOut: [],
    });
    const many = listing(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`v/${String(index)}`, 'x'])));
    const [leftOut] = exclude({ judged: many, base: null, past: null }, ['v/**']).leftOut;
    expect([leftOut?.count, leftOut?.paths.length]).toEqual([30, 20]);
  });
});

describe('what the permissions gate sees', () => {
  const policy = (text: string): TreeListing => listing({ '.mcgate/policy.yaml': text, '.mcgate/team.yaml': 't', 'a.js': text });

  test('all of .mcgate and nothing else', () => {
    const seen = policyListings({ judged: policy('new'), base: policy('old'), trusted: policy('old') });
    for (const side of [seen.judged, seen.base]) expect(paths(side)).toEqual(['.mcgate/policy.yaml', '.mcgate/team.yaml']);
    expect(paths(policyListings({ judged: listing({ '.mcgate': 'x', '.mcgates/x': 'y' }), base: null, trusted: null }).judged)).toEqual([
      '.mcgate',
    ]);
  });

  test.each<[string, string | null, string | null, string, string | null]>([
    ['the base, where the target went on', 'old', 'narrowed', 'new', 'old'],
    ['the tip, where there is no base: unrelated histories', null, 'tip', 'new', 'tip'],
    ['nothing, where there is neither', null, null, 'new', null],
    ['the tip, where it has the very policy: merged under another commit', 'old', 'new', 'new', 'new'],
  ])('is compared with %s', (_, base, trusted, judged, expected) => {
    const of = (text: string | null): TreeListing | null => (text === null ? null : policy(text));
    const against = policyListings({ judged: policy(judged), base: of(base), trusted: of(trusted) }).base;
    const wanted = expected === null ? undefined : policy(expected).entries[0]?.id;
    expect(against?.entries[0]?.id).toBe(wanted);
  });

  test('other documents under .mcgate/ do not make it another policy', () => {
    const side = (config: string): TreeListing => listing({ '.mcgate/policy.yaml': 'p', '.mcgate/config.yaml': config });
    const old = listing({ '.mcgate/policy.yaml': 'old' });
    expect(policyListings({ judged: side('a'), base: old, trusted: side('b') }).base?.entries).toHaveLength(2);
  });
});
