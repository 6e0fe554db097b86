// The built Action, spawned for each event against a git host of our own: what is judged, by whom, and the exit code.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runAction } from '../support/action.ts';
import { openPull, startGitServer, type GitServer } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import * as payloads from '../support/github-payloads.ts';
import { finds, high } from '../support/traps.ts';

vi.setConfig({ testTimeout: 60_000 });

let host: GitServer;
beforeAll(async () => {
  host = await startGitServer({ token, commits: [{ 'a.js': '1;\n' }, { 'b.js': '2;\n' }] });
});
afterAll(() => host.close());

describe('x', () => {
  it('judges a pull request', async () => {
    const { repository } = host;
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit({ 'bad.js': high });
    repository.git('checkout', '-q', 'main');
    const pull = openPull(repository, 7, 'main', 'feature');
    const ran = await runAction({ event: 'pull_request', payload: payloads.pullRequestPayload(pull), server: host.url, inputs: { token } });
    expect(ran.code).toBe(1);
    expect(ran.report?.findings.map(({ ruleId }) => ruleId)).toEqual([finds]);
  });
});
