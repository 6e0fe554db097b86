// Who counts: people, not keys, and nobody for his own work.
import { describe, expect, it } from 'vitest';
import { createPeople, type Author } from '../../src/attestation/people.ts';
import { parseAllowedSigners } from '../../src/attestation/allowed-signers.ts';
import { countPeople, countSigners, signersThreshold, type Count, type Demand } from '../../src/attestation/threshold.ts';
import type { Signer } from '../../src/attestation/verify.ts';

const people = createPeople([
  { login: 'Ann', emails: ['ann@example.org', 'ann@home.example'], principals: ['ann@example.org', 'ann-yubikey'] },
  { login: 'bob', emails: ['bob@example.org'], principals: ['bob@example.org'] },
  { login: 'cleo', emails: ['cleo@example.org'], principals: ['cleo@example.org', 'shared@example.org'] },
  { login: 'dan', emails: ['dan@example.org'], principals: ['shared@example.org'] },
]);
const demand: Demand = { signers: null, threshold: 1, notAuthor: true };
const email = (name: string): Author => ({ kind: 'email', name });

function count(principals: readonly (string | readonly string[])[], change: Partial<Demand> = {}, authors: readonly Author[] = []): Count {
  const signers = principals.map((each): Signer => ({
    principals: typeof each === 'string' ? [each] : each,
    key: { type: 'ssh-ed25519', fingerprint: 'SHA256:x' },
  }));
  return countSigners(signers, { ...demand, ...change }, people, authors);
}

describe('a threshold', () => {
  it('is reached by people', () => {
    expect(count(['ann@example.org', 'bob@example.org'], { threshold: 2 })).toEqual({ met: true, by: ['ann', 'bob'], refused: [] });
    expect(count([], { threshold: 0 }).met).toBe(false);
    expect(count([], { threshold: 1 }).met).toBe(false);
  });

  it('is not reached by one person with two keys', () => {
    expect(count(['ann@example.org', 'ann-yubikey'], { threshold: 2 })).toMatchObject({ met: false, by: ['ann'] });
    expect(count(['who@example.org', 'who@example.org'], { threshold: 2, notAuthor: false })).toMatchObject({ met: false });
  });

  it('counts whom nobody maps by the name of the key, where authors may sign', () => {
    expect(count(['who@example.org'], { notAuthor: false })).toEqual({ met: true, by: ['principal who@example.org'], refused: [] });
    // Where two are asked for, he could be the other one.
    expect(count(['who@example.org', 'ann@example.org'], { notAuthor: false, threshold: 2 })).toEqual({
      ...{ met: false, by: ['ann'] },
      refused: ['who@example.org cannot be told from another signer: people does not name this principal'],
    });
    expect(count(['who@example.org', 'anybody@example.org'], { notAuthor: false, threshold: 2 })).toMatchObject({ met: false, by: [] });
  });

  it('is told of by names, one behind the other', () => {
    expect(count([['b@example.org', 'a@example.org']], { notAuthor: false }).by).toEqual(['principal a@example.org']);
    expect(count([['ann@example.org', 'ann-yubikey']], { signers: ['bob@example.org'] }).refused).toEqual([
      'ann@example.org, ann-yubikey is not among the signers that are asked for',
    ]);
    expect(count(['ann@example.org'], {}, [email('x@example.org'), email('y@example.org')]).refused).toEqual([
      'ann@example.org cannot be told from the author: people does not name x@example.org, y@example.org',
    ]);
  });

  it('asks for certain signers', () => {
    const signers = ['bob@example.org'];
    expect(count(['ann@example.org'], { signers })).toMatchObject({
      met: false,
      refused: [expect.stringContaining('not among the signers')],
    });
    expect(count(['ann@example.org', 'bob@example.org'], { signers })).toMatchObject({ met: true, by: ['bob'] });
    expect(count([['ann@example.org', 'ann-yubikey']], { signers: ['ann-yubikey'] }).met).toBe(true);
  });
});

describe('a change of who signs', () => {
  it('takes two of three or more people, unless the config says otherwise', () => {
    expect([0, 1, 2, 3, 20].map((people) => signersThreshold(null, people))).toEqual([1, 1, 1, 2, 2]);
    expect([1, 2, 3].map((configured) => signersThreshold(configured, 20))).toEqual([1, 2, 3]);
  });

  it('counts people, not keys, and nobody who could be anybody', () => {
    const key = 'namespaces="mcgate-attestation@v1" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJpLyLfzMCxYHRNTRGhmLRYhdDnQMyNUBLUk9lfnrKsT';
    const among = (...names: readonly string[]): number => {
      const { signers, problems } = parseAllowedSigners(names.map((name) => `${name} ${key}`).join('\n'));
      expect(problems).toEqual([]);
      return countPeople(signers, people);
    };
    expect(among('ann@example.org', 'ann-yubikey', 'ann@example.org')).toBe(1);
    expect(among('ann@example.org', 'bob@example.org', 'cleo@example.org')).toBe(3);
    expect(among('who@example.org', 'shared@example.org', 'ann@example.org,bob@example.org')).toBe(0);
  });
});

describe('an author', () => {
  it.each([
    ['as the opener', { kind: 'login', name: 'ANN' }],
    ['through an e-mail', email('ann@example.org')],
    ['through a second e-mail, in other case', email('Ann@Home.example')],
  ] as const)('does not count: %s', (_, author) => {
    expect(count(['ann@example.org'], {}, [author])).toMatchObject({ met: false, refused: ['ann@example.org took part in the change'] });
    expect(count(['ann-yubikey'], {}, [email('bob@example.org'), author]).met).toBe(false);
    expect(count(['bob@example.org'], {}, [author]).met).toBe(true);
    expect(count(['ann@example.org'], { notAuthor: false }, [author]).met).toBe(true);
  });

  it('may be anybody while he is not mapped', () => {
    const told = count(['ann@example.org'], {}, [email('x@example.org'), email('bob@example.org')]);
    expect(told).toMatchObject({ met: false, refused: [expect.stringContaining('people does not name x@example.org')] });
    expect(count(['ann@example.org'], { notAuthor: false }, [email('x@example.org')]).met).toBe(true);
  });

  it('may be a signer who is not mapped, or who is mapped to two', () => {
    expect(count(['who@example.org'], {}, [email('bob@example.org')]).met).toBe(false);
    expect(count(['shared@example.org'], {}, [email('bob@example.org')]).met).toBe(false);
    expect(count([['ann@example.org', 'bob@example.org']], { notAuthor: false })).toMatchObject({
      met: false,
      refused: [expect.stringContaining('several persons')],
    });
  });

  it('is found by login and by e-mail, never by the other', () => {
    expect(count(['ann@example.org'], {}, [email('ann')]).met).toBe(false);
    expect(people.ofAuthor(email('ann'))).toBeNull();
    expect(people.ofAuthor({ kind: 'login', name: 'ann@example.org' })).toBeNull();
  });
});
