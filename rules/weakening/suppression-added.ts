// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/suppression-added',
  title: 'A suppression is added or extended',
  rationale:
    'A suppression that arrives with the finding it covers would let a change excuse itself. It counts once it stands on the target branch.',
  remediation: 'Merge the suppression in a change of its own, with an approval.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
