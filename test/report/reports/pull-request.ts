// A pull request that meets all that a comment can tell: what blocks, who has to approve, what could not be answered, what is asked of a release.
import type { ChecklistItemState, Finding, Report } from '../../../src/core/documents.ts';
import type { WebPlace } from '../../../src/report/reporter.ts';
import { finding, gate, gates, report } from './build.ts';
import * as kinds from './kinds.ts';

const [head, base] = ['4f'.repeat(20), '8c1f0d3e5b7a9c2d4e6f8091a2b3c4d5e6f70812'];

export const web: WebPlace = {
  repository: 'https://github.com/acme/widget',
  commit: head,
  run: 'https://github.com/acme/widget/actions/runs/17',
};

const item = (changes: Partial<ChecklistItemState> & Pick<ChecklistItemState, 'id' | 'title'>): ChecklistItemState => ({
  phase: 'security-testing',
  evidence: 'sign-off',
  status: 'pending',
  by: [],
  until: null,
  detail: 'nobody signed for this tree',
  attestations: [],
  ...changes,
});

const items: readonly ChecklistItemState[] = [
  item({
    ...{ id: 'threat-model', title: 'The threat model covers what is new', phase: 'threat-modelling', status: 'fulfilled' },
    ...{ by: ['ann', 'bob'], until: '2027-01-31', detail: '', attestations: [`.mcgate/attestations/${'5c'.repeat(32)}.json`] },
  }),
  item({ id: 'penetration-test', title: 'A penetration test found nothing that is left' }),
  item({ id: 'review', title: 'The security review is done', status: 'refused', by: ['cleo'], detail: 'the proxy is not covered' }),
  item({
    id: 'dependencies',
    title: 'No known vulnerabilities',
    phase: 'code-review',
    evidence: 'gate',
    status: 'not-asked',
    detail: 'not on this branch',
  }),
];

const signersChanged: Finding = finding({
  ruleId: 'weakening/signers-changed',
  message: 'The change adds a signer: dan.',
  location: { path: '.mcgate/allowed_signers', startLine: 3 },
  evidence: { kind: 'change', key: 'allowed_signers', before: null, after: 'dan@example.org', signers: 2 },
});

const transitive: Finding = finding({
  ruleId: 'dependencies/known-vulnerability',
  message: 'qs 6.5.2, brought by request, has a known vulnerability (GHSA-hrpp-h998-j3pp): qs can be made to hang.',
  location: { path: 'package-lock.json', startLine: 871, startColumn: 5, endLine: 871, endColumn: 22 },
  evidence: {
    ...{ kind: 'advisory', ids: ['GHSA-hrpp-h998-j3pp', 'CVE-2022-24999'], package: 'qs', version: '6.5.2', ecosystem: 'npm' },
    ...{ fixedVersions: ['6.5.3'], score: 7.5, path: ['request', 'har-validator', 'qs'] },
  },
  fix: 'Upgrade qs to 6.5.3 or later: npm update qs. If request does not allow that version, upgrade request.',
});

const pastSecret: Finding = finding({
  ruleId: 'code/hardcoded-secret',
  severity: 'critical',
  message: 'A token of GitHub, in the history of the change: commit aaaaaaaaaaaa holds it at these lines.',
  location: { path: 'scripts/release.md', startLine: 4, commit: 'a'.repeat(40) },
  fix: 'Revoke the credential and issue a new one.',
});

const flows = kinds.flow.findings.slice(0, 1);
const widened = kinds.policy.findings.slice(0, 1);
const aside = kinds.fail.findings.filter(({ blocks }) => !blocks);

export const pullRequest: Report = report({
  subject: {
    event: 'pull_request',
    kind: 'change',
    judged: { name: 'pull request #7', commit: head },
    trusted: { name: 'main', commit: base },
    base: { name: 'main', commit: base },
  },
  gates: gates(
    gate('code', {
      outcome: 'incomplete',
      reasons: kinds.incomplete.gates[0]?.reasons ?? [],
      coverage: {
        unit: 'files',
        examined: 1_812,
        leftOut: [{ reason: 'excluded', count: 1_040, paths: ['vendor/a.js', 'vendor/b.js'] }],
        facts: { models: 31 },
      },
    }),
    gate('dependencies', { outcome: 'fail', coverage: { unit: 'lockfiles', examined: 2, leftOut: [] } }),
    gate('permissions', {
      outcome: 'fail',
      coverage: { unit: 'policy documents', examined: 1, leftOut: [], paths: ['.mcgate/policy.yaml'] },
    }),
    gate('checklist', { coverage: { unit: 'items', examined: 4, leftOut: [], items } }),
  ),
  findings: [
    pastSecret,
    ...flows,
    ...widened,
    transitive,
    signersChanged,
    ...kinds.weakeningsOnly.findings,
    ...kinds.approved.findings.slice(1),
    ...aside,
  ],
  notices: kinds.fail.notices,
  approvals: { by: 'review', approvers: ['ann', 'bob'] },
});
