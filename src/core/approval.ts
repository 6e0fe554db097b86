// Findings about a change or a release itself, as opposed to what stands in the tree: nothing in the repository can lift them.
import type { RawFinding } from './documents.ts';

/** Of a widening, the digests of both policies; of a weakening none, for its identity is made of what stood before and what would stand. */
export function changedDigests({ evidence }: Pick<RawFinding, 'evidence'>): readonly [before: string | null, after: string | null] {
  return evidence?.kind === 'policy-change' ? [evidence.baseDigest, evidence.headDigest] : [null, null];
}

type Changed = Pick<RawFinding, 'ruleId' | 'evidence'>;

/**
 * True for weakenings, differences of policies, and what a release lacks: they are always new, and no threshold, suppression or baseline
 * applies to them.
 */
export function isAboutChange({ ruleId, evidence }: Changed): boolean {
  return ruleId.startsWith('weakening/') || evidence?.kind === 'policy-change' || isLacking({ ruleId });
}

/** True for an item of the checklist that a release lacks: only what the item asks for lifts one. */
function isLacking({ ruleId }: Pick<RawFinding, 'ruleId'>): boolean {
  return ruleId.startsWith('checklist/');
}

/**
 * Of a change of who signs: how many of those who sign at the trusted tip have to approve it, by their signatures and by nothing else. Null
 * for all other findings: one approval of any kind lets them through.
 */
export function signersNeeded({ evidence }: Pick<RawFinding, 'evidence'>): number | null {
  return evidence?.kind === 'change' ? (evidence.signers ?? null) : null;
}

/** True for those of them that an approval lifts, and nothing else does. Notes inform. */
export function needsApproval(finding: Changed & Pick<RawFinding, 'severity'>): boolean {
  return isAboutChange(finding) && !isLacking(finding) && finding.severity !== 'note';
}

/**
 * True for what a review on the forge may let through. Where there are signers it is for them alone to say who the signers are: with the
 * right to review, everybody could otherwise be made one.
 */
export function isForReview(finding: Changed & Pick<RawFinding, 'severity'>): boolean {
  return needsApproval(finding) && signersNeeded(finding) === null;
}
