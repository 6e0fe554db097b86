import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import { isBranchName } from '../../src/pipeline/branch-name.ts';
import { parseGithubEvent } from '../../src/pipeline/event.ts';

const [a, b, c] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
const zero = '0'.repeat(40);
const pull = { number: 7, head: { sha: a }, base: { ref: 'main', sha: c }, merge_commit_sha: b };
const push = { before: a, after: b, ref: 'refs/heads/topic', forced: false, repository: { default_branch: 'main' } };
const group = { base_sha: a, head_sha: b, base_ref: 'refs/heads/main' };

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof McgateError ? error.code : 'another error';
  }
  return 'none';
};

describe('parseGithubEvent', () => {
  it.each(['pull_request', 'pull_request_target'] as const)('%s', (name) => {
    expect(parseGithubEvent(name, { pull_request: pull })).toEqual({
      name,
      number: 7,
      headSha: a,
      mergeSha: b,
      baseRef: 'main',
      baseSha: c,
    });
    expect(parseGithubEvent(name, { pull_request: { ...pull, merge_commit_sha: null } })).toMatchObject({ mergeSha: null });
    expect(parseGithubEvent(name, { pull_request: { ...pull, base: { ref: 'main' } } })).toMatchObject({ baseSha: null });
    expect(codeOf(() => parseGithubEvent(name, { pull_request: { ...pull, base: { ref: 'main', sha: 'main' } } }))).toBe(
      'invalid-document',
    );
  });

  it('merge_group', () => {
    expect(parseGithubEvent('merge_group', { merge_group: group })).toEqual({
      name: 'merge_group',
      baseSha: a,
      headSha: b,
      baseRef: 'main',
    });
  });

  it('push', () => {
    const event = { name: 'push', before: a, after: b, ref: 'refs/heads/topic', forced: false, defaultBranch: 'main' };
    expect(parseGithubEvent('push', push)).toEqual(event);
    expect(parseGithubEvent('push', { ...push, before: zero, ref: 'refs/tags/v1' })).toEqual({
      ...event,
      before: null,
      ref: 'refs/tags/v1',
    });
  });

  it('schedule and workflow_dispatch', () => {
    const payload = { repository: { default_branch: 'trunk' } };
    expect(parseGithubEvent('schedule', payload)).toEqual({ name: 'schedule', defaultBranch: 'trunk' });
    expect(parseGithubEvent('schedule', { schedule: '0 0 * * *' }, { ref: 'refs/heads/main' })).toMatchObject({ defaultBranch: 'main' });
    expect(parseGithubEvent('workflow_dispatch', payload, { ref: 'refs/heads/topic' })).toMatchObject({ defaultBranch: 'trunk' });
    expect(codeOf(() => parseGithubEvent('workflow_dispatch', {}, { ref: 'refs/heads/topic' }))).toBe('invalid-document');
  });

  it('judges neither a deletion nor other events', () => {
    expect(codeOf(() => parseGithubEvent('push', { ...push, after: zero }))).toBe('usage');
    expect(codeOf(() => parseGithubEvent('issues', {}))).toBe('usage');
    expect(codeOf(() => parseGithubEvent('local', {}))).toBe('usage');
  });

  const hostile: readonly (readonly [string, string, unknown])[] = [
    ['no payload', 'push', null],
    ['a list', 'push', []],
    ['a text', 'push', 'x'],
    ['no pull request', 'pull_request', {}],
    ['a number in words', 'pull_request', { pull_request: { ...pull, number: '7' } }],
    ['a broken number', 'pull_request', { pull_request: { ...pull, number: 7.5 } }],
    ['an option for an id', 'pull_request', { pull_request: { ...pull, head: { sha: '--upload-pack=x' } } }],
    ['a short id', 'pull_request', { pull_request: { ...pull, head: { sha: 'abc' } } }],
    ['an id in capitals', 'pull_request', { pull_request: { ...pull, head: { sha: 'A'.repeat(40) } } }],
    ['an id with a line more', 'pull_request', { pull_request: { ...pull, head: { sha: `${a}\n` } } }],
    ['a zero head', 'pull_request', { pull_request: { ...pull, head: { sha: zero } } }],
    ['a merge commit that is a ref', 'pull_request', { pull_request: { ...pull, merge_commit_sha: 'main' } }],
    ['an option for a branch', 'pull_request', { pull_request: { ...pull, base: { ref: '-x' } } }],
    ['a range for a branch', 'pull_request', { pull_request: { ...pull, base: { ref: 'a..b' } } }],
    ['an inherited field', 'pull_request', { pull_request: { ...pull, head: Object.create({ sha: a }) as unknown } }],
    ['a group without base', 'merge_group', { merge_group: { ...group, base_sha: null } }],
    ['forced in words', 'push', { ...push, forced: 'false' }],
    ['forced left out', 'push', { ...push, forced: undefined }],
    ['a ref that is neither branch nor tag', 'push', { ...push, ref: 'refs/pull/1/head' }],
    ['a ref with a control character', 'push', { ...push, ref: 'refs/heads/a\u001B[31m' }],
    ['no default branch', 'push', { ...push, repository: {} }],
    ['a default branch that is a path', 'push', { ...push, repository: { default_branch: '../x' } }],
  ];
  it.each(hostile)('refuses %s', (_, name, payload) => {
    expect(codeOf(() => parseGithubEvent(name, payload))).toBe('invalid-document');
  });

  it('answers or throws its own error, whatever comes', () => {
    const names = fc.constantFrom('push', 'pull_request', 'merge_group', 'schedule');
    const value = fc.oneof(fc.constantFrom(a, b, c, zero, 'main', 'refs/heads/main', 7, true), fc.jsonValue({ maxDepth: 2 }));
    const key = fc.constantFrom('before', 'after', 'ref', 'forced', 'repository', 'pull_request', 'merge_group', '__proto__');
    fc.assert(
      fc.property(names, fc.dictionary(key, value), (name, payload) => {
        expect(['none', 'usage', 'invalid-document']).toContain(codeOf(() => parseGithubEvent(name, payload)));
      }),
    );
  });
});

describe('isBranchName', () => {
  it.each(['main', 'release/1.0', 'a$(b)', 'ä', 'a@b', "it's"])('takes %j', (name) => {
    expect(isBranchName(name)).toBe(true);
  });
  it.each([
    '',
    '@',
    '-a',
    'a b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
    'a.',
    'a@{1}',
    'a\nb',
    'a*',
  ])('refuses %j', (name) => {
    expect(isBranchName(name)).toBe(false);
  });
});
