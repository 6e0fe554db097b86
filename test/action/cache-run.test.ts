// The Action as spawned, with GitHub's cache beside it: what one run stores another reads, and a pull request stores nothing.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runAction, type ActionRun } from '../support/action.ts';
import { startActionsCache, type TestCache } from '../support/actions-cache-server.ts';
import { makeFolder } from '../support/git-repository.ts';
import { openPull, startGitServer, type GitServer } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import { pullRequestPayload, pushPayload } from '../support/github-payloads.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const finding = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";

let host: GitServer;
let cache: TestCache;
beforeAll(async () => {
  cache = await startActionsCache();
  host = await startGitServer({ token, commits: [{ 'a.js': '1;\n' }, { 'b.js': 'export const two = 2;\n' }] });
});
afterAll(async () => {
  await host.close();
  await cache.close();
});

/** On a machine that nothing ran on before. */
async function run(event: string, ref: string, payload: unknown): Promise<ActionRun> {
  const fresh = makeFolder();
  const folders = { XDG_CACHE_HOME: path.join(fresh, 'cache'), XDG_DATA_HOME: path.join(fresh, 'data') };
  const env = { GITHUB_REF: ref, ...folders, ...cache.environment(ref, event === 'pull_request_target') };
  const ran = await runAction({ event, payload, server: host.url, inputs: { token, cache: 'true' }, env });
  expect(ran.stdout + ran.stderr).not.toMatch(/sig=secret|Bearer/u);
  return ran;
}

describe('the cache of the Action', () => {
  it('is written by a push to the default branch, and read by a pull request that it does not let pass', async () => {
    const { git } = host.repository;
    const pushed = await run(
      'push',
      'refs/heads/main',
      pushPayload({ before: git('rev-parse', 'main^'), after: git('rev-parse', 'main') }),
    );
    expect(pushed).toMatchObject({ code: 0, outputs: { verdict: 'pass' } });
    const stored = cache.keys();
    expect(stored.map((key) => key.replace(/-[0-9a-f]{32}-.*/u, ''))).toEqual(['refs/heads/main mcgate-results']);

    git('checkout', '-q', '-b', 'feature');
    host.repository.commit({ 'c.js': finding });
    git('checkout', '-q', 'main');
    const payload = pullRequestPayload(openPull(host.repository, 7, 'main', 'feature'));
    const target = await run('pull_request_target', 'refs/heads/main', payload);
    expect(target).toMatchObject({ code: 1, outputs: { verdict: 'fail' } });
    expect(target.stdout).toContain('Cache of results: restored');

    const own = await run('pull_request', 'refs/pull/7/merge', payload);
    expect(own).toMatchObject({ code: 1, outputs: { verdict: 'fail' } });
    expect(own.stdout).not.toContain('results');
    expect(cache.keys()).toEqual(stored);
  });

  it('that does not answer costs nothing but time', async () => {
    cache.trouble = () => ({ status: 500, body: '<html>' });
    const { git } = host.repository;
    const ran = await run('push', 'refs/heads/main', pushPayload({ before: git('rev-parse', 'main^'), after: git('rev-parse', 'main') }));
    expect(ran).toMatchObject({ code: 0, outputs: { verdict: 'pass' } });
  });
});
