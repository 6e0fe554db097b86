// Who has to approve of what blocks, and how: the words for it, shared by the formats for people.
import { isForReview, signersNeeded } from '../core/approval.ts';
import type { Finding, Report } from '../core/documents.ts';
import { partsOf } from './parts.ts';
import { count } from './wording.ts';

/** What the same approval lets through. Texts hold code in backticks; logins are the trusted configuration's. */
export interface ApprovalNeed {
  readonly findings: readonly Finding[];
  readonly who: string;
  /** Each of them is enough. */
  readonly ways: readonly ApprovalWay[];
}

export interface ApprovalWay {
  readonly how: string;
  /** To be copied, where it is a command. */
  readonly command: string | null;
}

/** Empty where nothing that blocks could be let through by an approval. */
export function approvalNeeds(report: Report): readonly ApprovalNeed[] {
  const groups = Map.groupBy(partsOf(report).unapproved, signersNeeded);
  return [...groups].map(([signers, findings]) => ({
    findings,
    who:
      signers === null
        ? 'One person who opened, pushed and wrote none of this change.'
        : `${count(signers, 'person', 'people')} of those who sign already (\`.mcgate/allowed_signers\` of the target branch), who opened, pushed and wrote none of this change. A review does not count here.`,
    ways: [...reviewWay(report, findings), signWay(report, findings)],
  }));
}

/** A report does not say it where nothing needs an approval. */
const usual: NonNullable<Report['approvals']> = { by: 'review', approvers: null };
const mostApprovers = 10;

/** True where a review on GitHub is enough for what needs no signature. */
export function reviewCounts({ approvals = usual, subject }: Pick<Report, 'approvals' | 'subject'>): boolean {
  return approvals.by === 'review' && subject.event.startsWith('pull_request');
}

function reviewWay(report: Report, findings: readonly Finding[]): readonly ApprovalWay[] {
  if (!reviewCounts(report) || !findings.every(isForReview)) return [];
  const { approvers } = report.approvals ?? usual;
  const named = (approvers ?? []).slice(0, mostApprovers).join(', ');
  const more = (approvers?.length ?? 0) > mostApprovers ? ' and others' : '';
  const whose =
    approvers === null ? 'somebody with the role maintain or admin' : named === '' ? 'nobody: `approvers` is empty' : `${named}${more}`;
  return [
    { how: `Approve this pull request in a review on GitHub. It counts from ${whose}; a push after it needs a new one.`, command: null },
  ];
}

/** More would make no command to copy; without names it is for all that need it. */
const mostNamed = 3;

function signWay(report: Report, findings: readonly Finding[]): ApprovalWay {
  const number = pullRequestOf(report);
  const words = [
    'mcgate approve',
    ...(findings.length <= mostNamed ? findings.map(({ identity }) => identity) : []),
    ...(number === null ? [] : [`--pull-request ${String(number)}`]),
    '--reason "…"',
  ];
  return { how: 'Sign on the branch of the change, then commit the file that this writes, and nothing else:', command: words.join(' ') };
}

function pullRequestOf({ subject }: Report): number | null {
  const number = /^pull request #(\d{1,10})$/u.exec(subject.judged.name)?.[1];
  return number === undefined ? null : Number(number);
}
