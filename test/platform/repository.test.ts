import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { McgateError } from '../../src/core/error.ts';
import type { EntryKind, TreeEntry } from '../../src/core/workspace.ts';
import { openRepository } from '../../src/platform/repository.ts';
import { openWorkspace } from '../../src/platform/workspace.ts';
import { cloneRepository, makeFolder, makeRepository, openTestRepository, type TestRepository } from '../support/git-repository.ts';
import { withTree } from '../support/hostile-repository.ts';

const kindsOf = (entries: readonly TreeEntry[]): Readonly<Record<string, EntryKind>> =>
  Object.fromEntries(entries.map((entry) => [entry.path, entry.kind]));

describe.each(['sha1', 'sha256'] as const)('a %s repository', (format) => {
  const build = (): TestRepository => {
    const repository = makeRepository({ format, commits: [{ 'a.ts': 'a\n', 'src/b.ts': 'b\n', empty: '' }] });
    writeFileSync(path.join(repository.root, 'run.sh'), '#!/bin/sh\n');
    chmodSync(path.join(repository.root, 'run.sh'), 0o755);
    symlinkSync('a.ts', path.join(repository.root, 'link'));
    repository.commit();
    return repository;
  };

  it('lists commit, index and clean working tree alike', async () => {
    const { root, git } = build();
    const commit = await withTree(root, ({ entries }) => entries, { kind: 'commit', commit: git('rev-parse', 'HEAD') });
    const index = await withTree(root, ({ entries }) => entries, { kind: 'index' });
    const disk = await withTree(root, ({ entries }) => entries);
    expect(kindsOf(commit)).toEqual({ 'a.ts': 'file', empty: 'file', link: 'symlink', 'run.sh': 'executable', 'src/b.ts': 'file' });
    expect(index).toEqual(commit);
    expect(disk.map(({ path, kind, id }) => ({ path, kind, id }))).toEqual(commit.map(({ path, kind, id }) => ({ path, kind, id })));
    expect(commit.find((entry) => entry.path === 'a.ts')?.id).toBe(git('rev-parse', 'HEAD:a.ts'));
  });

  it('reads from each', async () => {
    const { root, git, write } = build();
    write({ 'a.ts': 'staged\n' });
    git('add', 'a.ts');
    write({ 'a.ts': 'on disk\n', 'new/c.ts': 'new\n' });
    expect(await withTree(root, ({ text }) => text('a.ts'), { kind: 'commit', commit: git('rev-parse', 'HEAD') })).toBe('a\n');
    expect(await withTree(root, ({ text }) => text('a.ts'), { kind: 'index' })).toBe('staged\n');
    expect(await withTree(root, ({ text }) => text('a.ts'))).toBe('on disk\n');
    expect(await withTree(root, ({ text }) => text('new/c.ts'))).toBe('new\n');
    expect(await withTree(root, ({ text }) => text('empty'))).toBe('');
    expect(await withTree(root, ({ text }) => text('link'))).toBe('(not-a-file)');
    expect(await withTree(root, ({ text }) => text('nowhere'))).toBe('(missing)');
  });

  it('answers what is over the limit without reading it', async () => {
    const { root, git } = build();
    const commit = git('rev-parse', 'HEAD');
    expect(await withTree(root, ({ read }) => read('a.ts', 1), { kind: 'commit', commit })).toMatchObject({ failure: 'too-large' });
    expect(await withTree(root, ({ read }) => read('a.ts', 1))).toMatchObject({ failure: 'too-large' });
    expect(await withTree(root, ({ read }) => read('a.ts', 2))).toMatchObject({ ok: true });
  });
});

describe('the working tree', () => {
  it('is not read to its end once the repository is closed', async () => {
    const { root, write } = makeRepository({ commits: [{ a: '1' }] });
    write(Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`big${String(index)}`, 'x'.repeat(9 * 1024 * 1024)])));
    const repository = await openRepository(root, { git: true });
    const listing = repository.list({ kind: 'working-tree' });
    const told = listing.then(
      () => 'read',
      (error: unknown) => (error as McgateError).code,
    );
    await repository.close();
    expect(await told).toBe('cancelled');
  });

  it('leaves out deleted and ignored files, takes untracked ones', async () => {
    const { root } = makeRepository({
      commits: [{ '.gitignore': '*.log\n', 'gone.ts': '1', 'forced.txt': '1' }],
      files: { 'gone.ts': null, 'x.log': 'x', 'new.ts': 'n' },
    });
    expect(await withTree(root, ({ paths }) => paths)).toEqual(['.gitignore', 'forced.txt', 'new.ts']);
  });

  it('tells a file that became a folder, and a folder that became a file', async () => {
    const { root } = makeRepository({
      commits: [{ a: '1', 'b/c': '2' }],
      files: { a: null, 'a/inner': '3', b: null },
    });
    writeFileSync(path.join(root, 'b'), 'file');
    expect(await withTree(root, ({ paths }) => paths)).toEqual(['a/inner', 'b']);
  });

  it('gives an unmerged path no content in the index, and its markers on the disk', async () => {
    const { root, git, commit } = makeRepository({ commits: [{ 'a.ts': 'one\n' }] });
    git('checkout', '-q', '-b', 'side');
    commit({ 'a.ts': 'two\n' });
    git('checkout', '-q', 'main');
    commit({ 'a.ts': 'three\n' });
    expect(() => git('merge', 'side')).toThrow();
    expect(await withTree(root, ({ text }) => text('a.ts'), { kind: 'index' })).toBe('(unreadable)');
    expect(await withTree(root, ({ paths }) => paths, { kind: 'index' })).toEqual(['a.ts']);
    expect(await withTree(root, ({ text }) => text('a.ts'))).toContain('<<<<<<<');
  });

  it('answers what a sparse checkout leaves out from git', async () => {
    const { root, git } = makeRepository({ commits: [{ 'in/a.ts': 'a\n', 'out/b.ts': 'b\n' }] });
    git('sparse-checkout', 'set', 'in');
    expect(await withTree(root, ({ paths }) => paths)).toEqual(['in/a.ts', 'out/b.ts']);
    expect(await withTree(root, ({ text }) => text('out/b.ts'))).toBe('b\n');
  });

  it('takes a CRLF checkout of LF content for unchanged', async () => {
    const { root, git, write } = makeRepository({ commits: [{ 'a.ts': 'one\ntwo\n' }] });
    write({ 'a.ts': 'one\r\ntwo\r\n' });
    expect(await withTree(root, ({ entry }) => entry('a.ts')?.id)).toBe(git('rev-parse', 'HEAD:a.ts'));
    expect(await withTree(root, ({ text }) => text('a.ts'))).toBe('one\ntwo\n');
    write({ 'a.ts': 'one\r\n2\r\n' });
    expect(await withTree(root, ({ text }) => text('a.ts'))).toBe('one\r\n2\r\n');
  });

  it('follows core.fileMode where the file system has no modes', async () => {
    const { root, git } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    chmodSync(path.join(root, 'a.ts'), 0o755);
    git('config', 'core.fileMode', 'false');
    expect(await withTree(root, ({ entry }) => entry('a.ts')?.kind)).toBe('file');
    git('config', 'core.fileMode', 'true');
    expect(await withTree(root, ({ entry }) => entry('a.ts')?.kind)).toBe('executable');
  });

  it('is the whole repository from any folder inside it', async () => {
    const { root } = makeRepository({ commits: [{ 'a.ts': 'a', 'src/deep/b.ts': 'b' }] });
    expect(await withTree(path.join(root, 'src/deep'), ({ repository, paths }) => [repository.root, ...paths])).toEqual([
      root,
      'a.ts',
      'src/deep/b.ts',
    ]);
  });

  it('belongs to its worktree, not to the main one', async () => {
    const main = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const root = path.join(makeFolder(), 'linked');
    main.git('worktree', 'add', '-q', '-b', 'side', root);
    openTestRepository(root).write({ 'side.ts': 's' });
    await withTree(root, async ({ repository, paths }) => {
      expect(paths).toEqual(['a.ts', 'side.ts']);
      expect(repository.root).toBe(root);
      expect((await repository.head())?.name).toBe('side');
    });
  });
});

describe('a plain folder', () => {
  it('is listed without .git and node_modules, and knows no commits', async () => {
    const root = makeFolder({
      'a.ts': 'a',
      'sub/b.ts': 'b',
      'node_modules/x/index.js': 'x',
      'sub/.git/config': 'x',
      'sub/node_modules/y.js': 'y',
    });
    await withTree(root, async ({ repository, paths, text }) => {
      expect(paths).toEqual(['a.ts', 'sub/b.ts']);
      expect(await text('sub/b.ts')).toBe('b');
      expect(repository.gitDir).toBeNull();
      expect(await repository.head()).toBeNull();
      await expect(repository.list({ kind: 'index' })).rejects.toMatchObject({ code: 'git-failed' });
    });
  });

  it('is what `git: false` makes of a repository', async () => {
    const { root } = makeRepository({ commits: [{ '.gitignore': 'x.log\n' }], files: { 'x.log': 'x' } });
    expect(await withTree(root, ({ paths }) => paths, { kind: 'working-tree' }, { git: false })).toEqual(['.gitignore', 'x.log']);
  });

  it('answers a missing folder and a file with an error', async () => {
    const root = makeFolder({ 'a.ts': 'a' });
    await expect(openRepository(path.join(root, 'nowhere'), { git: true })).rejects.toMatchObject({ code: 'unreadable' });
    await expect(openRepository(path.join(root, 'a.ts'), { git: true })).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('history', () => {
  it('names head, upstream and default branch', async () => {
    const source = makeRepository({ commits: [{ 'a.ts': '1' }] });
    const clone = cloneRepository(source);
    clone.git('checkout', '-q', '-b', 'topic', '--track', 'origin/main');
    clone.commit({ 'b.ts': '2' });
    await withTree(clone.root, async ({ repository }) => {
      const tip = source.git('rev-parse', 'HEAD');
      expect(await repository.head()).toEqual({ name: 'topic', commit: clone.git('rev-parse', 'HEAD') });
      expect(await repository.upstream()).toEqual({ name: 'origin/main', commit: tip });
      expect(await repository.defaultBranch()).toEqual({ name: 'origin/main', commit: tip });
      expect(await repository.mergeBase(clone.git('rev-parse', 'HEAD'), tip)).toBe(tip);
      expect(await repository.isAncestor(tip, clone.git('rev-parse', 'HEAD'))).toBe(true);
      expect(await repository.isAncestor(clone.git('rev-parse', 'HEAD'), tip)).toBe(false);
      expect(await repository.isShallow()).toBe(false);
    });
  });

  it('takes the first of the usual branches that is a commit', async () => {
    const { root, git } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const commit = git('rev-parse', 'HEAD');
    git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    const named = (): Promise<string | undefined> => withTree(root, async ({ repository }) => (await repository.defaultBranch())?.name);
    expect(await named()).toBe('main');
    // What lies elsewhere is not what the remote calls its own.
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/heads/main');
    git('update-ref', 'refs/remotes/origin/master', 'HEAD');
    expect(await named()).toBe('origin/master');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    expect(await named()).toBe('origin/trunk');
    // Gone, or no ref at all.
    writeFileSync(path.join(root, '.git/refs/remotes/origin/trunk'), `${'1'.repeat(commit.length)}\n`);
    writeFileSync(path.join(root, '.git/refs/remotes/origin/main'), 'nonsense');
    expect(await named()).toBe('origin/master');
    git('update-ref', '-d', 'refs/remotes/origin/master');
    // A branch of such a path is not the ref of that path.
    git('branch', 'refs/remotes/origin/master');
    expect(await named()).toBe('main');
  });

  it('has nothing to name on an unborn branch', async () => {
    const { root } = makeRepository({ files: { 'a.ts': 'a' } });
    await withTree(root, async ({ repository, paths }) => {
      expect(paths).toEqual(['a.ts']);
      expect([await repository.head(), await repository.upstream(), await repository.defaultBranch()]).toEqual([null, null, null]);
    });
  });

  it('calls a detached head HEAD', async () => {
    const { root, git } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    git('checkout', '-q', '--detach');
    expect(await withTree(root, async ({ repository }) => [(await repository.head())?.name, await repository.upstream()])).toEqual([
      'HEAD',
      null,
    ]);
  });

  it('names the parents that a shallow clone does not have', async () => {
    const source = makeRepository({ commits: [{ 'a.ts': '1' }, { 'a.ts': '2' }] });
    const [parent, head] = [source.git('rev-parse', 'HEAD~1'), source.git('rev-parse', 'HEAD')];
    await withTree(cloneRepository(source, '--depth=1').root, async ({ repository }) => {
      expect(await repository.parents(head)).toEqual([parent]);
      expect([await repository.has(head), await repository.has(parent), await repository.isShallow()]).toEqual([true, false, true]);
    });
  });

  it('takes a branch before a tag of the same name, and refuses what looks like an option', async () => {
    const { root, git, commit } = makeRepository({ commits: [{ 'a.ts': '1' }] });
    const old = git('rev-parse', 'HEAD');
    git('tag', 'main');
    git('tag', '-a', '-m', 'v', 'v1');
    const tip = commit({ 'a.ts': '2' });
    git('branch', 'refs/remotes/origin/main', old);
    await withTree(root, async ({ repository }) => {
      expect(await repository.resolve('main')).toBe(tip);
      expect(await repository.resolve('v1')).toBe(old);
      expect(await repository.resolve('HEAD~1')).toBe(old);
      expect(await repository.resolve(tip)).toBe(tip);
      expect(await repository.resolve('refs/remotes/origin/main')).toBeNull();
      for (const odd of ['--all', '-h', '', 'a b', 'HEAD:a.ts', 'nowhere', 'main\nHEAD', 'x'.repeat(5000), 'f'.repeat(40)]) {
        expect(await repository.resolve(odd)).toBeNull();
      }
      await expect(repository.parents('--batch')).rejects.toMatchObject({ code: 'git-failed' });
    });
  });
});

describe('openWorkspace', () => {
  it('reads many files at once, in any order, and fails after close', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${String(index)}.ts`, `${'x'.repeat(index * 97)}\n`]));
    const { root, git } = makeRepository({ commits: [files] });
    const repository = await openRepository(root, { git: true });
    const base = await repository.list({ kind: 'commit', commit: git('rev-parse', 'HEAD') });
    const judged = await repository.list({ kind: 'working-tree' });
    const workspace = openWorkspace(structuredClone({ root, gitDir: repository.gitDir, judged, base, past: null }));
    const tree = workspace.base ?? workspace.judged;
    expect(tree).not.toBe(workspace.judged);
    const texts = await Promise.all(Object.keys(files).map((name) => tree.read(name, 1e6)));
    expect(texts.map((answer) => (answer.ok ? Buffer.from(answer.bytes).toString() : answer))).toEqual(Object.values(files));
    await workspace.close();
    await workspace.close();
    expect(await tree.read('f0.ts', 1e6)).toMatchObject({ ok: false });
    await repository.close();
  });

  it('refuses a repository inside which git would be taken from the PATH', async () => {
    const { root } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const bin = path.join(root, 'bin');
    mkdirSync(bin);
    writeFileSync(path.join(bin, 'git'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const before = process.env['PATH'];
    process.env['PATH'] = `${bin}:.:bin:`;
    try {
      await expect(openRepository(root, { git: true })).rejects.toMatchObject({
        code: 'git-failed',
        remedy: expect.stringContaining('Install') as string,
      });
    } finally {
      process.env['PATH'] = before;
    }
  });
});
