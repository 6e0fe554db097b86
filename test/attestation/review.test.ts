// Whose review counts: of this very commit, in force, and of somebody who may give it and took no part in the change.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { participantsOf, type KnownAccounts } from '../../src/attestation/participants.ts';
import { createPeople, type Author } from '../../src/attestation/people.ts';
import { grantByReview, standingReviews, type ReviewSetting } from '../../src/attestation/review.ts';
import type { Account, AccountPermission, PullRequestReviews, Review } from '../../src/core/review.ts';

const account = (login: string, id: number, isPerson = true): Account => ({ login, id, isPerson });
const ann = account('ann', 1);
const bob = account('Bob', 2);
const cleo = account('cleo', 3);
const head = 'a'.repeat(40);
const time = (minutes: number): string => `2026-11-01T10:${String(minutes).padStart(2, '0')}:00Z`;
const login = (name: string): Author => ({ kind: 'login', name });
const email = (name: string): Author => ({ kind: 'email', name });
const admin: AccountPermission = { permission: 'admin', role: 'admin' };

function review(reviewer: Account | null, state = 'APPROVED', at = 0, commit: string | null = head): Review {
  return { reviewer, state, commit, submittedAt: time(at) };
}

interface Forge {
  readonly reviews: readonly Review[];
  readonly verified?: KnownAccounts['verifiedEmails'];
  readonly retargetings?: readonly string[];
  readonly permissions?: Readonly<Record<string, AccountPermission>>;
}

function forgeOf({ reviews, verified = [], retargetings = [], permissions = {} }: Forge, asked: string[] = []): PullRequestReviews {
  const answer = <T>(what: string, value: T): Promise<T> => {
    asked.push(what);
    return Promise.resolve(value);
  };
  return {
    noreplyDomain: 'users.noreply.github.com',
    reviews: () => answer('reviews', reviews),
    verifiedEmails: () => answer('emails', verified),
    retargetings: () => answer('retargetings', retargetings),
    permission: (name) => answer(name, permissions[name] ?? admin),
    branchMoves: () => {
      throw new Error('asked');
    },
  };
}

function setting(change: Partial<ReviewSetting> = {}): ReviewSetting {
  return { head, authors: [login('ann')], people: createPeople([]), approvers: null, ...change };
}

describe('a review that counts', () => {
  it('is granted with who, when and for what', async () => {
    expect(await grantByReview(forgeOf({ reviews: [review(bob, 'APPROVED', 7)] }), setting())).toEqual({
      granted: { by: 'Bob', submittedAt: time(7), commit: head },
      refused: [],
      objectors: [],
      unknown: [],
    });
  });

  it('is the first of several, and nobody else is asked about', async () => {
    const asked: string[] = [];
    const reviews = [review(cleo, 'APPROVED', 2), review(bob, 'APPROVED', 1), review(ann, 'APPROVED', 0)];
    const { granted } = await grantByReview(forgeOf({ reviews }, asked), setting());
    expect(granted?.by).toBe('Bob');
    expect(asked).toEqual(['reviews', 'emails', 'Bob', 'retargetings']);
  });

  it('leaves nothing to be said of those that do not', async () => {
    const reviews = [review(bob, 'DISMISSED', 0), review(cleo, 'APPROVED', 1)];
    expect(await grantByReview(forgeOf({ reviews }), setting())).toMatchObject({ granted: { by: 'cleo' }, refused: [], unknown: [] });
  });

  it('needs no question about permission where approvers are named, and those count without case', async () => {
    const asked: string[] = [];
    const { granted } = await grantByReview(forgeOf({ reviews: [review(bob)] }, asked), setting({ approvers: ['BOB'] }));
    expect({ by: granted?.by, asked }).toEqual({ by: 'Bob', asked: ['reviews', 'emails', 'retargetings'] });
    const none = await grantByReview(forgeOf({ reviews: [review(bob)] }), setting({ approvers: [] }));
    expect(none.granted).toBeNull();
  });

  it.each([
    ['admin', 'admin', true],
    ['admin', 'Security lead', true],
    ['write', 'maintain', true],
    ['read', 'maintain', false],
    ['write', 'write', false],
    ['write', 'admin', false],
    ['none', '', false],
  ])('permission %s, role %s: %s', async (permission, role, counts) => {
    const forge = forgeOf({ reviews: [review(bob)], permissions: { Bob: { permission, role } } });
    expect((await grantByReview(forge, setting())).granted !== null).toBe(counts);
  });

  it.each([
    [time(6), true],
    [time(7), false],
    [time(8), false],
  ])('retargeted at %s, reviewed at seven: %s', async (at, counts) => {
    const forge = forgeOf({ reviews: [review(bob, 'APPROVED', 7)], retargetings: [time(1), at] });
    expect((await grantByReview(forge, setting())).granted !== null).toBe(counts);
  });
});

describe('a review that does not count', () => {
  it.each([
    ['dismissed', review(bob, 'DISMISSED'), 'Bob: the review was dismissed'],
    ['unheard of', review(bob, 'approved'), 'Bob: the review is no approval'],
    ['of another commit', review(bob, 'APPROVED', 0, 'b'.repeat(40)), 'Bob: the review is of bbbbbbbbbbbb, not of aaaaaaaaaaaa'],
    ['of a commit that is gone', review(bob, 'APPROVED', 0, null), 'Bob: the review is of a commit that is gone, not of aaaaaaaaaaaa'],
    ['of a bot', review(account('b[bot]', 4, false)), "b[bot]: is no person's account"],
    ['of the opener', review(account('ANN', 9)), 'ANN: took part in the change'],
  ])('%s', async (_, one, why) => {
    expect(await grantByReview(forgeOf({ reviews: [one] }), setting())).toEqual({
      granted: null,
      refused: [why],
      objectors: [],
      unknown: [],
    });
  });

  it('of anybody who might be an author that nobody knows, whose e-mail is told', async () => {
    const authors = [login('ann'), email('who@example.org'), email('')];
    const answer = await grantByReview(forgeOf({ reviews: [review(bob)] }), setting({ authors }));
    expect(answer).toMatchObject({ granted: null, unknown: ['who@example.org', ''] });
    // A stranger would not count anyway: nothing needs to be added for him.
    const stranger = forgeOf({ reviews: [review(bob)], permissions: { Bob: { permission: 'read', role: 'read' } } });
    expect(await grantByReview(stranger, setting({ authors }))).toMatchObject({ granted: null, unknown: [] });
  });

  it('beyond the most people that are asked about', async () => {
    const crowd = Array.from({ length: 51 }, (_, index) => review(account(`s${String(index)}`, 100 + index), 'APPROVED', 0));
    const permissions = Object.fromEntries(
      crowd.slice(0, 50).map(({ reviewer }) => [reviewer?.login ?? '', { permission: 'read', role: 'read' }]),
    );
    const asked: string[] = [];
    const answer = await grantByReview(forgeOf({ reviews: crowd, permissions }, asked), setting());
    expect(answer.granted).toBeNull();
    expect(answer.refused.at(-1)).toBe('s50: is not looked at: more than 50 people reviewed');
    expect(asked.filter((each) => each.startsWith('s'))).toHaveLength(50);
  });

  it.each([
    ['whom the config does not name', { approvers: ['cleo'] }, {}, 'Bob: the trusted `approvers` do not name this login'],
    [
      'without the permission',
      {},
      { permissions: { Bob: { permission: 'read', role: 'read' } } },
      'Bob: has neither the role maintain nor admin',
    ],
    ['beside an unknown author', { authors: [email('who@example.org')] }, {}, 'Bob: cannot be told from an author whom nobody knows'],
    [
      'before the branch was changed',
      {},
      { retargetings: [time(1)] },
      'Bob: the pull request was turned to another branch after the review',
    ],
  ] as const)('%s', async (_, change, forge, why) => {
    expect((await grantByReview(forgeOf({ reviews: [review(bob)], ...forge }), setting(change))).refused).toEqual([why]);
  });

  it('where the forge does not answer', async () => {
    const forge = { ...forgeOf({ reviews: [review(bob)] }), retargetings: () => Promise.reject(new Error('no answer')) };
    await expect(grantByReview(forge, setting())).rejects.toThrow('no answer');
  });

  it('asks nothing about a review that is stale', async () => {
    const asked: string[] = [];
    await grantByReview(forgeOf({ reviews: [review(bob, 'APPROVED', 0, null)] }, asked), setting());
    expect(asked).toEqual(['reviews']);
  });
});

describe('whoever asks for changes', () => {
  it('is told if he might have approved, and stops nobody', async () => {
    const reviews = [review(bob, 'CHANGES_REQUESTED', 0, 'b'.repeat(40)), review(ann, 'CHANGES_REQUESTED'), review(cleo, 'APPROVED', 1)];
    const answer = await grantByReview(forgeOf({ reviews }), setting());
    expect({ by: answer.granted?.by, objectors: answer.objectors }).toEqual({ by: 'cleo', objectors: ['Bob'] });
    const alone = await grantByReview(forgeOf({ reviews: reviews.slice(0, 1) }), setting());
    expect(alone).toEqual({ granted: null, refused: [], objectors: ['Bob'], unknown: [] });
  });
});

describe('the word that stands', () => {
  const states = (reviews: readonly Review[]): readonly string[] =>
    standingReviews(reviews).map(({ reviewer, state }) => `${reviewer.login} ${state}`);

  it('is the latest of each, and no comment takes it back', () => {
    expect(states([review(bob), review(bob, 'COMMENTED', 1), review(bob, 'PENDING', 2)])).toEqual(['Bob APPROVED']);
    expect(states([review(bob), review(bob, 'CHANGES_REQUESTED', 1)])).toEqual(['Bob CHANGES_REQUESTED']);
    expect(states([review(bob, 'CHANGES_REQUESTED'), review(bob, 'APPROVED', 1)])).toEqual(['Bob APPROVED']);
    expect(states([review(bob), review(bob, 'DISMISSED', 1)])).toEqual(['Bob DISMISSED']);
    expect(states([review(cleo, 'APPROVED', 2), review(bob, 'DISMISSED', 1), review(null, 'APPROVED', 3)])).toEqual([
      'Bob DISMISSED',
      'cleo APPROVED',
    ]);
  });

  it('of one second is the one that the forge names last', () => {
    expect(states([review(bob), review(bob, 'CHANGES_REQUESTED')])).toEqual(['Bob CHANGES_REQUESTED']);
  });

  it('is whose account it is, whatever it is called', () => {
    expect(states([review(bob), review(account('robert', 2), 'DISMISSED', 1)])).toEqual(['robert DISMISSED']);
  });

  it('does not depend on the order in which times are told', () => {
    const one = fc.record({
      id: fc.integer({ min: 1, max: 3 }),
      state: fc.constantFrom('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED', 'COMMENTED'),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (shapes, order) => {
        const reviews = shapes.map(({ id, state }, at) => review(account(`u${String(id)}`, id), state, at));
        const keys = new Map(reviews.map((each) => [each, order.next().value]));
        const shuffled = [...reviews].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        expect(states(shuffled)).toEqual(states(reviews));
      }),
    );
  });
});

describe('who took part', () => {
  const people = createPeople([
    { login: 'Ann', emails: ['ann@example.org', 'shared@example.org'] },
    { login: 'dan', emails: ['shared@example.org'] },
  ]);
  const known = (verifiedEmails: KnownAccounts['verifiedEmails'] = []): KnownAccounts => ({
    ...{ people, verifiedEmails, noreplyDomain: 'users.noreply.github.com' },
  });
  const tookPart = (authors: readonly Author[], verified: KnownAccounts['verifiedEmails'] = []): readonly string[] => {
    const found = participantsOf(authors, known(verified));
    const accounts = [ann, bob, cleo, account('dan', 5)];
    return [...accounts.filter((each) => found.includes(each)).map((each) => each.login), ...found.unknown.map((each) => `? ${each}`)];
  };

  it.each<[string, readonly Author[], readonly string[]]>([
    ['a login', [login('BOB')], ['Bob']],
    ['an e-mail in people', [email('ANN@example.org')], ['ann']],
    ['an e-mail of two people', [email('shared@example.org')], ['ann', 'dan']],
    ['an e-mail that GitHub gave out', [email('77+bob@users.noreply.github.com')], ['Bob']],
    ['one to a former login', [email('2+robert@Users.noreply.github.com')], ['Bob']],
    ['one without its number', [email('bob@users.noreply.github.com')], ['? bob@users.noreply.github.com']],
    ['one of another server', [email('2+bob@users.noreply.example.org')], ['? 2+bob@users.noreply.example.org']],
    [
      'one that only looks like it',
      [email('2+bob@users.noreply.github.com@example.org')],
      ['? 2+bob@users.noreply.github.com@example.org'],
    ],
    ['one of a bot', [email('49699333+dependabot[bot]@users.noreply.github.com')], []],
    ['one with something before it', [email('x2+bob@users.noreply.github.com')], ['? x2+bob@users.noreply.github.com']],
    ['nobody', [email('')], ['? ']],
  ])('%s', (_, authors, expected) => {
    expect(tookPart(authors)).toEqual(expected);
  });

  it('is whom GitHub knows, beside whom people names', () => {
    expect(tookPart([email('Ann@example.org')], [{ email: 'ann@example.org', account: bob }])).toEqual(['ann', 'Bob']);
    // Who is known by another e-mail took no part; and a login is no e-mail.
    expect(tookPart([email('Ann@example.org')], [{ email: 'other@example.org', account: bob }])).toEqual(['ann']);
    expect(tookPart([login('cleo')], [{ email: 'cleo', account: bob }])).toEqual(['cleo']);
    expect(tookPart([email('x@example.org')], [{ email: 'X@example.org', account: account('was-bob', 2) }])).toEqual(['Bob']);
  });
});
