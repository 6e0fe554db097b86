// A hostile repository: nothing of it runs, nothing outside is read, and what cannot be read is told.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../src/platform/repository.ts';
import { cloneRepository, makeCanary, makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';
import { withTree } from '../support/hostile-repository.ts';

const secret = 'outside-secret';

/** A file outside, whose text must turn up nowhere. */
const makeSecret = (): { readonly folder: string; readonly file: string } => {
  const folder = makeFolder({ 'secret.ts': secret });
  return { folder, file: path.join(folder, 'secret.ts') };
};

/** Everything mcgate asks of a repository, so that a trap has every chance. */
async function exercise(repository: TestRepository): Promise<string> {
  const head = repository.git('rev-parse', 'HEAD');
  const seen: string[] = [];
  for (const source of [{ kind: 'working-tree' }, { kind: 'index' }, { kind: 'commit', commit: head }] as const) {
    await withTree(
      repository.root,
      async ({ repository: opened, paths, text }) => {
        for (const name of paths) seen.push(await text(name));
        await opened.head();
        await opened.upstream();
        await opened.defaultBranch();
        await opened.resolve('main');
        await opened.parents(head);
        await opened.has(head);
        await opened.mergeBase(head, head);
        await opened.isShallow();
      },
      source,
    );
  }
  return seen.join('\n');
}

function objectFile(repository: TestRepository, id: string): string {
  return path.join(repository.root, '.git/objects', id.slice(0, 2), id.slice(2));
}

describe('programs that a repository names are not run', () => {
  it('hooks', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const { script, mark } = makeCanary();
    for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman']) {
      symlinkSync(script, path.join(repository.root, '.git/hooks', hook));
    }
    const own = makeFolder();
    symlinkSync(script, path.join(own, 'post-index-change'));
    repository.git('config', 'core.hooksPath', own);
    await exercise(repository);
    expect(existsSync(mark)).toBe(false);
  });

  it('filters', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a\n' }], files: { '.gitattributes': '* filter=x diff=x text\n' } });
    const { script, mark } = makeCanary();
    for (const key of ['filter.x.clean', 'filter.x.smudge', 'filter.x.process', 'diff.x.textconv', 'diff.x.command', 'diff.external']) {
      repository.git('config', key, script);
    }
    repository.git('config', 'filter.x.required', 'true');
    repository.write({ 'a.ts': 'b\n' });
    expect(await exercise(repository)).toContain('b\n');
    expect(existsSync(mark)).toBe(false);
  });

  it.each([
    'core.fsmonitor',
    'core.pager',
    'core.editor',
    'core.askPass',
    'credential.helper',
    'gpg.program',
    'core.gitProxy',
    'core.alternateRefsCommand',
  ])('%s', async (key) => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const { script, mark } = makeCanary();
    repository.git('config', key, script);
    // The trap must be live: only fsmonitor goes off by itself in git's own hands.
    if (key === 'core.fsmonitor') {
      repository.git('status');
      expect(existsSync(mark)).toBe(true);
      rmSync(mark);
    }
    await exercise(repository);
    expect(existsSync(mark)).toBe(false);
  });

  it('core.sshCommand of a promisor remote, for an object that is missing', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a', 'b.ts': 'b' }] });
    const { script, mark } = makeCanary();
    rmSync(objectFile(repository, repository.git('rev-parse', 'HEAD:a.ts')));
    for (const [key, value] of [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'evil'],
      ['remote.evil.url', 'ssh://evil.invalid/x'],
      ['remote.evil.promisor', 'true'],
      ['remote.evil.uploadpack', script],
      ['core.sshCommand', script],
      ['protocol.allow', 'always'],
      ['protocol.ssh.allow', 'always'],
    ] as const) {
      repository.git('config', key, value);
    }
    expect(() => repository.git('cat-file', 'blob', 'HEAD:a.ts')).toThrow();
    expect(existsSync(mark)).toBe(true);
    rmSync(mark);
    await exercise(repository);
    const commit = repository.git('rev-parse', 'HEAD');
    expect(await withTree(repository.root, ({ text }) => text('a.ts'), { kind: 'commit', commit })).toBe('(missing)');
    expect(await withTree(repository.root, ({ text }) => text('b.ts'), { kind: 'commit', commit })).toBe('b');
    expect(existsSync(mark)).toBe(false);
  });

  it('ext:: and file:// promisor remotes', async () => {
    const { script, mark } = makeCanary();
    for (const url of [`ext::${script}`, `file://${makeRepository({ commits: [{ 'a.ts': 'a' }] }).root}`]) {
      const repository = makeRepository({ commits: [{ 'a.ts': 'a' }] });
      rmSync(objectFile(repository, repository.git('rev-parse', 'HEAD:a.ts')));
      repository.git('config', 'core.repositoryFormatVersion', '1');
      repository.git('config', 'extensions.partialClone', 'evil');
      repository.git('config', 'remote.evil.url', url);
      repository.git('config', 'remote.evil.promisor', 'true');
      repository.git('config', 'protocol.ext.allow', 'always');
      const commit = repository.git('rev-parse', 'HEAD');
      expect(await withTree(repository.root, ({ text }) => text('a.ts'), { kind: 'commit', commit })).toBe('(missing)');
    }
    expect(existsSync(mark)).toBe(false);
  });

  it('a git planted in the repository', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const { script, mark } = makeCanary();
    mkdirSync(path.join(repository.root, 'node_modules/.bin'), { recursive: true });
    symlinkSync(script, path.join(repository.root, 'git'));
    renameSync(script, path.join(repository.root, 'node_modules/.bin/git'));
    const outside = makeFolder();
    symlinkSync(path.join(repository.root, 'node_modules/.bin/git'), path.join(outside, 'git'));
    // A link of the repository to a folder outside, and what an enclosing package installed.
    const elsewhere = path.join(makeFolder(), 'node_modules/.bin');
    mkdirSync(elsewhere, { recursive: true });
    copyFileSync(path.join(repository.root, 'node_modules/.bin/git'), path.join(elsewhere, 'git'));
    symlinkSync(elsewhere, path.join(repository.root, 'outward'));
    const outward = path.join(repository.root, 'outward');
    const before = process.env['PATH'];
    process.env['PATH'] = [
      path.join(repository.root, 'node_modules/.bin'),
      '.',
      'node_modules/.bin',
      outside,
      outward,
      elsewhere,
      before,
    ].join(path.delimiter);
    try {
      expect(await withTree(repository.root, ({ paths }) => paths)).toContain('a.ts');
    } finally {
      process.env['PATH'] = before;
    }
    expect(existsSync(mark)).toBe(false);
  });

  it('settings in the environment of mcgate', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const other = makeRepository({ commits: [{ 'other.ts': 'o' }] });
    const { script, mark } = makeCanary();
    const planted = {
      GIT_DIR: path.join(other.root, '.git'),
      GIT_INDEX_FILE: path.join(other.root, '.git/index'),
      GIT_OBJECT_DIRECTORY: path.join(other.root, '.git/objects'),
      GIT_EXEC_PATH: path.dirname(script),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: script,
    };
    Object.assign(process.env, planted);
    try {
      expect(await withTree(repository.root, ({ paths }) => paths)).toEqual(['a.ts']);
    } finally {
      for (const key of Object.keys(planted)) Reflect.deleteProperty(process.env, key);
    }
    expect(existsSync(mark)).toBe(false);
  });
});

describe('what a repository forges does not count', () => {
  it('replace refs', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'real' }, { 'a.ts': 'second' }] });
    const head = repository.git('rev-parse', 'HEAD');
    const first = repository.git('rev-parse', 'HEAD~1');
    repository.write({ fake: 'fake' });
    repository.git('replace', repository.git('rev-parse', 'HEAD:a.ts'), repository.git('hash-object', '-w', 'fake'));
    repository.git('replace', '--graft', head);
    expect(repository.git('cat-file', 'blob', 'HEAD:a.ts')).toBe('fake');
    await withTree(
      repository.root,
      async ({ text, repository: opened }) => {
        expect(await text('a.ts')).toBe('second');
        expect(await opened.parents(head)).toEqual([first]);
        expect(await opened.isAncestor(first, head)).toBe(true);
      },
      { kind: 'commit', commit: head },
    );
  });

  it('grafts', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': '1' }, { 'a.ts': '2' }] });
    const [first, head] = [repository.git('rev-parse', 'HEAD~1'), repository.git('rev-parse', 'HEAD')];
    appendFileSync(path.join(repository.root, '.git/info/grafts'), `${head}\n`);
    expect(repository.git('rev-list', '--count', 'HEAD')).toBe('1');
    expect(await withTree(repository.root, ({ repository: opened }) => opened.mergeBase(first, head))).toBe(first);
  });

  it('core.worktree, core.bare and an excludes file that hides all', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a' }], files: { 'evil.ts': 'e' } });
    const { folder } = makeSecret();
    repository.git('config', 'core.worktree', folder);
    repository.git('config', 'core.excludesFile', path.join(makeFolder({ all: '*\n' }), 'all'));
    expect(await withTree(repository.root, ({ paths }) => paths)).toEqual(['a.ts', 'evil.ts']);
    repository.git('config', '--unset', 'core.worktree');
    repository.git('config', 'core.bare', 'true');
    expect(await withTree(repository.root, ({ paths }) => paths)).toEqual(['a.ts', 'evil.ts']);
  });

  it('assume-unchanged bits and old time stamps', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'old' }] });
    repository.git('update-index', '--assume-unchanged', 'a.ts');
    repository.write({ 'a.ts': 'new' });
    expect(await withTree(repository.root, ({ text }) => text('a.ts'))).toBe('new');
    repository.git('update-index', '--no-assume-unchanged', 'a.ts');
    repository.git('update-index', '--skip-worktree', 'a.ts');
    expect(await withTree(repository.root, ({ text }) => text('a.ts'))).toBe('new');
  });

  it('core.ignoreCase, which would hide a file beside its namesake', async () => {
    const repository = makeRepository({ commits: [{ 'evil.ts': 'tracked' }], files: { 'Evil.ts': 'untracked' } });
    repository.git('config', 'core.ignoreCase', 'true');
    expect(await withTree(repository.root, ({ paths }) => paths)).toEqual(['Evil.ts', 'evil.ts']);
  });

  it('index entries that leave the folder', async () => {
    const repository = makeRepository({
      root: path.join(makeFolder({ 'secret.ts': secret }), 'inner'),
      commits: [{ 'b0/secret.ts': 'in', 'c.ts': 'c' }],
    });
    const file = path.join(repository.root, '.git/index');
    const index = readFileSync(file);
    index.write('../secret.ts', index.indexOf('b0/secret.ts'), 'latin1');
    writeFileSync(file, Buffer.concat([index.subarray(0, -20), createHash('sha1').update(index.subarray(0, -20)).digest()]));
    await withTree(repository.root, async ({ entry, text }) => {
      expect(entry('../secret.ts')).toMatchObject({ kind: 'other', id: '' });
      expect(await text('../secret.ts')).toBe('(not-a-file)');
      expect(await text('c.ts')).toBe('c');
    });
  });

  it('a tree that holds one name twice', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a', 'b.ts': 'b' }] });
    const [a, b] = [repository.git('rev-parse', 'HEAD:a.ts'), repository.git('rev-parse', 'HEAD:b.ts')];
    const raw = Buffer.concat([a, b].map((id) => Buffer.concat([Buffer.from('100644 a.ts\0'), Buffer.from(id, 'hex')])));
    repository.write({ raw });
    const tree = repository.git('hash-object', '-t', 'tree', '--literally', '-w', 'raw');
    const commit = repository.git('commit-tree', '-m', 'twice', tree);
    await withTree(
      repository.root,
      async ({ paths, text }) => {
        expect(paths).toEqual(['a.ts']);
        expect(await text('a.ts')).toBe('(unreadable)');
      },
      { kind: 'commit', commit },
    );
  });
});

describe('broken objects are failures, never other content', () => {
  const broken = (change: (file: string) => void): { readonly repository: TestRepository; readonly commit: string } => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${String(index)}.ts`, `content ${String(index)}`]));
    const repository = makeRepository({ commits: [{ ...files, 'a.ts': 'a'.repeat(5000) }] });
    const file = objectFile(repository, repository.git('rev-parse', 'HEAD:a.ts'));
    chmodSync(file, 0o644);
    change(file);
    return { repository, commit: repository.git('rev-parse', 'HEAD') };
  };

  it.each([
    [
      'missing',
      (file: string): void => {
        rmSync(file);
      },
    ],
    [
      'empty',
      (file: string): void => {
        truncateSync(file, 0);
      },
    ],
    [
      'cut off',
      (file: string): void => {
        truncateSync(file, 20);
      },
    ],
    [
      'garbage',
      (file: string): void => {
        writeFileSync(file, 'garbage');
      },
    ],
    [
      'another content',
      (file: string): void => {
        writeFileSync(file, deflateSync('blob 4\0evil'));
      },
    ],
    [
      'a lying size',
      (file: string): void => {
        writeFileSync(file, deflateSync('blob 400\0evil'));
      },
    ],
    [
      'a huge size',
      (file: string): void => {
        writeFileSync(file, deflateSync('blob 99999999999999\0evil'));
      },
    ],
    [
      'another type',
      (file: string): void => {
        writeFileSync(file, deflateSync('tree 0\0'));
      },
    ],
    [
      'a link to an endless file',
      (file: string): void => {
        rmSync(file);
        symlinkSync('/dev/zero', file);
      },
    ],
  ])('%s', async (_, change) => {
    const { repository, commit } = broken(change);
    await withTree(
      repository.root,
      async ({ read, paths }) => {
        const answers = await Promise.all(paths.map((name) => read(name)));
        const failures = paths.filter((_name, index) => answers[index]?.ok === false);
        expect(failures).toEqual(['a.ts']);
        expect((await read('f1.ts')).ok).toBe(true);
      },
      { kind: 'commit', commit },
    );
  });

  it('a missing tree fails the listing', async () => {
    const repository = makeRepository({ commits: [{ 'src/a.ts': 'a' }] });
    rmSync(objectFile(repository, repository.git('rev-parse', 'HEAD:src')));
    const commit = repository.git('rev-parse', 'HEAD');
    await expect(withTree(repository.root, () => 0, { kind: 'commit', commit })).rejects.toMatchObject({ code: 'git-failed' });
  });

  it('a .git that is none fails, rather than making a plain folder', async () => {
    const root = makeFolder({ 'a.ts': 'a', '.git/nothing': '' });
    await expect(openRepository(root, { git: true })).rejects.toMatchObject({ code: 'git-failed' });
    const gitfile = makeFolder({ '.git': 'gitdir: /nowhere\n' });
    await expect(openRepository(gitfile, { git: true })).rejects.toMatchObject({ code: 'git-failed' });
    const link = makeFolder();
    symlinkSync(path.join(makeRepository({ commits: [{ 'a.ts': 'a' }] }).root, '.git'), path.join(link, '.git'));
    await expect(openRepository(link, { git: true })).rejects.toMatchObject({ code: 'git-failed' });
  });
});

describe.each([{ git: true }, { git: false }])('files that are none, with git: $git', (options) => {
  const working = { kind: 'working-tree' } as const;

  it('links out are not followed, neither of files nor of folders', async () => {
    const { root } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const { folder, file } = makeSecret();
    symlinkSync(file, path.join(root, 'file.ts'));
    symlinkSync(folder, path.join(root, 'folder'));
    symlinkSync('loop', path.join(root, 'loop'));
    await withTree(
      root,
      async ({ entries, text }) => {
        expect(entries.map((entry) => [entry.path, entry.kind])).toEqual([
          ['a.ts', 'file'],
          ['file.ts', 'symlink'],
          ['folder', 'symlink'],
          ['loop', 'symlink'],
        ]);
        for (const name of ['file.ts', 'folder', 'folder/secret.ts', '../secret.ts', file]) expect(await text(name)).not.toContain(secret);
      },
      working,
      options,
    );
  });

  it('a folder that becomes a link after a file of it was read is not followed', async () => {
    const { root } = makeRepository({ commits: [{ 'src/first.ts': 'first', 'src/secret.ts': secret }] });
    const { folder } = makeSecret();
    await withTree(
      root,
      async ({ read }) => {
        expect(await read('src/first.ts')).toMatchObject({ ok: true });
        rmSync(path.join(root, 'src'), { recursive: true });
        symlinkSync(folder, path.join(root, 'src'));
        expect(await read('src/secret.ts')).toMatchObject({ ok: false });
      },
      working,
      { git: false },
    );
  });

  it('links swapped in after the listing are not followed', async () => {
    const { root } = makeRepository({ commits: [{ 'secret.ts': secret, 'src/secret.ts': secret, 'b.ts': 'b', 'c.ts': 'c', 'd.ts': 'd' }] });
    const { folder, file } = makeSecret();
    await withTree(
      root,
      async ({ repository, workspace, read }) => {
        rmSync(path.join(root, 'secret.ts'));
        symlinkSync(file, path.join(root, 'secret.ts'));
        rmSync(path.join(root, 'src'), { recursive: true });
        symlinkSync(folder, path.join(root, 'src'));
        rmSync(path.join(root, 'b.ts'));
        mkdirSync(path.join(root, 'b.ts'));
        writeFileSync(path.join(root, 'c.ts'), 'changed');
        rmSync(path.join(root, 'd.ts'));
        execFileSync('mkfifo', [path.join(root, 'd.ts')]);
        // The content outside is the listed one: only the link tells.
        expect(await read('secret.ts')).toMatchObject({ failure: 'not-a-file' });
        const through = await read('src/secret.ts');
        expect(options.git ? through.ok : through).toEqual(
          options.git ? true : { ok: false, failure: 'missing', detail: expect.any(String) as string },
        );
        expect(await read('b.ts')).toMatchObject({ failure: 'not-a-file' });
        expect(await read('c.ts')).toMatchObject({ failure: 'changed' });
        expect(await read('d.ts')).toMatchObject({ failure: 'not-a-file' });
        expect(workspace.base).toBeNull();
        expect(repository.root).toBe(root);
      },
      working,
      options,
    );
  });

  it('pipes, sockets and a tracked file that became a pipe do not hang', async () => {
    const { root } = makeRepository({ commits: [{ 'a.ts': 'a', 'b.ts': 'b' }] });
    rmSync(path.join(root, 'a.ts'));
    execFileSync('mkfifo', [path.join(root, 'a.ts'), path.join(root, 'pipe')]);
    await withTree(
      root,
      async ({ entry, text }) => {
        expect(entry('a.ts')).toMatchObject({ kind: 'other', id: '' });
        expect(await text('a.ts')).toBe('(not-a-file)');
        expect(await text('b.ts')).toBe('b');
      },
      working,
      options,
    );
  });

  it('a sparse file of a gigabyte costs no time and no memory', async () => {
    const { root } = makeRepository({ commits: [{ 'a.ts': 'a' }], files: { 'big.ts': '' } });
    truncateSync(path.join(root, 'big.ts'), 2 ** 30);
    const before = performance.now();
    await withTree(
      root,
      async ({ entry, text }) => {
        expect(entry('big.ts')).toEqual({ path: 'big.ts', kind: 'file', id: '', size: 2 ** 30 });
        expect(await text('big.ts')).toBe('(too-large)');
      },
      working,
      options,
    );
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('odd names are told apart and read', async () => {
    const { root } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const names: readonly (string | Buffer)[] = [
      '-rf',
      'new\nline',
      'quo"te\'s',
      '\u001B[31mred',
      '::error::x',
      'CASE',
      'case',
      ' ',
      'a\\xFF',
      Buffer.from([0x61, 0xff]),
      'é',
    ];
    for (const name of names)
      writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]), `content of ${Buffer.from(name).toString('hex')}`);
    await withTree(
      root,
      async ({ paths, text }) => {
        expect(paths).toEqual(
          [
            ...['-rf', 'new\nline', 'quo"te\'s', '\u001B[31mred', '::error::x', 'CASE', 'case', ' ', 'a\\x5CxFF', 'a\\xFF', 'é', 'a.ts'],
          ].sort(),
        );
        expect(await text('a\\xFF')).toContain('61ff');
        for (const name of paths) expect(await text(name)).not.toMatch(/^\(/u);
      },
      working,
      options,
    );
  });
});

describe('repositories inside the repository', () => {
  it('an embedded bare repository is only files', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const { script, mark } = makeCanary();
    const bare = path.join(repository.root, 'bare');
    repository.git('init', '-q', '--bare', bare);
    appendFileSync(path.join(bare, 'config'), `[core]\n\tfsmonitor = ${script}\n\tworktree = ${makeSecret().folder}\n`);
    repository.commit();
    const paths = await withTree(bare, ({ repository: opened, paths }) => [opened.root, ...paths]);
    expect(paths[0]).toBe(repository.root);
    expect(paths).toContain('bare/config');
    await exercise(repository);
    expect(existsSync(mark)).toBe(false);
  });

  it('submodules and untracked repositories are named and not entered', async () => {
    const inner = makeRepository({ commits: [{ 'inner.ts': 'i' }] });
    const repository = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    repository.git('submodule', '--quiet', 'add', inner.root, 'sub');
    repository.git('commit', '-q', '-m', 'sub');
    makeRepository({ root: path.join(repository.root, 'nested'), commits: [{ 'n.ts': 'n' }] });
    await withTree(repository.root, async ({ entry, paths, text }) => {
      expect(paths).toEqual(['.gitmodules', 'a.ts', 'nested', 'sub']);
      expect(entry('sub')).toMatchObject({ kind: 'submodule', id: inner.git('rev-parse', 'HEAD') });
      expect(entry('nested')).toMatchObject({ kind: 'submodule', id: '' });
      expect(await text('sub')).toBe('(not-a-file)');
    });
    await withTree(path.join(repository.root, 'sub'), ({ repository: opened, paths }) => {
      expect(opened.root).toBe(path.join(repository.root, 'sub'));
      expect(paths).toEqual(['inner.ts']);
    });
  });

  it('a clone reads nothing of its remote', async () => {
    const source = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    const clone = cloneRepository(source);
    rmSync(source.root, { recursive: true });
    expect(await withTree(clone.root, ({ text }) => text('a.ts'))).toBe('a');
  });

  it('leaves the repository as it was', async () => {
    const repository = makeRepository({ commits: [{ 'a.ts': 'a', 'b/c.ts': 'c' }], files: { 'a.ts': 'changed' } });
    const state = (): string =>
      readdirSync(repository.root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
        .map(
          (file) =>
            `${file} ${execFileSync('sha256sum', [file], { encoding: 'utf8' })} ${execFileSync('stat', ['-c', '%y', file], { encoding: 'utf8' })}`,
        )
        .join('');
    const before = state();
    await withTree(repository.root, async ({ paths, text }) => Promise.all(paths.map(text)));
    await withTree(repository.root, async ({ paths, text }) => Promise.all(paths.map(text)), { kind: 'index' });
    expect(state()).toBe(before);
  });
});
