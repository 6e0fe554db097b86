// Asks GitHub's REST API who reviewed a pull request. What is not as GitHub documents it is no answer.
import { McgateError } from '../core/error.ts';
import type { Account, AccountPermission, PullRequestPlace, PullRequestReviews, Review, VerifiedEmail } from '../core/review.ts';
import {
  addressOf,
  createGithubClient,
  mostListed,
  tokenRemedy,
  type GithubAccess,
  type GithubOptions,
  type Unanswered,
} from './github-client.ts';

/** Throws McgateError `unreadable` where the addresses or the token cannot be used. */
export function openGithubReviews(access: GithubAccess, place: PullRequestPlace, options: GithubOptions): PullRequestReviews {
  const client = createGithubClient(access, options);
  const [owner = '', repo = ''] = place.repository.split('/');
  const { number } = place;
  const list = async (route: string, what: string): Promise<readonly unknown[]> => {
    const listed = await client.list(route, { owner, repo, number });
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
      const answer = await client.ask('GET /repos/{owner}/{repo}/collaborators/{login}/permission', { owner, repo, login });
      // Of an account that it hides, GitHub says that there is none.
      if (!answer.ok && answer.status === 404) return { permission: 'none', role: '' };
      if (!answer.ok) throw unanswered(answer, what);
      if (answer.status !== 200) throw malformed(what);
      return readOne(answer.data, what, (value) => readPermission(value, login));
    },
  };
}

const laterRemedy = 'Run the check again.';

function unanswered({ status, message }: Unanswered, what: string): McgateError {
  if (status === null) return unreadable(`GitHub did not answer when asked for ${what}: ${message}`, laterRemedy);
  const remedy = [401, 403, 404].includes(status) ? tokenRemedy : laterRemedy;
  return unreadable(`GitHub answered ${String(status)} when asked for ${what}: ${message}`, remedy);
}

type Fields = Readonly<Record<string, unknown>>;

function readAll<T>(items: readonly unknown[], what: string, read: (fields: Fields) => T | null): readonly T[] {
  return items.map((item) => readOne(item, what, read));
}

/** `read` answers null for what is not as documented. */
function readOne<T>(value: unknown, what: string, read: (fields: Fields) => T | null): T {
  const answer = isFields(value) ? read(value) : null;
  if (answer === null) throw malformed(what);
  return answer;
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

function readAccount(value: unknown): Account | undefined {
  if (!isFields(value)) return undefined;
  const { login, id, type } = value;
  if (typeof login !== 'string' || !/^(?!\.+$)[\w.-]{1,100}(?:\[bot\])?$/u.test(login)) return undefined;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || typeof type !== 'string') return undefined;
  return { login, id, isPerson: type === 'User' && !login.endsWith(']') };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

/** In one form, so that times compare as texts. */
function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(value);
}

function malformed(what: string): McgateError {
  return unreadable(`GitHub's answer when asked for ${what} is not as it documents it`, laterRemedy);
}

function unreadable(message: string, remedy: string): McgateError {
  return new McgateError('unreadable', message, { remedy });
}
