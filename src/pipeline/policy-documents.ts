// Which files under .mcgate/ the permissions gate has judged, so that their change is no weakening as well.
import { mayBePolicyDocument, policyPath, policyTestsPath } from '../policy/document-paths.ts';
import type { GateEvidence } from './judge.ts';

/**
 * What the gate says that it looked at, as far as it may be a part of a policy. Where it is switched off or did not answer nobody has
 * judged them. A run that did not ask for it leaves the policy to the run that does.
 */
export function judgedPolicyDocuments(gates: readonly GateEvidence[]): ReadonlySet<string> {
  const gate = gates.find(({ id }) => id === 'permissions');
  if (gate?.skipped?.code === 'not-asked') return new Set([policyPath, policyTestsPath]);
  return new Set((gate?.coverage?.paths ?? []).filter(mayBePolicyDocument));
}
