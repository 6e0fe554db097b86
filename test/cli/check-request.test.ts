// Paths, flags and the environment -> what is asked of the pipeline.
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRequest, osvDatabaseOf, parseShard, type CheckFlags } from '../../src/cli/check-request.ts';
import { resolveTargets } from '../../src/cli/targets.ts';
import { makeFolder, makeRepository } from '../support/git-repository.ts';

const repository = makeRepository({ commits: [{ 'a.js': '', 'src/b.js': '', 'src/deep/c.js': '' }] });
const other = makeRepository({ commits: [{ 'a.js': '' }] });
const plain = makeFolder({ 'a.js': '', 'sub/b.js': '' });

const flags: CheckFlags = {
  paths: [],
  gates: null,
  base: null,
  staged: false,
  changed: false,
  failOn: null,
  offline: false,
  cache: true,
  shard: null,
  since: null,
  osvDatabase: null,
  git: true,
  release: false,
  reports: [],
};

describe('paths', () => {
  const { root } = repository;
  it.each([
    ['none, at the top', [], root, []],
    ['none, below the top', [], path.join(root, 'src'), []],
    ['the top itself', ['.'], root, []],
    ['a folder below', ['src'], root, ['src']],
    ['here, below the top', ['.'], path.join(root, 'src'), ['src']],
    ['a file, from below', ['../a.js'], path.join(root, 'src'), ['a.js']],
    ['several', ['a.js', 'src/deep', 'a.js'], root, ['a.js', 'src/deep']],
    ['several with the top', ['a.js', '.'], root, []],
    ['absolute, from elsewhere', [path.join(root, 'src')], plain, ['src']],
  ])('%s', async (_, given, cwd, paths) => {
    expect(await resolveTargets(given, { cwd, git: true })).toEqual({ root, repository: true, paths });
  });

  it.each([
    ['none', [], plain, plain, []],
    ['one folder stands for itself', ['sub'], plain, path.join(plain, 'sub'), []],
    ['one file', ['sub/b.js'], plain, path.join(plain, 'sub'), ['b.js']],
    ['several', ['a.js', 'sub'], plain, plain, ['a.js', 'sub']],
  ])('of a plain folder: %s', async (_, given, cwd, root, paths) => {
    expect(await resolveTargets(given, { cwd, git: true })).toEqual({ root, repository: false, paths });
  });

  it('with git set aside, a repository is a plain folder', async () => {
    const { root } = repository;
    expect(await resolveTargets(['src'], { cwd: root, git: false })).toEqual({
      root: path.join(root, 'src'),
      repository: false,
      paths: [],
    });
  });

  it.each([
    ['of two repositories', [repository.root, other.root], plain],
    ['of a repository and a plain folder', [repository.root, 'sub'], plain],
    ['outside the folder', ['..', 'a.js'], plain],
    ['that is not there', ['none'], plain],
  ])('%s are refused', async (_, given, cwd) => {
    await expect(resolveTargets(given, { cwd, git: true })).rejects.toMatchObject({ code: 'usage' });
  });

  it('a linked folder is judged where it really lies', async () => {
    const folder = makeFolder();
    symlinkSync(path.join(repository.root, 'src'), path.join(folder, 'link'));
    expect(await resolveTargets(['link'], { cwd: folder, git: true })).toEqual({ root: repository.root, repository: true, paths: ['src'] });
  });

  it('a nested repository is one of its own', async () => {
    const outer = makeRepository({ commits: [{ 'a.js': '' }] });
    const inner = makeRepository({ root: path.join(outer.root, 'inner'), commits: [{ 'b.js': '' }] });
    expect(await resolveTargets(['inner/b.js'], { cwd: outer.root, git: true })).toMatchObject({ root: inner.root, paths: ['b.js'] });
    await expect(resolveTargets(['a.js', 'inner/b.js'], { cwd: outer.root, git: true })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('the event', () => {
  const cwd = repository.root;
  const sha = 'a'.repeat(40);
  const payload = (value: unknown): Record<string, string> => {
    const file = path.join(makeFolder(), 'event.json');
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'merge_group', GITHUB_EVENT_PATH: file };
  };
  const group = payload({ merge_group: { base_sha: sha, head_sha: sha, base_ref: 'refs/heads/main' } });

  it('is local on a machine of ones own, even where something sets an event', async () => {
    const { GITHUB_ACTIONS: _, ...rest } = group;
    expect((await makeRequest(flags, { cwd, env: rest })).event).toEqual({ name: 'local', base: null, staged: false });
  });

  it("is GitHub's in its Actions", async () => {
    expect((await makeRequest(flags, { cwd, env: group })).event).toMatchObject({ name: 'merge_group', baseRef: 'main' });
  });

  it.each([
    ['--base', { base: 'main' }],
    ['--staged', { staged: true }],
    ['--no-git', { git: false }],
  ])('is local with %s', async (_, given) => {
    expect((await makeRequest({ ...flags, ...given }, { cwd, env: group })).event.name).toBe('local');
  });

  it.each([
    ['no JSON', payload('{')],
    ['not what GitHub writes', payload({})],
    ['missing', { ...group, GITHUB_EVENT_PATH: path.join(plain, 'none.json') }],
    ['no file', { ...group, GITHUB_EVENT_PATH: plain }],
    ['of an event that judges nothing', { ...group, GITHUB_EVENT_NAME: 'issue_comment' }],
  ])('is never guessed where its payload is %s', async (_, env) => {
    await expect(makeRequest(flags, { cwd, env })).rejects.toMatchObject({ name: 'McgateError' });
  });
});

describe('flags', () => {
  it('become the request', async () => {
    const request = await makeRequest(
      { ...flags, gates: ['code', 'code'], failOn: 'low', changed: true, offline: true, cache: false, shard: '2/3', osvDatabase: 'db' },
      { cwd: repository.root, env: { MCGATE_OSV_DATABASE: '/elsewhere' } },
    );
    expect(request).toMatchObject({
      git: true,
      gates: ['code'],
      failOn: 'low',
      changedOnly: true,
      shard: { index: 2, count: 3 },
      options: { offline: true, cache: false, osvDatabase: path.join(repository.root, 'db') },
    });
  });

  it.each(['0/3', '4/3', '1', '1/0', 'a/b', '1/3/2', '-1/3', '1.5/3', ' 1/3', ''])('no shard: %j', (text) => {
    expect(() => parseShard(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('the database of the environment, made absolute; an empty one is none', () => {
    expect(osvDatabaseOf(null, '/work', { MCGATE_OSV_DATABASE: 'db' })).toBe(path.resolve('/work/db'));
    expect(osvDatabaseOf(null, '/work', { MCGATE_OSV_DATABASE: '' })).toBeNull();
    expect(osvDatabaseOf(null, '/work', {})).toBeNull();
  });
});
