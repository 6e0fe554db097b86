// The Action as bundled: event by what the token may, what is delivered where, and that the verdict stays.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runAction, type ActionRun } from '../support/action.ts';
import { openPull, startGitServer, type GitServer, type HostedPull } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import * as payloads from '../support/github-payloads.ts';
import { clean, high } from '../support/traps.ts';
import { forbidden, notFound, startForge, type Answer, type Forge, type RouteName } from './delivery/forge.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let host: GitServer;
let pull: HostedPull;
let tip = '';
beforeAll(async () => {
  host = await startGitServer({ token, commits: [{ 'a.js': clean }] });
  const { repository } = host;
  tip = repository.git('rev-parse', 'main');
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit({ 'bad.js': high });
  pull = openPull(repository, 12, 'main', 'feature');
});
afterAll(() => host.close());

const all = Object.fromEntries(['annotations', 'summary', 'comment', 'upload-sarif', 'status'].map((name) => [name, 'true']));
const routes: readonly RouteName[] = ['viewer', 'comments', 'make', 'edit', 'statuses', 'status', 'checks', 'check', 'upload', 'progress'];
const everywhere = (said: Answer): Partial<Record<RouteName, Answer>> => Object.fromEntries(routes.map((route) => [route, said]));

interface Shape {
  readonly event: string;
  readonly payload: unknown;
  readonly says?: Partial<Record<RouteName, Answer>>;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function run({ event, payload, says = {}, inputs = {} }: Shape): Promise<{ readonly ran: ActionRun; readonly forge: Forge }> {
  const forge = await startForge(pull.head);
  forge.say(says);
  const ran = await runAction({
    ...{ event, payload, server: host.url, inputs: { ...all, token, 'fetch-token': token, gate: '', setup: 'false', ...inputs } },
    env: { GITHUB_API_URL: forge.url, GITHUB_RUN_ATTEMPT: '1' },
  });
  await forge.close();
  expect(ran.stdout + ran.stderr).not.toContain(token);
  return { ran, forge };
}

/** `channel: state` of what the log tells. */
function told({ stdout }: ActionRun): readonly string[] {
  return [...stdout.matchAll(/^(?:::notice title=mcgate::)?((?:annotations|summary|comment|code-scanning|status): \w+)/gmu)].map(
    ([, line]) => line ?? '',
  );
}

const pushed = (): unknown => payloads.pushPayload({ before: tip, after: pull.head });

describe.concurrent('delivery', () => {
  it('reaches every place that a pull request has', async () => {
    const { ran, forge } = await run({ event: 'pull_request_target', payload: payloads.pullRequestPayload(pull) });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(told(ran)).toEqual(['annotations', 'summary', 'comment', 'code-scanning', 'status'].map((channel) => `${channel}: delivered`));
    expect(ran.stdout).toMatch(/^::error file=bad\.js,line=1/mu);
    expect(forge.comments).toHaveLength(1);
    expect(forge.asked('status')[0]).toMatchObject({ url: `/repos/acme/shop/statuses/${pull.head}`, body: { state: 'failure' } });
    for (const { body } of forge.asked('upload')) expect(body).toMatchObject({ ref: 'refs/pull/12/merge', commit_sha: pull.merge });
    expect(readFileSync(path.join(path.dirname(ran.workspace), 'summary'), 'utf8')).toContain('bad.js');
  });

  it('of a push goes to its branch, and to no comment', async () => {
    const { ran, forge } = await run({ event: 'push', payload: pushed() });
    expect(ran.code).toBe(1);
    expect(told(ran)).toEqual(['annotations: delivered', 'summary: delivered', 'code-scanning: delivered', 'status: delivered']);
    for (const { body } of forge.asked('upload')) expect(body).toMatchObject({ ref: 'refs/heads/main', commit_sha: pull.head });
  });

  it('of a merge group uploads nothing', async () => {
    const { ran, forge } = await run({ event: 'merge_group', payload: payloads.mergeGroupPayload(tip, pull.head) });
    expect([ran.code, ...told(ran)]).toEqual([1, 'annotations: delivered', 'summary: delivered', 'status: delivered']);
    expect(forge.asked('status')[0]?.url).toBe(`/repos/acme/shop/statuses/${pull.head}`);
    expect(forge.asked('upload')).toEqual([]);
  });

  it.each<[string, Answer, string]>([
    ['that the token may not do', () => forbidden, 'refused'],
    ['that the repository has not', () => notFound, 'refused'],
  ])('%s is told, and the verdict stays', async (_, said, state) => {
    const { ran } = await run({
      event: 'pull_request',
      payload: payloads.pullRequestPayload(pull, { fromFork: true }),
      says: everywhere(said),
    });
    expect(ran).toMatchObject({ code: 1, stderr: '', outputs: { verdict: 'fail' } });
    expect(told(ran)).toEqual([
      'annotations: delivered',
      'summary: delivered',
      ...['comment', 'code-scanning', 'status'].map((one) => `${one}: ${state}`),
    ]);
    expect(ran.stdout.match(/^::notice title=mcgate::/gmu)).toHaveLength(3);
  });

  it('without a token, and where nothing was fetched, tells that the run is incomplete', async () => {
    const { ran, forge } = await run({
      event: 'pull_request_target',
      payload: payloads.pullRequestPayload(pull),
      inputs: { 'fetch-token': 'another' },
    });
    expect(ran).toMatchObject({ code: 2, outputs: { verdict: 'incomplete' } });
    expect(forge.asked('status')[0]).toMatchObject({ url: `/repos/acme/shop/statuses/${pull.head}`, body: { state: 'error' } });
    expect(forge.comments[0]?.body).toContain('contents: read');
    expect(forge.asked('upload')).toEqual([]);
    const { ran: none, forge: unasked } = await run({ event: 'push', payload: pushed(), inputs: { token: '' } });
    expect([none.code, ...told(none).slice(-2)]).toEqual([1, 'code-scanning: refused', 'status: refused']);
    expect(unasked.asked()).toEqual([]);
  });
});
