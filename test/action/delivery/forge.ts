// A GitHub of our own that keeps what it is given: comments, statuses, check runs, uploads. A test can have any route answer otherwise.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { forbidden, nextPage, notFound, user } from '../../support/github.ts';
import { send, startServer, type Said } from '../../support/local-server.ts';

export type RouteName =
  | 'viewer'
  | 'minimized'
  | 'minimize'
  | 'comments'
  | 'make'
  | 'edit'
  | 'statuses'
  | 'status'
  | 'checks'
  | 'check'
  | 'annotate'
  | 'upload'
  | 'progress';

type Body = Readonly<Record<string, unknown>>;

export interface Comment {
  readonly id: number;
  readonly node_id: string;
  readonly user: Readonly<Record<string, unknown>> | null;
  body: string;
}

/** `silent` never answers. Null: as usual. */
export type Answer = (before: number, body: Body) => Said | 'silent' | null;

export interface Asked {
  readonly route: RouteName | null;
  readonly url: string;
  readonly body: Body;
  readonly authorization: string;
}

export interface Forge {
  readonly url: string;
  readonly asked: (route?: RouteName) => readonly Asked[];
  readonly say: (answers: Partial<Readonly<Record<RouteName, Answer>>>) => void;
  readonly comments: Comment[];
  /** Node ids of comments that are hidden. */
  readonly hidden: Set<string>;
  /** As GraphQL says it. */
  head: string | null;
  login: string;
  /** Conclusions of check runs, the newest last. */
  readonly conclusions: string[];
  readonly close: () => Promise<void>;
}

export const bot = user('github-actions[bot]', 41_898_282, 'Bot');
export const rateLimited: Said = {
  status: 429,
  headers: { 'retry-after': '1' },
  body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
};
export { forbidden, notFound };

const routes: readonly (readonly [RouteName, RegExp])[] = [
  ['comments', /^GET \/repos\/acme\/shop\/issues\/12\/comments\?/u],
  ['make', /^POST \/repos\/acme\/shop\/issues\/12\/comments$/u],
  ['edit', /^PATCH \/repos\/acme\/shop\/issues\/comments\/\d+$/u],
  ['statuses', /^GET \/repos\/acme\/shop\/commits\/[0-9a-f]{40}\/statuses\?/u],
  ['status', /^POST \/repos\/acme\/shop\/statuses\/[0-9a-f]{40}$/u],
  ['checks', /^GET \/repos\/acme\/shop\/commits\/[0-9a-f]{40}\/check-runs\?/u],
  ['check', /^POST \/repos\/acme\/shop\/check-runs$/u],
  ['annotate', /^PATCH \/repos\/acme\/shop\/check-runs\/\d+$/u],
  ['upload', /^POST \/repos\/acme\/shop\/code-scanning\/sarifs$/u],
  ['progress', /^GET \/repos\/acme\/shop\/code-scanning\/sarifs\/[\w-]+$/u],
];

function routeOf(method: string, url: string, body: Body): RouteName | null {
  if (url === '/graphql') {
    const query = String(body['query']);
    return query.includes('viewer') ? 'viewer' : query.startsWith('mutation') ? 'minimize' : 'minimized';
  }
  return routes.find(([, pattern]) => pattern.test(`${method} ${url}`))?.[0] ?? null;
}

export async function startForge(head: string): Promise<Forge> {
  let answers: Partial<Readonly<Record<RouteName, Answer>>> = {};
  const asked: Asked[] = [];
  const { url, close } = await startServer((request, response) => {
    void serve(request, response);
  });
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const given = await text(request);
    const body = given === '' ? {} : (JSON.parse(given) as Body);
    const route = routeOf(method, url, body);
    const before = asked.filter((one) => one.route === route).length;
    asked.push({ route, url, body, authorization: headers.authorization ?? '' });
    const said = (route === null ? notFound : answers[route]?.(before, body)) ?? usual(forge, route, url, body);
    if (said !== 'silent') send(request, response, said);
  };
  const forge: Forge = {
    url,
    asked: (route) => asked.filter((one) => route === undefined || one.route === route),
    say: (said) => {
      answers = said;
    },
    ...{ comments: [], hidden: new Set<string>(), head, login: 'github-actions[bot]', conclusions: [] },
    close,
  };
  return forge;
}

function usual(forge: Forge, route: RouteName | null, url: string, body: Body): Said {
  const variables = (body['variables'] ?? {}) as Readonly<Record<string, unknown>>;
  switch (route) {
    case 'viewer':
      return { body: { data: { viewer: { login: forge.login }, repository: { pullRequest: { headRefOid: forge.head } } } } };
    case 'minimized':
      return { body: { data: { nodes: (variables['ids'] as string[]).map((id) => ({ id, isMinimized: forge.hidden.has(id) })) } } };
    case 'minimize':
      forge.hidden.add(String(variables['id']));
      return { body: { data: { minimizeComment: { minimizedComment: { isMinimized: true } } } } };
    case 'comments':
      return page(forge.comments, url);
    case 'make':
      return { status: 201, body: keep(forge, String(body['body'])) };
    case 'edit':
      return edit(forge, Number(url.split('/').at(-1)), String(body['body']));
    case 'statuses':
      return { body: [] };
    case 'status':
      return { status: 201, body: { id: 1, state: body['state'], context: body['context'], creator: bot } };
    case 'checks':
      return {
        body: {
          total_count: forge.conclusions.length,
          check_runs: forge.conclusions.slice(-1).map((conclusion) => ({ id: 4, conclusion })),
        },
      };
    case 'check':
      forge.conclusions.push(String(body['conclusion']));
      return { status: 201, body: { id: 4, conclusion: body['conclusion'], status: 'completed' } };
    case 'annotate':
      return { body: { id: 4, status: 'completed' } };
    case 'upload':
      return {
        status: 202,
        body: { id: `47177e22-5596-11eb-80a1-${String(forge.asked('upload').length)}`, url: 'https://api.github.com/x' },
      };
    case 'progress':
      return { body: { processing_status: 'complete', analyses_url: 'https://api.github.com/x' } };
    default:
      return notFound;
  }
}

function page(comments: readonly Comment[], url: string): Said {
  const { searchParams } = new URL(url, 'http://localhost');
  const [number, size] = [Number(searchParams.get('page')), Number(searchParams.get('per_page'))];
  const body = comments.slice((number - 1) * size, number * size);
  return { body, headers: comments.length > number * size ? nextPage(number) : {} };
}

/** A comment of ours, or of `author`. */
export function keep(forge: Forge, body: string, author: Comment['user'] = bot): Comment {
  const id = 1_000 + forge.comments.length;
  const comment = { id, node_id: `IC_${String(id)}`, user: author, body };
  forge.comments.push(comment);
  return comment;
}

function edit(forge: Forge, id: number, body: string): Said {
  const found = forge.comments.find((one) => one.id === id);
  if (found === undefined) return notFound;
  found.body = body;
  return { body: found };
}
