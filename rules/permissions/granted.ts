// What a policy grants beyond the secure defaults, where there is no earlier one to compare it with. Judged by src/gates/permissions/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'permissions/granted',
  title: 'The policy allows more than the secure defaults',
  rationale:
    'Without a commit to compare with (a first run, a plain folder) no change of the policy can be judged. So that nobody takes silence for consent, ' +
    'everything that the policy grants beyond the secure defaults is listed. It informs and never blocks; once there is a trusted branch, every widening does.',
  remediation: 'Read each, and take out what the agent does not need.',
  severity: 'note',
  confidence: 'high',
  blocks: false,
  cwe: [732],
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
};
