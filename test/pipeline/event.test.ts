import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import { isBranchName } from '../../src/pipeline/branch-name.ts';
import { parseGithubEvent, parseOrigin } from '../../src/pipeline/event.ts';

const [a, b, c] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
const zero = '0'.repeat(40);
const pull = { number: 7, head: { sha: a }, base: { ref: 'main', sha: c }, merge_commit_sha: b };
const push = { before: a, after: b, ref: 'refs/heads/topic', forced: false, repository: { default_branch: 'main' } };
const repository = { default_branch: 'main' };
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
  it.each(['pull_request', 'pull_request_target', 'pull_request_review'] as const)('%s', (name) => {
    expect(parseGithubEvent(name, { pull_request: pull, repository })).toEqual({
      name,
      number: 7,
      headSha: a,
      mergeSha: b,
      baseRef: 'main',
      baseSha: c,
      defaultBranch: 'main',
      isProtected: false,
    });
    expect(parseGithubEvent(name, { pull_request: { ...pull, merge_commit_sha: null }, repository })).toMatchObject({ mergeSha: null });
    expect(parseGithubEvent(name, { pull_request: { ...pull, base: { ref: 'main' } }, repository })).toMatchObject({ baseSha: null });
    expect(codeOf(() => parseGithubEvent(name, { pull_request: { ...pull, base: { ref: 'main', sha: 'main' } }, repository }))).toBe(
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
    const event = { name: 'push', before: a, after: b, ref: 'refs/heads/topic', forced: false, defaultBranch: 'main', isProtected: false };
    expect(parseGithubEvent('push', push)).toEqual(event);
    expect(parseGithubEvent('push', { ...push, before: zero, ref: 'refs/tags/v1' })).toEqual({
      ...event,
      before: null,
      ref: 'refs/tags/v1',
    });
  });

  it('a ref counts as protected only where GitHub says so of that very ref', () => {
    const pulled = { pull_request: pull, repository };
    const seen = (name: string, payload: unknown, ref: string, refProtected: boolean): unknown =>
      (parseGithubEvent(name, payload, { ref, refProtected }) as { isProtected: boolean }).isProtected;
    expect(seen('push', push, 'refs/heads/topic', true)).toBe(true);
    expect(seen('push', push, 'refs/heads/topic', false)).toBe(false);
    expect(seen('push', push, 'refs/heads/main', true)).toBe(false);
    expect(seen('pull_request', pulled, 'refs/pull/7/merge', true)).toBe(false);
    expect(seen('pull_request_target', pulled, 'refs/heads/main', true)).toBe(true);
    expect(seen('pull_request_target', { ...pulled, pull_request: { ...pull, base: { ref: 'release' } } }, 'refs/heads/main', true)).toBe(
      false,
    );
    expect((parseGithubEvent('push', push, { refProtected: true }) as { isProtected: boolean }).isProtected).toBe(false);
    expect(codeOf(() => parseGithubEvent('pull_request', { pull_request: pull }))).toBe('invalid-document');
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

  it('says what to do instead', () => {
    const said = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        if (error instanceof McgateError) return `${error.message} | ${error.remedy ?? ''}`;
      }
      return 'nothing';
    };
    expect(said(() => parseGithubEvent(`issues"${'x'.repeat(100)}`, {}))).toBe(
      `mcgate does not judge the event "issues\\"${'x'.repeat(73)}". | Run on pull_request, pull_request_target, pull_request_review, merge_group, push, schedule or workflow_dispatch.`,
    );
    expect(said(() => parseGithubEvent('push', { ...push, after: zero }))).toBe(
      'A push that deletes a branch has nothing to judge. | Skip the job with `if: ${{ !github.event.deleted }}`.',
    );
    expect(said(() => parseGithubEvent('push', { ...push, ref: 7 }))).toBe(
      'The event payload\'s "ref" is missing or is not what GitHub documents. | Pass the payload as GitHub wrote it (GITHUB_EVENT_PATH).',
    );
  });

  it('takes ids of both object formats, and the first pull request', () => {
    const long = 'a'.repeat(64);
    expect(parseGithubEvent('merge_group', { merge_group: { ...group, head_sha: long } })).toMatchObject({ headSha: long });
    expect(parseGithubEvent('pull_request', { pull_request: { ...pull, number: 1 }, repository })).toMatchObject({ number: 1 });
    expect(parseGithubEvent('schedule', { repository: null }, { ref: 'refs/heads/main' })).toMatchObject({ defaultBranch: 'main' });
    expect(parseGithubEvent('schedule', { repository: {} }, { ref: 'refs/heads/main' })).toMatchObject({ defaultBranch: 'main' });
    expect(parseGithubEvent('schedule', { repository }, { ref: 'refs/heads/topic' })).toMatchObject({ defaultBranch: 'main' });
    for (const before of [`${'0'.repeat(39)}a`, `a${'0'.repeat(39)}`]) {
      expect(parseGithubEvent('push', { ...push, before })).toMatchObject({ before });
    }
    expect(parseGithubEvent('merge_group', { merge_group: { ...group, base_ref: 'a/refs/heads/b' } })).toMatchObject({
      baseRef: 'a/refs/heads/b',
    });
    expect(parseGithubEvent('push', { ...push, ref: 'refs/heads/refs/heads/x' })).toMatchObject({ ref: 'refs/heads/refs/heads/x' });
  });

  const pulled = (changes: object): object => ({ pull_request: { ...pull, ...changes }, repository });
  const hostile: readonly (readonly [what: string, name: string, payload: unknown, key: string])[] = [
    ['no payload', 'push', null, 'payload'],
    ['a list', 'push', [], 'payload'],
    ['a text', 'push', 'x', 'payload'],
    ['no pull request', 'pull_request', { repository }, 'pull_request'],
    ['a number in words', 'pull_request', pulled({ number: '7' }), 'pull_request.number'],
    ['a broken number', 'pull_request', pulled({ number: 7.5 }), 'pull_request.number'],
    ['no first number', 'pull_request', pulled({ number: 0 }), 'pull_request.number'],
    ['an option for an id', 'pull_request', pulled({ head: { sha: '--upload-pack=x' } }), 'sha'],
    ['a short id', 'pull_request', pulled({ head: { sha: 'abc' } }), 'sha'],
    ['an id between the two lengths', 'pull_request', pulled({ head: { sha: 'a'.repeat(50) } }), 'sha'],
    ['an id in capitals', 'pull_request', pulled({ head: { sha: 'A'.repeat(40) } }), 'sha'],
    ['an id with a line more', 'pull_request', pulled({ head: { sha: `${a}\n` } }), 'sha'],
    ['an id with a character before', 'pull_request', pulled({ head: { sha: `-${a}` } }), 'sha'],
    ['a zero head', 'pull_request', pulled({ head: { sha: zero } }), 'sha'],
    ['no head', 'pull_request', pulled({ head: null }), 'head'],
    ['a merge commit that is a ref', 'pull_request', pulled({ merge_commit_sha: 'main' }), 'merge_commit_sha'],
    ['an option for a branch', 'pull_request', pulled({ base: { ref: '-x' } }), 'ref'],
    ['a range for a branch', 'pull_request', pulled({ base: { ref: 'a..b' } }), 'ref'],
    ['an inherited field', 'pull_request', pulled({ head: Object.create({ sha: a }) as unknown }), 'sha'],
    ['no repository', 'pull_request', { pull_request: pull }, 'repository'],
    ['a group without base', 'merge_group', { merge_group: { ...group, base_sha: null } }, 'base_sha'],
    ['forced in words', 'push', { ...push, forced: 'false' }, 'forced'],
    ['forced left out', 'push', { ...push, forced: undefined }, 'forced'],
    ['a ref that is neither branch nor tag', 'push', { ...push, ref: 'refs/pull/1/head' }, 'ref'],
    ['a ref that only ends like one', 'push', { ...push, ref: 'x/refs/heads/a' }, 'ref'],
    ['a ref with a control character', 'push', { ...push, ref: 'refs/heads/a\u001B[31m' }, 'ref'],
    ['a ref with a line more', 'push', { ...push, ref: 'refs/heads/a\nb' }, 'ref'],
    ['no default branch', 'push', { ...push, repository: {} }, 'default_branch'],
    ['a default branch that is a path', 'push', { ...push, repository: { default_branch: '../x' } }, 'default_branch'],
    ['a schedule that nobody names a branch for', 'schedule', {}, 'repository'],
  ];
  it.each(hostile)('refuses %s', (_, name, payload, key) => {
    expect(() => parseGithubEvent(name, payload)).toThrow(
      expect.objectContaining({ code: 'invalid-document', positions: [{ path: 'GITHUB_EVENT_PATH', key }] }),
    );
  });

  it('refuses a schedule on a ref that is no branch name', () => {
    expect(() => parseGithubEvent('schedule', {}, { ref: 'refs/heads/-x' })).toThrow(
      expect.objectContaining({ positions: [{ path: 'GITHUB_EVENT_PATH', key: 'GITHUB_REF' }] }),
    );
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

describe('parseOrigin', () => {
  const head = { sha: a, ref: 'topic', repo: { full_name: 'Ann/Shop' } };
  const payload = {
    repository: { full_name: 'Acme/Shop' },
    sender: { login: 'bob' },
    pull_request: { ...pull, head, user: { login: 'ann' }, labels: [{ name: 'x' }] },
  };
  const of = (change: object): unknown => ({ ...payload, pull_request: { ...payload.pull_request, ...change } });

  it('tells where it happened, where the pull request comes from, and who had a hand in it', () => {
    expect(parseOrigin(payload)).toEqual({
      ...{ repository: 'acme/shop', actors: ['ann', 'bob'], opener: 'ann', labels: ['x'] },
      head: { repository: 'ann/shop', name: 'topic' },
    });
    expect(parseOrigin({ ...payload, pull_request: undefined })).toEqual({
      ...{ repository: 'acme/shop', actors: ['bob'], opener: null, labels: null, head: null },
    });
  });

  it('knows no opener whose account is gone, and no branch that is', () => {
    expect(parseOrigin(of({ user: null }))).toMatchObject({ opener: null, actors: ['bob'] });
    expect(parseOrigin(of({ head: { ...head, repo: null } }))).toMatchObject({ head: null, opener: 'ann' });
    expect(parseOrigin(of({ head: { sha: a } }))).toMatchObject({ head: null });
  });

  it.each(['..', 'shop', 'ann/..', 'ann/.', 'ann/shop/x', 'ann/sh op', '../../x', `ann/${'x'.repeat(101)}`])(
    'takes %s for no repository',
    (name) => {
      expect(parseOrigin(of({ head: { ...head, repo: { full_name: name } } }))).toMatchObject({ head: null });
      expect(parseOrigin({ ...payload, repository: { full_name: name } })).toBeNull();
    },
  );

  it.each(['-x', 'a..b', '', 'a b'])('takes %j for no branch', (ref) => {
    expect(parseOrigin(of({ head: { ...head, ref } }))).toMatchObject({ head: null });
  });

  it('is none of what is not as GitHub documents it', () => {
    for (const broken of [
      null,
      'x',
      {},
      { ...payload, pull_request: 7 },
      of({ head: 'x' }),
      of({ head: { ...head, ref: 7 } }),
      of({ user: 'ann' }),
    ])
      expect(parseOrigin(broken)).toBeNull();
  });
});
