// Who judges, for every event, on histories that are tables. On real repositories: trusted-tip-git.test.ts.
import { describe, expect, test } from 'vitest';
import type { ChangeEvent } from '../../src/core/event.ts';
import { describeSubject, isSameTree, resolveSubject, type ResolvedSubject } from '../../src/pipeline/trusted-tip.ts';
import { memoryRepository, type MemoryHistory } from '../support/memory-repository.ts';
import { memoryTree } from '../support/memory-tree.ts';

/** `trusted judged base` as `name=commit`, or `incomplete: message | remedy | what is missing`. */
async function resolve(event: ChangeEvent, history: MemoryHistory): Promise<string> {
  const answer = await resolveSubject(event, memoryRepository(history));
  if (!answer.ok) {
    const { code, message, remedy } = answer.reason;
    expect(code).toBe('no-trusted-tip');
    return `incomplete: ${message} | ${remedy ?? ''} | ${answer.missing.join(' ')}`;
  }
  const { trusted, judged, base } = answer;
  const source = judged.source.kind === 'commit' ? `commit ${judged.source.commit}` : judged.source.kind;
  return `${named(trusted)}, ${judged.name}=${String(judged.commit)} (${source}), ${named(base)}`;
}

function named(commit: { readonly name: string; readonly commit: string } | null): string {
  return commit === null ? 'nobody' : `${commit.name}=${commit.commit}`;
}

type Case = readonly [name: string, event: ChangeEvent, history: MemoryHistory, expected: string];

/** Base, then the target's tip; a head cut from the base; GitHub's merge commit; and one with a branch that its author wrote. */
const commits = {
  old: [],
  tip: ['old'],
  next: ['tip'],
  head: ['old'],
  merge: ['tip', 'head'],
  evil: ['old'],
  stale: ['evil', 'head'],
} as const;
const tracked = { 'refs/remotes/pull/7/merge': 'merge' };
const pull = (more: object = {}): ChangeEvent => ({
  name: 'pull_request',
  number: 7,
  headSha: 'head',
  mergeSha: 'merge',
  baseRef: 'main',
  baseSha: 'tip',
  defaultBranch: 'main',
  isProtected: false,
  ...more,
});
const target = (more: object = {}): ChangeEvent => pull({ name: 'pull_request_target', ...more });
const judged = 'main=tip, pull request #7=merge (commit merge), main=tip';

const noMerge =
  "incomplete: HEAD is not GitHub's merge commit of pull request #7 with its head head. | Let actions/checkout take its default ref, with `fetch-depth: 2`; if the branches conflict, resolve that first. | ";
const noMergeObject =
  "incomplete: GitHub's merge commit of pull request #7 with its head head is not in this clone. | Run `git fetch --depth=2 origin refs/pull/7/merge:refs/remotes/pull/7/merge` (never check it out); if the branches conflict, resolve that first. | refs/pull/7/merge";
const noTip = (name: string, commit: string): string =>
  `incomplete: The commit that judges (${name}, ${commit}) is not in this clone. | Set \`fetch-depth: 2\` (or 0) on actions/checkout, or run \`git fetch --deepen=1\`. | ${commit}`;
const noJudged = (commit: string): string =>
  `incomplete: The commit to judge (${commit}) is not in this clone. | Run \`git fetch --depth=2 origin ${commit}\`. | ${commit}`;
const unproven =
  "incomplete: This clone does not show that GitHub's merge commit of pull request #7 is one with main; it may be one with a former target. | Set `fetch-depth: 0` on actions/checkout, or run `git fetch --depth=100 origin refs/heads/main:refs/remotes/origin/main`; if the target was just changed, wait until GitHub has merged anew. | refs/heads/main";

describe('pull_request', () => {
  test.each<Case>([
    ['by the first parent of the merge commit', pull(), { commits, head: 'merge' }, judged],
    ['whatever the payload calls the merge commit', pull({ mergeSha: null }), { commits, head: 'merge' }, judged],
    ['HEAD is the head', pull(), { commits, head: 'head' }, noMerge],
    ['HEAD is the target', pull(), { commits, head: 'tip', refs: tracked }, noMerge],
    ['HEAD is a root', pull(), { commits, head: 'old' }, noMerge],
    ['no HEAD', pull(), { commits }, noMerge],
    ['nothing is checked out, and the merge commit was fetched', pull(), { commits, refs: tracked }, judged],
    [
      'the merge commit is of another head',
      pull({ headSha: 'other' }),
      { commits, head: 'merge' },
      noMerge.replace('head head', 'head other'),
    ],
    ['a third parent', pull(), { commits: { ...commits, merge: ['tip', 'head', 'old'] }, head: 'merge' }, noMerge],
    ['parents the other way round', pull(), { commits: { ...commits, merge: ['head', 'tip'] }, head: 'merge' }, noMerge],
    ['too shallow for the tip', pull(), { commits, absent: ['tip'], head: 'merge' }, noTip('main', 'tip')],
    ['no target in the clone: the merge commit is believed', pull({ baseSha: null }), { commits, head: 'merge' }, judged],
    ['the target has moved on', pull({ baseSha: 'old' }), { commits, head: 'merge', refs: { 'refs/remotes/origin/main': 'next' } }, judged],
    [
      'the clone is too shallow to prove it',
      pull({ baseSha: 'next' }),
      { commits, absent: ['next'], shallow: true, head: 'merge', refs: { 'refs/remotes/origin/main': 'next' } },
      judged,
    ],
    [
      'the merge commit is one with another branch',
      pull(),
      { commits, head: 'stale', refs: { 'refs/remotes/origin/main': 'tip' } },
      unproven,
    ],
  ])('%s', async (_, event, history, expected) => {
    expect(await resolve(event, history)).toBe(expected);
    // The same commit is checked out for a review, by the same workflow.
    expect(await resolve({ ...event, name: 'pull_request_review' } as ChangeEvent, history)).toBe(expected);
  });
});

describe('pull_request_target', () => {
  test.each<Case>([
    ['by the merge commit that the payload names', target(), { commits, head: 'tip' }, judged],
    ['by the one that was fetched', target({ mergeSha: null }), { commits, refs: tracked }, judged],
    [
      'by the one that was fetched under its own name',
      target({ mergeSha: null }),
      { commits, refs: { 'refs/pull/7/merge': 'merge' } },
      judged,
    ],
    [
      'the one of the payload is of an older head',
      target({ mergeSha: 'older' }),
      { commits: { ...commits, older: ['tip', 'first'] }, refs: tracked },
      judged,
    ],
    ['the one of the payload is not here', target({ mergeSha: 'gone' }), { commits, refs: tracked }, judged],
    ['none is here', target(), { commits, absent: ['merge'] }, noMergeObject],
    ['none is known', target({ mergeSha: null }), { commits, head: 'merge' }, noMergeObject],
    ['its tip is not here', target(), { commits, absent: ['tip'] }, noTip('main', 'tip')],
    [
      'the target has moved on, as the clone shows',
      target({ baseSha: 'next' }),
      { commits, refs: { 'refs/remotes/origin/main': 'next' } },
      judged,
    ],
    ['the target has moved on, as nothing shows', target({ baseSha: 'next' }), { commits }, unproven],
    [
      'and the clone is too shallow',
      target({ baseSha: 'next' }),
      { commits, shallow: true, absent: ['next'], refs: { 'refs/remotes/origin/main': 'next' } },
      unproven,
    ],
    ['a local branch proves nothing', target({ baseSha: null }), { commits, refs: { 'refs/heads/main': 'tip', main: 'tip' } }, unproven],
    [
      'the merge commit is one with a former target',
      target({ mergeSha: 'stale' }),
      { commits, refs: { 'refs/remotes/origin/main': 'tip' } },
      unproven,
    ],
    ['but the one that was fetched is not', target({ mergeSha: 'stale' }), { commits, refs: tracked }, judged],
    [
      'a target that nobody should paste',
      target({ mergeSha: 'stale', baseRef: '$(x)' }),
      { commits },
      unproven.replace(/, or run `[^`]*`/u, '').replaceAll('main', '$(x)'),
    ],
  ])('%s', async (_, event, history, expected) => {
    expect(await resolve(event, history)).toBe(expected);
  });
});

const queue: ChangeEvent = { name: 'merge_group', baseSha: 'tip', headSha: 'merge', baseRef: 'main' };

describe('merge_group', () => {
  test.each<Case>([
    ['by its base', queue, { commits }, 'main=tip, merge group for main=merge (commit merge), main=tip'],
    ['without its head', queue, { commits, absent: ['merge'] }, noJudged('merge')],
    ['without its base', queue, { commits, absent: ['tip'] }, noTip('main', 'tip')],
  ])('%s', async (_, event, history, expected) => {
    expect(await resolve(event, history)).toBe(expected);
  });
});

const push = (more: object = {}): ChangeEvent => ({
  name: 'push',
  before: 'old',
  after: 'head',
  ref: 'refs/heads/topic',
  forced: false,
  defaultBranch: 'main',
  isProtected: true,
  ...more,
});
const origin = { 'refs/remotes/origin/main': 'tip', 'refs/heads/main': 'evil' };
const byDefault = 'main=tip, topic=head (commit head), main=tip';
const noDefault = (command = ', or run `git fetch --depth=1 origin refs/heads/main:refs/remotes/origin/main`', branch = 'main'): string =>
  `incomplete: The default branch ${branch} is not in this clone. | Set \`fetch-depth: 0\` on actions/checkout${command}. | refs/heads/${branch}`;

describe('push', () => {
  test.each<Case>([
    ['by what stood before', push(), { commits }, 'topic before the push=old, topic=head (commit head), topic before the push=old'],
    ['before is not here', push(), { commits, absent: ['old'] }, noTip('topic before the push', 'old')],
    ['before is not known', push({ before: 'gone' }), { commits }, noTip('topic before the push', 'gone')],
    ['after is not here', push(), { commits, absent: ['head'] }, noJudged('head')],
    ['after is not known', push({ after: 'gone' }), { commits }, noJudged('gone')],
    ['a new branch, by the default branch', push({ before: null }), { commits, refs: origin }, byDefault],
    ['a forced push, by the default branch', push({ forced: true }), { commits, refs: origin }, byDefault],
    [
      'by a local default branch only where none was fetched',
      push({ before: null }),
      { commits, refs: { 'refs/heads/main': 'tip' } },
      byDefault,
    ],
    [
      'a fetched default branch that is not here',
      push({ before: null }),
      { commits, absent: ['tip'], refs: { 'refs/remotes/origin/main': 'tip' } },
      noDefault(),
    ],
    ['no default branch', push({ before: null }), { commits }, noDefault()],
    [
      'a tag, as its commit',
      push({ after: 'tag', ref: 'refs/tags/v1', before: null }),
      { commits, refs: { ...origin, tag: 'head' } },
      'main=tip, v1=head (commit head), main=tip',
    ],
    [
      'an annotated tag before it',
      push({ before: 'tag' }),
      { commits, refs: { tag: 'old' } },
      'topic before the push=old, topic=head (commit head), topic before the push=old',
    ],
    [
      'a branch named like a ref',
      push({ ref: 'refs/heads/refs/tags/x' }),
      { commits },
      'refs/tags/x before the push=old, refs/tags/x=head (commit head), refs/tags/x before the push=old',
    ],
    [
      'a ref in the middle stays',
      push({ ref: 'refs/heads/a/refs/heads/b' }),
      { commits },
      'a/refs/heads/b before the push=old, a/refs/heads/b=head (commit head), a/refs/heads/b before the push=old',
    ],
  ])('%s', async (_, event, history, expected) => {
    expect(await resolve(event, history)).toBe(expected);
  });
});

/** `topic` and `release` are no default branch; nobody is known to protect them. */
describe('a branch that nobody is known to protect', () => {
  const history = { commits, refs: { ...origin, ...tracked }, head: 'merge' };
  const toRelease = { baseRef: 'release', baseSha: 'tip' };
  const own = { commits: { ...commits, own: ['evil'], into: ['evil', 'own'] }, refs: { 'refs/remotes/origin/main': 'tip' }, head: 'into' };
  test.each<Case>([
    ['pull_request, by the default branch', pull(toRelease), history, 'main=tip, pull request #7=merge (commit merge), main=tip'],
    ['pull_request_target, by the default branch', target(toRelease), history, 'main=tip, pull request #7=merge (commit merge), main=tip'],
    [
      'what already stands on its own target is new as well',
      pull({ baseRef: 'mine', baseSha: 'evil', headSha: 'own', mergeSha: 'into' }),
      own,
      'main=tip, pull request #7=into (commit into), merge base with main=old',
    ],
    [
      'protected, by its own tip',
      pull({ ...toRelease, isProtected: true }),
      history,
      'release=tip, pull request #7=merge (commit merge), release=tip',
    ],
    ['the default branch is not here', pull(toRelease), { commits, head: 'merge' }, noDefault()],
    [
      'too shallow to tell where it left the default branch',
      pull({ ...toRelease, baseSha: 'evil', mergeSha: 'stale' }),
      { commits: { ...commits, main: [], evil: [], head: [] }, head: 'stale', refs: { 'refs/remotes/origin/main': 'main' }, shallow: true },
      'incomplete: This clone is too shallow to tell where the branch left main. | Run `git fetch --unshallow` (on actions/checkout: `fetch-depth: 0`). | ',
    ],
    [
      'a push, by the default branch',
      push({ isProtected: false }),
      history,
      'main=tip, topic=head (commit head), merge base with main=old',
    ],
    [
      'a second push, whatever the first one left there',
      push({ isProtected: false, before: 'evil' }),
      history,
      'main=tip, topic=head (commit head), merge base with main=old',
    ],
    [
      'a tag that is moved',
      push({ isProtected: false, ref: 'refs/tags/v1' }),
      history,
      'main=tip, v1=head (commit head), merge base with main=old',
    ],
    [
      'the default branch needs no protection to judge itself',
      push({ isProtected: false, ref: 'refs/heads/main' }),
      history,
      'main before the push=old, main=head (commit head), main before the push=old',
    ],
    [
      'a tag of its name is not the default branch',
      push({ isProtected: false, ref: 'refs/tags/main' }),
      history,
      'main=tip, main=head (commit head), merge base with main=old',
    ],
  ])('%s', async (_, event, given, expected) => {
    expect(await resolve(event, given)).toBe(expected);
  });
});

describe('schedule and workflow_dispatch', () => {
  test.each<Case>([
    [
      'the default branch by itself',
      { name: 'schedule', defaultBranch: 'main' },
      { commits, refs: origin },
      'main=tip, main=tip (commit tip), main=tip',
    ],
    [
      'on demand',
      { name: 'workflow_dispatch', defaultBranch: 'main' },
      { commits, refs: origin },
      'main=tip, main=tip (commit tip), main=tip',
    ],
    ['without it', { name: 'schedule', defaultBranch: 'main' }, { commits }, noDefault()],
    ['a branch that nobody should paste', { name: 'schedule', defaultBranch: "a'$(x)" }, { commits }, noDefault('', "a'$(x)")],
    ['a line feed in it', { name: 'schedule', defaultBranch: 'a\nb' }, { commits }, noDefault('', 'a\nb')],
    ['a blank before it', { name: 'schedule', defaultBranch: ' ab' }, { commits }, noDefault('', ' ab')],
    [
      'one that can be pasted',
      { name: 'schedule', defaultBranch: 'a/b-c.d_1' },
      { commits },
      noDefault(', or run `git fetch --depth=1 origin refs/heads/a/b-c.d_1:refs/remotes/origin/a/b-c.d_1`', 'a/b-c.d_1'),
    ],
  ])('%s', async (_, event, history, expected) => {
    expect(await resolve(event, history)).toBe(expected);
  });
});

const local = (more: object = {}): ChangeEvent => ({ name: 'local', base: null, staged: false, ...more });
const upstream = { name: 'origin/topic', commit: 'tip' };
const defaultBranch = { name: 'origin/main', commit: 'next' };
const tree = 'working tree=null (working-tree)';

describe('local', () => {
  test.each<Case>([
    [
      'by the upstream, against the merge base',
      local(),
      { commits, head: 'head', upstream, defaultBranch },
      `origin/topic=tip, ${tree}, merge base with origin/topic=old`,
    ],
    [
      'by the default branch',
      local(),
      { commits, head: 'head', defaultBranch },
      `origin/main=next, ${tree}, merge base with origin/main=old`,
    ],
    [
      'by the base that is asked for',
      local({ base: 'v1' }),
      { commits, head: 'head', upstream, refs: { v1: 'old' } },
      `v1=old, ${tree}, v1=old`,
    ],
    ['on top of the tip', local(), { commits, head: 'next', upstream }, `origin/topic=tip, ${tree}, origin/topic=tip`],
    [
      'the index',
      local({ staged: true }),
      { commits, head: 'head', upstream },
      'origin/topic=tip, index=null (index), merge base with origin/topic=old',
    ],
    ['by nobody', local(), { commits, head: 'head' }, `nobody, ${tree}, nobody`],
    ['the tip is not here', local(), { commits, absent: ['tip'], head: 'head', upstream }, noTip('origin/topic', 'tip')],
    ['an unborn branch', local(), { commits, upstream }, `origin/topic=tip, ${tree}, nobody`],
    ['an unborn branch of a shallow clone', local(), { commits, upstream, shallow: true }, `origin/topic=tip, ${tree}, nobody`],
    ['no common history', local(), { commits: { ...commits, other: [] }, head: 'other', upstream }, `origin/topic=tip, ${tree}, nobody`],
    [
      'history that is cut off',
      local(),
      { commits, absent: ['old'], head: 'head', upstream, shallow: true },
      'incomplete: This clone is too shallow to tell where the branch left origin/topic. | Run `git fetch --unshallow` (on actions/checkout: `fetch-depth: 0`). | ',
    ],
    ['a plain folder', local(), { gitDir: null }, 'nobody, folder=null (working-tree), nobody'],
  ])('%s', async (_, event, history, expected) => {
    expect(await resolve(event, history)).toBe(expected);
  });

  test('the merge base is known, but not here', async () => {
    const repository = {
      ...memoryRepository({ commits, absent: ['old'], head: 'head', upstream }),
      mergeBase: () => Promise.resolve('old'),
    };
    expect(await resolveSubject(local(), repository)).toMatchObject({
      ok: false,
      missing: ['old'],
      reason: { message: 'The commit that judges (the merge base with origin/topic, old) is not in this clone.' },
    });
  });

  test.each<[string, ChangeEvent, MemoryHistory, string, string]>([
    [
      'a base that is none',
      local({ base: 'x"y' }),
      { commits },
      '`--base x\\"y` names no commit in this repository.',
      'Name a branch, tag or commit that `git rev-parse` knows; `git fetch origin` brings what is missing.',
    ],
    [
      'a base in a plain folder',
      local({ base: 'x' }),
      { gitDir: null },
      '`--base` needs a git repository, and this is a plain folder.',
      'Run it inside a repository, or leave the option out.',
    ],
    [
      'an index in a plain folder',
      local({ staged: true }),
      { gitDir: null },
      '`--staged` needs a git repository, and this is a plain folder.',
      'Run it inside a repository, or leave the option out.',
    ],
  ])('%s is wrong usage', async (_, event, history, message, remedy) => {
    await expect(resolveSubject(event, memoryRepository(history))).rejects.toMatchObject({ code: 'usage', message, remedy });
  });
});

describe('what is judged', () => {
  const one = { name: 'main', commit: 'tip' };
  const subject: ResolvedSubject = { ok: true, trusted: one, judged: { name: 'x', commit: 'head', source: { kind: 'index' } }, base: null };

  test.each([
    ['a change', subject, false, 'change'],
    ['an audit', subject, true, 'audit'],
    ['untrusted', { ...subject, trusted: null }, false, 'untrusted'],
    ['untrusted, whatever the trees', { ...subject, trusted: null }, true, 'untrusted'],
  ] as const)('%s', (_, resolution, sameTree, kind) => {
    expect(describeSubject(local(), resolution, sameTree)).toEqual({
      event: 'local',
      kind,
      judged: { name: 'x', commit: 'head' },
      trusted: resolution.trusted,
      base: null,
    });
  });

  test.each([
    ['the same', { a: '1' }, { a: '1' }, true],
    ['empty', {}, {}, true],
    ['one more', { a: '1' }, { a: '1', b: '2' }, false],
    ['one less', { a: '1', b: '2' }, { a: '1' }, false],
    ['another content', { a: '1' }, { a: '2' }, false],
  ])('trees: %s', (_, before, after, same) => {
    const [tip, now] = [before, after].map((files) => ({
      source: { kind: 'index' } as const,
      entries: memoryTree(files as Record<string, string>).entries,
    }));
    if (tip === undefined || now === undefined) throw new Error('unreachable');
    expect(isSameTree(tip, now)).toBe(same);
  });
});
