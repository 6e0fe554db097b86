// Findings about a change itself, as opposed to what stands in the tree: nothing in the repository can lift them.
import type { RawFinding } from './documents.ts';

type Changed = Pick<RawFinding, 'ruleId' | 'evidence'>;

/** True for weakenings and differences of policies: they are always new, and no threshold, suppression or baseline applies to them. */
export function isAboutChange({ ruleId, evidence }: Changed): boolean {
  return ruleId.startsWith('weakening/') || evidence?.kind === 'policy-change';
}

/** True for those of them that would block: only an approval lifts one. The others, notes, inform. */
export function needsApproval(finding: Changed & Pick<RawFinding, 'severity'>): boolean {
  return isAboutChange(finding) && finding.severity !== 'note';
}
