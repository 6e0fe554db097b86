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
  readonly ways: readonly string[];
}

/** Empty where nothing that blocks could be let through by an approval. */
export function approvalNeeds(report: Report): readonly ApprovalNeed[] {
  const groups = Map.groupBy(partsOf(report).unapproved, signersNeeded);
  return [...groups].map(([signers, findings]) => ({
    findings,
    who:
      signers === null
        ? 'One person who took no part in this change, as its author or in its commits.'
        : `${count(signers, 'person', 'people')} of those who sign already (\`.mcgate/allowed_signers\` of the target branch), who took no part in this change. No review counts for this.`,
    ways: [...reviewWay(report, findings), signWay(report, findings)],
  }));
}

function reviewWay(report: Report, findings: readonly Finding[]): readonly string[] {
  if (!findings.every(isForReview) || !report.subject.event.startsWith('pull_request')) return [];
  return [
    'A review on GitHub that approves the pull request as it is now (a new push needs a new one). Whose review counts: `approvers` in `.mcgate/config.yaml` of the target branch; by default the roles maintain and admin.',
  ];
}

/** More would make no command to copy; without names it is for all that need it. */
const mostNamed = 3;

function signWay(report: Report, findings: readonly Finding[]): string {
  const number = pullRequestOf(report);
  const words = [
    'mcgate approve',
    ...(findings.length <= mostNamed ? findings.map(({ identity }) => identity) : []),
    ...(number === null ? [] : [`--pull-request ${String(number)}`]),
    '--reason "…"',
  ];
  return `A signature: on the branch of the change \`${words.join(' ')}\`, then commit the file that it writes, and nothing else.`;
}

function pullRequestOf({ subject }: Report): number | null {
  const number = /^pull request #(\d{1,10})$/u.exec(subject.judged.name)?.[1];
  return number === undefined ? null : Number(number);
}
