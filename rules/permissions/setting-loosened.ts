// The policy of a change protects less: a duration, a strength or a switch is looser. Judged by src/gates/permissions/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'permissions/setting-loosened',
  title: 'A setting of the policy is looser',
  rationale:
    'Durations, strengths, limits and switches of the policy are ordered, and this one moves to the looser side: a longer session, a shorter retention, a weaker cipher, ' +
    'a check that is switched off. A setting without an order (a contact, a header) counts when it is changed or removed. ' +
    'Authentication, encryption, key rotation, audit, sandbox, modes, roles and resources are high, everything else is medium. Whatever its severity it blocks.',
  remediation:
    'Keep the value of the target branch, or a stricter one. Where the looser one is needed, have it approved: the approval names the digests of the policy before and after.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693, 1188],
  references: ['https://cwe.mitre.org/data/definitions/693.html', 'https://cwe.mitre.org/data/definitions/1188.html'],
};
