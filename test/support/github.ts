// A GitHub of our own: a local server that answers as the REST API's documentation shows, or as a test says.
import { send, startServer, type Said } from './local-server.ts';

export const token = ['ghs', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');

/** By the page and by how often the route was asked before. */
export type Route = (page: number, before: number) => Said;

export interface Routes {
  readonly reviews?: Route;
  readonly commits?: Route;
  readonly events?: Route;
  /** By login. */
  readonly permission?: (login: string) => Said;
  /** Of the branch `feature`, by its repository and by the cursor; null for the first page. */
  readonly moves?: (repository: string, cursor: string | null) => Said;
}

export interface Asked {
  readonly url: string;
  readonly authorization: string;
}

export interface TestGithub {
  /** For GITHUB_API_URL. */
  readonly url: string;
  /** Forgets what was asked. */
  readonly say: (routes: Routes) => void;
  readonly asked: () => readonly Asked[];
  readonly close: () => Promise<void>;
}

export async function startGithub(): Promise<TestGithub> {
  let routes: Routes = {};
  let asked: Asked[] = [];
  const { url, close } = await startServer((request, response) => {
    const { url: path = '', headers } = request;
    const before = asked.filter((each) => routeOf(each.url) === routeOf(path)).length;
    asked.push({ url: path, authorization: headers.authorization ?? '' });
    send(request, response, find(routes, path, before));
  });
  return {
    url,
    say: (said) => {
      routes = said;
      asked = [];
    },
    asked: () => asked,
    close,
  };
}

function routeOf(url: string): string {
  return /\/(?<route>reviews|commits|events|permission)\?|\/collaborators\/(?<login>[^/]+)\/permission$/u.exec(url)?.[0] ?? '';
}

function find(routes: Routes, url: string, before: number): Said {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const page = Number(searchParams.get('page') ?? '1');
  const activity = /^\/repos\/([^/]+\/[^/]+)\/activity$/u.exec(pathname)?.[1];
  if (activity !== undefined && searchParams.get('ref') === 'refs/heads/feature')
    return routes.moves?.(activity, searchParams.get('after')) ?? notFound;
  const login = /^\/repos\/acme\/shop\/collaborators\/([^/]+)\/permission$/u.exec(pathname)?.[1];
  if (login !== undefined) return routes.permission?.(decodeURIComponent(login)) ?? notFound;
  if (pathname === '/repos/acme/shop/pulls/12/reviews') return routes.reviews?.(page, before) ?? { body: [] };
  if (pathname === '/repos/acme/shop/pulls/12/commits') return routes.commits?.(page, before) ?? { body: [] };
  if (pathname === '/repos/acme/shop/issues/12/events') return routes.events?.(page, before) ?? { body: [] };
  return notFound;
}

/** As GitHub says it. */
export const notFound: Said = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};
export const forbidden: Said = {
  status: 403,
  body: { message: 'Resource not accessible by integration', documentation_url: 'https://docs.github.com/rest', status: '403' },
};

/** The Link header of a page that is not the last. */
export function nextPage(page: number): Readonly<Record<string, string>> {
  // GitHub names the repository by its number here.
  const address = `https://api.github.com/repositories/1296269/pulls/12/reviews?per_page=100&page=`;
  return { link: `<${address}${String(page + 1)}>; rel="next", <${address}9>; rel="last"` };
}

export function user(login: string, id: number, type = 'User'): Readonly<Record<string, unknown>> {
  return {
    ...{ login, id, node_id: 'MDQ6VXNlcjE=', avatar_url: 'https://github.com/images/error/x.gif', gravatar_id: '' },
    ...{ url: `https://api.github.com/users/${login}`, html_url: `https://github.com/${login}`, type, site_admin: false },
  };
}

export interface ReviewShape {
  readonly by: Readonly<Record<string, unknown>> | null;
  readonly commit: string | null;
  readonly state?: string;
  /** Minutes after ten o'clock. */
  readonly at?: number;
}

export function time(minutes: number): string {
  return `2026-11-01T10:${String(minutes).padStart(2, '0')}:00Z`;
}

export function review({ by, commit, state = 'APPROVED', at = 0 }: ReviewShape): Readonly<Record<string, unknown>> {
  const pull = 'https://api.github.com/repos/acme/shop/pulls/12';
  return {
    ...{ id: 80 + at, node_id: 'MDE3OlB1bGxSZXF1ZXN0UmV2aWV3ODA=', user: by, body: '**looks** good ::error::', state },
    ...{ html_url: 'https://github.com/acme/shop/pull/12#pullrequestreview-80', pull_request_url: pull },
    ...{ _links: { pull_request: { href: pull } }, author_association: 'MEMBER', commit_id: commit },
    ...(state === 'PENDING' ? {} : { submitted_at: time(at) }),
  };
}

/** A commit of the pull request; null for whom GitHub does not know. */
export function commit(email: string, author: Readonly<Record<string, unknown>> | null): Readonly<Record<string, unknown>> {
  const written = { name: 'Somebody', email, date: '2026-01-02T03:04:05Z' };
  const url = 'https://api.github.com/repos/acme/shop/commits/6dcb09b5b57875f334f61aebed695e2e4193db5e';
  return {
    ...{ url, sha: '6dcb09b5b57875f334f61aebed695e2e4193db5e', parents: [], author, committer: author },
    commit: { url, author: written, committer: written, message: 'change', comment_count: 0, verification: { verified: false } },
  };
}

export function event(name: string, at: number): Readonly<Record<string, unknown>> {
  const url = 'https://api.github.com/repos/acme/shop/issues/events/6430295168';
  return { id: 6_430_295_168, node_id: 'LE_lADO', url, actor: user('ann', 1), event: name, commit_id: null, created_at: time(at) };
}

export function permission(role: string, legacy: string, login: string, id: number): Said {
  return { body: { permission: legacy, role_name: role, user: { ...user(login, id), role_name: role } } };
}

export interface MoveShape {
  readonly before: string;
  readonly after: string;
  readonly by: Readonly<Record<string, unknown>> | null;
  readonly kind?: string;
}

/** A push to the branch `feature`, or what else moved it. */
export function move({ before, after, by, kind = 'push' }: MoveShape): Readonly<Record<string, unknown>> {
  return {
    ...{ id: 1_296_269, node_id: 'MDEwOlJlcG9zaXRvcnkxMjk2MjY5', before, after, ref: 'refs/heads/feature' },
    ...{ timestamp: time(0), activity_type: kind, actor: by },
  };
}

/** The Link header of a page behind which there is one more. */
export function nextCursor(cursor: string): Readonly<Record<string, string>> {
  const address = 'https://api.github.com/repositories/1296269/activity?ref=refs%2Fheads%2Ffeature&per_page=100';
  return { link: `<${address}&after=${encodeURIComponent(cursor)}>; rel="next", <${address}&before=x>; rel="prev"` };
}
