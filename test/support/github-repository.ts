// A GitHub of our own that knows one repository and what protects it: answers as the REST API's documentation shows, or as a test says.
import { forbidden, notFound } from './github.ts';
import { send, startServer, type Said } from './local-server.ts';

/** By the path below `/repos/acme/shop`, `''` for the repository itself; by page where there are several. */
export type Settings = Readonly<Record<string, Said | readonly Said[]>>;

export interface RepositoryServer {
  /** For GITHUB_API_URL. */
  readonly url: string;
  readonly say: (settings: Settings) => void;
  /** What was asked: method, path and token. */
  readonly asked: () => readonly string[];
  readonly close: () => Promise<void>;
}

const top = '/repos/acme/shop';

export async function startRepositoryServer(): Promise<RepositoryServer> {
  let settings: Settings = {};
  let asked: string[] = [];
  const { url, close } = await startServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    asked.push(`${request.method ?? ''} ${pathname} ${request.headers.authorization ?? ''}`);
    const said = pathname.startsWith(top) ? (settings[decodeURIComponent(pathname.slice(top.length))] ?? notFound) : notFound;
    const pages = Array.isArray(said) ? (said as readonly Said[]) : [said as Said];
    const page = Number(searchParams.get('page') ?? '1');
    const answer = pages[page - 1] ?? { body: [] };
    const link = page < pages.length ? { link: `<https://elsewhere.example/?page=${String(page + 1)}>; rel="next"` } : {};
    send(request, response, { ...answer, headers: { ...link, ...answer.headers } });
  });
  return {
    url,
    say: (said) => {
      settings = said;
      asked = [];
    },
    asked: () => asked,
    close,
  };
}

const url = 'https://api.github.com/repos/acme/shop';

/** A repository without any protection, as its admin sees it. `tip`: the newest commit of main. */
export function bareRepository(tip: string): Settings {
  const branch = {
    name: 'main',
    commit: { sha: tip, url: `${url}/commits/${tip}` },
    protected: false,
    protection_url: `${url}/branches/main/protection`,
  };
  return {
    '': { body: { id: 7, node_id: 'R_kg', name: 'shop', full_name: 'acme/shop', private: false, fork: false, default_branch: 'main' } },
    '/branches/main': {
      body: { ...branch, protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } } },
    },
    '/branches/main/protection': {
      status: 404,
      body: { message: 'Branch not protected', documentation_url: 'https://docs.github.com/rest', status: '404' },
    },
    '/rules/branches/main': { body: [] },
    '/actions/permissions/workflow': { body: { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false } },
    '/immutable-releases': { body: { enabled: true, enforced_by_owner: false } },
  };
}

export interface RulesetShape {
  readonly id?: number;
  readonly context?: string;
  readonly app?: number;
  readonly strict?: boolean;
  readonly bypass?: readonly object[] | null;
  readonly more?: readonly object[];
}

/** An active ruleset that requires a check, and what GitHub then says of the branch. */
export function requiring({ id = 42, context = 'mcgate', app, strict = true, bypass = [], more = [] }: RulesetShape = {}): Settings {
  const source = { ruleset_source_type: 'Repository', ruleset_source: 'acme/shop', ruleset_id: id };
  const check = { context, ...(app === undefined ? {} : { integration_id: app }) };
  const parameters = { strict_required_status_checks_policy: strict, do_not_enforce_on_create: false, required_status_checks: [check] };
  const rules = [{ type: 'required_status_checks', parameters, ...source }, ...more.map((rule) => ({ ...rule, ...source }))];
  return { '/rules/branches/main': { body: rules }, ...ruleset(id, 'main is judged', bypass) };
}

/** What GitHub says of one ruleset; without `bypass` as to who may not edit it. */
export function ruleset(id: number, name: string, bypass: readonly object[] | null): Settings {
  const shown = bypass === null ? {} : { bypass_actors: bypass };
  const body = {
    id,
    name,
    target: 'branch',
    source_type: 'Repository',
    source: 'acme/shop',
    enforcement: 'active',
    current_user_can_bypass: 'never',
    ...shown,
  };
  return { [`/rulesets/${String(id)}`]: { body } };
}

/** As an Action's own token sees the repository: rules and required checks, and nothing that is for admins. */
export const hiddenFromActions: Settings = {
  '/branches/main/protection': forbidden,
  '/actions/permissions/workflow': forbidden,
  '/immutable-releases': forbidden,
};

/** Branch protection as it was before rulesets, as an admin sees it. */
export function classic(checks: readonly { readonly context: string; readonly app_id: number | null }[], admins = true): Settings {
  const contexts = checks.map(({ context }) => context);
  const required = { url: `${url}/branches/main/protection/required_status_checks`, strict: true, contexts, contexts_url: url, checks };
  return {
    '/branches/main/protection': {
      body: { url, required_status_checks: required, enforce_admins: { url, enabled: admins }, allow_force_pushes: { enabled: false } },
    },
  };
}
