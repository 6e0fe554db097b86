// What a person would sign to let a change through: which findings, about which tree, for which place.
import { changedDigests, needsApproval } from '../core/approval.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { ApprovalStatement, ApprovedChange, Finding, Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { predicateTypes, subjectName } from '../attestation/statement.ts';
import { approvalSubject } from './approvals.ts';
import type { Repository, TreeListing } from '../core/repository.ts';
import { isSameTree, resolveSubject } from './trusted-tip.ts';

export interface ApprovalRequest {
  readonly findings: readonly Finding[];
  readonly pullRequest: number | null;
  readonly reason: string;
  /** YYYY-MM-DD. */
  readonly expires: string;
}

/** Throws McgateError `usage` for a finding that no approval lifts, `unreadable` where the change or its place cannot be told. */
export async function draftApproval(
  request: CheckRequest,
  { findings, pullRequest, reason, expires }: ApprovalRequest,
  ports: Pick<CheckPorts, 'openRepository'>,
): Promise<ApprovalStatement> {
  const changes = findings.map((finding) => approvedChange(finding));
  const repository = await ports.openRepository(request.root, { git: request.git });
  try {
    const subject = await resolveSubject(request.event, repository);
    if (!subject.ok)
      throw new McgateError(
        'unreadable',
        subject.reason.message,
        subject.reason.remedy === undefined ? {} : { remedy: subject.reason.remedy },
      );
    const listing = await repository.list(subject.judged.source);
    await refuseUncommitted(listing, repository);
    const workspace = await repository.open({ judged: listing, base: null });
    try {
      const { digest, ...place } = await approvalSubject({ request, repository, subject, judged: workspace.judged });
      return {
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: subjectName(place), digest: { sha256: digest } }],
        predicateType: predicateTypes.approval,
        predicate: { ...place, pullRequest, changes, reason, expires },
      };
    } finally {
      await workspace.close();
    }
  } finally {
    await repository.close();
  }
}

/** What is not committed is in no tree that anybody else could judge. */
async function refuseUncommitted(listing: TreeListing, repository: Repository): Promise<void> {
  const head = await repository.head();
  if (head !== null && isSameTree(await repository.list({ kind: 'commit', commit: head.commit }), listing)) return;
  throw new McgateError('usage', 'The working tree holds what is not committed, and an approval is about a commit.', {
    remedy: 'Commit it or set it aside (`git stash -u`), then approve.',
  });
}

/** All findings of a report that only an approval lifts. */
export function approvable(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => needsApproval(finding) && finding.approval === undefined);
}

function approvedChange(finding: Finding): ApprovedChange {
  const { identity, ruleId } = finding;
  if (!needsApproval(finding)) {
    throw new McgateError('usage', `${identity} (${ruleId}) needs no approval.`, {
      remedy: 'Approvals are for weakenings of mcgate and widenings of the policy; mend other findings, or see `mcgate suppress`.',
    });
  }
  const [before, after] = changedDigests(finding);
  return { identity, rule: ruleId, before, after };
}
