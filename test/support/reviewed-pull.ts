// A pull request whose reviews a local server knows, judged through the command as GitHub's runner would call it.
import path from 'node:path';
import { expect } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { mcgate } from './cli.ts';
import { makeFolder, makeRepository, type Files } from './git-repository.ts';
import * as github from './github.ts';

export const ann = github.user('ann', 1);
export const bob = github.user('Bob', 2);
export const cleo = github.user('cleo', 3);

export interface Pull {
  readonly root: string;
  /** The newest commit of the pull request. */
  readonly head: string;
  readonly base: string;
}

export interface PullShape {
  /** `.mcgate/config.yaml` at the trusted tip. Whoever wrote the commits is ann@example.org. */
  readonly config?: string;
  readonly before?: Files;
  readonly change?: Files;
  /** Of the message of the commit. */
  readonly trailer?: string;
}

/** A change that switches a gate off, and GitHub's merge commit of it, checked out. */
export function makePull({ config = '', before = {}, change = {}, trailer = '' }: PullShape = {}): Pull {
  const repository = makeRepository({ commits: [{ 'a.js': '1;\n', '.mcgate/config.yaml': config, ...before }] });
  const { git, root } = repository;
  const base = git('rev-parse', 'main');
  git('checkout', '-q', '-b', 'feature');
  const off = `gates: { code: { enabled: false } }\n${config}`;
  const head = repository.commit({ '.mcgate/config.yaml': off, ...change }, `change\n\n${trailer}`);
  git('checkout', '-q', '--detach', git('commit-tree', '-p', 'main', '-p', 'feature', '-m', 'merge', `${head}^{tree}`));
  return { root, head, base };
}

export interface Circumstances {
  readonly event?: string;
  readonly opener?: string;
  readonly sender?: string;
  /** `owner/name` of where its branch is; null for one that is gone. Default: where it goes. */
  readonly from?: string | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export interface Answer {
  readonly verdict: string;
  /** Who approved. */
  readonly by: readonly string[];
  /** `code: message. remedy` of those about reviews. */
  readonly notices: readonly string[];
  /** Of the one about who pushed. */
  readonly pushers: string | null;
  readonly report: Report;
}

/** No output may ever hold the token. */
export async function checkPull(pull: Pull, server: string, circumstances: Circumstances = {}): Promise<Answer> {
  const { event = 'pull_request', env = {}, args = [] } = circumstances;
  const payload = JSON.stringify(payloadOf(pull, event, circumstances));
  const runner = {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event, GITHUB_REF: 'refs/pull/12/merge' },
    GITHUB_EVENT_PATH: path.join(makeFolder({ 'event.json': payload }), 'event.json'),
    ...{ GITHUB_API_URL: server, GITHUB_SERVER_URL: 'https://github.com', GITHUB_TOKEN: github.token },
  };
  const { stdout, stderr } = await mcgate(['check', '--gate', 'permissions', '--format', 'json', ...args], {
    cwd: pull.root,
    env: { ...runner, ...env },
  });
  for (const secret of new Set([github.token, env['GITHUB_TOKEN'] ?? ''])) if (secret !== '') expect(stdout + stderr).not.toContain(secret);
  const report = JSON.parse(stdout) as Report;
  const told = report.notices.filter(({ code }) => /^(?:review|changes|author)-/u.test(code));
  const notices = told.map(({ code, message, remedy = '' }) => `${code}: ${message}. ${remedy}`);
  const unknown = report.notices.find(({ code }) => code === 'pushers-unknown');
  const pushers = unknown === undefined ? null : `${unknown.message}. ${unknown.remedy ?? ''}`;
  return { verdict: report.verdict, pushers, by: report.findings.flatMap(({ approval }) => approval?.by ?? []), notices, report };
}

function payloadOf({ head, base }: Pull, event: string, { opener = 'ann', sender = 'ann', from = 'Acme/Shop' }: Circumstances): unknown {
  const place = { repository: { full_name: 'Acme/Shop', default_branch: 'main' }, sender: { login: sender } };
  if (event === 'merge_group') return { ...place, merge_group: { base_sha: base, head_sha: head, base_ref: 'refs/heads/main' } };
  if (event === 'push') return { ...place, before: base, after: head, ref: 'refs/heads/main', forced: false };
  return {
    ...place,
    pull_request: {
      ...{
        number: 12,
        head: { sha: head, ref: 'feature', repo: from === null ? null : { full_name: from } },
        base: { ref: 'main', sha: base },
      },
      ...{ merge_commit_sha: null, user: { login: opener } },
    },
  };
}

/** Whoever is asked for is an admin, and GitHub knows ann by the e-mail of the commits. */
export const known: github.Routes = {
  commits: () => ({ body: [github.commit('ann@example.org', ann)] }),
  permission: (login) => github.permission('admin', 'admin', login, 9),
};

export function reviews(...shapes: readonly github.ReviewShape[]): github.Route {
  return () => ({ body: shapes.map((shape) => github.review(shape)) });
}

/** Bob, an admin, approves of what is judged, unless `shape` says otherwise; ann pushed it. */
export function bobSays({ head, base }: Pull, shape: Partial<github.ReviewShape> = {}): github.Routes {
  return { ...known, reviews: reviews({ by: bob, commit: head, ...shape }), moves: moves({ before: base, after: head, by: ann }) };
}

/** Newest first. */
export function moves(...shapes: readonly github.MoveShape[]): NonNullable<github.Routes['moves']> {
  return () => ({ body: shapes.map((shape) => github.move(shape)) });
}
