// A review on GitHub is offered where it counts, and nowhere else, in every format that tells of one finding.
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { loadReporter } from '../../src/report/index.ts';
import { finding, report } from './reports/build.ts';

const plain = { color: false, width: 120, unicode: true };
const offer = /or a\s+review on GitHub/u;
const weakening = { ruleId: 'weakening/threshold-lowered', blocks: false } as const;
const base = report({ mode: 'inform', findings: [finding(weakening)] });
const asked = (changes: Partial<Report>, event: Report['subject']['event']): Report => ({
  ...base,
  ...changes,
  subject: { ...base.subject, event },
});
const signed: Partial<Report> = { approvals: { by: 'signature', approvers: null } };
const reviewed: Partial<Report> = { approvals: { by: 'review', approvers: ['ann'] } };
const change = { kind: 'change', key: 'allowed_signers', before: null, after: 'dan', signers: 2 } as const;

describe.each(['github', 'pretty', 'markdown', 'html', 'sarif'] as const)('%s', (name) => {
  it.each<[string, Report, boolean]>([
    ['in a pull request', asked(reviewed, 'pull_request'), true],
    ['in a pull request of a fork', asked(reviewed, 'pull_request_target'), true],
    ['where only signatures count', asked(signed, 'pull_request'), false],
    ['for a push', asked(reviewed, 'push'), false],
    ['on a machine', asked(reviewed, 'local'), false],
    ['of who signs', asked({ ...reviewed, findings: [finding({ ...weakening, evidence: change })] }, 'pull_request'), false],
  ])('a review %s', async (_, one, offered) => {
    const { format } = await loadReporter(name);
    const text = format(one, plain);
    expect(text).toContain('mcgate approve');
    expect(offer.test(text)).toBe(offered);
  });
});
