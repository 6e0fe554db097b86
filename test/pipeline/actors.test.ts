// Whom the forge names as having had a hand in a change: when it is asked, who is left out, and what is said where it does not answer.
import { describe, expect, test } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import type { ChangeEvent, EventOrigin } from '../../src/core/event.ts';
import type { Account, BranchMove, BranchPlace, PullRequestReviews } from '../../src/core/review.ts';
import { openActors, type Actors, type ActorSources } from '../../src/pipeline/actors.ts';
import { memoryCommits, subjectOf } from '../support/memory-commits.ts';
import { local, origin, pull } from './approval-sources.ts';

const person = (login: string, id: number): Account => ({ login, id, isPerson: true });
const ann = person('ann', 1);
const eve = person('eve', 3);
const robot: Account = { login: 'robot[bot]', id: 4, isPerson: false };
const review = { ...pull, name: 'pull_request_review' } as const;
/** Opened by ann; Bob set the run off. */
const reviewed: EventOrigin = { ...origin, actors: ['ann', 'bob'] };

const pushedBy = (...actors: readonly Account[]): readonly BranchMove[] => [
  ...actors.slice(1).map((actor, index) => ({ before: `c${String(index + 1)}`, after: index === 0 ? 'head' : `c${String(index)}`, actor })),
  { before: 'tip', after: actors.length === 1 ? 'head' : `c${String(actors.length - 1)}`, actor: actors[0] ?? null },
];

interface Run {
  readonly event?: ChangeEvent;
  readonly origin?: EventOrigin | null;
  readonly moves?: readonly BranchMove[] | Error;
  readonly offline?: boolean;
  readonly trusted?: null;
  readonly openReviews?: null;
}

interface Found extends Actors {
  /** `message|remedy`. */
  readonly notices: readonly string[];
  readonly asked: readonly BranchPlace[];
}

async function find(run: Run = {}): Promise<Found> {
  const { event = review, origin: from = reviewed, moves = pushedBy(ann), offline = false } = run;
  const asked: BranchPlace[] = [];
  const openReviews: ActorSources['ports']['openReviews'] = () =>
    Promise.resolve({
      branchMoves: (branch: BranchPlace) => {
        asked.push(branch);
        return list(moves);
      },
    } as unknown as PullRequestReviews);
  const actors = openActors({
    request: { event, origin: from, options: { offline, osvDatabase: null, cache: false } },
    repository: memoryCommits({ commits: { tip: { files: {} }, head: { parents: ['tip'], files: {} } } }),
    subject: subjectOf('merge', run.trusted === null ? null : ['main', 'tip']),
    ports: { openReviews: run.openReviews === null ? null : openReviews },
  });
  expect(actors.notices()).toEqual([]);
  const found = await actors.find();
  expect(await actors.find()).toBe(found);
  return { ...found, asked, notices: actors.notices().map(({ code, message, remedy = '' }) => `${code}: ${message}|${remedy}`) };
}

async function* list(moves: readonly BranchMove[] | Error): AsyncGenerator<BranchMove> {
  await Promise.resolve();
  if (moves instanceof Error) throw moves;
  yield* moves;
}

describe('of a review', () => {
  test('whoever opened and pushed took part, and whoever gave it did not, if they are all known', async () => {
    expect(await find()).toEqual({ logins: ['ann'], isWhole: true, notices: [], asked: [origin.head] });
    expect(await find({ moves: pushedBy(ann, eve) })).toMatchObject({ logins: ['ann', 'eve'], isWhole: true, notices: [] });
    const bobToo = await find({ moves: pushedBy(ann, person('bob', 2)) });
    expect(bobToo).toMatchObject({ logins: ['ann', 'bob'], isWhole: true });
  });

  test('of which nobody knows who opened it, those who pushed are left', async () => {
    expect((await find({ origin: { ...reviewed, opener: null } })).logins).toEqual(['ann']);
    expect((await find({ origin: { ...reviewed, opener: null }, moves: pushedBy(eve) })).logins).toEqual(['eve']);
  });

  test('whoever set it off took part where others may have pushed', async () => {
    const { logins, isWhole, notices } = await find({ moves: pushedBy(ann, eve).slice(0, 1) });
    expect({ logins, isWhole }).toEqual({ logins: ['ann', 'bob', 'eve'], isWhole: false });
    expect(notices).toEqual([
      'pushers-unknown: GitHub does not say who pushed, so no review counts in this run, and whoever set it off took part: no push to c1 is known|' +
        'Start the failed run of the pull request again (`gh run rerun --failed`), or sign: `mcgate approve`.',
    ]);
  });

  test('that comes from a branch that is gone, or was not answered, nobody is known', async () => {
    for (const run of [{ origin: { ...reviewed, head: null } }, { moves: new McgateError('unreadable', 'x', { remedy: 'Wait.' }) }]) {
      const { logins, isWhole, notices } = await find(run);
      expect({ logins, isWhole }).toEqual({ logins: ['ann', 'bob'], isWhole: false });
      expect(notices).toHaveLength(1);
    }
  });

  test('whoever had a bot push is not known, whether or not the bot opened it', async () => {
    expect(await find({ moves: pushedBy(ann, robot) })).toMatchObject({
      ...{ logins: ['ann', 'bob', 'robot[bot]'], isWhole: false },
      notices: [expect.stringContaining('robot[bot] pushed, and who had it do so is not known') as string],
    });
    const own = { ...reviewed, opener: 'robot[bot]', actors: ['robot[bot]', 'bob'] };
    expect(await find({ origin: own, moves: pushedBy(robot) })).toMatchObject({
      ...{ logins: ['robot[bot]', 'bob'], isWhole: false },
      notices: [expect.stringContaining('robot[bot] pushed, and who had it do so is not known') as string],
    });
  });

  test('nothing is merged where nobody judges', async () => {
    expect((await find({ trusted: null })).isWhole).toBe(false);
  });
});

describe('of a pull request', () => {
  const named = { ...origin, actors: ['ann', 'bob'] };

  test.each(['pull_request', 'pull_request_target'] as const)('on %s whoever pushed before took part too', async (name) => {
    const event = { ...pull, name };
    expect(await find({ event, origin: named, moves: pushedBy(ann, eve) })).toMatchObject({ logins: ['ann', 'bob', 'eve'], notices: [] });
  });

  test('whoever the event names took part whatever the forge says', async () => {
    expect((await find({ event: pull, origin: named })).logins).toEqual(['ann', 'bob']);
    const { logins, notices } = await find({
      event: pull,
      origin: named,
      moves: new McgateError('unreadable', 'it said 403', { remedy: 'Ask.' }),
    });
    expect(logins).toEqual(['ann', 'bob']);
    expect(notices).toEqual([
      'pushers-unknown: GitHub does not say who pushed, so of earlier pushes the commits alone tell: it said 403|Ask.',
    ]);
  });

  test('of a fork the remedy for the own token is left out', async () => {
    const fork = { ...named, head: { repository: 'ann/shop', name: 'feature' } };
    const { notices, asked } = await find({
      event: pull,
      origin: fork,
      moves: new McgateError('unreadable', 'it said 404', { remedy: 'Ask.' }),
    });
    expect(notices).toEqual([expect.stringMatching(/it said 404\|$/u)]);
    expect(asked).toEqual([fork.head]);
  });
});

describe('nobody is asked', () => {
  test.each<[string, Run]>([
    ['of a run on somebody’s machine', { event: local }],
    ['of a merge group', { event: { name: 'merge_group', baseSha: 'tip', headSha: 'head', baseRef: 'main' } }],
    ['without a network', { offline: true }],
    ['without a token', { openReviews: null }],
  ])('%s', async (_, run) => {
    expect(await find(run)).toEqual({ logins: ['ann', 'bob'], isWhole: false, notices: [], asked: [] });
  });

  test('where nobody says where it happened', async () => {
    expect(await find({ origin: null })).toEqual({ logins: [], isWhole: false, notices: [], asked: [] });
  });

  test('what was cancelled or is no failure of ours goes on', async () => {
    await expect(find({ moves: new McgateError('cancelled', 'x') })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(find({ moves: new TypeError('bug') })).rejects.toThrow('bug');
  });
});
