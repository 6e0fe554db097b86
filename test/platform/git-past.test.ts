// What the commits of a change put somewhere, over real repositories: nothing that stands, nothing that was there before, all else.
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TreeSource } from '../../src/core/repository.ts';
import type { PastListing } from '../../src/core/workspace.ts';
import { openHistory } from '../../src/platform/git-history.ts';
import { listPast, pastBounds, type PastBounds } from '../../src/platform/git-past.ts';
import { openGit } from '../../src/platform/git.ts';
import { openRepository } from '../../src/platform/repository.ts';
import { openWorkspace } from '../../src/platform/workspace.ts';
import { cloneRepository, makeCanary, makeRepository, openTestRepository, type TestRepository } from '../support/git-repository.ts';

interface Question {
  readonly base?: string;
  readonly tip?: string;
  readonly judged?: TreeSource;
  readonly bounds?: Partial<PastBounds>;
}

/** As the pipeline asks: `main` and what is checked out, unless told otherwise. */
async function pastOf({ root, git }: TestRepository, { base = 'main', tip = 'HEAD', judged, bounds }: Question = {}): Promise<PastListing> {
  const repository = await openRepository(root, { git: true });
  try {
    const [from, to] = [git('rev-parse', base), git('rev-parse', tip)];
    const range = { base: (await repository.mergeBase(from, to)) ?? from, tip: to };
    const trees = {
      judged: await repository.list(judged ?? { kind: 'commit', commit: range.tip }),
      base: await repository.list({ kind: 'commit', commit: range.base }),
    };
    if (bounds === undefined) return await repository.past(range, trees);
    const opened = await openGit({ workTree: root, gitDir: path.join(root, '.git') });
    return await listPast(opened, await openHistory(opened), range, trees, { ...pastBounds, ...bounds });
  } finally {
    await repository.close();
  }
}

async function told(repository: TestRepository, question: Question = {}): Promise<readonly string[]> {
  const { entries } = await pastOf(repository, question);
  return entries.map(
    (entry) => `${repository.git('log', '-1', '--format=%s', entry.commit)}: ${entry.path} ${repository.git('cat-file', 'blob', entry.id)}`,
  );
}

function onBranch(main: Readonly<Record<string, string>> = { 'a.txt': 'a' }): TestRepository {
  const repository = makeRepository({ commits: [main] });
  repository.git('checkout', '-q', '-b', 'feature');
  return repository;
}

describe('the past of a change', () => {
  it.each(['sha1', 'sha256'] as const)('holds what a commit added and a later one took away (%s)', async (format) => {
    const repository = makeRepository({ format, commits: [{ 'a.txt': 'a' }] });
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit({ 'key.txt': 'key', 'stays.txt': 'stays' }, 'one');
    repository.commit({ 'key.txt': null, 'other.txt': 'first' }, 'two');
    repository.commit({ 'other.txt': 'second' }, 'three');
    expect(await told(repository)).toEqual(['one: key.txt key', 'two: other.txt first']);
    expect(await pastOf(repository)).toMatchObject({ commits: 3, cut: null });
  });

  it('names the first commit, and each content once a path', async () => {
    const repository = onBranch();
    for (const [message, text] of Object.entries({ one: 'key', two: 'none', three: 'key', four: 'other' }))
      repository.commit({ 'key.txt': text }, message);
    repository.commit({ 'key.txt': 'end', 'copy.txt': 'key' }, 'five');
    repository.commit({ 'copy.txt': null }, 'six');
    expect(await told(repository)).toEqual(['one: key.txt key', 'two: key.txt none', 'four: key.txt other', 'five: copy.txt key']);
  });

  it('does not hold what was amended away, or is not of this branch', async () => {
    const repository = onBranch();
    repository.commit({ 'key.txt': 'key' }, 'one');
    repository.git('rm', '-q', 'key.txt');
    repository.git('commit', '-q', '--amend', '--allow-empty', '-m', 'one');
    repository.git('checkout', '-q', '-b', 'elsewhere');
    repository.commit({ 'key.txt': 'other' }, 'two');
    repository.git('checkout', '-q', 'feature');
    expect(await told(repository)).toEqual([]);
  });

  it('does not hold what the base has, wherever, or what stands at its path', async () => {
    const repository = onBranch({ 'a.txt': 'a', 'b.txt': 'b' });
    repository.commit({ 'a.txt': 'b', 'copy.txt': 'a', 'new.txt': 'new' }, 'one');
    repository.commit({ 'a.txt': 'a', 'copy.txt': null }, 'two');
    expect(await told(repository)).toEqual([]);
  });

  it('is told whatever `.gitmodules` says', async () => {
    const repository = onBranch();
    repository.commit({ 'key.txt': 'key' }, 'one');
    const main = repository.git('rev-parse', 'main');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${main},sub`);
    repository.git('commit', '-q', '-m', 'two');
    repository.write({ '.gitmodules': '[submodule "sub"]\n\tpath = sub\n\tupdate = !sh\n', 'key.txt': 'other' });
    repository.git('-c', 'submodule.sub.update=none', 'add', '.gitmodules', 'key.txt');
    repository.git('commit', '-q', '-m', 'three');
    expect(await told(repository)).toContain('one: key.txt key');
  });

  it('holds what stands elsewhere now: it may lie under an exclusion there', async () => {
    const repository = onBranch();
    repository.commit({ 'src/key.txt': 'key' }, 'one');
    repository.git('mv', 'src/key.txt', 'vendor.txt');
    repository.commit({}, 'two');
    expect(await told(repository)).toEqual(['one: src/key.txt key']);
  });

  it('holds what is a link now: nobody searches that', async () => {
    const repository = onBranch();
    repository.commit({ 'key.txt': 'key' }, 'one');
    repository.git('update-index', '--cacheinfo', `120000,${repository.git('rev-parse', 'HEAD:key.txt')},key.txt`);
    repository.git('commit', '-q', '-m', 'two');
    expect(await told(repository)).toEqual(['one: key.txt key']);
  });

  it('of a merge holds what no parent had', async () => {
    const repository = onBranch();
    repository.commit({ 'mine.txt': 'mine' }, 'mine');
    repository.git('checkout', '-q', 'main');
    repository.commit({ 'theirs.txt': 'old' }, 'theirs');
    repository.git('checkout', '-q', 'feature');
    repository.git('merge', '-q', '--no-commit', 'main');
    repository.commit({ 'evil.txt': 'key' }, 'merge');
    repository.commit({ 'evil.txt': null }, 'gone');
    repository.git('checkout', '-q', 'main');
    repository.commit({ 'theirs.txt': 'new' }, 'theirs again');
    repository.git('checkout', '-q', 'feature');
    repository.git('merge', '-q', '-m', 'merge again', 'main');
    // Once the target's own contents, `old` is nothing that this change put there.
    expect(await told(repository)).toEqual(['merge: evil.txt key']);
  });

  it('of a pull request is told from the merge commit and the target’s tip', async () => {
    const repository = onBranch();
    repository.commit({ 'key.txt': 'key' }, 'one');
    repository.commit({ 'key.txt': null }, 'two');
    repository.git('checkout', '-q', 'main');
    const target = repository.commit({ 'a.txt': 'newer' }, 'went on');
    repository.git('checkout', '-q', '--detach');
    repository.git('merge', '-q', '--no-ff', '-m', 'pull', 'feature');
    expect(await told(repository, { base: target })).toEqual(['one: key.txt key']);
    expect((await pastOf(repository, { base: target })).commits).toBe(3);
  });

  it('takes in a history without a common root', async () => {
    const repository = onBranch();
    repository.git('checkout', '-q', '--orphan', 'other');
    repository.commit({ 'key.txt': 'key' }, 'root');
    repository.commit({ 'key.txt': null }, 'gone');
    repository.git('checkout', '-q', 'feature');
    repository.git('merge', '-q', '--allow-unrelated-histories', '-m', 'merge', 'other');
    expect(await told(repository)).toEqual(['root: key.txt key']);
  });

  it('of the index and the working tree holds what only HEAD has', async () => {
    const repository = onBranch();
    repository.commit({ 'key.txt': 'key' }, 'one');
    repository.write({ 'key.txt': 'none' });
    expect(await told(repository, { judged: { kind: 'working-tree' } })).toEqual(['one: key.txt key']);
    expect(await told(repository, { judged: { kind: 'index' } })).toEqual([]);
    repository.git('add', '-A');
    expect(await told(repository, { judged: { kind: 'index' } })).toEqual(['one: key.txt key']);
  });

  it('holds files alone, executable or not, whatever their names', async () => {
    const repository = onBranch();
    const names = ['ü\n:100644.txt', 'back\\slash', '-x', ' 1'.repeat(40), 'f'.repeat(40)];
    symlinkSync('key', path.join(repository.root, 'link'));
    writeFileSync(path.join(repository.root, 'run'), 'run', { mode: 0o755 });
    repository.commit(Object.fromEntries(names.map((name) => [name, 'key'])), 'one');
    repository.git('rm', '-q', '-r', '.');
    repository.commit({}, 'two');
    const paths = (await pastOf(repository)).entries.map((entry) => entry.path);
    expect(paths.sort()).toEqual([...names.map((name) => name.replace('\\', '\\x5C')), 'run'].sort());
  });

  it('is empty where nothing lies between', async () => {
    expect(await pastOf(makeRepository({ commits: [{ 'a.txt': 'a' }] }))).toEqual({ commits: 0, entries: [], cut: null });
  });

  it('is read by id, and fails after close', async () => {
    const repository = onBranch();
    repository.commit({ 'key.txt': 'key' });
    repository.commit({ 'key.txt': null });
    const past = await pastOf(repository);
    const tree = { source: { kind: 'index' }, entries: [] } as const;
    const spec = { root: repository.root, gitDir: path.join(repository.root, '.git'), judged: tree, base: tree, past };
    const workspace = openWorkspace(structuredClone(spec));
    const [entry] = workspace.past?.entries ?? [];
    if (entry === undefined) throw new Error('nothing is past');
    expect(await workspace.past?.read(entry, 3)).toEqual({ ok: true, bytes: Buffer.from('key') });
    expect(await workspace.past?.read(entry, 2)).toMatchObject({ failure: 'too-large' });
    await workspace.close();
    expect(await workspace.past?.read(entry, 3)).toMatchObject({ ok: false });
  });
});

describe('a past that is not whole', () => {
  const long = (): TestRepository => {
    const repository = onBranch();
    for (const name of ['one', 'two', 'three', 'four']) repository.commit({ 'a.txt': name }, name);
    return repository;
  };

  it('says so at every bound, and holds what lies within', async () => {
    const repository = long();
    const whole = await pastOf(repository);
    expect(whole).toMatchObject({ commits: 4, cut: null, entries: { length: 3 } });
    expect(await pastOf(repository, { bounds: { commits: 4, entries: 3 } })).toMatchObject({ cut: null, entries: { length: 3 } });
    expect(await pastOf(repository, { bounds: { commits: 3 } })).toMatchObject({
      commits: 3,
      cut: 'too many commits',
      entries: { length: 2 },
    });
    expect(await pastOf(repository, { bounds: { entries: 2 } })).toMatchObject({ cut: 'too many files', entries: { length: 2 } });
    // The parents of commits come first: two ids in hex, and 41 bytes for the oldest.
    expect(await pastOf(repository, { bounds: { bytes: 400 } })).toMatchObject({ commits: 4, cut: 'too many files' });
    expect(await pastOf(repository, { bounds: { bytes: 1 } })).toMatchObject({ commits: 0, cut: 'too many commits' });
    // How far git came in no time is for the machine to say; what came is of the past, and never all of it without a word.
    const late = await pastOf(repository, { bounds: { timeoutMs: 0 } });
    expect(late.cut).toBe('took too long');
    expect(whole.entries).toEqual(expect.arrayContaining([...late.entries]));
  });

  it('does not count what still stands', async () => {
    const repository = onBranch();
    repository.commit(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${String(index)}.txt`, String(index)])));
    expect(await pastOf(repository, { bounds: { entries: 0 } })).toMatchObject({ entries: [], cut: null });
  });

  it('in a shallow clone holds what is there, and nothing that only looks new', async () => {
    const repository = onBranch();
    repository.commit({ 'old.txt': 'old' }, 'one');
    repository.commit({ 'old.txt': null, 'key.txt': 'key' }, 'two');
    repository.commit({ 'key.txt': 'none' }, 'three');
    repository.git('checkout', '-q', 'main');
    repository.commit({ 'a.txt': 'newer' }, 'went on');
    repository.git('checkout', '-q', '--detach');
    const merge = repository.git('rev-parse', 'HEAD');
    repository.git('merge', '-q', '--no-ff', '-m', 'pull', 'feature');
    repository.git('branch', 'pull');
    const clone = (depth: number): TestRepository => {
      const cloned = cloneRepository(repository, `--depth=${String(depth)}`, '--branch=pull');
      cloned.git('branch', 'target', merge);
      return cloned;
    };
    // Merge and head: the head's parents are cut off, and its files are not all of its doing.
    expect(await pastOf(clone(2), { base: 'target' })).toMatchObject({ commits: 1, entries: [], cut: 'shallow clone' });
    expect(await told(clone(3), { base: 'target' })).toEqual([]);
    expect(await told(clone(4), { base: 'target' })).toEqual(['two: key.txt key']);
    // Deep enough: all of the change is here, although the clone is shallow still.
    const whole = cloneRepository(repository, '--depth=5', '--branch=pull');
    whole.git('branch', 'target', merge);
    expect(await pastOf(whole, { base: 'target' })).toMatchObject({ commits: 4, cut: null });
  });

  it('lists a root that is a root in a shallow clone too', async () => {
    const repository = makeRepository({ commits: [{ 'a.txt': '1' }, { 'a.txt': '2' }, { 'a.txt': '3' }] });
    repository.git('checkout', '-q', '--orphan', 'other');
    repository.commit({ 'key.txt': 'key' }, 'root');
    repository.commit({ 'key.txt': null }, 'gone');
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--allow-unrelated-histories', '-m', 'merge', 'other');
    const clone = cloneRepository(repository, '--depth=3', '--branch=main');
    expect(await told(clone, { base: 'HEAD^1' })).toEqual(['root: key.txt key']);
    expect(await pastOf(clone, { base: 'HEAD^1' })).toMatchObject({ commits: 3, cut: null });
  });

  it('does not take roots for cut off because there are many', async () => {
    const repository = makeRepository({ commits: [{ 'a.txt': '1' }, { 'a.txt': '2' }, { 'a.txt': '3' }, { 'a.txt': '4' }] });
    const [base, tree] = [repository.git('rev-parse', 'HEAD'), repository.git('rev-parse', 'HEAD^{tree}')];
    const roots = Array.from({ length: 101 }, (_, index) => repository.git('commit-tree', '-m', String(index), tree));
    const parents = [base, ...roots].flatMap((id) => ['-p', id]);
    repository.git('reset', '-q', '--hard', repository.git('commit-tree', '-m', 'merge', ...parents, tree));
    const clone = cloneRepository(repository, '--depth=3', '--branch=main');
    expect(clone.git('rev-parse', '--is-shallow-repository')).toBe('true');
    expect(await pastOf(clone, { base: 'HEAD^1' })).toMatchObject({ commits: 101, cut: 'too many commits' });
  }, 60_000);

  it('says so where trees are missing', async () => {
    const repository = long();
    const tree = repository.git('rev-parse', 'HEAD~1^{tree}');
    rmSync(path.join(repository.root, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    expect(await pastOf(repository)).toMatchObject({ entries: [], cut: 'missing objects' });
  });
});

describe('a hostile repository', () => {
  it('neither runs a program nor hides a commit by its settings', async () => {
    const repository = onBranch();
    repository.commit({ 'key.txt': 'key' }, 'one');
    repository.commit({ 'key.txt': null }, 'two');
    const { script, mark } = makeCanary();
    const signed = repository
      .git('cat-file', 'commit', 'HEAD')
      .replace('\n\n', '\ngpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n\n');
    mkdirSync(path.join(repository.root, '.git/info'), { recursive: true });
    writeFileSync(path.join(repository.root, '.git/signed'), `${signed}\n`);
    repository.git('reset', '-q', '--hard', repository.git('hash-object', '-t', 'commit', '-w', '.git/signed'));
    for (const [key, value] of [
      ['log.showSignature', 'true'],
      ['gpg.ssh.program', script],
      ['gpg.ssh.allowedSignersFile', script],
      ['gpg.program', script],
      ['log.showRoot', 'false'],
      ['log.diffMerges', 'off'],
      ['diff.external', script],
      ['diff.orderFile', script],
      ['diff.noprefix', 'true'],
      ['diff.renames', 'copies'],
      ['core.quotePath', 'true'],
      ['core.abbrev', '4'],
      ['diff.secret.textconv', script],
      ['diff.secret.command', script],
      ['format.pretty', '%GG'],
    ] as const)
      repository.git('config', key, value);
    writeFileSync(path.join(repository.root, '.git/info/attributes'), '* diff=secret\n');
    writeFileSync(path.join(repository.root, '.git/info/grafts'), `${repository.git('rev-parse', 'HEAD')}\n`);
    repository.git('replace', '--graft', 'HEAD', 'main');
    expect((await pastOf(openTestRepository(repository.root))).entries.map((entry) => entry.path)).toEqual(['key.txt']);
    expect(existsSync(mark)).toBe(false);
  });
});
