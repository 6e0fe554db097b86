// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/document-invalid',
  title: 'A document that judges is broken',
  rationale: 'Merged as it is, this document would leave every later run without an answer.',
  remediation: 'Correct the document; `mcgate doctor` shows what is wrong with it.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
