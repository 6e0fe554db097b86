// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/approval-loosened',
  title: 'Approving becomes easier',
  rationale: 'Whoever widens the circle of approvers, or changes who counts as an author, can then approve their own change.',
  remediation: 'Have the change to approvers approved by those who may approve today.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
