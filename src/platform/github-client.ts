// The one client for GitHub's API: Octokit, whose plugins ask again and keep to rate limits, above a fetch that bounds time and size.
import { setTimeout as pause } from 'node:timers/promises';
import { McgateError, messageOf } from '../core/error.ts';
import type { FetchLimits } from './bounded-fetch.ts';
import { openOctokit, type PatienceLimits } from './octokit.ts';
import { privateAddress } from './private-address.ts';

/** Where GitHub is, and who asks. */
export interface GithubAccess {
  /** `https://api.github.com`, or as an own server has it. */
  readonly apiUrl: string;
  /** `https://github.com`, or as an own server has it. */
  readonly serverUrl: string;
  /** Goes into one header, to `apiUrl` alone. */
  readonly token: string;
}

export interface GithubLimits extends FetchLimits, PatienceLimits {
  /** For everything, in milliseconds from the client's making on. */
  readonly whole: number;
}

export const usualLimits: GithubLimits = {
  tries: 3,
  firstPause: 500,
  pauses: 60_000,
  answer: 20_000,
  whole: 180_000,
  bytes: 32 * 1024 * 1024,
};

export interface GithubOptions {
  readonly signal: AbortSignal;
  /** Only tests change them. */
  readonly limits?: GithubLimits;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface Answered {
  readonly ok: true;
  readonly status: number;
  /** As GitHub sent it: unknown until it was read. */
  readonly data: unknown;
  /** True if GitHub has another page. */
  readonly more: boolean;
  /** Of another page, where GitHub tells pages by cursors and not by numbers. */
  readonly cursor: string | null;
}

/** `status` is null where no whole answer came. `message` is short and without the token, but GitHub's own words: escape it. */
export interface Unanswered {
  readonly ok: false;
  readonly status: number | null;
  readonly message: string;
}

/** `items` is null where what came is no list; `whole` is false where there were more pages than are read. */
export type Listed = { readonly ok: true; readonly items: readonly unknown[] | null; readonly whole: boolean } | Unanswered;

export interface AskOptions {
  /** Of a question that must not be asked twice, as it would be done twice. */
  readonly once?: boolean;
}

/** Nothing here throws but McgateError `cancelled`. */
export interface GithubClient {
  readonly ask: (route: string, parameters: Parameters, options?: AskOptions) => Promise<Answered | Unanswered>;
  /** All pages, asked for by number, so that no address that an answer names is ever asked. */
  readonly list: (route: string, parameters: Parameters) => Promise<Listed>;
  /** Ends early with the client's time. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** True once the client's time is over. */
  readonly isOver: () => boolean;
}

/** Throws McgateError `unreadable` where the address or the token cannot be used. */
export function createGithubClient({ apiUrl, token }: GithubAccess, { signal, limits = usualLimits }: GithubOptions): GithubClient {
  const base = addressOf(apiUrl, 'GITHUB_API_URL').href.replace(/\/+$/u, '');
  // A header that is refused would be quoted in the refusal.
  if (!/^[\x21-\x7e]+$/u.test(token)) throw new McgateError('unreadable', 'GITHUB_TOKEN is no token', { remedy: tokenRemedy });
  const ends = AbortSignal.any([signal, AbortSignal.timeout(limits.whole)]);
  const request = openOctokit(base, token, ends, limits);
  const ask: GithubClient['ask'] = async (route, parameters, { once = false } = {}) => {
    const own = { ...parameters, ...(route === graphqlRoute ? { baseUrl: graphqlBase(base) } : {}), request: once ? { retries: 0 } : {} };
    try {
      // A signal that has ended already tells nobody.
      if (ends.aborted) throw new Error(overText);
      const { status, data, headers } = (await unlessOver(request(route, own), ends)) as Raw;
      const link = headers['link'] ?? '';
      if (status < 300) return { ok: true, status, data, more: /;\s*rel="?next"?/u.test(link), cursor: cursorIn(link) };
      return { ok: false, status, message: 'a redirect, which is not followed' };
    } catch (error) {
      if (signal.aborted) throw new McgateError('cancelled', 'The run was cancelled');
      return { ok: false, status: statusOf(error), message: messageOf(error).replaceAll(token, '***').slice(0, longestQuote) };
    }
  };
  return {
    ask,
    list: (route, parameters) => listAll(ask, route, parameters),
    pause: (milliseconds) => pause(milliseconds, undefined, { signal: ends }).catch(() => undefined),
    isOver: () => ends.aborted,
  };
}

/** The address itself is never asked. */
function cursorIn(link: string): string | null {
  const next = /<(?<address>[^<>]*)>;\s*rel="?next"?/u.exec(link)?.groups?.['address'] ?? '';
  return URL.parse(next)?.searchParams.get('after') ?? null;
}

interface Raw {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export const tokenRemedy = 'Give the step `env: GITHUB_TOKEN: ${{ github.token }}`, and the job `permissions: pull-requests: read`.';

/** As routes name them. */
export function ownerAndRepo(repository: string): { readonly owner: string; readonly repo: string } {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

/** GitHub's one address for GraphQL. */
export const graphqlRoute = 'POST /graphql';
const longestQuote = 200;
const overText = 'the time for all questions is over';

/** The plugins' own pauses know no signal: what they wait for is left to end by itself, a few seconds later. */
async function unlessOver<T>(asked: Promise<T>, ends: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(new Error(overText));
    };
    ends.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([asked, over]);
  } finally {
    ends.removeEventListener('abort', stop);
  }
}

/** Null where there was no answer: Octokit says 500 of that too. */
function statusOf(error: unknown): number | null {
  const { response } = error as { readonly response?: { readonly status?: unknown } };
  return typeof response?.status === 'number' ? response.status : null;
}

/** GitHub's own servers have REST at `/api/v3` and GraphQL at `/api/graphql`. */
function graphqlBase(base: string): string {
  return base.replace(/\/api\/v3$/u, '/api');
}

/** Throws McgateError `unreadable` for one that no token may go to. */
export function addressOf(text: string, name: string): URL {
  const address = privateAddress(text);
  if (address !== null) return address;
  throw new McgateError('unreadable', `${name} is no https: address`, { remedy: `Leave ${name} as GitHub's runner sets it.` });
}

const perPage = 100;
const mostPages = 30;
/** Items of a list that are read. */
export const mostListed = perPage * mostPages;

async function listAll(ask: GithubClient['ask'], route: string, parameters: Parameters): Promise<Listed> {
  const items: unknown[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await ask(route, { ...parameters, per_page: perPage, page });
    if (!answer.ok) return answer;
    if (answer.status !== 200 || !Array.isArray(answer.data)) return { ok: true, items: null, whole: false };
    for (const item of answer.data as readonly unknown[]) items.push(item);
    if (!answer.more) return { ok: true, items, whole: true };
  }
  return { ok: true, items, whole: false };
}
