// What is asked of GitHub, and what is taken for an answer: against a local server. How reviews count is tested in test/e2e/review*.test.ts.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import type { PullRequestReviews } from '../../src/core/review.ts';
import { usualLimits, type GithubAccess, type GithubLimits } from '../../src/platform/github-client.ts';
import { openGithubReviews } from '../../src/platform/github-reviews.ts';
import * as github from '../support/github.ts';
import { startServer, type Said } from '../support/local-server.ts';

const place = { repository: 'acme/shop', number: 12 };
const bob = github.user('bob', 2);
const approval = { body: [github.review({ by: bob, commit: 'a'.repeat(40) })] };

let server: github.TestGithub;
beforeAll(async () => {
  server = await github.startGithub();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => server.close());

function open(
  limits: Partial<GithubLimits> = {},
  access: Partial<GithubAccess> = {},
  signal = new AbortController().signal,
): PullRequestReviews {
  const whole = { apiUrl: server.url, serverUrl: 'https://github.com', token: github.token, ...access };
  return openGithubReviews(whole, place, { signal, limits: { ...usualLimits, firstPause: 1, ...limits } });
}

async function failure(asked: Promise<unknown>): Promise<McgateError> {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(McgateError);
  return error as McgateError;
}

describe('an answer of GitHub', () => {
  it('is read as it documents it', async () => {
    server.say({
      reviews: () => ({ body: [...approval.body, github.review({ by: null, commit: null, state: 'PENDING' })] }),
      commits: () => ({ body: [github.commit('bob@example.org', bob), github.commit('x@example.org', null)] }),
      events: () => ({
        body: [github.event('renamed', 1), github.event('automatic_base_change_succeeded', 2), github.event('base_ref_changed', 3)],
      }),
      permission: (login) => github.permission('maintain', 'write', login.toUpperCase(), 2),
    });
    const forge = open();
    const account = { login: 'bob', id: 2, isPerson: true };
    expect(await forge.reviews()).toEqual([
      { reviewer: account, state: 'APPROVED', commit: 'a'.repeat(40), submittedAt: github.time(0) },
      { reviewer: null, state: 'PENDING', commit: null, submittedAt: '' },
    ]);
    expect(await forge.verifiedEmails()).toEqual([
      { email: 'bob@example.org', account },
      { email: 'bob@example.org', account },
    ]);
    expect(await forge.retargetings()).toEqual([github.time(2), github.time(3)]);
    expect(await forge.permission('bob')).toEqual({ permission: 'write', role: 'maintain' });
    expect(forge.noreplyDomain).toBe('users.noreply.github.com');
    expect(open({}, { serverUrl: 'https://git.example.org:8443/' }).noreplyDomain).toBe('users.noreply.git.example.org');
  });

  it('has all its pages, and no address that it names is asked', async () => {
    server.say({ reviews: (page) => ({ ...approval, headers: page < 3 ? github.nextPage(page) : {} }) });
    expect(await open({}, { apiUrl: `${server.url}/` }).reviews()).toHaveLength(3);
    expect(server.asked().map(({ url }) => url)).toEqual(
      [1, 2, 3].map((page) => `/repos/acme/shop/pulls/12/reviews?per_page=100&page=${String(page)}`),
    );
  });

  it.each<[string, github.Routes, keyof PullRequestReviews]>([
    ['a review without a time', { reviews: () => ({ body: [{ ...approval.body[0], submitted_at: null }] }) }, 'reviews'],
    ['a review at no time', { reviews: () => ({ body: [{ ...approval.body[0], submitted_at: '2026-11-01' }] }) }, 'reviews'],
    [
      'a reviewer without a number',
      { reviews: () => ({ body: [{ ...approval.body[0], user: { login: 'bob', type: 'User' } }] }) },
      'reviews',
    ],
    ['a number beyond all', { reviews: () => ({ body: `[{"user":{"login":"bob","id":${'9'.repeat(20)},"type":"User"}}]` }) }, 'reviews'],
    ['a login that is a path', { reviews: () => ({ body: [github.review({ by: github.user('..', 2), commit: null })] }) }, 'reviews'],
    ['a commit that is none', { commits: () => ({ body: [{ sha: 'a' }] }) }, 'verifiedEmails'],
    [
      'a commit whose author is half named',
      { commits: () => ({ body: [github.commit('x@example.org', { login: 'x' })] }) },
      'verifiedEmails',
    ],
    ['an event without a time', { events: () => ({ body: [{ event: 'base_ref_changed' }] }) }, 'retargetings'],
    ["another user's permission", { permission: () => github.permission('admin', 'admin', 'eve', 4) }, 'permission'],
  ])('is none: %s', async (_, routes, question) => {
    server.say(routes);
    const forge = open();
    const asked = question === 'permission' ? forge.permission('bob') : (forge[question] as () => Promise<unknown>)();
    expect(await failure(asked)).toMatchObject({ code: 'unreadable', message: expect.stringContaining('not as it documents') as string });
  });

  it('tells who pushed, page by page, and asks for no more than is read', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
    const pages = [github.move({ before: b, after: c, by: bob }), github.move({ before: a, after: b, by: null })].map((body) => ({
      body: [body],
    }));
    server.say({
      moves: (_, cursor) => (cursor === null ? { ...pages[0], headers: github.nextCursor('x') } : (pages[1] ?? github.notFound)),
    });
    const branch = { repository: 'ann/shop', name: 'feature' };
    const actor = { login: 'bob', id: 2, isPerson: true };
    expect(await all(open().branchMoves(branch))).toEqual([
      { before: b, after: c, actor },
      { before: a, after: b, actor: null },
    ]);
    expect(server.asked().map(({ url }) => url.replace(/^.*&per_page=100/u, ''))).toEqual(['', '&after=x']);
    server.say({ moves: () => ({ ...pages[0], headers: github.nextCursor('x') }) });
    for await (const move of open().branchMoves(branch)) {
      expect(move.after).toBe(c);
      break;
    }
    expect(server.asked()).toHaveLength(1);
  });

  it.each([
    { before: 'main' },
    { after: null },
    { after: 'A'.repeat(40) },
    { actor: { login: 'bob' } },
    { actor: 'bob' },
    { ref: 'feature' },
  ])('tells of no push that is none: %j', async (change) => {
    const said = { ...github.move({ before: 'a'.repeat(40), after: 'b'.repeat(40), by: bob }), ...change };
    server.say({ moves: () => ({ body: [said] }) });
    const asked = all(open().branchMoves({ repository: 'acme/shop', name: 'feature' }));
    expect(await failure(asked)).toMatchObject({ code: 'unreadable', message: expect.stringContaining('not as it documents') as string });
  });

  it('takes bots for what they are', async () => {
    const bots = [github.user('x', 3, 'Bot'), github.user('y[bot]', 4), github.user('acme', 5, 'Organization')];
    server.say({ reviews: () => ({ body: bots.map((by) => github.review({ by, commit: null })) }) });
    expect((await open().reviews()).map(({ reviewer }) => reviewer?.isPerson)).toEqual([false, false, false]);
  });
});

describe('GitHub that does not answer', () => {
  it.each<[string, Said, Partial<GithubLimits>, number]>([
    ['is asked three times', { status: 503, body: '' }, {}, 3],
    ['is asked again after half an answer', { body: '[', cut: true }, {}, 3],
    ['is not asked again for what is too long', { body: ' '.repeat(2000) }, { bytes: 1000 }, 1],
    ['is not asked again where it refuses', github.forbidden, {}, 1],
    ['is not waited for beyond the limit', { status: 429, headers: { 'retry-after': '2' }, body: {} }, { pauses: 1000 }, 1],
    ['is not waited for until a limit ends some day', limited('9999999999'), {}, 1],
    ['is asked again when a limit has ended', limited('1'), {}, 3],
  ])('%s', async (_, said, limits, times) => {
    server.say({ reviews: () => said });
    expect(await failure(open(limits).reviews())).toMatchObject({ code: 'unreadable' });
    expect(server.asked()).toHaveLength(times);
  });

  it('is not waited for in silence', async () => {
    const { url: apiUrl, close } = await startServer(() => undefined);
    expect(await failure(open({ answer: 50, tries: 2 }, { apiUrl }).reviews())).toMatchObject({ code: 'unreadable' });
    expect(await failure(open({ whole: 50 }, { apiUrl }).reviews())).toMatchObject({ code: 'unreadable' });
    const stop = new AbortController();
    const asked = failure(open({}, { apiUrl }, stop.signal).reviews());
    stop.abort();
    expect(await asked).toMatchObject({ code: 'cancelled' });
    await close();
  });

  it('is not there', async () => {
    expect(await failure(open({}, { apiUrl: 'http://127.0.0.1:1' }).reviews())).toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('did not answer') as string,
    });
  });
});

describe('the token', () => {
  it('does not come back in a message, and nothing is printed', async () => {
    const warn = vi.spyOn(console, 'warn');
    const message = `Bad credentials: Bearer ${github.token}`;
    server.say({ reviews: () => ({ status: 401, headers: { deprecation: 'true', sunset: 'soon' }, body: { message } }) });
    const error = await failure(open().reviews());
    expect(error.message).toContain('401');
    expect(JSON.stringify([error.message, error.remedy, error.cause, error.stack])).not.toContain(github.token);
    expect(warn).not.toHaveBeenCalled();
  });

  it('goes to no other server', async () => {
    const other = await github.startGithub();
    server.say({ reviews: () => ({ status: 301, headers: { location: `${other.url}/repos/acme/shop/pulls/12/reviews` }, body: '' }) });
    expect(await failure(open().reviews())).toMatchObject({ code: 'unreadable' });
    expect(other.asked()).toEqual([]);
    await other.close();
  });

  it.each<Partial<GithubAccess>>([
    { token: `${github.token}\n` },
    { token: ' ' },
    { apiUrl: 'http://github.example' },
    { apiUrl: 'file:///etc' },
    { apiUrl: 'no address' },
    { serverUrl: '' },
  ])('is not used with %j', (access) => {
    expect(() => open({}, access)).toThrow(McgateError);
  });
});

function limited(reset: string): Said {
  return { ...github.forbidden, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const read: T[] = [];
  for await (const item of items) read.push(item);
  return read;
}
