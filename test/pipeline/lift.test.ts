// What a finding says of its approval: by whom, when, about which tree, until when; and what is said where too few agree.
import { describe, expect, test } from 'vitest';
import type { ApprovalStatement, Finding } from '../../src/core/documents.ts';
import type { Approval } from '../../src/pipeline/approvals.ts';
import { approvalNotices, approve, type Given } from '../../src/pipeline/lift.ts';

const identity = '0'.repeat(32);
const weakening: Finding = {
  ...{ identity, ruleId: 'weakening/signers-changed', severity: 'high', confidence: 'high', message: 'x' },
  ...{ location: { path: '.mcgate/allowed_signers' }, state: 'new', blocks: true },
};
const asking = (signers: number): Finding => ({ ...weakening, evidence: { kind: 'change', key: 'k', before: null, after: null, signers } });
const review = { by: 'cleo', submittedAt: '2026-11-01T10:00:00Z', commit: 'c'.repeat(40) };

function approval(by: readonly string[], name: string, change: Partial<ApprovalStatement['predicate']> = {}): Approval {
  return {
    ...{ by, path: `.mcgate/attestations/${name}.json` },
    statement: {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'acme/shop@refs/heads/main', digest: { sha256: 'a'.repeat(64) } }],
      predicateType: 'https://unpkg.com/mcgate/predicates/approval/v1',
      predicate: {
        ...{ repository: 'acme/shop', target: 'refs/heads/main', pullRequest: null, reason: 'for a test', expires: '2026-12-01' },
        changes: [{ identity, rule: weakening.ruleId, before: null, after: null }],
        ...change,
      },
    },
  };
}

function given(approvals: readonly Approval[], by: Given['review'] = null): Given {
  return { approvals, review: by };
}

describe('an approval', () => {
  test('says who gave it, when, why, for which tree and until when', () => {
    const lifted = approve(weakening, given([approval(['bob'], 'x', { made: '2026-11-20' })]));
    expect(lifted).toStrictEqual({
      ...weakening,
      blocks: false,
      approval: {
        ...{ by: ['bob'], made: '2026-11-20', tree: 'a'.repeat(64), reason: 'for a test', expires: '2026-12-01' },
        attestation: '.mcgate/attestations/x.json',
      },
    });
    expect(approve(weakening, given([approval(['bob'], 'x')])).approval).not.toHaveProperty('made');
  });

  test('by several ends with the first, and names every reason once', () => {
    const several = [
      approval(['bob'], 'x', { reason: 'one', expires: '2026-12-03' }),
      approval(['ann', 'bob'], 'y', { reason: 'two', expires: '2026-12-02' }),
      approval(['cleo'], 'z', { reason: 'one', expires: '2026-12-04' }),
    ];
    expect(approve(asking(3), given(several)).approval).toMatchObject({
      ...{ by: ['ann', 'bob', 'cleo'], reason: 'one; two', expires: '2026-12-02', attestation: '.mcgate/attestations/x.json' },
      otherAttestations: ['.mcgate/attestations/y.json', '.mcgate/attestations/z.json'],
    });
    expect(approve(asking(4), given(several))).toEqual(asking(4));
  });

  test('goes before a review, which lifts nothing about who signs', () => {
    expect(approve(weakening, given([approval(['bob'], 'x')], review)).approval).toMatchObject({ by: ['bob'] });
    expect(approve(weakening, given([], review))).toMatchObject({
      blocks: false,
      approval: { by: ['cleo'], submittedAt: review.submittedAt, commit: review.commit },
    });
    expect(approve(asking(1), given([], review))).toEqual(asking(1));
    expect(approve({ ...weakening, ruleId: 'code/eval' }, given([], review)).approval).toBeUndefined();
  });

  test('that asks for nobody lifts nothing by itself', () => {
    expect(approve(asking(0), given([]))).toEqual(asking(0));
  });
});

describe('what too few approve of', () => {
  const one = given([approval(['bob', 'ann'], 'x')]);

  test('is told with who did, how many it takes, and what to do', () => {
    expect(approvalNotices(one, [asking(3)])).toEqual([
      {
        code: 'approval-short',
        message: `weakening/signers-changed ${identity} is approved by ann, bob; 3 of those who sign have to approve it`,
        remedy: `Have somebody else of them sign too: \`mcgate approve ${identity}\`.`,
      },
    ]);
  });

  test('is not told of what is approved, or what nobody approves of', () => {
    expect(approvalNotices(one, [approve(asking(2), one)])).toEqual([]);
    expect(approvalNotices(given([]), [asking(3)])).toEqual([]);
    expect(approvalNotices(one, [{ ...asking(3), identity: '1'.repeat(32) }])).toEqual([]);
  });
});
