// Whether a review on the forge lets a change through: of this very commit, by somebody who may say so and took no part in it.
import { compareText } from '../core/order.ts';
import { once } from '../core/once.ts';
import type { Account, AccountPermission, PullRequestReviews, Review } from '../core/review.ts';
import { participantsOf } from './participants.ts';
import { foldAccount, type Author, type People } from './people.ts';

/** The change that is judged. */
export interface ReviewSetting {
  /** The pull request's newest commit. */
  readonly head: string;
  readonly authors: readonly Author[];
  readonly people: People;
  /** Logins; null for whoever has the role maintain or admin. */
  readonly approvers: readonly string[] | null;
}

export interface GrantedReview {
  /** A login. */
  readonly by: string;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly submittedAt: string;
  readonly commit: string;
}

export interface ReviewGrant {
  readonly granted: GrantedReview | null;
  /** Why reviews do not count, each `login: why`. Empty where one does. */
  readonly refused: readonly string[];
  /** Logins of those who might have approved and asked for changes. */
  readonly objectors: readonly string[];
  /** E-mails that keep whoever may approve from being told from an author. */
  readonly unknown: readonly string[];
}

/** Reviewers whose permission is asked for: whoever can read a public repository can review there. */
const mostReviewers = 50;

/** The first approval that counts is enough. Throws what `forge` throws: where it does not answer, nothing counts. */
export async function grantByReview(forge: PullRequestReviews, setting: ReviewSetting): Promise<ReviewGrant> {
  const standing = standingReviews(await forge.reviews());
  const reviewers = createJudge(forge, setting);
  const retargetings = once(() => forge.retargetings());
  // The diff that somebody approved was one with the branch of that day: turned to another, the pull request may bring in more.
  const turned = async (submittedAt: string): Promise<string | null> =>
    (await retargetings()).some((at) => at >= submittedAt) ? 'the pull request was turned to another branch after the review' : null;
  const refused: string[] = [];
  let granted: GrantedReview | null = null;
  for (const review of standing.filter(({ state }) => state !== objection)) {
    const { reviewer, submittedAt } = review;
    const problem = staleness(review, setting.head) ?? (await reviewers.problemOf(reviewer)) ?? (await turned(submittedAt));
    if (problem === null) {
      granted = { by: reviewer.login, submittedAt, commit: setting.head };
      break;
    }
    refused.push(`${reviewer.login}: ${problem}`);
  }
  const objectors: string[] = [];
  for (const { reviewer } of standing.filter(({ state }) => state === objection)) {
    if ((await reviewers.problemOf(reviewer)) === null) objectors.push(reviewer.login);
  }
  return granted === null
    ? { granted, refused, objectors, unknown: reviewers.unknown() }
    : { granted, refused: [], objectors, unknown: [] };
}

const objection = 'CHANGES_REQUESTED';

type StandingReview = Review & { readonly reviewer: Account };

/** The latest word of each reviewer, in the order of time. What is only said beside it (a comment, what is pending) takes no word back. */
export function standingReviews(reviews: readonly Review[]): readonly StandingReview[] {
  const latest = new Map<number, StandingReview>();
  for (const review of reviews) {
    const { reviewer, state, submittedAt } = review;
    if (reviewer === null || state === 'COMMENTED' || state === 'PENDING') continue;
    if (submittedAt >= (latest.get(reviewer.id)?.submittedAt ?? '')) latest.set(reviewer.id, { ...review, reviewer });
  }
  return [...latest.values()].sort((a, b) => compareText(a.submittedAt, b.submittedAt));
}

/** A word that is not known here is no approval. */
function staleness({ state, commit }: Review, head: string): string | null {
  if (state === 'DISMISSED') return 'the review was dismissed';
  if (state !== 'APPROVED') return 'the review is no approval';
  if (commit === head) return null;
  return `the review is of ${commit === null ? 'a commit that is gone' : commit.slice(0, 12)}, not of ${head.slice(0, 12)}`;
}

interface ReviewerJudge {
  /** Null for whoever may approve; a clause otherwise. */
  readonly problemOf: (reviewer: Account) => Promise<string | null>;
  /** E-mails for which somebody was refused. */
  readonly unknown: () => readonly string[];
}

/** The forge is asked only for what is needed. */
function createJudge(forge: PullRequestReviews, { authors, people, approvers }: ReviewSetting): ReviewerJudge {
  const { noreplyDomain } = forge;
  const named = approvers === null ? null : new Set(approvers.map(foldAccount));
  const participants = once(async () => participantsOf(authors, { people, verifiedEmails: await forge.verifiedEmails(), noreplyDomain }));
  let unknown: readonly string[] = [];
  let asked = 0;
  const problemOf = async (reviewer: Account): Promise<string | null> => {
    if (!reviewer.isPerson) return "is no person's account";
    if (named !== null && !named.has(foldAccount(reviewer.login))) return 'the trusted `approvers` do not name this login';
    const took = await participants();
    if (took.includes(reviewer)) return 'took part in the change';
    if (named === null) {
      asked += 1;
      if (asked > mostReviewers) return `is not looked at: more than ${String(mostReviewers)} people reviewed`;
      if (!mayApprove(await forge.permission(reviewer.login))) return 'has neither the role maintain nor admin';
    }
    unknown = took.unknown;
    return unknown.length === 0 ? null : 'cannot be told from an author whom nobody knows';
  };
  return { problemOf, unknown: () => unknown };
}

/** GitHub says `write` of whoever has the role maintain; a role that an organisation made counts by what it is made of. */
function mayApprove({ permission, role }: AccountPermission): boolean {
  return permission === 'admin' || (permission === 'write' && role === 'maintain');
}
