// Judged by the pipeline itself: see src/pipeline/checklist-weakenings.ts.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'weakening/checklist-softened',
  title: 'The security checklist asks for less',
  rationale:
    'Whoever takes an item out of the checklist, lowers how many people have to sign, widens who may, or narrows where it is asked, lets the next release out with less ' +
    'than this one needed.',
  remediation: 'Leave the item as it is, or have the change approved by somebody who took no part in it.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693],
  references: ['https://cwe.mitre.org/data/definitions/693.html'],
};
