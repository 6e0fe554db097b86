// What a person would sign to let a change through: what is asked of the findings and of the tree first.
import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/core/documents.ts';
import { approvable, draftApproval } from '../../src/pipeline/approve.ts';
import { branchOf, request } from './branch.ts';

const identity = '0'.repeat(32);
const weakening: Finding = {
  ...{ identity, ruleId: 'weakening/mode-loosened', severity: 'high', confidence: 'high', message: 'x' },
  ...{ location: { path: '.mcgate/config.yaml' }, state: 'new', blocks: true },
};
const widening: Finding = {
  ...weakening,
  ...{ identity: '1'.repeat(32), ruleId: 'permissions/widened' },
  evidence: { kind: 'policy-change', baseDigest: 'sha256:a', headDigest: 'sha256:b' } as unknown as NonNullable<Finding['evidence']>,
};
const flaw: Finding = { ...weakening, ruleId: 'code/eval' };
const lacking: Finding = { ...weakening, ruleId: 'checklist/missing' };
const choice = { findings: [weakening], pullRequest: 12, reason: 'for a test', expires: '2026-12-01' };

describe('a draft', () => {
  test('says what is approved of, for which tree and place', async () => {
    const { ports, closed } = branchOf();
    const statement = await draftApproval(request, { ...choice, findings: [weakening, widening] }, ports);
    expect(statement).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'acme/shop@refs/heads/main', digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string } }],
      predicateType: 'https://unpkg.com/mcgate/predicates/approval/v1',
      predicate: {
        ...{
          repository: 'acme/shop',
          target: 'refs/heads/main',
          pullRequest: 12,
          reason: 'for a test',
          made: '2026-11-22',
          expires: '2026-12-01',
        },
        changes: [
          { identity, rule: 'weakening/mode-loosened', before: null, after: null },
          { identity: '1'.repeat(32), rule: 'permissions/widened', before: 'sha256:a', after: 'sha256:b' },
        ],
      },
    });
    expect(closed()).toBe(true);
  });

  test.each([flaw, lacking, { ...widening, severity: 'note' as const }])(
    'is of nothing that needs no approval: $ruleId',
    async (finding) => {
      await expect(draftApproval(request, { ...choice, findings: [weakening, finding] }, branchOf().ports)).rejects.toMatchObject({
        code: 'usage',
        message: `${finding.identity} (${finding.ruleId}) needs no approval.`,
        remedy: expect.stringContaining('mcgate suppress') as string,
      });
    },
  );

  test('is of no tree that is not committed', async () => {
    for (const { ports, closed } of [
      branchOf({ working: { a: '3' } }),
      branchOf({ working: { a: '2', b: '1' } }),
      branchOf({ head: null }),
    ]) {
      await expect(draftApproval(request, choice, ports)).rejects.toMatchObject({
        ...{ code: 'usage', message: expect.stringContaining('what is not committed') as string },
        remedy: expect.stringContaining('git stash -u') as string,
      });
      expect(closed()).toBe(true);
    }
    // Attestations are in no tree that is signed.
    const { ports } = branchOf({ working: { a: '2', '.mcgate/attestations/x.json': '{}' } });
    expect((await draftApproval(request, choice, ports)).subject).toEqual((await draftApproval(request, choice, branchOf().ports)).subject);
  });

  test('is of no change whose tip is not known', async () => {
    const { ports, closed } = branchOf();
    const event = {
      name: 'push',
      before: '1'.repeat(40),
      after: '2'.repeat(40),
      ref: 'refs/heads/main',
      forced: false,
      defaultBranch: 'main',
      isProtected: true,
    } as const;
    await expect(draftApproval({ ...request, event }, choice, ports)).rejects.toMatchObject({
      ...{ code: 'unreadable', message: expect.stringContaining('is not in this clone') as string },
      remedy: expect.stringContaining('git fetch') as string,
    });
    expect(closed()).toBe(true);
  });
});

test('what can be approved are weakenings and widenings that nobody approved', () => {
  const approved = { ...weakening, approval: { by: ['bob'], reason: 'x', expires: '2026-12-01', attestation: 'y' } };
  const findings = [flaw, weakening, approved, widening, { ...widening, severity: 'note' as const }, lacking];
  expect(approvable({ findings } as unknown as Report)).toEqual([weakening, widening]);
});
