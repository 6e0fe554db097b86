// A run that a review starts: it counts only if GitHub says who pushed, and none of them gave it. Through the command, against a local server.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as github from '../support/github.ts';
import {
  ann,
  bob,
  bobSays,
  checkPull,
  cleo,
  makePull,
  moves,
  reviews,
  type Answer,
  type Circumstances,
  type Pull,
} from '../support/reviewed-pull.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const none = '0'.repeat(40);
const [earlier, other] = ['d'.repeat(40), 'f'.repeat(40)];

let server: github.TestGithub;
let pull: Pull;
beforeAll(async () => {
  server = await github.startGithub();
  pull = makePull();
});
beforeEach(() => {
  server.say(bobSays(pull));
});
afterAll(() => server.close());

/** Bob's review starts the run. */
function check(circumstances: Circumstances = {}): Promise<Answer> {
  return checkPull(pull, server.url, { event: 'pull_request_review', sender: 'Bob', ...circumstances });
}

/** What is left out is so that a table can be made before there is a pull request. */
interface Push extends Partial<github.MoveShape> {
  readonly by: Readonly<Record<string, unknown>> | null;
}

/** Newest first: the first leads to the head, the last comes from the target, and each from what the next leads to. */
function pushed(...shapes: readonly Push[]): github.Routes {
  const chain = shapes.map((shape, index) => ({
    after: index === 0 ? pull.head : earlier,
    before: index === shapes.length - 1 ? pull.base : earlier,
    ...shape,
  }));
  return { ...bobSays(pull), moves: moves(...chain) };
}

describe('the review that started a run', () => {
  it('counts where somebody else pushed, and the branch is asked for first', async () => {
    const { verdict, by, notices, pushers, report } = await check();
    expect({ verdict, by, notices, pushers }).toEqual({ verdict: 'pass', by: ['Bob'], notices: [], pushers: null });
    expect(report.subject).toMatchObject({ event: 'pull_request_review', judged: { name: 'pull request #12' }, trusted: { name: 'main' } });
    expect(server.asked()[0]?.url).toBe('/repos/acme/shop/activity?ref=refs%2Fheads%2Ffeature&direction=desc&per_page=100');
    expect(new Set(server.asked().map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${github.token}`]));
  });

  it.each<[string, readonly Push[]]>([
    ['who opened it pushed several times', [{ by: ann }, { by: ann }]],
    ['somebody else pushed too', [{ by: cleo }, { by: ann }]],
    ['the branch was made for it', [{ by: ann }, { by: ann, before: none, kind: 'branch_creation' }]],
  ])('counts where %s', async (_, shapes) => {
    server.say(pushed(...shapes));
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'], pushers: null });
  });

  it('counts where the reviewer made the branch, before it held anything of its own', async () => {
    const made = { before: none, after: pull.base, by: bob, kind: 'branch_creation' };
    server.say({ ...bobSays(pull), moves: moves({ before: pull.base, after: pull.head, by: ann }, made) });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'], pushers: null });
  });

  it('counts where what the record of the branch says fills pages, and no address that it names is asked', async () => {
    const first = { body: [github.move({ before: earlier, after: pull.head, by: ann })], headers: github.nextCursor('a/b+c=') };
    const second = { body: [github.move({ before: pull.base, after: earlier, by: cleo })] };
    server.say({ ...bobSays(pull), moves: (_, cursor) => (cursor === null ? first : cursor === 'a/b+c=' ? second : github.notFound) });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'], pushers: null });
  });

  it('counts for the branch of a fork that may be read', async () => {
    const { moves: said } = bobSays(pull);
    server.say({
      ...bobSays(pull),
      moves: (repository, cursor) => (repository === 'ann/shop' ? (said?.(repository, cursor) ?? github.notFound) : github.notFound),
    });
    expect(await check({ from: 'Ann/Shop' })).toMatchObject({ verdict: 'pass', by: ['Bob'], pushers: null });
  });

  it('is not needed where another one counts', async () => {
    server.say({
      ...bobSays(pull),
      reviews: reviews({ by: bob, commit: pull.head }, { by: cleo, commit: pull.head, state: 'COMMENTED', at: 1 }),
    });
    expect(await check({ sender: 'cleo' })).toMatchObject({ verdict: 'pass', by: ['Bob'] });
  });
});

describe('a review by whoever pushed lets nothing through', () => {
  it.each<[string, readonly Push[]]>([
    ['the head', [{ by: bob }]],
    ['before, under the name of another', [{ by: ann }, { by: bob }]],
    ['after that, and it was taken back', [{ by: ann }, { by: bob }, { by: ann }]],
    ['the branch, when it was made', [{ by: ann }, { by: bob, before: none, kind: 'branch_creation' }]],
    [
      'a branch that was made anew',
      [
        { by: ann, before: none },
        { by: ann, before: earlier, after: none, kind: 'branch_deletion' },
        { by: bob, before: none, after: earlier },
      ],
    ],
  ])('%s', async (_, shapes) => {
    server.say(pushed(...shapes));
    const { verdict, by, notices, pushers } = await check();
    expect({ verdict, by, pushers }).toEqual({ verdict: 'fail', by: [], pushers: null });
    expect(notices).toEqual([expect.stringContaining('Bob: took part in the change') as string]);
  });

  it('whoever starts the run', async () => {
    server.say(pushed({ by: ann }, { by: bob }));
    expect(await check({ sender: 'cleo' })).toMatchObject({ verdict: 'fail', by: [] });
  });
});

const unknown: Readonly<Record<string, readonly [said: () => Partial<github.Routes>, told: string, circumstances?: Circumstances]>> = {
  'the push of the head is not listed yet': [() => ({ moves: moves({ before: none, after: pull.base, by: ann }) }), 'no push to'],
  'one between is missing': [
    () => ({ moves: moves({ before: earlier, after: pull.head, by: ann }, { before: pull.base, after: other, by: ann }) }),
    'no push to dddddddddddd is known',
  ],
  'the oldest are missing': [() => ({ moves: moves({ before: earlier, after: pull.head, by: ann }) }), 'no push to dddddddddddd is known'],
  'nothing is listed': [() => ({ moves: moves() }), 'no push to'],
  'nobody is named': [() => pushed({ by: null }), 'nobody is named for the push of'],
  'a bot pushed': [
    () => pushed({ by: github.user('robot[bot]', 9, 'Bot') }, { by: ann }),
    'robot[bot] pushed, and who had it do so is not known',
  ],
  'the token may not ask': [() => ({ moves: () => github.forbidden }), 'GitHub answered 403 when asked for the pushes'],
  'the fork may not be read': [() => ({}), 'GitHub answered 404 when asked for the pushes', { from: 'ann/secret' }],
  'the fork is gone': [() => ({}), 'the event does not say which branch it comes from', { from: null }],
  'it is another address': [() => ({ moves: () => ({ status: 301, headers: { location: 'https://github.example/' }, body: '' }) }), '301'],
  'it is at a loss': [() => ({ moves: () => ({ status: 503, body: '' }) }), '503'],
  'it is half an answer': [() => ({ moves: () => ({ body: '[', cut: true }) }), 'did not answer'],
  'it is no list': [() => ({ moves: () => ({ body: {} }) }), 'not as it documents it'],
  'it is of another branch': [
    () => ({ moves: () => ({ body: [{ ...github.move({ before: pull.base, after: pull.head, by: ann }), ref: 'refs/heads/main' }] }) }),
    'not as it documents it',
  ],
  'it names another page that it does not tell': [
    () => ({ moves: () => ({ body: [], headers: { link: '<https://api.github.com/x>; rel="next"' } }) }),
    'not as it documents it',
  ],
  'it has pages without end': [
    () => ({ moves: () => ({ body: [], headers: github.nextCursor('x') }) }),
    'more than 1000 when asked for the pushes',
  ],
};

describe('no review lets anything through where GitHub does not say who pushed:', () => {
  it.each(Object.entries(unknown))('%s', async (_, [said, told, circumstances]) => {
    const { moves: usual, ...rest } = bobSays(pull);
    server.say({ ...rest, ...(circumstances === undefined && usual !== undefined ? { moves: usual } : {}), ...said() });
    const { verdict, by, notices, pushers } = await check(circumstances);
    expect({ verdict, by, notices }).toEqual({ verdict: 'fail', by: [], notices: [] });
    expect(pushers).toContain(told);
    expect(pushers).toContain('no review counts in this run');
    expect(pushers).toContain('gh run rerun --failed');
    expect(server.asked().some(({ url }) => url.includes('/reviews'))).toBe(false);
  });

  it('not the one of somebody else either, who may be the one who pushed', async () => {
    server.say({ ...bobSays(pull), moves: () => github.forbidden });
    expect(await check({ sender: 'cleo' })).toMatchObject({ verdict: 'fail', by: [] });
  });

  it('nor where nobody can be asked', async () => {
    expect(await check({ env: { GITHUB_TOKEN: '' } })).toMatchObject({
      ...{ verdict: 'fail', by: [], pushers: null, notices: [expect.stringContaining('there is no token') as string] },
    });
  });
});

describe('on the events of a pull request', () => {
  const on = (event: string, circumstances: Circumstances = {}): Promise<Answer> => check({ event, sender: 'ann', ...circumstances });

  it('whoever pushed before the last push took part', async () => {
    server.say(pushed({ by: ann }, { by: bob }));
    expect(await on('pull_request')).toMatchObject({
      ...{ verdict: 'fail', by: [], pushers: null, notices: [expect.stringContaining('Bob: took part in the change') as string] },
    });
  });

  it('whoever set it off took part, whoever pushed', async () => {
    expect(await on('pull_request', { sender: 'bob' })).toMatchObject({ verdict: 'fail', by: [] });
  });

  it('a review counts as before where GitHub does not say who pushed, and a notice says so', async () => {
    server.say({ ...bobSays(pull), moves: () => github.forbidden });
    const { verdict, by, notices, pushers } = await on('pull_request');
    expect({ verdict, by, notices }).toEqual({ verdict: 'pass', by: ['Bob'], notices: [] });
    expect(pushers).toMatch(/of earlier pushes the commits alone tell: .*403.* Give the job `permissions: contents: read`\.$/u);
  });

  it('nobody is asked where nothing is to be approved', async () => {
    const harmless = makePull({ change: { '.mcgate/config.yaml': '', 'b.js': '1;\n' } });
    server.say(bobSays(harmless));
    expect(await checkPull(harmless, server.url, { event: 'pull_request_review', sender: 'Bob' })).toMatchObject({ verdict: 'pass' });
    expect(server.asked()).toEqual([]);
  });
});
