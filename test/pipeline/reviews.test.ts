// When a review is asked for, what it may lift, and what is said where nobody is asked or nobody's review counts.
import { describe, expect, test } from 'vitest';
import type { Finding, Notice } from '../../src/core/documents.ts';
import { McgateError } from '../../src/core/error.ts';
import type { ChangeEvent } from '../../src/core/event.ts';
import type { Account, PullRequestReviews, Review } from '../../src/core/review.ts';
import type { Actors } from '../../src/pipeline/actors.ts';
import type { Judgement } from '../../src/pipeline/judge.ts';
import { askForReview, type AskedReview, type ReviewSources } from '../../src/pipeline/reviews.ts';
import { resolveConfig } from '../../src/pipeline/settings.ts';
import { memoryCommits, subjectOf } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { local, origin, pull, push } from './approval-sources.ts';

const weakening: Finding = {
  ...{ identity: '0'.repeat(32), ruleId: 'weakening/mode-loosened', severity: 'high', confidence: 'high', message: 'x' },
  ...{ location: { path: '.mcgate/config.yaml' }, state: 'new', blocks: true },
};
const signers: Finding = { ...weakening, evidence: { kind: 'change', key: 'k', before: null, after: null, signers: 2 } };
const approved: Finding = { ...weakening, approval: { by: ['bob'], submittedAt: 'x', commit: 'y' } };
const flaw: Finding = { ...weakening, ruleId: 'code/eval' };
const bob: Account = { login: 'bob', id: 2, isPerson: true };
const people = [{ login: 'ann', emails: ['ann@example.org'] }];

function review(reviewer: Account, state = 'APPROVED', commit = 'head'): Review {
  return { reviewer, state, commit, submittedAt: '2026-11-01T10:00:00Z' };
}

function forgeOf(...reviews: readonly Review[]): PullRequestReviews {
  return {
    ...{ noreplyDomain: 'users.noreply.github.com', reviews: () => Promise.resolve(reviews), verifiedEmails: () => Promise.resolve([]) },
    ...{ retargetings: () => Promise.resolve([]), permission: () => Promise.resolve({ permission: 'admin', role: 'admin' }) },
    branchMoves: () => {
      throw new Error('asked');
    },
  };
}

interface Run {
  readonly findings?: readonly Finding[];
  readonly event?: ChangeEvent;
  readonly origin?: ReviewSources['request']['origin'];
  readonly offline?: boolean;
  readonly config?: Parameters<typeof resolveConfig>[0];
  readonly openReviews?: ReviewSources['ports']['openReviews'];
  readonly kind?: Parameters<typeof askForReview>[0];
  readonly trusted?: null;
  /** Default: nobody but ann, and that is known. */
  readonly actors?: Actors;
  /** Who wrote the change. */
  readonly authors?: readonly string[];
}

const asked: unknown[] = [];

function open(...reviews: readonly Review[]): NonNullable<ReviewSources['ports']['openReviews']> {
  return (place) => {
    asked.push(place);
    return Promise.resolve(forgeOf(...reviews));
  };
}

async function ask(run: Run = {}): Promise<AskedReview> {
  const {
    findings = [weakening],
    event = pull,
    offline = false,
    config = { people },
    kind = 'change',
    authors = ['ann@example.org'],
  } = run;
  const judged: Judgement = { verdict: 'fail', gates: [], findings, notices: [] };
  return askForReview(kind, judged, {
    request: { event, origin: run.origin === undefined ? origin : run.origin, options: { offline, osvDatabase: null, cache: false } },
    repository: memoryCommits({
      commits: { tip: { files: {}, authors: ['before@example.org'] }, head: { parents: ['tip'], files: { a: '1' }, authors } },
    }),
    ...{
      subject: subjectOf('merge', ['main', 'tip']),
      config: resolveConfig(config),
      trusted: run.trusted === null ? null : memoryTree({}),
    },
    actors: { find: () => Promise.resolve(run.actors ?? { logins: ['ann'], isWhole: true }) },
    ports: { openReviews: run.openReviews === undefined ? open(review(bob)) : run.openReviews },
  });
}

async function notices(run: Run): Promise<readonly Notice[]> {
  const { review: granted, notices: told } = await ask(run);
  expect(granted).toBeNull();
  return told;
}

const nothing: AskedReview = { review: null, notices: [] };

describe('a review', () => {
  test('is asked for where something is open that it may lift', async () => {
    asked.length = 0;
    expect(await ask()).toEqual({ review: { by: 'bob', submittedAt: '2026-11-01T10:00:00Z', commit: 'head' }, notices: [] });
    expect(asked).toEqual([{ repository: 'acme/shop', number: 12 }]);
    expect((await ask({ findings: [approved, flaw, weakening] })).review).not.toBeNull();
    expect((await ask({ event: { ...pull, name: 'pull_request_target' } })).review).not.toBeNull();
  });

  test('is asked for on the event of a review only where it is known who pushed, and elsewhere all the same', async () => {
    const event = { ...pull, name: 'pull_request_review' } as const;
    expect((await ask({ event })).review).not.toBeNull();
    asked.length = 0;
    const actors = { logins: ['ann'], isWhole: false };
    expect({ answer: await ask({ event, actors }), asked }).toEqual({ answer: nothing, asked: [] });
    expect((await ask({ actors })).review).not.toBeNull();
    const bobPushed = { logins: ['ann', 'bob'], isWhole: true };
    expect(await notices({ event, actors: bobPushed })).toEqual([
      { code: 'review-refused', message: 'A review does not count: bob: took part in the change' },
    ]);
  });

  test('is not asked for where it would change nothing', async () => {
    const openReviews = (): never => {
      throw new Error('asked');
    };
    for (const findings of [[], [flaw], [approved], [signers], [{ ...weakening, severity: 'note' as const }]])
      expect(await ask({ findings, openReviews })).toEqual(nothing);
    expect(await ask({ kind: 'audit', openReviews })).toEqual(nothing);
    expect(await ask({ trusted: null, openReviews })).toEqual(nothing);
    expect(await ask({ config: { people, approvals: 'signature' }, openReviews })).toEqual(nothing);
  });

  test('does not say who signs, and what remains says so', async () => {
    const { review: granted, notices: told } = await ask({ findings: [signers, weakening] });
    expect(granted).not.toBeNull();
    expect(told).toEqual([
      {
        ...{ code: 'review-refused', message: 'A review does not change who signs: that is for those who sign already' },
        remedy: 'Sign for it: `mcgate approve`.',
      },
    ]);
    const refused = await ask({ findings: [signers, weakening], openReviews: open(review(bob, 'DISMISSED')) });
    expect(refused.notices.map(({ message }) => message)).toEqual(['A review does not count: bob: the review was dismissed']);
  });
});

describe('nobody is asked', () => {
  const sign = 'Sign for it: `mcgate approve`.';

  test.each<[string, Run, string, string]>([
    [
      'of a merge group',
      { event: { name: 'merge_group', baseSha: 'tip', headSha: 'head', baseRef: 'main' } },
      'a merge group does not say which pull requests it is made of',
      sign,
    ],
    ['of a push', { event: push }, 'a push does not say which pull request it comes from', sign],
    ['without a network', { offline: true }, 'the run uses no network', 'Leave --offline out.'],
    [
      'without a repository',
      { origin: null },
      'the event does not name the repository',
      'Pass the payload as GitHub wrote it (GITHUB_EVENT_PATH).',
    ],
    [
      'without a token',
      { openReviews: null },
      'there is no token',
      'Give the step `env: GITHUB_TOKEN: ${{ github.token }}`, and the job `permissions: pull-requests: read`.',
    ],
  ])('%s', async (_, run, reason, remedy) => {
    expect(await notices(run)).toEqual([{ code: 'review-unasked', message: `No review was asked for: ${reason}`, remedy }]);
  });

  test("and nobody is told on a person's machine, or on a schedule", async () => {
    for (const event of [
      local,
      { name: 'schedule', defaultBranch: 'main' } as const,
      { name: 'workflow_dispatch', defaultBranch: 'main' } as const,
    ])
      expect(await notices({ event })).toEqual([]);
  });

  test('where the forge does not answer; what was cancelled or is no failure of ours goes on', async () => {
    const failing = (error: Error): Run => ({ openReviews: () => Promise.reject(error) });
    expect(await notices(failing(new McgateError('unreadable', 'GitHub does not answer', { remedy: 'Wait.' })))).toStrictEqual([
      { code: 'review-unasked', message: 'No review was asked for: GitHub does not answer', remedy: 'Wait.' },
    ]);
    expect(await notices(failing(new McgateError('unreadable', 'x')))).toStrictEqual([
      { code: 'review-unasked', message: 'No review was asked for: x' },
    ]);
    await expect(ask(failing(new McgateError('cancelled', 'x')))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(ask(failing(new TypeError('bug')))).rejects.toThrow('bug');
  });
});

describe('a review that does not count', () => {
  test('is told of, with why', async () => {
    expect(await notices({ openReviews: open(review({ ...bob, login: 'ann' })) })).toEqual([
      { code: 'review-refused', message: 'A review does not count: ann: took part in the change' },
    ]);
    expect(await notices({ config: { people, approvers: ['cleo'] } })).toMatchObject([
      { message: expect.stringContaining('`approvers`') as string },
    ]);
  });

  test('is told of ten times at most, and how many more there are', async () => {
    const crowd = (count: number): Run => ({
      openReviews: open(
        ...Array.from({ length: count }, (_, index) => review({ ...bob, login: `s${String(index)}`, id: index + 10 }, 'DISMISSED')),
      ),
    });
    expect(await notices(crowd(10))).toHaveLength(10);
    const told = await notices(crowd(13));
    expect(told.map(({ code }) => code)).toEqual(Array(11).fill('review-refused'));
    expect(told[9]?.message).toBe('A review does not count: s9: the review was dismissed');
    expect(told[10]).toEqual({ code: 'review-refused', message: '3 more reviews do not count' });
  });

  test('tells which e-mails nobody is known by, five at most', async () => {
    const unknown = async (...authors: readonly string[]): Promise<readonly Notice[]> => notices({ authors });
    const [first, ...more] = await unknown('who@example.org', '');
    expect(first).toEqual({
      ...{ code: 'author-unknown', remedy: 'Name them under `people` in .mcgate/config.yaml of the target branch.' },
      message:
        'Nobody is known by these e-mails of the commits, so no reviewer can be told from their authors: one that cannot be read, who@example.org',
    });
    expect(more).toEqual([
      { code: 'review-refused', message: 'A review does not count: bob: cannot be told from an author whom nobody knows' },
    ]);
    const five = ['a@x', 'b@x', 'c@x', 'd@x', 'e@x'];
    expect((await unknown(...five))[0]?.message).toMatch(/: a@x, b@x, c@x, d@x, e@x$/u);
    expect((await unknown(...five, 'f@x'))[0]?.message).toMatch(/: a@x, b@x, c@x, d@x, e@x, …$/u);
  });

  test('by whoever asks for changes is told of, ten times at most', async () => {
    const crowd = Array.from({ length: 12 }, (_, index) =>
      review({ ...bob, login: `s${String(index)}`, id: index + 10 }, 'CHANGES_REQUESTED'),
    );
    const told = await notices({ openReviews: open(...crowd) });
    expect(told).toHaveLength(10);
    expect(told[0]).toEqual({ code: 'changes-requested', message: 's0 asked for changes' });
  });
});
