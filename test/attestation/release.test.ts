// What the record of a release shows, and what a made-up one does not: without keys, over what verification answered.
import { describe, expect, it } from 'vitest';
import { formatBundle, mostEnvelopes, readBundle } from '../../src/attestation/bundle.ts';
import { checkRelease, type CheckedEnvelope, type CheckedRelease } from '../../src/attestation/release.ts';
import { predicateTypes, statementOf } from '../../src/attestation/statement.ts';
import type { Attestation, ChecklistItemState, RecordedItem, ReleaseRecord } from '../../src/core/documents.ts';

const place = { repository: 'acme/shop', target: 'refs/heads/release/1.0' };
const tree = 'a'.repeat(64);
const worded = 'b'.repeat(64);

function state(change: Partial<ChecklistItemState> = {}): ChecklistItemState {
  return {
    ...{ id: 'review', title: 'Reviewed', phase: 'code-review', evidence: 'sign-off', status: 'fulfilled' },
    ...{ by: ['bob'], until: '2027-01-01', detail: 'signed', attestations: ['.mcgate/attestations/x.json'], ...change },
  };
}

function record(items: readonly RecordedItem[], signers: readonly string[] = ['ann'], sha256 = tree): CheckedEnvelope {
  const predicate: ReleaseRecord = {
    ...{ ...place, commit: 'c'.repeat(40), made: '2026-11-22T10:00:00Z', version: '0.1.0' },
    ...{ verdict: 'pass', gates: [], items, evidence: [], signers: '', revoked: null },
  };
  return checked(1, statementOf(predicateTypes.release, sha256, predicate), signers);
}

interface SignOffChange {
  readonly item?: string;
  readonly itemDigest?: string;
  readonly decision?: 'accepted' | 'refused';
  readonly sha256?: string;
}

function signOff(signers: readonly string[], { sha256 = tree, ...change }: SignOffChange = {}): CheckedEnvelope {
  const predicate = { ...place, item: 'review', itemDigest: worded, decision: 'accepted', expires: '2027-01-01', ...change } as const;
  return checked(2, statementOf(predicateTypes.signOff, sha256, predicate), signers);
}

/** Signers by principal, each with a key of its own; `bob:2` is Bob's second. */
function checked(line: number, statement: Attestation, signers: readonly string[]): CheckedEnvelope {
  const keys = signers.map((name) => ({
    principals: name.split(':')[0]?.split('+') ?? [],
    key: { type: 'ssh-ed25519', fingerprint: name },
  }));
  return {
    line,
    verified: { ok: true, statement, signers: keys, refused: signers.length === 0 ? ['a signature that does not count'] : [] },
  };
}

function only(...envelopes: readonly CheckedEnvelope[]): Pick<CheckedRelease['items'][number], 'signers' | 'problem'> {
  const [item] = checkRelease(envelopes)?.items ?? [];
  if (item === undefined) throw new Error('no item');
  return { signers: item.signers, problem: item.problem };
}

const asked = (threshold = 1, change: Partial<ChecklistItemState> = {}): RecordedItem => ({
  itemDigest: worded,
  threshold,
  state: state(change),
});

describe('an item', () => {
  it('holds with the signatures that it needs', () => {
    expect(only(record([asked()]), signOff(['bob']))).toEqual({ signers: ['bob'], problem: null });
    const two = asked(2, { by: ['bob', 'eve'] });
    expect(only(record([two]), signOff(['bob']), signOff(['eve'])).problem).toBeNull();
    expect(only(record([two]), signOff(['bob', 'eve']))).toEqual({ signers: ['bob', 'eve'], problem: null });
  });

  it.each<[string, readonly CheckedEnvelope[]]>([
    ['without a sign-off', []],
    ['by a sign-off that nobody signed who counts', [signOff([])]],
    ['by one of another item', [signOff(['bob'], { item: 'threats' })]],
    ['by one of the item as it was worded before', [signOff(['bob'], { itemDigest: 'd'.repeat(64) })]],
    ['by one about another tree', [signOff(['bob'], { sha256: 'e'.repeat(64) })]],
    ['by a refusal', [signOff(['bob'], { decision: 'refused' })]],
    ['where the bundle holds a refusal too', [signOff(['bob']), signOff(['eve'], { decision: 'refused' })]],
  ])('does not hold %s', (_, envelopes) => {
    expect(only(record([asked()]), ...envelopes).problem).not.toBeNull();
    // Nor where the record claims that no signature was needed.
    expect(only(record([asked(1, { attestations: [] })]), ...envelopes).problem).not.toBeNull();
  });

  it('does not hold against a refusal of somebody who counts, and holds against one that nobody signed', () => {
    const refusal = (by: readonly string[]): CheckedEnvelope => signOff(by, { decision: 'refused' });
    expect(only(record([asked()]), signOff(['bob']), refusal(['eve']))).toEqual({
      signers: ['bob'],
      problem: 'the bundle holds a refusal of it',
    });
    expect(only(record([asked()]), signOff(['bob']), refusal([])).problem).toBeNull();
  });

  it('is signed by people, not by keys or names', () => {
    const two = asked(2, { by: ['bob', 'eve'] });
    expect(only(record([two]), signOff(['bob']), signOff(['bob:2'])).problem).toContain('1 of 2');
    expect(only(record([two]), signOff(['bob+robert'])).problem).toContain('1 of 2');
    expect(only(record([asked(2)]), signOff(['bob', 'eve'])).problem).not.toBeNull();
  });

  it('of a gate or of a report that nobody signed for is the word of whoever recorded it', () => {
    const shown = { by: [], until: null, attestations: [] };
    expect(only(record([asked(1, { ...shown, evidence: 'gate' })])).problem).toBeNull();
    expect(only(record([asked(1, { ...shown, evidence: 'report' })])).problem).toBeNull();
    expect(only(record([asked(1, { evidence: 'report' })])).problem).toContain('0 of 1');
  });

  it('that is recorded as lacking needs nothing', () => {
    expect(only(record([asked(1, { status: 'pending', by: [], attestations: [] })])).problem).toBeNull();
    const refused = only(record([asked(1, { status: 'refused' })]), signOff(['eve'], { decision: 'refused' }), signOff(['bob']));
    expect(refused).toEqual({ signers: ['eve'], problem: null });
  });
});

describe('a bundle', () => {
  it('needs one record, signed by somebody who counts', () => {
    expect(checkRelease([signOff(['bob'])])).toBeNull();
    expect(checkRelease([])).toBeNull();
    expect(checkRelease([record([])])).toMatchObject({ recordedBy: ['ann'], problems: [] });
    expect(checkRelease([record([], [])])?.problems).toEqual([expect.stringContaining('a signature that does not count')]);
    expect(checkRelease([record([]), record([])])?.problems).toEqual(['there is more than one record of a release']);
  });

  it('says all reasons, and names in their order', () => {
    const two = { ...record([]).verified, signers: [], refused: ['one', 'two'] } as CheckedEnvelope['verified'];
    expect(checkRelease([{ line: 1, verified: two }])?.problems).toEqual(['nobody whose signature counts signed the record: one; two']);
    const silent = { ...signOff([]).verified, refused: ['one', 'two'] } as CheckedEnvelope['verified'];
    expect(checkRelease([record([]), { line: 2, verified: silent }])?.problems).toEqual(['line 2: one; two']);
    expect(checkRelease([record([], ['eve', 'ann'])])?.recordedBy).toEqual(['ann', 'eve']);
    expect(checkRelease([record([]), signOff(['bob'])])?.problems).toEqual([]);
  });

  it('tells of every line that shows nothing', () => {
    const broken: CheckedEnvelope = { line: 3, verified: { ok: false, problem: 'is not JSON' } };
    const other = signOff(['bob'], { sha256: 'e'.repeat(64) });
    expect(checkRelease([record([]), broken, other, signOff([])])?.problems).toEqual([
      'line 3 is not JSON',
      'line 2 is about another tree',
      'line 2: a signature that does not count',
    ]);
  });

  it('is one envelope a line, so many and so long', () => {
    expect(readBundle(formatBundle(['{\n  "a": 1\n}\n', '{"b":2}']))).toEqual({ ok: true, envelopes: ['{"a":1}', '{"b":2}'] });
    expect(readBundle(formatBundle([' {"a":1} \n', '{"b":2}']))).toEqual({ ok: true, envelopes: ['{"a":1}', '{"b":2}'] });
    expect(readBundle('\n \n')).toEqual({ ok: false, problem: 'holds no envelope' });
    expect(readBundle('x'.repeat(262_145))).toEqual({ ok: false, problem: 'line 1 is too long' });
    expect(readBundle('x\n'.repeat(mostEnvelopes + 1))).toEqual({ ok: false, problem: 'holds more than 2000 envelopes' });
    expect(readBundle('x\n'.repeat(mostEnvelopes)).ok).toBe(true);
    expect(readBundle('x\n'.repeat(mostEnvelopes + 1))).toMatchObject({ ok: false });
    expect(readBundle('x'.repeat(262_144)).ok).toBe(true);
    expect(readBundle(`x\n${'x'.repeat(262_145)}`)).toEqual({ ok: false, problem: 'line 2 is too long' });
  });
});
