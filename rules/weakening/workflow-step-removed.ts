// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/workflow-step-removed',
  title: 'The workflow step that runs mcgate is removed',
  rationale: 'Without the step nothing is judged any more.',
  remediation: 'Keep the step, or move it unchanged.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
