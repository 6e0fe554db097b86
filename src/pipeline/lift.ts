// What lets a change through that blocks: signatures that name it, by as many people as it takes, or a review of all of it.
import type { GrantedReview } from '../attestation/review.ts';
import { changedDigests, isForReview, needsApproval, signersNeeded } from '../core/approval.ts';
import type { Finding, Notice } from '../core/documents.ts';
import type { Approval } from './approvals.ts';

export interface Given {
  readonly approvals: readonly Approval[];
  /** A review that counts. */
  readonly review: GrantedReview | null;
}

/** The finding, approved if it is. Approvals of several people add up, where more than one has to agree. */
export function approve(finding: Finding, { approvals, review }: Given): Finding {
  const naming = approvalsOf(finding, approvals);
  const [first, ...others] = naming;
  const by = approversOf(naming);
  if (first !== undefined && by.length >= (signersNeeded(finding) ?? 1)) {
    const reasons = new Set(naming.map(({ statement }) => statement.predicate.reason));
    const [expires = ''] = naming.map(({ statement }) => statement.predicate.expires).sort();
    const more = others.length === 0 ? {} : { otherAttestations: others.map(({ path }) => path) };
    const { subject, predicate } = first.statement;
    const made = predicate.made === undefined ? {} : { made: predicate.made };
    const about = { ...made, tree: subject[0]?.digest.sha256 ?? '' };
    return {
      ...finding,
      blocks: false,
      approval: { by, ...about, reason: [...reasons].join('; '), expires, attestation: first.path, ...more },
    };
  }
  if (review === null || !isForReview(finding)) return finding;
  const { by: login, submittedAt, commit } = review;
  return { ...finding, blocks: false, approval: { by: [login], submittedAt, commit } };
}

/** For what some approve of, and not enough. */
export function approvalNotices({ approvals }: Given, findings: readonly Finding[]): readonly Notice[] {
  return findings.flatMap((finding): Notice[] => {
    const by = approversOf(approvalsOf(finding, approvals));
    if (finding.approval !== undefined || by.length === 0) return [];
    const needed = String(signersNeeded(finding) ?? 1);
    const message = `${finding.ruleId} ${finding.identity} is approved by ${by.join(', ')}; ${needed} of those who sign have to approve it`;
    return [{ code: 'approval-short', message, remedy: `Have somebody else of them sign too: \`mcgate approve ${finding.identity}\`.` }];
  });
}

/** A signed approval names the finding and, of a policy, what it said before and after; anything else is another change. */
function approvalsOf(finding: Finding, approvals: readonly Approval[]): readonly Approval[] {
  if (!needsApproval(finding)) return [];
  const [before, after] = changedDigests(finding);
  return approvals.filter(({ statement }) =>
    statement.predicate.changes.some(
      (change) =>
        change.identity === finding.identity && change.rule === finding.ruleId && change.before === before && change.after === after,
    ),
  );
}

/** People, each once. */
function approversOf(approvals: readonly Approval[]): string[] {
  return [...new Set(approvals.flatMap(({ by }) => by))].sort();
}
