// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/signers-changed',
  title: 'The allowed signers change',
  rationale: 'Whoever adds a key can sign with it, and whoever takes the others out signs alone.',
  remediation: 'Have the change signed by as many of those who sign already as the config asks for (`signersThreshold`).',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
