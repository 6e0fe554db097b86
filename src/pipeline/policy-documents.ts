// Which files under .mcgate/ the permissions gate has judged, so that their change is no weakening as well.
import type { TreeEntry } from '../core/workspace.ts';
import { mayBePolicyDocument, policyPath, policyTestsPath } from '../policy/document-paths.ts';
import { foldPath } from './fold-name.ts';
import type { GateEvidence } from './judge.ts';

/**
 * What the gate says that it looked at, as far as it may be a part of a policy. Where it is switched off or did not answer nobody has
 * judged them. A run that did not ask for it leaves the policy to the run that does.
 */
export function judgedPolicyDocuments(gates: readonly GateEvidence[], judged: readonly Pick<TreeEntry, 'path'>[]): ReadonlySet<string> {
  const gate = gates.find(({ id }) => id === 'permissions');
  if (gate?.skipped?.code === 'not-asked') return new Set([policyPath, policyTestsPath]);
  const paths = (gate?.coverage?.paths ?? []).filter(mayBePolicyDocument);
  // Most repositories have no policy, and folding 100,000 names takes a fifth of a second.
  return new Set(paths.length === 0 ? [] : paths.filter(isAlone(judged)));
}

/**
 * False for a name that stands in another's place where names are folded: of `policy.yaml` and a layer `Policy.yaml`, judged together,
 * a checkout on macOS or Windows keeps one. False for what may be another file's 8.3 name.
 */
function isAlone(entries: readonly Pick<TreeEntry, 'path'>[]): (path: string) => boolean {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const { path } of entries) {
    const folded = foldPath(path);
    if ((owners.get(folded) ?? path) !== path) shared.add(folded);
    owners.set(folded, path);
  }
  return (path) => !/~\d/u.test(path) && !shared.has(foldPath(path));
}
