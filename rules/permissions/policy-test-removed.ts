// A case of .mcgate/policy.tests.yaml is taken out or rewritten, and the policy is no looser for it. Judged by src/gates/permissions/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'permissions/policy-test-removed',
  title: 'A test of the policy is gone',
  rationale:
    'The case is no longer in `.mcgate/policy.tests.yaml`. It still holds, or what it allowed is now stricter, so that this change opens nothing; a later one is no longer held to it, ' +
    'although a widening still blocks. It informs and never blocks.',
  remediation: 'Put the case back, unless what it is about is gone.',
  severity: 'low',
  confidence: 'high',
  blocks: false,
  cwe: [732],
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
};
