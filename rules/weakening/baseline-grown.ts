// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/baseline-grown',
  title: 'The baseline grows',
  rationale: 'The baseline holds what stood before mcgate came; an entry for a new finding would hide it from every audit.',
  remediation: 'Mend the finding, or suppress it with a reason and an expiry.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
