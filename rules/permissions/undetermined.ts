// What a change of the policy widens could not be told. Judged by src/gates/permissions/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'permissions/undetermined',
  title: 'What the policy allows more than before cannot be told',
  rationale:
    'Either the exact comparison of a rule went past its bound, which is the same on every machine, or the policy before this change is invalid, so that nobody knows what it meant. ' +
    'A widening may hide in either, so it blocks like one.',
  remediation:
    'Write the rule more simply: fewer wildcards within one segment, fewer rules that overlap it. A repair of an invalid policy needs an approval: ' +
    'the findings beside it say what the repaired policy grants beyond the secure defaults.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [732],
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
};
