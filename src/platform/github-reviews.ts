// Asks GitHub's REST API who reviewed a pull request. What is not as GitHub documents it is no answer.
import type { AccountPermission, PullRequestPlace, PullRequestReviews, Review, VerifiedEmail } from '../core/review.ts';
import { isFields, isTime, malformed, readAccount, readAll, readOne, unanswered, unreadable, type Fields } from './github-answers.ts';
import { listBranchMoves } from './github-branch-moves.ts';
import { addressOf, createGithubClient, mostListed, ownerAndRepo, type GithubAccess, type GithubOptions } from './github-client.ts';

/** Throws McgateError `unreadable` where the addresses or the token cannot be used. */
export function openGithubReviews(access: GithubAccess, place: PullRequestPlace, options: GithubOptions): PullRequestReviews {
  const client = createGithubClient(access, options);
  const named = ownerAndRepo(place.repository);
  const { number } = place;
  const list = async (route: string, what: string): Promise<readonly unknown[]> => {
    const listed = await client.list(route, { ...named, number });
    if (!listed.ok) throw unanswered(listed, what);
    if (listed.items === null) throw malformed(what);
    if (listed.whole) return listed.items;
    throw unreadable(`GitHub has more than ${String(mostListed)} when asked for ${what}`, 'Sign instead: `mcgate approve`.');
  };
  return {
    noreplyDomain: `users.noreply.${addressOf(access.serverUrl, 'GITHUB_SERVER_URL').hostname}`,
    reviews: async () => readAll(await list('GET /repos/{owner}/{repo}/pulls/{number}/reviews', 'the reviews'), 'the reviews', readReview),
    verifiedEmails: async () =>
      readAll(await list('GET /repos/{owner}/{repo}/pulls/{number}/commits', 'the commits'), 'the commits', readCommit).flat(),
    retargetings: async () =>
      readAll(await list('GET /repos/{owner}/{repo}/issues/{number}/events', 'the events'), 'the events', readEvent).flat(),
    permission: async (login) => {
      const what = 'a permission';
      const answer = await client.ask('GET /repos/{owner}/{repo}/collaborators/{login}/permission', { ...named, login });
      // Of an account that it hides, GitHub says that there is none.
      if (!answer.ok && answer.status === 404) return { permission: 'none', role: '' };
      if (!answer.ok) throw unanswered(answer, what);
      if (answer.status !== 200) throw malformed(what);
      return readOne(answer.data, what, (value) => readPermission(value, login));
    },
    branchMoves: (branch) => listBranchMoves(client, branch),
  };
}

function readReview({ user, state, commit_id: commit = null, submitted_at: submittedAt = '' }: Fields): Review | null {
  const reviewer = user === null ? null : readAccount(user);
  if (reviewer === undefined || typeof state !== 'string' || !isTextOrNull(commit)) return null;
  if (state === 'PENDING') return { reviewer, state, commit, submittedAt: '' };
  return isTime(submittedAt) ? { reviewer, state, commit, submittedAt } : null;
}

/** The account of an e-mail that GitHub does not know is null, or empty. */
function readCommit({ commit, author, committer }: Fields): readonly VerifiedEmail[] | null {
  if (!isFields(commit)) return null;
  const pairs = [[commit['author'], author] as const, [commit['committer'], committer] as const];
  const read = pairs.map(([written, known]): readonly VerifiedEmail[] | null => {
    if (written === null || known === null || (isFields(known) && Object.keys(known).length === 0)) return [];
    const account = readAccount(known);
    const email = isFields(written) ? written['email'] : undefined;
    return account !== undefined && typeof email === 'string' ? [{ email, account }] : null;
  });
  return read.includes(null) ? null : read.flatMap((each) => each ?? []);
}

/** A person turns it, or GitHub does when the branch goes away. */
function readEvent({ event, created_at: at }: Fields): readonly string[] | null {
  if (typeof event !== 'string') return null;
  if (event !== 'base_ref_changed' && event !== 'automatic_base_change_succeeded') return [];
  return isTime(at) ? [at] : null;
}

function readPermission({ permission, role_name: role = '', user = null }: Fields, login: string): AccountPermission | null {
  if (typeof permission !== 'string' || typeof role !== 'string') return null;
  const account = user === null ? null : readAccount(user);
  const isOther = account === undefined || (account !== null && account.login.toLowerCase() !== login.toLowerCase());
  return isOther ? null : { permission, role };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
