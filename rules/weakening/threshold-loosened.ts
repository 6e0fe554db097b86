// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/threshold-loosened',
  title: 'A threshold is looser',
  rationale: 'A higher `failOn` or `confidence` lets through findings that block today, for this file tree and every later change.',
  remediation: 'Keep the threshold; suppress the single finding that is in the way.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
