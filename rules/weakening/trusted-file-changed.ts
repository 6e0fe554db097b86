// Judged by the pipeline itself: see src/pipeline/weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/trusted-file-changed',
  title: 'A file that judges is changed',
  rationale:
    'Files under `.mcgate/` and the workflows that run mcgate decide how changes are judged. The two versions of this one cannot be compared, so it is not assumed that the new one is as strict.',
  remediation: 'Have the change approved by those who own the policy.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
