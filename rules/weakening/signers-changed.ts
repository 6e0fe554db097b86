// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/signers-changed',
  title: 'The allowed signers change',
  rationale: 'Whoever adds a key can sign with it.',
  remediation: 'Have the change signed by the threshold of existing signers.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
