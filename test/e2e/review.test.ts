// A weakening that somebody else approves of in a review on GitHub passes, and nothing else does: through the command, against a local server.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Finding, Report } from '../../src/core/documents.ts';
import { makeKey, signerLine } from '../attestation/keys.ts';
import { mcgate } from '../support/cli.ts';
import { makeFolder, makeRepository, type Files } from '../support/git-repository.ts';
import * as github from '../support/github.ts';
import type { Route, Routes, TestGithub } from '../support/github.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ann = github.user('ann', 1);
const bob = github.user('Bob', 2);
const cleo = github.user('cleo', 3);

interface Pull {
  readonly root: string;
  /** The newest commit of the pull request. */
  readonly head: string;
  readonly base: string;
}

interface PullShape {
  /** `.mcgate/config.yaml` at the trusted tip; whoever wrote the commits is ann@example.org. */
  readonly config?: string;
  readonly before?: Files;
  readonly change?: Files;
  /** Of the message of the commit. */
  readonly trailer?: string;
}

const off = 'gates: { code: { enabled: false } }\n';

/** GitHub's merge commit of a change, checked out. */
function makePull({ config = '', before = {}, change = {}, trailer = '' }: PullShape = {}): Pull {
  const repository = makeRepository({ commits: [{ 'a.js': '1;\n', '.mcgate/config.yaml': config, ...before }] });
  const { git, root } = repository;
  const base = git('rev-parse', 'main');
  git('checkout', '-q', '-b', 'feature');
  const head = repository.commit({ '.mcgate/config.yaml': off + config, ...change }, `change\n\n${trailer}`);
  git('checkout', '-q', '--detach', git('commit-tree', '-p', 'main', '-p', 'feature', '-m', 'merge', `${head}^{tree}`));
  return { root, head, base };
}

interface Circumstances {
  readonly pull?: Pull;
  readonly opener?: string;
  readonly sender?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

let server: TestGithub;
let plain: Pull;
beforeAll(async () => {
  server = await github.startGithub();
  plain = makePull();
});
afterAll(() => server.close());

interface Answer {
  readonly verdict: string;
  readonly by: readonly string[];
  readonly notices: readonly string[];
  readonly report: Report;
}

async function check({ pull = plain, opener = 'ann', sender = 'ann', env = {}, args = [] }: Circumstances = {}): Promise<Answer> {
  const payload = {
    pull_request: {
      ...{ number: 12, head: { sha: pull.head }, base: { ref: 'main', sha: pull.base } },
      ...{ merge_commit_sha: null, user: { login: opener } },
    },
    ...{ repository: { full_name: 'Acme/Shop', default_branch: 'main' }, sender: { login: sender } },
  };
  return run(pull, 'pull_request', payload, env, args);
}

async function run(
  { root }: Pull,
  event: string,
  payload: unknown,
  given: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Answer> {
  const env = {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event, GITHUB_REF: 'refs/pull/12/merge' },
    GITHUB_EVENT_PATH: path.join(makeFolder({ 'event.json': JSON.stringify(payload) }), 'event.json'),
    ...{ GITHUB_API_URL: server.url, GITHUB_SERVER_URL: 'https://github.com', GITHUB_TOKEN: github.token },
    ...given,
  };
  const { stdout, stderr } = await mcgate(['check', '--gate', 'permissions', '--format', 'json', ...args], { cwd: root, env });
  expect(stdout + stderr).not.toContain(github.token);
  const report = JSON.parse(stdout) as Report;
  const told = report.notices.filter(({ code }) => /^(?:review|changes|author)-/u.test(code));
  const notices = told.map(({ code, message, remedy = '' }) => `${code}: ${message}. ${remedy}`);
  return { verdict: report.verdict, by: report.findings.flatMap(({ approval }) => approval?.by ?? []), notices, report };
}

/** Whoever is asked for is an admin, and GitHub knows ann by the e-mail of the commits. */
const known: Routes = {
  commits: () => ({ body: [github.commit('ann@example.org', ann)] }),
  permission: (login) => github.permission('admin', 'admin', login, 9),
};

function reviews(...shapes: readonly github.ReviewShape[]): Route {
  return () => ({ body: shapes.map((shape) => github.review(shape)) });
}

/** Bob approves of what is judged, unless `shape` says otherwise. */
function bobSays(shape: Partial<github.ReviewShape> = {}, pull = plain): Routes {
  return { ...known, reviews: reviews({ by: bob, commit: pull.head, ...shape }) };
}

const paths = (): readonly string[] => server.asked().map(({ url }) => url.replace(/^\/repos\/acme\/shop|\?.*$/gu, ''));

describe('a review on GitHub', () => {
  it('lets a weakening through, and the report says who, when and for what', async () => {
    server.say(bobSays());
    const { verdict, report, notices } = await check();
    expect({ verdict, notices }).toEqual({ verdict: 'pass', notices: [] });
    const [finding] = report.findings as [Finding];
    expect(finding).toMatchObject({
      ruleId: 'weakening/gate-disabled',
      blocks: false,
      approval: { by: ['Bob'], submittedAt: github.time(0), commit: plain.head },
    });
    expect(paths()).toEqual(['/pulls/12/reviews', '/pulls/12/commits', '/collaborators/Bob/permission', '/issues/12/events']);
    expect(new Set(server.asked().map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${github.token}`]));
  });

  it('lets a widening through, and the first signers', async () => {
    const key = makeKey();
    const pull = makePull({
      change: {
        '.mcgate/policy.yaml': 'version: 1\npermissions:\n  env:\n    read:\n      allow: [SECRET]\n',
        '.mcgate/allowed_signers': signerLine('bob@example.org', key),
      },
    });
    server.say(bobSays({}, pull));
    const { verdict, report } = await check({ pull });
    expect(verdict).toBe('pass');
    const approved = report.findings.filter(({ approval }) => approval !== undefined).map(({ ruleId }) => ruleId);
    expect(approved).toEqual(
      expect.arrayContaining(['weakening/gate-disabled', 'weakening/signers-changed', expect.stringMatching(/^permissions\//u)]),
    );
  });

  it('says nothing about who signs where somebody does', async () => {
    const before = { '.mcgate/allowed_signers': signerLine('ann@example.org', makeKey()) };
    const pull = makePull({ before, change: { '.mcgate/allowed_signers': signerLine('bob@example.org', makeKey()) } });
    server.say(bobSays({}, pull));
    const { verdict, report, notices } = await check({ pull });
    expect({ verdict, notices }).toEqual({ verdict: 'fail', notices: [expect.stringContaining('those who sign already') as string] });
    const blocking = report.findings.filter(({ blocks }) => blocks).map(({ ruleId }) => ruleId);
    expect(blocking).toEqual(['weakening/signers-changed']);
  });

  it.each([
    ['the role maintain', github.permission('maintain', 'write', 'Bob', 2)],
    ['a role of the organisation’s that makes an admin', github.permission('Security lead', 'admin', 'Bob', 2)],
  ])('counts by %s', async (_, said) => {
    server.say({ ...bobSays(), permission: () => said });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'] });
  });

  it('counts by the name among the approvers, whatever the role', async () => {
    const pull = makePull({ config: 'approvers: [bob]\n' });
    server.say({ ...bobSays({}, pull), permission: () => github.permission('read', 'read', 'Bob', 2) });
    expect(await check({ pull })).toMatchObject({ verdict: 'pass', by: ['Bob'] });
    expect(paths().filter((each) => each.includes('permission'))).toEqual([]);
  });

  it('is not taken back by a comment, and is found on the second page', async () => {
    const own = [
      { by: bob, commit: plain.head, at: 1 },
      { by: bob, commit: plain.head, state: 'COMMENTED', at: 2 },
      { by: bob, commit: plain.head, state: 'PENDING', at: 3 },
    ];
    server.say({
      ...known,
      reviews: (page) =>
        page === 1
          ? { body: [github.review({ by: cleo, commit: null, state: 'COMMENTED' })], headers: github.nextPage(1) }
          : { body: own.map((shape) => github.review(shape)) },
    });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'] });
  });

  it('counts beside one that asks for changes, which is told', async () => {
    server.say({
      ...known,
      reviews: reviews({ by: cleo, commit: plain.head, state: 'CHANGES_REQUESTED' }, { by: bob, commit: plain.head, at: 1 }),
    });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['Bob'], notices: ['changes-requested: cleo asked for changes. '] });
  });
});
