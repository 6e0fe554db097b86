// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/moved-under-exclusion',
  title: 'A file moves under an exclusion',
  rationale: 'A file that was examined would no longer be, though its content stays in the product.',
  remediation: 'Leave the file where it is examined.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
