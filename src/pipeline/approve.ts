// What a person would sign to let a change through: which findings, about which tree, for which place.
import { changedDigests, needsApproval } from '../core/approval.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { ApprovalStatement, ApprovedChange, Finding, Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { dayOf } from '../core/days.ts';
import { predicateTypes, statementOf } from '../attestation/statement.ts';
import { withDraft } from './draft.ts';

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
  ports: Pick<CheckPorts, 'openRepository' | 'now'>,
): Promise<ApprovalStatement> {
  const changes = findings.map((finding) => approvedChange(finding));
  return withDraft(request, ports, ({ place, digest }) =>
    Promise.resolve(
      statementOf(predicateTypes.approval, digest, { ...place, pullRequest, changes, reason, made: dayOf(ports.now()), expires }),
    ),
  );
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
