// The policy decides a request otherwise than a case of .mcgate/policy.tests.yaml says. Judged by src/gates/permissions/.
import type { RuleDescription } from '../../src/core/documents.ts';

export const rule: RuleDescription = {
  id: 'permissions/policy-test-failed',
  title: 'The policy fails one of its tests',
  rationale:
    'A case of `.mcgate/policy.tests.yaml` says what somebody relied on. The cases of the target branch count too: a change that loosens the policy and takes out, or rewrites, ' +
    'the case that would have told of it is caught by the case as it stood, and only an approval lifts that.',
  remediation:
    'Mend the policy, or the case where it asks for the wrong decision; `mcgate policy test` runs them all and `mcgate policy explain` shows the lines that decide a request.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [732],
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
};
