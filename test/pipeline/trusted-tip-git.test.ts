// Who judges, for every event, on real repositories cloned as a workflow would.
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChangeEvent } from '../../src/core/event.ts';
import { describeSubject, isSameTree, resolveSubject, type Resolution } from '../../src/pipeline/trusted-tip.ts';
import { openRepository } from '../../src/platform/repository.ts';
import { cloneRepository, makeFolder, makeRepository, openTestRepository, type TestRepository } from '../support/git-repository.ts';

const local: ChangeEvent = { name: 'local', base: null, staged: false };

async function resolve(root: string, event: ChangeEvent): Promise<Resolution> {
  const repository = await openRepository(root, { git: true });
  try {
    return await resolveSubject(event, repository);
  } finally {
    await repository.close();
  }
}

/** As pipeline and report will tell it. */
async function subjectOf(root: string, event: ChangeEvent): Promise<string> {
  const repository = await openRepository(root, { git: true });
  try {
    const resolution = await resolveSubject(event, repository);
    if (!resolution.ok) return resolution.reason.code;
    const judged = await repository.list(resolution.judged.source);
    const { trusted } = resolution;
    const tip = trusted === null ? null : await repository.list({ kind: 'commit', commit: trusted.commit });
    return describeSubject(event, resolution, tip !== null && isSameTree(tip, judged)).kind;
  } finally {
    await repository.close();
  }
}

/** A target branch with a pull request cut from its first commit, and GitHub's merge commit of it at `refs/pull/7/merge`. */
function makePullRequest(): {
  readonly origin: TestRepository;
  readonly tip: string;
  readonly head: string;
  readonly merge: string;
  readonly old: string;
} {
  const origin = makeRepository({ commits: [{ 'a.ts': 'a', '.mcgate/config.yaml': 'mode: inform\n' }] });
  const old = origin.git('rev-parse', 'HEAD');
  origin.git('checkout', '-q', '-b', 'fork');
  origin.commit({ 'b.ts': 'b' });
  const head = origin.commit({ 'c.ts': 'c' });
  origin.git('checkout', '-q', 'main');
  const tip = origin.commit({ '.mcgate/config.yaml': 'mode: block\n' });
  origin.git('checkout', '-q', '--detach');
  origin.git('merge', '-q', '--no-ff', '-m', 'Merge', 'fork');
  const merge = origin.git('rev-parse', 'HEAD');
  origin.git('update-ref', 'refs/pull/7/merge', merge);
  origin.git('checkout', '-q', 'main');
  return { origin, tip, head, merge, old };
}

/** As actions/checkout does: the ref alone, at a depth, detached. */
function checkout(origin: TestRepository, ref: string, depth: number): TestRepository {
  const repository = makeRepository();
  repository.git(
    'fetch',
    '-q',
    '--no-tags',
    `--depth=${String(depth)}`,
    `file://${origin.root}`,
    `+${ref}:refs/remotes/${ref.replace(/^refs\/(?:heads\/)?/u, '')}`,
  );
  repository.git('checkout', '-q', '--detach', 'FETCH_HEAD');
  return repository;
}

const pullRequest = (
  head: string,
  mergeSha: string | null,
  name: 'pull_request' | 'pull_request_target' = 'pull_request',
  baseSha: string | null = null,
): ChangeEvent => ({
  name,
  number: 7,
  headSha: head,
  mergeSha,
  baseRef: 'main',
  baseSha,
  defaultBranch: 'main',
  isProtected: false,
});

describe('pull_request', () => {
  it('is judged by the tip of the target, not by what the fork was cut from', async () => {
    const { origin, tip, head, merge } = makePullRequest();
    const clone = checkout(origin, 'refs/pull/7/merge', 2);
    expect(await resolve(clone.root, pullRequest(head, merge))).toEqual({
      ok: true,
      trusted: { name: 'main', commit: tip },
      judged: { name: 'pull request #7', commit: merge, source: { kind: 'commit', commit: merge } },
      base: { name: 'main', commit: tip },
    });
    expect(await subjectOf(clone.root, pullRequest(head, merge))).toBe('change');
  });

  it('is incomplete in a clone of depth 1, and names what to fetch', async () => {
    const { origin, tip, head, merge } = makePullRequest();
    const clone = checkout(origin, 'refs/pull/7/merge', 1);
    const answer = await resolve(clone.root, pullRequest(head, merge));
    expect(answer).toMatchObject({ ok: false, reason: { code: 'no-trusted-tip' }, missing: [tip] });
    expect(answer.ok ? '' : answer.reason.remedy).toContain('fetch-depth: 2');
    clone.git('fetch', '-q', '--deepen=1', `file://${origin.root}`, 'refs/pull/7/merge');
    expect(await resolve(clone.root, pullRequest(head, merge))).toMatchObject({ ok: true, trusted: { commit: tip } });
  });

  it('takes no other commit for the merge commit', async () => {
    const { origin, tip, head, merge, old } = makePullRequest();
    for (const [commit, event] of [
      [head, pullRequest(head, merge)], // the head itself was checked out
      [merge, pullRequest(tip, merge)], // merge commit of another head
      [tip, pullRequest(head, merge)],
      [old, pullRequest(head, null)], // a root commit
    ] as const) {
      const clone = cloneRepository(origin);
      clone.git('fetch', '-q', 'origin', 'refs/pull/7/merge');
      clone.git('checkout', '-q', '--detach', commit);
      expect(await resolve(clone.root, event)).toMatchObject({ ok: false, reason: { code: 'no-trusted-tip' } });
    }
  });

  it('takes no merge with a third parent, and none the other way round', async () => {
    const { origin, tip, head, old } = makePullRequest();
    const tree = origin.git('rev-parse', 'fork^{tree}');
    for (const parents of [
      [tip, head, old],
      [head, tip],
      [old, tip],
    ]) {
      const forged = origin.git('commit-tree', '-m', 'x', ...parents.flatMap((parent) => ['-p', parent]), tree);
      origin.git('checkout', '-q', '--detach', forged);
      expect(await resolve(origin.root, pullRequest(head, forged))).toMatchObject({ ok: false });
    }
  });

  it('has no answer on an unborn branch', async () => {
    expect(await resolve(makeRepository().root, pullRequest('a'.repeat(40), null))).toMatchObject({ ok: false });
  });
});

describe('pull_request_target', () => {
  it('judges the merge commit as an object, and leaves HEAD on the target', async () => {
    const { origin, tip, head, merge } = makePullRequest();
    const clone = checkout(origin, 'refs/heads/main', 1);
    const event = pullRequest(head, merge, 'pull_request_target', tip);
    expect(await resolve(clone.root, event)).toMatchObject({ ok: false, missing: ['refs/pull/7/merge'] });
    clone.git('fetch', '-q', '--depth=2', `file://${origin.root}`, 'refs/pull/7/merge');
    const expected = { ok: true, trusted: { name: 'main', commit: tip }, judged: { commit: merge } };
    expect(await resolve(clone.root, event)).toMatchObject(expected);
    // GitHub had not made the merge commit when it wrote the payload: the fetched ref will do, verified the same way.
    expect(await resolve(clone.root, { ...event, mergeSha: null } as ChangeEvent)).toMatchObject({ ok: false });
    clone.git('update-ref', 'refs/remotes/pull/7/merge', merge);
    expect(await resolve(clone.root, { ...event, mergeSha: null } as ChangeEvent)).toMatchObject(expected);
    expect(await resolve(clone.root, { ...event, headSha: tip } as ChangeEvent)).toMatchObject({ ok: false });
  });
});

describe('a pull request that moved to another target', () => {
  it('is not judged by the former one, whose merge commit is still there', async () => {
    const { origin, old, head } = makePullRequest();
    const { git } = origin;
    git('checkout', '-q', '-b', 'evil', old);
    const evil = origin.commit({ '.mcgate/config.yaml': 'gates: { code: { enabled: false } }\n' });
    const stale = git('commit-tree', '-m', 'x', '-p', evil, '-p', head, 'fork^{tree}');
    git('update-ref', 'refs/pull/7/merge', stale);
    git('checkout', '-q', 'main');
    const newest = origin.commit({ 'later.ts': 'l' });
    const clone = cloneRepository(origin);
    clone.git('fetch', '-q', 'origin', '+refs/pull/7/merge:refs/remotes/pull/7/merge');
    const event = pullRequest(head, stale, 'pull_request_target', newest);
    expect(await resolve(clone.root, event)).toMatchObject({ ok: false, missing: ['refs/heads/main'] });
    clone.git('checkout', '-q', '--detach', stale);
    expect(await resolve(clone.root, pullRequest(head, stale, 'pull_request', newest))).toMatchObject({ ok: false });
  });

  it('is judged by an older tip of its target, where the clone shows it to be one', async () => {
    const { origin, tip, head, merge } = makePullRequest();
    const newest = origin.commit({ 'later.ts': 'l' });
    const clone = checkout(origin, 'refs/pull/7/merge', 2);
    const event = pullRequest(head, merge, 'pull_request_target', newest);
    expect(await resolve(clone.root, event)).toMatchObject({ ok: false });
    clone.git('fetch', '-q', '--depth=100', `file://${origin.root}`, '+refs/heads/main:refs/remotes/origin/main');
    expect(await resolve(clone.root, event)).toMatchObject({ ok: true, trusted: { commit: tip } });
  });
});

describe('merge_group and push', () => {
  it('merge_group is judged by its base', async () => {
    const { origin, tip, merge } = makePullRequest();
    const event: ChangeEvent = { name: 'merge_group', baseSha: tip, headSha: merge, baseRef: 'main' };
    expect(await resolve(origin.root, event)).toMatchObject({
      ok: true,
      trusted: { name: 'main', commit: tip },
      judged: { commit: merge },
    });
    expect(await resolve(checkout(origin, 'refs/pull/7/merge', 1).root, event)).toMatchObject({ ok: false, missing: [tip] });
    expect(await resolve(checkout(origin, 'refs/heads/main', 1).root, event)).toMatchObject({ ok: false, missing: [merge] });
  });

  const push = (before: string | null, after: string, more: object = {}): ChangeEvent => ({
    name: 'push',
    before,
    after,
    ref: 'refs/heads/fork',
    forced: false,
    defaultBranch: 'main',
    isProtected: true,
    ...more,
  });

  it('a push is judged by what stood before it', async () => {
    const { origin, old, head } = makePullRequest();
    expect(await resolve(origin.root, push(old, head))).toMatchObject({
      trusted: { commit: old },
      judged: { name: 'fork', commit: head },
      base: { commit: old },
    });
    expect(await resolve(checkout(origin, 'refs/heads/fork', 1).root, push(old, head))).toMatchObject({ ok: false, missing: [old] });
  });

  it('a push to a branch that nobody is known to protect is judged by the default branch, from where it left it', async () => {
    const { origin, tip, old, head } = makePullRequest();
    expect(await resolve(origin.root, push(old, head, { isProtected: false }))).toEqual({
      ok: true,
      trusted: { name: 'main', commit: tip },
      judged: { name: 'fork', commit: head, source: { kind: 'commit', commit: head } },
      base: { name: 'merge base with main', commit: old },
    });
  });

  it('a new branch and a forced push are judged by the default branch', async () => {
    const { origin, tip, old, head } = makePullRequest();
    for (const event of [push(null, head), push(old, head, { forced: true })]) {
      expect(await resolve(origin.root, event)).toMatchObject({ trusted: { name: 'main', commit: tip }, judged: { commit: head } });
      expect(await resolve(checkout(origin, 'refs/heads/fork', 5).root, event)).toMatchObject({ ok: false, missing: ['refs/heads/main'] });
    }
  });

  it('the default branch is what was fetched, not a branch or tag of that name', async () => {
    const { origin, tip, head } = makePullRequest();
    const clone = cloneRepository(origin);
    clone.git('branch', '-f', 'refs/remotes/origin/main', head);
    clone.git('tag', 'main', head);
    clone.git('checkout', '-q', '-B', 'main', head);
    expect(await resolve(clone.root, push(null, head))).toMatchObject({ trusted: { commit: tip } });
  });

  it('a pushed annotated tag is judged as its commit', async () => {
    const { origin, tip } = makePullRequest();
    origin.git('tag', '-a', '-m', 'v', 'v1', tip);
    const event = push(null, origin.git('rev-parse', 'v1'), { ref: 'refs/tags/v1' });
    expect(await resolve(origin.root, event)).toMatchObject({ judged: { name: 'v1', commit: tip } });
    expect(await subjectOf(origin.root, event)).toBe('audit');
  });
});

describe('schedule and workflow_dispatch', () => {
  it('are an audit of the default branch', async () => {
    const { origin, tip } = makePullRequest();
    const clone = checkout(origin, 'refs/heads/main', 1);
    clone.git('update-ref', 'refs/remotes/origin/main', tip);
    const event: ChangeEvent = { name: 'schedule', defaultBranch: 'main' };
    expect(await resolve(clone.root, event)).toMatchObject({ trusted: { commit: tip }, judged: { commit: tip }, base: { commit: tip } });
    expect(await subjectOf(clone.root, event)).toBe('audit');
  });

  it('are incomplete without it; the remedy can be pasted', async () => {
    const { origin } = makePullRequest();
    const clone = checkout(origin, 'refs/heads/fork', 1);
    const answer = await resolve(clone.root, { name: 'workflow_dispatch', defaultBranch: '$(touch${IFS}x)' });
    expect(answer.ok ? '' : answer.reason.remedy).not.toContain('$(');
    expect(await resolve(clone.root, { name: 'workflow_dispatch', defaultBranch: 'main' })).toMatchObject({
      ok: false,
      missing: ['refs/heads/main'],
    });
  });
});

describe('local', () => {
  it('tells new against the merge base, and is judged by the tip of the upstream', async () => {
    const { origin, tip, old } = makePullRequest();
    const clone = cloneRepository(origin);
    clone.git('checkout', '-q', '-b', 'topic', old);
    clone.git('branch', '-q', '-u', 'origin/main');
    clone.commit({ 'mine.ts': 'm' });
    expect(await resolve(clone.root, local)).toEqual({
      ok: true,
      trusted: { name: 'origin/main', commit: tip },
      judged: { name: 'working tree', commit: null, source: { kind: 'working-tree' } },
      base: { name: 'merge base with origin/main', commit: old },
    });
    expect(await resolve(clone.root, { ...local, staged: true })).toMatchObject({ judged: { name: 'index', source: { kind: 'index' } } });
    expect(await resolve(clone.root, { ...local, base: 'origin/fork' })).toMatchObject({ trusted: { name: 'origin/fork' } });
    expect(await subjectOf(clone.root, local)).toBe('change');
  });

  it('falls back to the default branch, also with HEAD detached', async () => {
    const { origin, tip, head } = makePullRequest();
    const clone = cloneRepository(origin);
    clone.git('checkout', '-q', '--detach', head);
    expect(await resolve(clone.root, local)).toMatchObject({ trusted: { name: 'origin/main', commit: tip } });
  });

  it('is an audit on a clean clone, and a change with one file more', async () => {
    const { origin } = makePullRequest();
    const clone = cloneRepository(origin);
    expect(await subjectOf(clone.root, local)).toBe('audit');
    clone.write({ 'new.ts': 'n' });
    expect(await subjectOf(clone.root, local)).toBe('change');
    expect(await subjectOf(clone.root, { ...local, staged: true })).toBe('audit');
  });

  it('is judged by nobody on an unborn branch, and in a plain folder', async () => {
    const unborn = makeRepository({ files: { 'a.ts': 'a' } });
    expect(await resolve(unborn.root, local)).toMatchObject({ ok: true, trusted: null, base: null });
    expect(await subjectOf(unborn.root, local)).toBe('untrusted');
    const folder = makeFolder({ 'a.ts': 'a' });
    expect(await resolve(folder, local)).toMatchObject({ ok: true, trusted: null, judged: { name: 'folder' } });
    await expect(resolve(folder, { ...local, base: 'main' })).rejects.toMatchObject({ code: 'usage' });
    await expect(resolve(folder, { ...local, staged: true })).rejects.toMatchObject({ code: 'usage' });
  });

  it('calls a base that is none wrong usage', async () => {
    const { root } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    for (const base of ['nowhere', '--all', '', 'HEAD:a.ts', 'f'.repeat(40)]) {
      await expect(resolve(root, { ...local, base })).rejects.toMatchObject({ code: 'usage' });
    }
  });

  it('guesses no merge base beyond a shallow clone', async () => {
    const { origin, tip } = makePullRequest();
    const clone = cloneRepository(origin, '--depth=1', '--no-single-branch');
    clone.git('checkout', '-q', 'fork');
    const answer = await resolve(clone.root, { ...local, base: 'origin/main' });
    expect(answer).toMatchObject({ ok: false, reason: { code: 'no-trusted-tip' } });
    expect(answer.ok ? '' : answer.reason.remedy).toContain('--unshallow');
    clone.git('fetch', '-q', '--unshallow');
    expect(await resolve(clone.root, { ...local, base: 'origin/main' })).toMatchObject({ ok: true, trusted: { commit: tip } });
  });

  it('tells all as new where histories have nothing in common', async () => {
    const { root, git, commit } = makeRepository({ commits: [{ 'a.ts': 'a' }] });
    git('checkout', '-q', '--orphan', 'other');
    commit({ 'b.ts': 'b' });
    expect(await resolve(root, local)).toMatchObject({ ok: true, trusted: { name: 'main' }, base: null });
  });

  it('works in a worktree and on sha256', async () => {
    const main = makeRepository({ format: 'sha256', commits: [{ 'a.ts': 'a' }] });
    const root = path.join(makeFolder(), 'linked');
    main.git('worktree', 'add', '-q', '-b', 'side', root);
    openTestRepository(root).commit({ 'b.ts': 'b' });
    const tip = main.git('rev-parse', 'main');
    expect(await resolve(root, local)).toMatchObject({ trusted: { name: 'main', commit: tip }, base: { name: 'main', commit: tip } });
    expect(await subjectOf(root, local)).toBe('change');
  });
});
