// Whether an approval lets a change through: for this very tree, repository, branch and pull request, in its time, by enough others.
import type { ApprovalStatement } from '../core/documents.ts';
import { dayMs, endOfDay } from '../core/days.ts';
import type { Author, People } from './people.ts';
import type { SubjectPlace } from './subject.ts';
import { countSigners } from './threshold.ts';
import type { Verified } from './verify.ts';

/** Longest time for which an approval may hold. */
export const maxApprovalDays = 30;

/** The change that is judged. */
export interface ApprovalSetting {
  readonly place: SubjectPlace;
  /** Null where the event names none. */
  readonly pullRequest: number | null;
  /** Digests of the judged tree, and of what was merged to make it. */
  readonly subjects: ReadonlySet<string>;
  readonly people: People;
  readonly authors: readonly Author[];
  readonly now: Date;
  /**
   * Whether the attestation was ever part of the trusted tip's history; null where that cannot be told. Asked only where no number of a pull request
   * says that the change is the one that was approved.
   */
  readonly stoodBefore: () => Promise<boolean | null>;
}

export interface GrantedApproval {
  readonly statement: ApprovalStatement;
  /** Logins. */
  readonly by: readonly string[];
}

export type Grant = { readonly ok: true; readonly granted: GrantedApproval } | { readonly ok: false; readonly problem: string };

/** Pure but for `stoodBefore`. The problem is a clause behind the attestation's name. */
export async function grantApproval(
  verified: Extract<Verified, { ok: true }>,
  statement: ApprovalStatement,
  setting: ApprovalSetting,
): Promise<Grant> {
  const mismatch = await mismatchOf(statement, setting);
  if (mismatch !== null) return { ok: false, problem: mismatch };
  const demand = { signers: null, threshold: 1, notAuthor: true };
  const count = countSigners(verified.signers, demand, setting.people, setting.authors);
  if (count.met) return { ok: true, granted: { statement, by: count.by } };
  return { ok: false, problem: `is signed by nobody who counts: ${[...verified.refused, ...count.refused].join('; ')}` };
}

async function mismatchOf({ subject, predicate }: ApprovalStatement, setting: ApprovalSetting): Promise<string | null> {
  const { repository, target, pullRequest, expires } = predicate;
  const { place } = setting;
  if (repository !== place.repository) return `is for the repository ${repository}, not ${place.repository}`;
  if (target !== place.target) return `is for ${target}, not ${place.target}`;
  if (setting.pullRequest !== null && pullRequest !== setting.pullRequest) {
    return `is for ${pullRequest === null ? 'no pull request' : `pull request #${String(pullRequest)}`}, not #${String(setting.pullRequest)}`;
  }
  const end = endOfDay(expires);
  if (end === null || end < setting.now.getTime()) return `expired (${expires})`;
  if (end > setting.now.getTime() + (maxApprovalDays + 1) * dayMs)
    return `is to hold until ${expires}: ${String(maxApprovalDays)} days are the most`;
  if (!setting.subjects.has(subject[0]?.digest.sha256 ?? '')) return 'is for another tree: something changed after it was signed';
  if (setting.pullRequest !== null) return null;
  const stood = await setting.stoodBefore();
  if (stood === null) return 'cannot be told from one that was used before: the clone is shallow';
  return stood ? 'was part of the trusted tip before: an approval counts once' : null;
}
