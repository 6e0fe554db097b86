// Who pushed what a pull request is made of, and what the record of its branch does not rule out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPushers, type Pushers } from '../../src/attestation/pushers.ts';
import type { Account, BranchMove } from '../../src/core/review.ts';

const none = '0'.repeat(40);
const [base, one, two, three, other] = ['b', '1', '2', '3', 'f'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
  string,
];
const account = (login: string, id: number): Account => ({ login, id, isPerson: true });
const ann = account('ann', 1);
const bob = account('bob', 2);
const eve = account('eve', 3);

function move(before: string, after: string, actor: Account | null = ann): BranchMove {
  return { before, after, actor };
}

/** Newest first, as a forge lists them; whoever reads on after `end` fails. */
async function* list(moves: readonly BranchMove[]): AsyncGenerator<BranchMove> {
  yield* moves;
  await Promise.resolve();
}

async function find(head: string, ...moves: readonly BranchMove[]): Promise<readonly [logins: readonly string[], gap: string | null]> {
  const { accounts, gap } = await findPushers(list(moves), head, (commit) => Promise.resolve(commit === base));
  return [accounts.map(({ login }) => login), gap];
}

describe('who pushed', () => {
  it('is everybody from the head back to what is merged already', async () => {
    expect(await find(one, move(base, one))).toEqual([['ann'], null]);
    expect(await find(two, move(one, two, bob), move(base, one))).toEqual([['bob', 'ann'], null]);
    // Before that the branch held nothing of its own.
    expect(await find(two, move(one, two, bob), move(base, one), move(three, base, eve))).toEqual([['bob', 'ann'], null]);
  });

  it('is everybody back to the first creation of the branch', async () => {
    expect(await find(two, move(one, two, bob), move(none, one))).toEqual([['bob', 'ann'], null]);
    // Whoever makes it anew brings what others had pushed.
    expect(await find(two, move(none, two), move(two, none, bob), move(one, two, eve), move(none, one))).toEqual([['ann', 'eve'], null]);
  });

  it('is nobody who pushed after the head', async () => {
    expect(await find(one, move(two, three, eve), move(one, two, bob), move(base, one))).toEqual([['ann'], null]);
    // But whoever brought it back to the head, and what was pushed between.
    expect(await find(one, move(two, one, bob), move(one, two, eve), move(base, one))).toEqual([['bob', 'eve', 'ann'], null]);
  });

  it('is told once each, by number: a login can change', async () => {
    const renamed = { ...ann, login: 'anna' };
    expect(await find(three, move(two, three), move(one, two, bob), move(base, one, renamed))).toEqual([['anna', 'bob'], null]);
  });

  it('is read no further than is needed', async () => {
    async function* endless(): AsyncGenerator<BranchMove> {
      yield move(base, one);
      await Promise.resolve();
      throw new Error('read on');
    }
    expect(await findPushers(endless(), one, () => Promise.resolve(true))).toEqual({ accounts: [ann], gap: null });
  });
});

describe('who pushed is not known', () => {
  it.each<[string, string, readonly BranchMove[], string]>([
    ['where nothing is listed', one, [], 'no push to 111111111111 is known'],
    ['where the push of the head is not listed', two, [move(base, one)], 'no push to 222222222222 is known'],
    ['where one between is missing', three, [move(two, three), move(base, one)], 'no push to 222222222222 is known'],
    ['where the oldest are missing', two, [move(one, two)], 'no push to 111111111111 is known'],
    [
      'where the branch was made anew, and what it held before is missing',
      one,
      [move(none, one), move(two, none)],
      'no push to 222222222222',
    ],
    ['where the branch was made anew from something else', one, [move(none, one), move(base, two)], 'no push to 000000000000'],
    ['where nobody is named', two, [move(one, two), move(base, one, null)], 'nobody is named for the push of 111111111111'],
  ])('%s', async (_, head, moves, told) => {
    expect((await find(head, ...moves))[1]).toContain(told);
  });

  it('but those who are known are told', async () => {
    expect(await find(three, move(two, three, bob), move(other, two, ann))).toEqual([
      ['bob', 'ann'],
      `no push to ${other.slice(0, 12)} is known`,
    ]);
  });

  it('whatever else is missing, unless it came after the head', async () => {
    const names = ['ann', 'bob', 'eve', 'dan'];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 12 }), fc.nat(), fc.nat(), async (length, at, without) => {
        const id = (index: number): string => (index < 0 ? none : index.toString(16).padStart(40, 'a'));
        const moves = Array.from({ length }, (__, index) =>
          move(id(index - 1), id(index), account(names[index % 4] ?? '', index % 4)),
        ).reverse();
        const head = at % length;
        const all = await whole(moves, id(head));
        const left = moves.filter((___, index) => index !== without % length);
        const some = await whole(left, id(head));
        const isLater = length - 1 - (without % length) > head;
        expect(all.gap).toBeNull();
        expect(some.gap === null).toBe(isLater);
        if (isLater) expect(some).toEqual(all);
      }),
    );
    function whole(moves: readonly BranchMove[], head: string): Promise<Pushers> {
      return findPushers(list(moves), head, () => Promise.resolve(false));
    }
  });
});
