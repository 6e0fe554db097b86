// Reviews that let nothing through, and what is told of each: through the command, against a local server.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as github from '../support/github.ts';
import type { Routes } from '../support/github.ts';
import type { Said } from '../support/local-server.ts';
import {
  ann,
  bob,
  bobSays,
  checkPull,
  known,
  makePull,
  reviews,
  type Answer,
  type Circumstances,
  type Pull,
  type PullShape,
} from '../support/reviewed-pull.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let server: github.TestGithub;
const pulls = new Map<string, Pull>();
beforeAll(async () => {
  server = await github.startGithub();
});
afterAll(() => server.close());

/** One for each shape: nothing here changes them. */
function pullOf(shape: PullShape = {}): Pull {
  const key = JSON.stringify(shape);
  const pull = pulls.get(key) ?? makePull(shape);
  pulls.set(key, pull);
  return pull;
}

function check(pull: Pull, circumstances: Circumstances = {}): Promise<Answer> {
  return checkPull(pull, server.url, circumstances);
}

interface Case {
  readonly says?: (pull: Pull) => Routes;
  readonly pull?: PullShape;
  readonly circumstances?: Circumstances;
  /** Part of a notice; null for none. */
  readonly told: string | null;
}

const other = 'f'.repeat(40);
const body = (said: unknown): github.Route => {
  return () => ({ body: said });
};
const annSays = (pull: Pull): Routes => ({ ...known, reviews: reviews({ by: ann, commit: pull.head }) });

const cases: Readonly<Record<string, Case>> = {
  'of whoever may only write': {
    says: (pull) => ({ ...bobSays(pull), permission: () => github.permission('write', 'write', 'Bob', 2) }),
    told: 'Bob: has neither the role maintain nor admin',
  },
  'of a role that an organisation made of writing': {
    says: (pull) => ({ ...bobSays(pull), permission: () => github.permission('admins', 'write', 'Bob', 2) }),
    told: 'Bob: has neither the role maintain nor admin',
  },
  'of a stranger': {
    says: (pull) => ({ ...bobSays(pull), permission: () => github.notFound }),
    told: 'Bob: has neither the role maintain nor admin',
  },
  'of an admin whom the approvers do not name': {
    pull: { config: 'approvers: [cleo]\n' },
    told: 'Bob: the trusted `approvers` do not name',
  },
  'of whoever opened it': { circumstances: { opener: 'bob' }, told: 'Bob: took part in the change' },
  'of whoever pushed it': { circumstances: { sender: 'BOB' }, told: 'Bob: took part in the change' },
  'of the author, whom GitHub knows': {
    says: annSays,
    circumstances: { opener: 'cleo', sender: 'cleo' },
    told: 'ann: took part in the change',
  },
  'of the author by another e-mail, which `people` names': {
    says: (pull) => ({ ...annSays(pull), commits: body([github.commit('ann@example.org', null)]) }),
    pull: { config: 'people: [{ login: Ann, emails: [ann@home.example, Ann@example.org] }]\n' },
    circumstances: { opener: 'cleo', sender: 'cleo' },
    told: 'ann: took part in the change',
  },
  'of the author, whom `people` takes for somebody else': {
    says: annSays,
    pull: { config: 'people: [{ login: dan, emails: [ann@example.org] }]\n' },
    circumstances: { opener: 'cleo', sender: 'cleo' },
    told: 'ann: took part in the change',
  },
  'of a co-author': {
    pull: { trailer: 'Co-authored-by: B <99+bob@users.noreply.github.com>' },
    told: 'Bob: took part in the change',
  },
  'of a co-author by a former login': {
    pull: { trailer: 'Co-authored-by: B <2+robert@users.noreply.github.com>' },
    told: 'Bob: took part in the change',
  },
  'of anybody, while a co-author is not known': {
    pull: { trailer: 'Co-authored-by: Dan <dan@home.example>' },
    told: 'author-unknown: Nobody is known by these e-mails of the commits, so no reviewer can be told from their authors: dan@home.example',
  },
  'of anybody, while the author is not known': {
    says: (pull) => ({ ...bobSays(pull), commits: body([{ ...github.commit('ann@example.org', null), author: {} }]) }),
    told: 'Name them under `people`',
  },
  'of a bot': {
    says: (pull) => bobSays(pull, { by: github.user('helper[bot]', 5, 'Bot') }),
    told: "helper[bot]: is no person's account",
  },
  'of an account that is gone': { says: (pull) => bobSays(pull, { by: null }), told: null },
  'of another commit': {
    says: (pull) => bobSays(pull, { commit: other }),
    told: 'Bob: the review is of ffffffffffff, not of ',
  },
  'of a commit that is gone': { says: (pull) => bobSays(pull, { commit: null }), told: 'Bob: the review is of a commit that is gone' },
  'that was dismissed': { says: (pull) => bobSays(pull, { state: 'DISMISSED' }), told: 'Bob: the review was dismissed' },
  'that GitHub calls by a new name': { says: (pull) => bobSays(pull, { state: 'ENDORSED' }), told: 'Bob: the review is no approval' },
  'that its author thought better of': {
    says: ({ head }) => ({
      ...known,
      reviews: (page) => ({
        body: [github.review({ by: bob, commit: head, state: page === 1 ? 'APPROVED' : 'CHANGES_REQUESTED', at: page })],
        headers: page === 1 ? github.nextPage(1) : {},
      }),
    }),
    told: 'changes-requested: Bob asked for changes',
  },
  'that is older than the change of branch': {
    says: (pull) => ({ ...bobSays(pull, { at: 4 }), events: body([github.event('labeled', 2), github.event('base_ref_changed', 4)]) }),
    told: 'Bob: the pull request was turned to another branch after the review',
  },
  'where signatures alone count': { pull: { config: 'approvals: signature\n' }, told: null },
  'where no token is given': { circumstances: { env: { GITHUB_TOKEN: '' } }, told: 'there is no token. Give the step `env: GITHUB_TOKEN' },
  'where the token is none': { circumstances: { env: { GITHUB_TOKEN: 'no\ntoken' } }, told: 'GITHUB_TOKEN is no token' },
  'where the network is not used': { circumstances: { args: ['--offline'] }, told: 'the run uses no network' },
  'where the token would go over plain HTTP': {
    circumstances: { env: { GITHUB_API_URL: 'http://github.example/api/v3' } },
    told: 'GITHUB_API_URL is no https: address',
  },
  'of a merge group': { circumstances: { event: 'merge_group' }, told: 'a merge group does not say' },
  'of a push': { circumstances: { event: 'push' }, told: 'a push does not say' },
};

describe('lets nothing through: a review', () => {
  it.each(Object.entries(cases))('%s', async (_, { says = bobSays, pull: shape = {}, circumstances, told }) => {
    const pull = pullOf(shape);
    server.say(says(pull));
    const { verdict, by, notices } = await check(pull, circumstances);
    expect({ verdict, by }).toEqual({ verdict: 'fail', by: [] });
    expect(notices).toEqual(told === null ? [] : expect.arrayContaining([expect.stringContaining(told)]));
  });
});

const page: Said = { body: [] };
const answers: Readonly<Record<string, readonly [Said, string]>> = {
  'a token without the permission': [github.forbidden, '403 when asked for the reviews: Resource not accessible by integration'],
  'nothing to be found': [github.notFound, '404 when asked for the reviews'],
  'an error, however often': [{ status: 502, body: '<html>Bad gateway</html>' }, '502 when asked for the reviews'],
  'a rate limit that ends too late': [{ ...github.forbidden, headers: { 'retry-after': '3600' } }, '403 when asked for the reviews'],
  'half an answer': [{ body: '[{"id": 1, ', cut: true }, 'did not answer when asked for the reviews'],
  'no JSON': [{ body: '[{"id": 1, ' }, 'not as it documents it'],
  'no list': [{ body: { message: 'hello' } }, 'not as it documents it'],
  'a review of another shape': [{ body: [{ id: 1, user: { login: 'bob' }, state: 'APPROVED' }] }, 'not as it documents it'],
  'pages without end': [{ ...page, headers: github.nextPage(1) }, 'more than 3000 when asked for the reviews'],
  'another address': [{ status: 302, headers: { location: 'https://github.example/' }, body: '' }, '302 when asked for the reviews'],
};

describe('lets nothing through: GitHub that answers', () => {
  it.each(Object.entries(answers))('%s', async (_, [said, told]) => {
    const pull = pullOf();
    server.say({ ...bobSays(pull), reviews: () => said });
    expect(await check(pull)).toMatchObject({ verdict: 'fail', by: [], notices: [expect.stringContaining(told) as string] });
  });

  it.each(['commits', 'events', 'permission'] as const)('403 when asked for %s', async (route) => {
    const pull = pullOf();
    server.say({ ...bobSays(pull), [route]: () => github.forbidden });
    const { verdict, notices } = await check(pull);
    expect({ verdict, notices }).toEqual({
      verdict: 'fail',
      notices: [expect.stringContaining('`permissions: pull-requests: read`') as string],
    });
  });
});
