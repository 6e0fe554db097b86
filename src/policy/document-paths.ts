// Where a repository keeps its policy, and which other files may be a part of it.

/** The agent's policy. */
export const policyPath = '.mcgate/policy.yaml';
/** Requests and what the policy must decide on each. */
export const policyTestsPath = '.mcgate/policy.tests.yaml';

/** Documents that a check is judged by: their change is never only a change of the policy, even if a policy names one as its layer. */
const otherDocuments =
  /^\.mcgate\/(?:(?:config|suppressions|checklist|baseline)\.[a-z]+$|allowed_signers|revoked|attestations\/|models\/)/iu;

/** True for the policy, its tests, and what may be one of its layers. */
export function mayBePolicyDocument(path: string): boolean {
  return path.startsWith('.mcgate/') && /\.(?:ya?ml|json)$/u.test(path) && !otherDocuments.test(path);
}
