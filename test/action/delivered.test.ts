// The Action as bundled, spawned for each event with each kind of token: what reaches GitHub, and that none of it moves the verdict.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runAction, type ActionRun } from '../support/action.ts';
import { openPull, startGitServer, type GitServer, type HostedPull } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import * as payloads from '../support/github-payloads.ts';
import { clean, finds, high } from '../support/traps.ts';
import { forbidden, startForge, type Forge, type RouteName } from './delivery/forge.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000, maxConcurrency: 8 });

let host: GitServer;
let pull: HostedPull;
let tip = '';
let bad = '';
beforeAll(async () => {
  host = await startGitServer({ token, commits: [{ 'a.js': clean }] });
  const { git, commit } = host.repository;
  git('checkout', '-q', '-b', 'bad');
  commit({ 'bad.js': high }, 'bad');
  git('checkout', '-q', 'main');
  [tip, bad] = [git('rev-parse', 'main'), git('rev-parse', 'bad')];
  pull = openPull(host.repository, 12, 'main', 'bad');
});
afterAll(() => host.close());

const writes: readonly RouteName[] = ['make', 'edit', 'status', 'check', 'upload', 'minimize'];
const onlyReads = Object.fromEntries(writes.map((route) => [route, () => forbidden]));

interface Case {
  readonly payload: () => unknown;
  /** What a token that may write brings about. */
  readonly comments: number;
  /** Ref and commit of uploads to code scanning; null where there is none. */
  readonly uploads: (() => readonly [ref: string, commit: string]) | null;
  /** Where the status stands. */
  readonly head: () => string;
  readonly found: boolean;
}

const aPull = { comments: 1, uploads: () => ['refs/pull/12/merge', pull.merge] as const, head: () => bad, found: true };
const audit = { comments: 0, uploads: () => ['refs/heads/main', tip] as const, head: () => tip, found: false };
const cases: Readonly<Record<string, Case>> = {
  pull_request: { ...aPull, payload: () => payloads.pullRequestPayload(pull) },
  pull_request_target: { ...aPull, payload: () => payloads.pullRequestPayload(pull, { fromFork: true }) },
  pull_request_review: { ...aPull, payload: () => payloads.reviewPayload(pull) },
  merge_group: { payload: () => payloads.mergeGroupPayload(tip, bad), comments: 0, uploads: null, head: () => bad, found: true },
  push: {
    ...{ payload: () => payloads.pushPayload({ before: tip, after: bad }), comments: 0 },
    ...{ uploads: () => ['refs/heads/main', bad] as const, head: () => bad, found: true },
  },
  schedule: { ...audit, payload: payloads.schedulePayload },
  workflow_dispatch: { ...audit, payload: payloads.dispatchPayload },
};

const on = { annotations: 'true', summary: 'true', comment: 'true', 'upload-sarif': 'true', status: 'true', gate: '' };

async function run(event: string, forge: Forge, inputs: Readonly<Record<string, string>>): Promise<ActionRun> {
  const payload = cases[event]?.payload();
  const env = { GITHUB_API_URL: forge.url };
  const ran = await runAction({ event, payload, server: host.url, inputs: { ...on, 'fetch-token': token, ...inputs }, env });
  expect(ran.stdout + ran.stderr).not.toContain(token);
  return ran;
}

/** The verdict, wherever the Action says it itself. */
function told(ran: ActionRun): unknown {
  const summary = readFileSync(path.join(path.dirname(ran.workspace), 'summary'), 'utf8');
  return {
    code: ran.code,
    verdict: ran.outputs['verdict'],
    found: ran.report?.findings.filter(({ blocks }) => blocks).map(({ ruleId }) => ruleId),
    marked: /^::error [^\n]*file=bad\.js/mu.test(ran.stdout),
    summary: /mcgate: (pass|fail|incomplete)/u.exec(summary)?.[1],
  };
}

function expected({ found }: Case): unknown {
  const verdict = found ? 'fail' : 'pass';
  return { code: found ? 1 : 0, verdict, found: found ? [finds] : [], marked: found, summary: verdict };
}

function refusals(ran: ActionRun): readonly string[] {
  return [...ran.stdout.matchAll(/^::notice title=mcgate::([\w-]+): (refused|failed)/gmu)].map(([, channel = '']) => channel).sort();
}

/** A forge of its own for each run, so that they can go side by side. */
async function withForge(work: (forge: Forge) => Promise<void>): Promise<void> {
  const forge = await startForge(bad);
  await work(forge).finally(() => forge.close());
}

describe.concurrent.each(Object.entries(cases))('%s', (event, expectation) => {
  it('with a token that may, everything reaches GitHub', () =>
    withForge(async (forge) => {
      const ran = await run(event, forge, { token });
      expect(told(ran)).toEqual(expected(expectation));
      expect(refusals(ran)).toEqual([]);
      expect(forge.comments).toHaveLength(expectation.comments);
      const uploads = forge.asked('upload').map(({ body }) => [body['ref'], body['commit_sha']]);
      expect([...new Set(uploads.map((one) => one.join(' ')))]).toEqual(
        expectation.uploads === null ? [] : [expectation.uploads().join(' ')],
      );
      const statuses = forge.asked('status').map(({ url, body }) => [path.basename(url), body['state']]);
      const last = [expectation.head(), expectation.found ? 'failure' : 'success'];
      // Of a schedule it is only known at the end which commit was judged.
      expect(statuses).toEqual(expectation.found ? [[expectation.head(), 'pending'], last] : [last]);
      expect(new Set(forge.asked().map(({ authorization }) => authorization.split(' ').at(-1)))).toEqual(new Set([token]));
    }));

  it('with a token that may only read, as of a fork, the rest is told, and the verdict stands', () =>
    withForge(async (forge) => {
      forge.say(onlyReads);
      const ran = await run(event, forge, { token });
      expect(told(ran)).toEqual(expected(expectation));
      const refused = [
        ...(expectation.uploads === null ? [] : ['code-scanning']),
        ...(expectation.comments > 0 ? ['comment'] : []),
        'status',
      ];
      expect(refusals(ran)).toEqual(refused);
    }));

  it('without a token, GitHub is not asked, and the verdict stands', () =>
    withForge(async (forge) => {
      const ran = await run(event, forge, {});
      expect(told(ran)).toEqual(expected(expectation));
      expect(forge.asked()).toEqual([]);
    }));
});

it('where nothing could be fetched, that is what reaches GitHub', () =>
  withForge(async (forge) => {
    const ran = await run('pull_request_target', forge, { token, 'fetch-token': 'another' });
    expect(ran).toMatchObject({ code: 2, outputs: { verdict: 'incomplete' } });
    expect(forge.asked('status').map(({ body }) => body['state'])).toEqual(['pending', 'error']);
    expect(forge.comments[0]?.body).toContain('contents: read');
    expect(forge.asked('upload')).toEqual([]);
  }));
