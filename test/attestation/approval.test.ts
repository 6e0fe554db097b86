// When an approval lets a change through: each way to use one where it was not given.
import { describe, expect, it } from 'vitest';
import { grantApproval, type ApprovalSetting } from '../../src/attestation/approval.ts';
import { createPeople } from '../../src/attestation/people.ts';
import type { ApprovalStatement } from '../../src/core/documents.ts';

const tree = 'a'.repeat(64);
const place = { repository: 'acme/shop', target: 'refs/heads/main' };
const people = createPeople([
  { login: 'ann', emails: ['ann@example.org'], principals: ['ann@example.org'] },
  { login: 'bob', emails: ['bob@example.org'], principals: ['bob@example.org'] },
]);
const setting: ApprovalSetting = {
  ...{ place, pullRequest: 12, subjects: new Set([tree, 'b'.repeat(64)]), people, now: new Date('2026-11-22T12:00:00Z') },
  authors: [{ kind: 'login', name: 'bob' }],
  stoodBefore: () => Promise.reject(new Error('not asked')),
};

type Predicate = ApprovalStatement['predicate'];

async function problemOf(
  changes: Partial<Predicate> = {},
  where: Partial<ApprovalSetting> = {},
  signer = 'ann@example.org',
  sha256 = tree,
): Promise<string> {
  const statement: ApprovalStatement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: '', digest: { sha256 } }],
    predicateType: 'https://unpkg.com/mcgate/predicates/approval/v1',
    predicate: { ...place, pullRequest: 12, changes: [], reason: 'for a test', expires: '2026-12-01', ...changes },
  };
  const signers = [{ principals: [signer], key: { type: 'ssh-ed25519', fingerprint: 'SHA256:x' } }];
  const grant = await grantApproval({ ok: true, statement, signers, refused: [] }, statement, { ...setting, ...where });
  return grant.ok ? `by ${grant.granted.by.join(', ')}` : grant.problem;
}

describe('an approval', () => {
  it('counts for the pull request that it names', async () => {
    expect(await problemOf()).toBe('by ann');
    expect(await problemOf({}, {}, 'ann@example.org', 'b'.repeat(64))).toBe('by ann');
  });

  it.each([
    ['another repository', { repository: 'acme/shop2' }, 'is for the repository acme/shop2'],
    ['another branch', { target: 'refs/heads/release' }, 'is for refs/heads/release'],
    ['another pull request', { pullRequest: 11 }, 'is for pull request #11, not #12'],
    ['no pull request', { pullRequest: null }, 'is for no pull request'],
    ['a time that is over', { expires: '2026-11-21' }, 'expired'],
    ['a day that is none', { expires: '2026-11-31' }, 'expired'],
    ['too long a time', { expires: '2026-12-24' }, '30 days are the most'],
  ])('does not count for %s', async (_, changes, problem) => {
    expect(await problemOf(changes)).toContain(problem);
  });

  it('holds to the end of its last day', async () => {
    expect(await problemOf({ expires: '2026-11-22' })).toBe('by ann');
    expect(await problemOf({ expires: '2026-11-22' }, { now: new Date('2026-11-22T23:59:59.998Z') })).toBe('by ann');
    expect(await problemOf({ expires: '2026-11-22' }, { now: new Date('2026-11-22T23:59:59.999Z') })).toBe('by ann');
    expect(await problemOf({ expires: '2026-11-22' }, { now: new Date('2026-11-23T00:00:00Z') })).toContain('expired');
    expect(await problemOf({ expires: '2026-12-23' }, { now: new Date('2026-11-22T23:59:59.999Z') })).toBe('by ann');
    expect(await problemOf({ expires: '2026-12-23' }, { now: new Date('2026-11-22T23:59:59.998Z') })).toContain('30 days');
    expect(await problemOf({ expires: '2026-12-22' })).toBe('by ann');
    expect(await problemOf({ expires: '2026-12-23' })).toContain('30 days');
  });

  it('does not count for another tree', async () => {
    expect(await problemOf({}, {}, 'ann@example.org', 'c'.repeat(64))).toContain('another tree');
    expect(await problemOf({}, { subjects: new Set() })).toContain('another tree');
  });

  it('tells of each signature why it does not count', async () => {
    const statement = { predicate: { ...place, pullRequest: 12, changes: [], reason: 'for a test', expires: '2026-12-01' } };
    const whole = { ...statement, subject: [{ name: '', digest: { sha256: tree } }] } as unknown as ApprovalStatement;
    const grant = await grantApproval({ ok: true, statement: whole, signers: [], refused: ['one', 'two'] }, whole, setting);
    expect(grant).toEqual({ ok: false, problem: 'is signed by nobody who counts: one; two' });
    const bare = { ...whole, subject: [] };
    expect(await grantApproval({ ok: true, statement: bare, signers: [], refused: [] }, bare, setting)).toMatchObject({
      problem: expect.stringContaining('another tree') as string,
    });
  });

  it('does not count from an author, nor from somebody unknown', async () => {
    expect(await problemOf({}, {}, 'bob@example.org')).toContain('bob@example.org took part in the change');
    expect(await problemOf({}, {}, 'eve@example.org')).toContain('cannot be told from the author');
  });

  it('counts once where no pull request has a number', async () => {
    const without = (stood: boolean | null): Partial<ApprovalSetting> => ({ pullRequest: null, stoodBefore: () => Promise.resolve(stood) });
    expect(await problemOf({ pullRequest: null }, without(false))).toBe('by ann');
    expect(await problemOf({}, without(false))).toBe('by ann');
    expect(await problemOf({}, without(true))).toContain('part of the trusted tip before');
    expect(await problemOf({}, without(null))).toContain('shallow');
  });
});
