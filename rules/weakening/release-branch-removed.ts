// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/release-branch-removed',
  title: 'A release branch loses its checklist',
  rationale: 'Missing sign-offs block only on the branches that the config names.',
  remediation: 'Keep the branch in `release.branches`.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
