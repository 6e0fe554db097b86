// Asks GitHub's REST API who reviewed a pull request, through Octokit. What is not as GitHub documents it is no answer.
import { request as octokit } from '@octokit/request';
import { McgateError, messageOf } from '../core/error.ts';
import type { Account, AccountPermission, PullRequestPlace, PullRequestReviews, Review, VerifiedEmail } from '../core/review.ts';
import { createBoundedFetch, usualLimits, type FetchLimits } from './bounded-fetch.ts';

/** Where GitHub is, and who asks. */
export interface GithubAccess {
  /** `https://api.github.com`, or as an own server has it. */
  readonly apiUrl: string;
  /** `https://github.com`, or as an own server has it. */
  readonly serverUrl: string;
  /** Goes into one header, to `apiUrl` alone. */
  readonly token: string;
}

export interface GithubOptions {
  readonly signal: AbortSignal;
  /** Only tests change them. */
  readonly limits?: FetchLimits;
}

/** Throws McgateError `unreadable` where the addresses or the token cannot be used. */
export function openGithubReviews(access: GithubAccess, place: PullRequestPlace, options: GithubOptions): PullRequestReviews {
  const ask = createAsk(access, options);
  const [owner = '', repo = ''] = place.repository.split('/');
  const { number } = place;
  const list = (route: string, what: string): Promise<readonly unknown[]> => listAll(ask, route, { owner, repo, number }, what);
  return {
    noreplyDomain: `users.noreply.${addressOf(access.serverUrl, 'GITHUB_SERVER_URL').hostname}`,
    reviews: async () => readAll(await list('/repos/{owner}/{repo}/pulls/{number}/reviews', 'the reviews'), 'the reviews', readReview),
    verifiedEmails: async () =>
      readAll(await list('/repos/{owner}/{repo}/pulls/{number}/commits', 'the commits'), 'the commits', readCommit).flat(),
    retargetings: async () =>
      readAll(await list('/repos/{owner}/{repo}/issues/{number}/events', 'the events'), 'the events', readEvent).flat(),
    permission: async (login) => {
      const what = 'a permission';
      const answer = await ask('/repos/{owner}/{repo}/collaborators/{login}/permission', { owner, repo, login }, what, [404]);
      // Of an account that it hides, GitHub says that there is none.
      return answer.status === 404 ? { permission: 'none', role: '' } : readOne(answer.data, what, (value) => readPermission(value, login));
    },
  };
}

type Parameters = Readonly<Record<string, string | number>>;

interface Answer {
  readonly status: number;
  readonly data: unknown;
  /** True if GitHub has another page. */
  readonly more: boolean;
}

/** `also`: statuses that are an answer too. */
type Ask = (route: string, parameters: Parameters, what: string, also?: readonly number[]) => Promise<Answer>;

function createAsk({ apiUrl, token }: GithubAccess, { signal, limits = usualLimits }: GithubOptions): Ask {
  const base = addressOf(apiUrl, 'GITHUB_API_URL');
  // A header that is refused would be quoted in the refusal.
  if (!/^[\x21-\x7e]+$/u.test(token)) throw unreadable('GITHUB_TOKEN is no token', tokenRemedy);
  const call = octokit.defaults({
    baseUrl: base.href.replace(/\/+$/u, ''),
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'mcgate', 'x-github-api-version': '2022-11-28' },
    request: { fetch: createBoundedFetch(signal, limits), log: { warn: () => undefined } },
  });
  const clean = (text: string): string => text.replaceAll(token, '***').slice(0, longestQuote);
  return async (route, parameters, what, also = []) => {
    try {
      const { status, data, headers } = (await call(`GET ${route}`, { ...parameters })) as Raw;
      if (status === 200) return { status, data, more: /;\s*rel="?next"?/u.test(headers['link'] ?? '') };
      throw unreadable(`GitHub answered ${String(status)} when asked for ${what}`, laterRemedy);
    } catch (error) {
      if (error instanceof McgateError) throw error;
      if (signal.aborted) throw new McgateError('cancelled', 'The run was cancelled');
      const status = statusOf(error);
      if (status !== null && also.includes(status)) return { status, data: null, more: false };
      const said = clean(messageOf(error));
      if (status === null) throw unreadable(`GitHub did not answer when asked for ${what}: ${said}`, laterRemedy);
      const remedy = [401, 403, 404].includes(status) ? tokenRemedy : laterRemedy;
      throw unreadable(`GitHub answered ${String(status)} when asked for ${what}: ${said}`, remedy);
    }
  };
}

interface Raw {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const longestQuote = 200;
const tokenRemedy = 'Give the step `env: GITHUB_TOKEN: ${{ github.token }}`, and the job `permissions: pull-requests: read`.';
const laterRemedy = 'Run the check again.';

/** Null where there was no answer: Octokit says 500 of that too. */
function statusOf(error: unknown): number | null {
  const { response } = error as { readonly response?: { readonly status?: unknown } };
  return typeof response?.status === 'number' ? response.status : null;
}

/** Plain HTTP would show the token to whoever is on the way, but for a server on this machine. */
function addressOf(text: string, name: string): URL {
  const address = URL.parse(text);
  const isLocal = address?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname);
  if (address !== null && (address.protocol === 'https:' || isLocal)) return address;
  throw unreadable(`${name} is no https: address`, `Leave ${name} as GitHub's runner sets it.`);
}

const perPage = 100;
const mostPages = 30;

/** By number, so that no address that an answer names is ever asked. */
async function listAll(ask: Ask, route: string, parameters: Parameters, what: string): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const { data, more } = await ask(route, { ...parameters, per_page: perPage, page }, what);
    if (!Array.isArray(data)) throw malformed(what);
    for (const item of data as readonly unknown[]) all.push(item);
    if (!more) return all;
  }
  throw unreadable(`GitHub has more than ${String(mostPages * perPage)} when asked for ${what}`, 'Sign instead: `mcgate approve`.');
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
