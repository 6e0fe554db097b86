// Which sign-offs fulfil an item: for this very tree and place, in their time, by enough people who took no part.
import { describe, expect, it } from 'vitest';
import type { ChecklistItem } from '../../src/attestation/checklist.ts';
import type { ItemSetting } from '../../src/attestation/items.ts';
import type { ChecklistItemState } from '../../src/core/documents.ts';
import { byReport, makeItem, makeReport, now, place, signOff, standing, type SignOffChange } from './evidence.ts';

const [ann, bob, cleo, dan] = ['ann@example.org', 'bob@example.org', 'cleo@example.org', 'dan@example.org'] as const;
const item = makeItem();

/** Of one sign-off by Ann. */
function signed(change: SignOffChange = {}, where: Partial<ItemSetting> = {}, of: ChecklistItem = item): ChecklistItemState {
  return standing(of, { signOffs: [signOff([ann], of, change)] }, where);
}

/** Of a sign-off by each, one file each. */
function signedBy(by: readonly string[], of: ChecklistItem = item, where: Partial<ItemSetting> = {}): ChecklistItemState {
  return standing(of, { signOffs: by.map((name) => signOff([name], of)) }, where);
}

describe('a sign-off', () => {
  it('counts for the tree, the place and the item that it names', () => {
    expect(signed()).toMatchObject({
      ...{ status: 'fulfilled', by: ['ann'], until: '2026-12-31', detail: 'signed' },
      attestations: ['.mcgate/attestations/ann@example.org.json'],
    });
    expect(signed()).not.toHaveProperty('digest');
    expect(signed({ tree: 'b'.repeat(64) }, { subjects: new Set(['a'.repeat(64), 'b'.repeat(64)]) }).status).toBe('fulfilled');
  });

  it.each<[string, SignOffChange, string]>([
    ['another repository', { repository: 'acme/shop2' }, 'a sign-off is for the repository acme/shop2, not acme/shop'],
    ['another branch', { target: 'refs/heads/main' }, 'a sign-off is for refs/heads/main, not refs/heads/release'],
    ['a time that is over', { expires: '2026-11-21' }, 'a sign-off expired (2026-11-21)'],
    ['a day that is none', { expires: '2026-11-31' }, 'a sign-off expired (2026-11-31)'],
    ['too long a time', { expires: '2027-02-21' }, 'a sign-off is to hold until 2027-02-21: 90 days are the most'],
    ['another tree', { tree: 'b'.repeat(64) }, 'a sign-off is for another tree: something changed after it was signed'],
    ['the item as it was', { itemDigest: 'b'.repeat(64) }, 'a sign-off is for this item as it was worded before'],
  ])('does not count for %s', (_, change, problem) => {
    expect(signed(change)).toMatchObject({ status: 'pending', by: [], until: null, attestations: [] });
    expect(signed(change).detail).toBe(`nobody who counts has signed; ${problem}`);
  });

  it('does not count for another item, and says nothing of it', () => {
    expect(signed({ item: 'other' })).toMatchObject({ status: 'pending', detail: 'nobody who counts has signed' });
  });

  it('does not count where nobody says for which place the change is', () => {
    expect(signed({}, { place: null })).toMatchObject({
      status: 'pending',
      detail: expect.stringContaining('it is not known for which place') as string,
    });
  });

  it('does not count for no tree at all', () => {
    expect(signed({}, { subjects: new Set() }).status).toBe('pending');
    const whole = signOff([ann], item);
    const bare = { ...whole, statement: { ...whole.statement, subject: [] } };
    expect(standing(item, { signOffs: [bare] }).status).toBe('pending');
  });

  it('holds to the end of its last day', () => {
    const at = (time: string): string => signed({ expires: '2026-11-22' }, { now: new Date(time) }).status;
    expect(at('2026-11-22T12:00:00Z')).toBe('fulfilled');
    expect(at('2026-11-22T23:59:59.999Z')).toBe('fulfilled');
    expect(at('2026-11-23T00:00:00.000Z')).toBe('pending');
  });

  it('holds as many days as its item allows, from today on', () => {
    const brief = makeItem({ expiresDays: 30 });
    const until = (expires: string, time = now): string => signed({ expires }, { now: time }, brief).status;
    expect(until('2026-12-22')).toBe('fulfilled');
    expect(until('2026-12-23')).toBe('pending');
    // The day on which it is signed is not over.
    expect(until('2026-12-22', new Date('2026-11-22T00:00:00.000Z'))).toBe('fulfilled');
    expect(until('2026-12-23', new Date('2026-11-22T23:59:59.998Z'))).toBe('pending');
    expect(until('2026-12-23', new Date('2026-11-22T23:59:59.999Z'))).toBe('fulfilled');
  });

  it('does not count without a signature, and says why others do not', () => {
    expect(standing(item, { signOffs: [signOff([], item, { refused: ['Nobody at the trusted tip signs with it'] })] })).toMatchObject({
      status: 'pending',
      detail: 'nobody who counts has signed; Nobody at the trusted tip signs with it',
    });
  });

  it('that does not count says each reason once, and three at most', () => {
    const signOffs = [
      ...['1', '2'].map((name) => signOff([], item, { name, tree: 'b'.repeat(64), refused: ['no'] })),
      signOff([], item, { name: '3', expires: '2020-01-01', refused: ['nor this'] }),
      signOff([dan], item),
    ];
    expect(standing(item, { signOffs }).detail.split('; ')).toEqual([
      'nobody who counts has signed',
      'a sign-off is for another tree: something changed after it was signed',
      'a sign-off expired (2020-01-01)',
      'no',
    ]);
  });
});

describe('people', () => {
  const two = makeItem({ threshold: 2 });

  it('are counted over all files', () => {
    expect(signedBy([ann, bob], two)).toMatchObject({ status: 'fulfilled', by: ['ann', 'bob'] });
    expect(standing(two, { signOffs: [signOff([bob, ann], two)] })).toMatchObject({ status: 'fulfilled', by: ['ann', 'bob'] });
    expect(signedBy([ann], two)).toMatchObject({ status: 'pending', by: ['ann'], detail: '1 of 2 people signed', until: null });
    expect(signedBy([], two)).toMatchObject({ status: 'pending', by: [], detail: '2 people have to sign' });
  });

  it('count once, however many keys and files they have', () => {
    expect(signedBy([ann, 'ann-yubikey'], two)).toMatchObject({ status: 'pending', by: ['ann'] });
    const twice = [signOff([ann], two, { name: '1' }), signOff([ann], two, { name: '2', expires: '2026-12-30' })];
    expect(standing(two, { signOffs: twice })).toMatchObject({ status: 'pending', by: ['ann'] });
  });

  it('do not add up where one of their sign-offs is for something else', () => {
    const signOffs = [signOff([ann], two), signOff([bob], two, { tree: 'b'.repeat(64) })];
    expect(standing(two, { signOffs })).toMatchObject({
      status: 'pending',
      by: ['ann'],
      detail: '1 of 2 people signed; a sign-off is for another tree: something changed after it was signed',
    });
  });

  it('do not sign their own work', () => {
    expect(signedBy([dan])).toMatchObject({
      status: 'pending',
      by: [],
      detail: 'nobody who counts has signed; dan@example.org took part in the change',
    });
    expect(signedBy([dan], item, { authors: [{ kind: 'email', name: 'Dan@Home.example' }] }).status).toBe('pending');
    expect(signedBy([dan], item, { authors: [{ kind: 'login', name: 'dan' }] }).status).toBe('pending');
    expect(signedBy([dan], makeItem({ notAuthor: false }))).toMatchObject({ status: 'fulfilled', by: ['dan'] });
  });

  it('cannot be told from an author whom nobody knows', () => {
    const authors = [{ kind: 'email' as const, name: 'who@example.org' }];
    expect(signedBy([ann], item, { authors })).toMatchObject({
      status: 'pending',
      detail: expect.stringContaining('does not name who@example.org') as string,
    });
    expect(signedBy([ann], makeItem({ notAuthor: false }), { authors }).status).toBe('fulfilled');
  });

  it('are those that the item asks for', () => {
    const asked = makeItem({ signers: [bob, 'ann-yubikey'] });
    expect(signedBy([cleo], asked)).toMatchObject({
      status: 'pending',
      detail: expect.stringContaining('not among the signers') as string,
    });
    expect(signedBy([ann], asked).status).toBe('pending');
    expect(signedBy(['ann-yubikey'], asked).status).toBe('fulfilled');
    expect(signedBy([cleo, bob], asked)).toMatchObject({
      status: 'fulfilled',
      by: ['bob'],
      attestations: [`.mcgate/attestations/${bob}.json`],
    });
  });

  it('hold as long as enough of their sign-offs do', () => {
    const signOffs = [
      signOff([cleo], two, { expires: '2026-12-24' }),
      signOff([ann], two, { expires: '2026-12-31' }),
      signOff([bob], two, { expires: '2026-12-01' }),
      // None of these counts, so none of them ends anything.
      signOff([dan], two, { expires: '2026-11-23' }),
      signOff([], two, { name: 'none', expires: '2026-11-23' }),
    ];
    expect(standing(two, { signOffs })).toMatchObject({
      ...{ status: 'fulfilled', by: ['ann', 'bob', 'cleo'], until: '2026-12-24' },
      attestations: [ann, bob, cleo].map((name) => `.mcgate/attestations/${name}.json`),
    });
  });
});

it('who signs twice holds until the later of both ends', () => {
  const twice = (decision: 'accepted' | 'refused'): ChecklistItemState =>
    standing(item, {
      signOffs: [
        signOff([ann], item, { name: '1', decision, expires: '2026-12-30' }),
        signOff([ann], item, { name: '2', decision, expires: '2026-12-01' }),
      ],
    });
  expect(twice('accepted')).toMatchObject({ status: 'fulfilled', until: '2026-12-30' });
  expect(twice('refused')).toMatchObject({ status: 'refused', until: '2026-12-30' });
});

describe('a refusal', () => {
  const refusal = (by: string, change: SignOffChange = {}, of = item): ReturnType<typeof signOff> =>
    signOff([by], of, { name: `refusal-${by}`, decision: 'refused', note: 'not tested', ...change });

  it('by somebody who counts holds against all others', () => {
    const signOffs = [signOff([ann], item), signOff([cleo], item), refusal(bob)];
    expect(standing(item, { signOffs })).toEqual({
      ...{ id: 'review', title: 'Reviewed', phase: 'code-review', evidence: 'sign-off', status: 'refused', by: ['bob'] },
      ...{ until: '2026-12-31', detail: 'not tested', attestations: [`.mcgate/attestations/refusal-${bob}.json`] },
    });
  });

  it('need not be one of several, nor give a reason', () => {
    const two = makeItem({ threshold: 2 });
    const signOffs = [signOff([ann], two), signOff([cleo], two), refusal(bob, {}, two)];
    expect(standing(two, { signOffs }).status).toBe('refused');
    const { note: _, ...wordless } = refusal(bob).statement.predicate;
    const silent = { ...refusal(bob), statement: { ...refusal(bob).statement, predicate: wordless } };
    expect(standing(item, { signOffs: [silent] })).toMatchObject({ status: 'refused', detail: 'no reason was given' });
    expect(standing(item, { signOffs: [silent, refusal(cleo)] })).toMatchObject({
      status: 'refused',
      by: ['bob', 'cleo'],
      detail: 'not tested',
    });
  });

  it('holds against an acceptance of the same person', () => {
    expect(standing(item, { signOffs: [signOff([bob], item), refusal(bob)] }).status).toBe('refused');
  });

  it('is nothing from somebody who may not sign', () => {
    const asked = makeItem({ signers: [ann, bob] });
    for (const [of, by] of [
      [item, dan],
      [item, 'who@example.org'],
      [asked, cleo],
    ] as const) {
      expect(standing(of, { signOffs: [signOff([ann], of), refusal(by, {}, of)] })).toMatchObject({ status: 'fulfilled', by: ['ann'] });
      const alone = standing(of, { signOffs: [refusal(by, {}, of)] });
      expect(alone).toMatchObject({ status: 'pending', by: [], detail: 'nobody who counts has signed' });
    }
    const note = [refusal(cleo, { note: 'I may not' }, asked), refusal(bob, { note: 'I may' }, asked)];
    expect(standing(asked, { signOffs: note })).toMatchObject({
      detail: 'I may',
      by: ['bob'],
      attestations: [`.mcgate/attestations/refusal-${bob}.json`],
    });
  });

  it.each<[string, SignOffChange]>([
    ['another item', { item: 'other' }],
    ['another tree', { tree: 'b'.repeat(64) }],
    ['another branch', { target: 'refs/heads/main' }],
    ['a time that is over', { expires: '2026-11-21' }],
    ['the item as it was', { itemDigest: 'b'.repeat(64) }],
  ])('is nothing for %s', (_, change) => {
    expect(standing(item, { signOffs: [signOff([ann], item), refusal(bob, change)] }).status).toBe('fulfilled');
    expect(standing(item, { signOffs: [refusal(bob, change)] }).status).toBe('pending');
  });

  it('may hold longer than an acceptance: what is too long for one lets nothing through here', () => {
    expect(standing(item, { signOffs: [signOff([ann], item), refusal(bob, { expires: '2036-01-01' })] }).status).toBe('refused');
  });
});

describe('a signature for a report', () => {
  const asked = makeItem({ evidence: byReport });

  it('says which tree the report is about, so that it need name no commit', () => {
    const state = signed({ report: makeReport({ commits: [] }) }, {}, asked);
    expect(state).toMatchObject({ status: 'fulfilled', by: ['ann'], until: '2026-12-31', digest: 'c'.repeat(64), evidence: 'report' });
    expect(signed({ report: makeReport() }, {}, asked).status).toBe('fulfilled');
  });

  it.each<[string, SignOffChange, string]>([
    ['none', {}, 'a sign-off names no report'],
    ['one of another commit', { report: makeReport({ commits: ['2'.repeat(40)] }) }, 'another tree'],
    ['an old one', { report: makeReport({ made: '2026-11-08T11:59:59Z' }) }, '14 days are the most'],
    ['one of another format', { report: makeReport({ format: 'burp' }) }, 'of the format burp'],
    ['one with something open', { report: makeReport({ counts: { critical: 1, high: 0, medium: 0, low: 0, note: 0 } }) }, '1 critical'],
  ])('is not enough for %s', (_, change, problem) => {
    const state = signed(change, {}, asked);
    expect(state).toMatchObject({ status: 'pending', by: [] });
    expect(state.detail).toContain(problem);
    expect(state).not.toHaveProperty('digest');
  });

  it('is told by the first report that is named, also of refusals, which need none', () => {
    const signOffs = [
      signOff([ann], asked, { decision: 'refused' }),
      signOff([bob], asked, { decision: 'refused', report: makeReport({ sha256: 'd'.repeat(64) }) }),
    ];
    expect(standing(asked, { signOffs })).toMatchObject({ status: 'refused', by: ['ann', 'bob'], digest: 'd'.repeat(64) });
  });

  it('is not asked for where no report is', () => {
    expect(signed({ report: makeReport({ format: 'burp' }) }).status).toBe('fulfilled');
  });
});

it('a place is compared in whole', () => {
  expect(place.target).toBe('refs/heads/release');
  expect(signed({ target: 'refs/heads/release/1' }).status).toBe('pending');
  expect(signed({ repository: 'Acme/Shop' }).status).toBe('pending');
});
