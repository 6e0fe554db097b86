// What approvals and sign-offs are held against: the place of a change, its tree and those who made it.
import { describe, expect, test } from 'vitest';
import { subjectDigest } from '../../src/attestation/subject.ts';
import { McgateError } from '../../src/core/error.ts';
import type { ChangeEvent } from '../../src/core/event.ts';
import { approvalSubject, repositoryName, signedSubjects, targetOf } from '../../src/pipeline/approvals.ts';
import { releaseAuthors } from '../../src/pipeline/change-authors.ts';
import { subjectOf, type MemoryCommit, type MemoryCommits, type OpenCommits } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { base, changed, digestOf, hex, local, origin, place, pull, sourcesOf, type Run } from './approval-sources.ts';

describe('a place', () => {
  test.each<[ChangeEvent, string | null]>([
    [pull, 'refs/heads/main'],
    [{ ...pull, name: 'pull_request_target', baseRef: 'release/1' }, 'refs/heads/release/1'],
    [{ name: 'merge_group', baseSha: 'a', headSha: 'b', baseRef: 'dev' }, 'refs/heads/dev'],
    [
      { name: 'push', before: 'a', after: 'b', ref: 'refs/tags/v1', forced: false, defaultBranch: 'main', isProtected: true },
      'refs/tags/v1',
    ],
    [{ name: 'schedule', defaultBranch: 'trunk' }, 'refs/heads/trunk'],
    [{ name: 'workflow_dispatch', defaultBranch: 'trunk' }, 'refs/heads/trunk'],
    [local, 'refs/heads/main'],
  ])('is for the branch that the event names: %j', (event, target) => {
    expect(targetOf({ event }, subjectOf('x', ['main', 'tip']))).toBe(target);
  });

  test.each([
    ['origin/main', 'refs/heads/main'],
    ['refs/heads/main', 'refs/heads/main'],
    ['feature/origin/x', 'refs/heads/feature/origin/x'],
    ['0'.repeat(40), null],
    ['a'.repeat(64), null],
    ['a'.repeat(39), `refs/heads/${'a'.repeat(39)}`],
    ['x'.repeat(40), `refs/heads/${'x'.repeat(40)}`],
    [`x${'a'.repeat(40)}`, `refs/heads/x${'a'.repeat(40)}`],
    [`${'a'.repeat(40)}x`, `refs/heads/${'a'.repeat(40)}x`],
    ['feature/refs/heads/x', 'refs/heads/feature/refs/heads/x'],
    ['', null],
  ])('of a local run is that of the tip: %s', (name, target) => {
    expect(targetOf({ event: local }, subjectOf('x', [name, 'tip']))).toBe(target);
    expect(targetOf({ event: local }, subjectOf('x', null))).toBeNull();
  });

  test.each([
    ['git@github.com:Acme/Shop.git', 'acme/shop'],
    ['https://github.com/acme/shop', 'acme/shop'],
    ['http://user:token@git.example/acme/shop.git/', 'acme/shop'],
    ['ssh://git@github.com:22/acme/shop.js.git', 'acme/shop.js'],
    ['me@host:a-b/c_d', 'a-b/c_d'],
  ])('is in the repository of %s', (address, name) => {
    expect(repositoryName(address)).toBe(name);
  });

  test.each([
    '',
    '/srv/acme/shop',
    'file:///acme/shop',
    'https://github.com/shop',
    'https://github.com/a/b/c',
    'git@github.com:shop',
    'host:acme/shop',
    'x https://github.com/acme/shop',
    'https://github.com/acme/shop x',
  ])('is nowhere by %j', (address) => {
    expect(repositoryName(address)).toBeNull();
  });

  const subject = async (run: Run): Promise<string> => {
    try {
      const { repository, target } = await approvalSubject(sourcesOf({ commits: { tip: base, head: base }, ...run }));
      return `${repository} ${target}`;
    } catch (error) {
      return error instanceof McgateError ? `${error.code} ${error.message}` : 'bug';
    }
  };

  test('says what is missing of it', async () => {
    const unknown = 'unreadable it is not known for which place they would have to be:';
    expect(await subject({})).toBe('acme/shop refs/heads/main');
    expect(await subject({ origin: null })).toBe(`${unknown} a forge in the address of the remote \`origin\` is missing`);
    expect(await subject({ trusted: null })).toBe(`${unknown} the branch that the change is for is missing`);
    // On a forge its event counts, and the remote does not.
    expect(await subject({ event: pull, origin_: { ...origin, repository: 'acme/other' } })).toBe('acme/other refs/heads/main');
    expect(await subject({ event: pull, origin_: null })).toBe(`${unknown} the repository, in the event is missing`);
  });
});

describe('what an approval is about', () => {
  test('is the tree by its contents, and links and submodules by what git calls them', async () => {
    const files = { 'a.js': '1', link: 'a.js', sub: 'x', run: '#!' };
    const kinds = { link: 'symlink', sub: 'submodule', run: 'executable' } as const;
    const sources = sourcesOf({ commits: { tip: base, head: { files, kinds } } });
    const expected = await subjectDigest(place, memoryTree(files, kinds).entries, ({ path, id, kind }) =>
      Promise.resolve(kind === 'symlink' || kind === 'submodule' ? `git:${id}` : hex(files[path as keyof typeof files])),
    );
    expect(await approvalSubject(sources)).toEqual({ ...place, digest: expected });
  });

  test('cannot be told where a file cannot be read', async () => {
    const sources = sourcesOf({ commits: { tip: base, head: base } });
    const judged = { ...sources.judged, read: () => Promise.resolve({ ok: false, failure: 'missing', detail: 'partial clone' } as const) };
    await expect(approvalSubject({ ...sources, judged })).rejects.toMatchObject({
      code: 'unreadable',
      message: '.mcgate/allowed_signers: missing: partial clone',
    });
    // A link that git has no id for is read like a file.
    const linked = { entries: [{ path: 'link', kind: 'symlink', id: '', size: null } as const], read: judged.read };
    await expect(approvalSubject({ ...sources, judged: linked })).rejects.toMatchObject({ message: 'link: missing: partial clone' });
  });

  test('is, of a merge, what was merged as well', async () => {
    const commits = {
      tip: { files: { 'a.js': '1', 'b.js': '2' } },
      old: base,
      head: { parents: ['old'], files: changed },
      merge: { parents: ['tip', 'head', 'gone'], files: { ...changed, 'b.js': '2' } },
    };
    const own = await digestOf({ ...changed, 'b.js': '2' });
    expect([...(await signedSubjects(sourcesOf({ commits, judged: 'merge', event: pull }), place))]).toEqual([
      own,
      await digestOf(changed),
    ]);
    // In a merge that somebody pushed there may be anything.
    expect([...(await signedSubjects(sourcesOf({ commits, judged: 'merge' }), place))]).toEqual([own]);
  });

  test('is closed when it was read', async () => {
    const sources = sourcesOf({
      commits: { tip: base, head: { parents: ['tip'], files: changed }, merge: { parents: ['tip', 'head'], files: changed } },
      judged: 'merge',
      event: pull,
    });
    await signedSubjects(sources, place);
    expect((sources.repository as OpenCommits).left()).toBe(0);
  });
});

describe('the authors', () => {
  const authors = async (run: Run): Promise<readonly string[]> => {
    const made = await releaseAuthors(sourcesOf(run), null);
    return made.map(({ kind, name }) => `${kind} ${name}`);
  };
  const by = (name: string, files: MemoryCommit['files'], ...parents: readonly string[]): MemoryCommit => ({
    parents,
    files,
    authors: [`${name}@example.org`],
  });
  const signed = { '.mcgate/attestations/x.json': '{}' };

  test('of a pull request are its own, not whoever merges, and those whom the event names', async () => {
    const commits = {
      tip: by('zoe', base.files),
      head: by('ann', changed, 'first'),
      first: by('bob', changed, 'tip'),
      merge: by('github', changed, 'tip', 'head'),
    };
    expect(await authors({ commits, judged: 'merge', event: pull, origin_: { ...origin, actors: ['ann', 'eve'] } })).toEqual([
      ...['login ann', 'login eve', 'email ann@example.org', 'email bob@example.org'],
    ]);
    expect(await authors({ commits, judged: 'merge', event: { ...pull, name: 'pull_request_target' }, origin_: null })).toEqual([
      'email ann@example.org',
      'email bob@example.org',
    ]);
  });

  test('of a push or a branch are those of the commits from the tip on', async () => {
    const commits = { tip: by('zoe', base.files), first: by('bob', changed, 'tip'), head: by('ann', { ...changed, 'b.js': '2' }, 'first') };
    expect(await authors({ commits })).toEqual(['login ann', 'email ann@example.org', 'email bob@example.org']);
  });

  test('of the working tree are those of the commits that it stands on', async () => {
    const commits = { tip: by('zoe', base.files), head: by('ann', changed, 'tip') };
    const sources = sourcesOf({ commits });
    const subject = { ...sources.subject, judged: { name: 'working tree', commit: null, source: { kind: 'working-tree' } as const } };
    expect((await releaseAuthors({ ...sources, subject }, null)).map(({ name }) => name)).toEqual(['ann', 'ann@example.org']);
    const unborn = sourcesOf({ commits });
    const headless = { ...unborn.repository, head: () => Promise.resolve(null) };
    for (const trusted of [subject.trusted, null]) {
      const asked = releaseAuthors({ ...unborn, subject: { ...subject, trusted }, repository: headless }, null);
      await expect(asked).rejects.toMatchObject({ code: 'unreadable' });
    }
  });

  test('of a working tree on the tip itself are those of the last commit, whatever is not committed', async () => {
    const commits = { first: by('zoe', {}), head: by('bob', base.files, 'first') };
    const sources = sourcesOf({ commits, trusted: ['main', 'head'], origin_: null });
    const subject = { ...sources.subject, judged: { name: 'working tree', commit: null, source: { kind: 'working-tree' } as const } };
    const found = await releaseAuthors({ ...sources, subject, judged: memoryTree(changed) }, null);
    expect(found.map(({ name }) => name)).toEqual(['bob@example.org']);
  });

  test('where nothing differs from the tip are those of the last change', async () => {
    const commits = { first: by('zoe', {}), before: by('bob', base.files, 'first'), head: by('ann', changed, 'before') };
    expect(await authors({ commits, trusted: ['main', 'head'] })).toEqual(['login ann', 'email ann@example.org']);
    expect(await authors({ commits, trusted: null })).toEqual(['login ann', 'email ann@example.org']);
  });

  test('where nothing but attestations differs are those of the last change as well', async () => {
    const commits = {
      ...{ first: by('zoe', {}), before: by('yan', base.files, 'first'), tip: by('ann', changed, 'before') },
      ...{
        signing: by('cleo', { ...changed, ...signed }, 'tip'),
        head: by('bob', { ...changed, ...signed, '.mcgate/attestations/y.json': '{}' }, 'signing'),
      },
    };
    for (const tip of ['tip', 'signing', 'head']) {
      // Who brings a sign-off made nothing; who is at the tip may stand twice.
      expect([...new Set(await authors({ commits, origin_: null, trusted: ['main', tip] }))]).toEqual(['email ann@example.org']);
    }
    // A branch that was cut before does not hide who brought what it is about.
    const behind = {
      ...commits,
      head: by('bob', { ...base.files, ...signed }, 'before'),
      merge: by('github', { ...changed, ...signed }, 'tip', 'head'),
    };
    expect(await authors({ commits: behind, origin_: null, judged: 'merge', event: pull })).toEqual(['email ann@example.org']);
  });

  test('of a release are all since the last tag of another tree', async () => {
    const commits = {
      ...{ first: by('zoe', {}), last: { ...by('yan', base.files, 'first'), tag: 'v1' }, between: by('cleo', changed, 'last') },
      ...{ other: { ...by('dan', { ...changed, b: '1' }, 'between'), tag: 'x1' }, head: by('ann', { ...changed, c: '1' }, 'other') },
    };
    const since = async (pattern: string, run: Run = {}): Promise<readonly string[]> => {
      const made = await releaseAuthors(sourcesOf({ commits, origin_: null, trusted: ['main', 'other'], ...run }), pattern);
      return made.map(({ name }) => name.split('@')[0] ?? '');
    };
    expect(await since('v*')).toEqual(['ann', 'cleo', 'dan']);
    expect(await since('x*')).toEqual(['ann']);
    // All of the history, where nothing was released before.
    expect(await since('y*')).toEqual(['ann', 'cleo', 'dan', 'yan', 'zoe']);
    // What came to the target meanwhile is released with it.
    const behind = {
      ...commits,
      cut: by('bob', { ...changed, d: '1' }, 'between'),
      merge: by('github', { ...changed, b: '1', d: '1' }, 'other', 'cut'),
    };
    const event = { ...pull, headSha: 'cut' };
    expect(await since('v*', { commits: behind, judged: 'merge', event })).toEqual(['bob', 'cleo', 'dan']);
    // A tag on the very tree that is judged is no former release.
    const tagged = {
      ...commits,
      again: { ...by('bob', { ...changed, c: '1', ...signed }, 'head'), tag: 'v2' },
      now: by('eve', { ...changed, c: '1' }, 'again'),
    };
    expect(await since('v*', { commits: tagged, judged: 'now', trusted: ['main', 'again'] })).toEqual(['ann', 'cleo', 'dan']);
  });

  test('that the tip names as well are told once', async () => {
    const commits = { first: by('zoe', {}), tip: by('ann', changed, 'first'), head: by('bob', { ...changed, ...signed }, 'tip') };
    expect(await authors({ commits, origin_: { ...origin, actors: [] } })).toEqual(['email ann@example.org']);
  });

  test.each<[string, Partial<MemoryCommits> & Run]>([
    [
      'a clone without the parent',
      { commits: { head: { ...base, parents: ['gone'] }, gone: base }, absent: ['gone'], trusted: ['main', 'head'] },
    ],
    ['a clone without the tip', { commits: { head: { ...base, parents: ['tip'] }, tip: base }, absent: ['tip'] }],
    [
      'a history that is cut off behind the tip alone',
      {
        commits: {
          before: base,
          gone: base,
          tip: { parents: ['before', 'gone'], files: changed },
          head: { parents: ['before'], files: changed },
        },
        absent: ['gone'],
      },
    ],
    [
      'a history that is cut off',
      { commits: { tip: base, gone: base, head: { parents: ['tip', 'gone'], files: changed } }, absent: ['gone'] },
    ],
  ])('of %s are not known', async (_, run) => {
    await expect(authors(run)).rejects.toMatchObject({
      ...{ code: 'unreadable', message: 'the history of the change is cut off or too long, so that its authors are not known' },
      remedy: expect.stringContaining('fetch-depth: 0') as string,
    });
  });

  test('of a first commit are its own', async () => {
    expect(await authors({ commits: { head: base }, trusted: ['main', 'head'] })).toEqual(['login ann', 'email ann@example.org']);
  });

  test('are looked for two hundred commits far', async () => {
    const chain = (length: number): Readonly<Record<string, MemoryCommit>> => {
      const commits: Record<string, MemoryCommit> = { first: base };
      for (let index = 0; index < length; index += 1) {
        const parents = [index === 0 ? 'first' : `c${String(index - 1)}`];
        commits[`c${String(index)}`] = { parents, files: { ...changed, [`.mcgate/attestations/${String(index)}`]: '' } };
      }
      return commits;
    };
    expect(await authors({ commits: chain(200), judged: 'c199', trusted: ['main', 'c199'] })).toHaveLength(2);
    await expect(authors({ commits: chain(201), judged: 'c200', trusted: ['main', 'c200'] })).rejects.toMatchObject({
      ...{ code: 'unreadable', message: 'there are too many commits that change nothing' },
    });
  });
});
