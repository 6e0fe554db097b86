// What asks for more of the history gets it, and what does not is not kept waiting: attestations that count once, releases since the last one.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeKey, signerLine } from '../attestation/keys.ts';
import { runAction, type ActionRun } from '../support/action.ts';
import { mcgate } from '../support/cli.ts';
import type { TestRepository } from '../support/git-repository.ts';
import { openPull, startGitServer, type GitServer } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import { pullRequestPayload } from '../support/github-payloads.ts';
import { clean } from '../support/traps.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const people = `people:
  - { login: ann, emails: [ann@example.org], principals: [ann@example.org] }
  - { login: bob, emails: [bob@example.org], principals: [bob@example.org] }
`;
const config = `release: { branches: ["release/*"], since: "v*" }\n${people}`;
const bob = makeKey();

let host: GitServer;
beforeAll(async () => {
  const signers = signerLine('bob@example.org', bob);
  host = await startGitServer({
    token,
    commits: [{ 'a.js': clean, '.mcgate/config.yaml': config, '.mcgate/allowed_signers': signers }],
  });
  const { git } = host.repository;
  git('tag', 'v1');
  git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  grow(host.repository, 300);
  git('branch', 'release/1', 'main');
});
afterAll(() => host.close());

/** Commits of somebody else that change nothing. */
function grow({ root, git }: TestRepository, count: number): void {
  const who = 'committer Cleo <cleo@example.org> 1767323045 +0000\ndata 4\nidle\n';
  const commits = Array.from({ length: count }, (_, at) => `commit refs/heads/main\n${who}${at === 0 ? 'from refs/heads/main^0\n' : ''}`);
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: root, input: commits.join('\n') });
  git('reset', '-q', '--hard');
}

function judge(number: number, target: string, head: string, gate: string): Promise<ActionRun> {
  const payload = pullRequestPayload(openPull(host.repository, number, target, head));
  const env = { GITHUB_REF: `refs/heads/${target}`, GITHUB_REF_PROTECTED: 'true' };
  return runAction({ event: 'pull_request_target', payload, server: host.url, inputs: { 'fetch-token': token, gate }, env });
}

describe('the history', () => {
  it('is not fetched as a whole for a change that asks for none of it', async () => {
    const { repository } = host;
    repository.git('checkout', '-q', '-b', 'plain', 'main');
    repository.commit({ 'b.js': clean });
    const ran = await judge(1, 'main', 'plain', 'permissions');
    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toMatch(/all of (?:its|the) history/u);
  });

  it('is fetched as a whole where the change brings an approval, which counts once', async () => {
    const { repository } = host;
    repository.git('checkout', '-q', '-b', 'weaker', 'main');
    repository.commit({ '.mcgate/config.yaml': `gates: { code: { enabled: false } }\n${config}` });
    const args = ['approve', '--reason', 'the code is generated', '--base', 'main', '--pull-request', '3', '--yes', '--key', bob.file];
    expect(await mcgate(args, { cwd: repository.root })).toMatchObject({ code: 0 });
    repository.commit({}, 'approved', 'bob@example.org');
    const ran = await judge(3, 'main', 'weaker', 'permissions');
    expect({ code: ran.code, notices: ran.report?.notices }).toEqual({ code: 0, notices: [] });
    expect(ran.stdout).toMatch(/all of the history/u);
  });

  it('is fetched with its tags where the target holds releases: whose work they are goes back to the last', async () => {
    const { repository } = host;
    repository.git('checkout', '-q', '-b', 'candidate', 'release/1');
    repository.commit({ 'c.js': clean });
    const ran = await judge(4, 'release/1', 'candidate', 'checklist');
    expect(ran.stdout).toMatch(/all of its history/u);
    const checklist = ran.report?.gates.find(({ id }) => id === 'checklist');
    expect({ code: ran.code, outcome: checklist?.outcome, reasons: checklist?.reasons }).toEqual({ code: 1, outcome: 'fail', reasons: [] });
  });
});
