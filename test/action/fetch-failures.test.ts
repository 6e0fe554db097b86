// A host that does not answer as it should leaves the run incomplete, whatever it does: never a pass, and never another host that is asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { runAction, type ActionRun } from '../support/action.ts';
import { openPull, startGitServer, type GitRequest, type Mishap } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import { pullRequestPayload } from '../support/github-payloads.ts';
import { clean } from '../support/traps.ts';

vi.setConfig({ testTimeout: 90_000 });

type Happens = (response: ServerResponse) => void;

const says =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Happens =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** Half an answer, then nothing. */
const breaksOff: Happens = (response) => {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result', 'content-length': '5000' });
  response.write('0011packfile\n');
  setTimeout(() => response.destroy(), 20);
};

function isPack({ url }: GitRequest): boolean {
  return url.endsWith('/git-upload-pack');
}

/** A pull request that passes where it can be fetched, from a host with a mishap. */
async function fetchFrom(mishap: Mishap, given = token): Promise<{ readonly ran: ActionRun; readonly asked: readonly GitRequest[] }> {
  const host = await startGitServer({ token, mishap });
  try {
    const { repository } = host;
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit({ 'b.js': clean });
    const payload = pullRequestPayload(openPull(repository, 7, 'main', 'feature'));
    const ran = await runAction({ event: 'pull_request_target', payload, server: host.url, inputs: { token: given } });
    return { ran, asked: host.asked() };
  } finally {
    await host.close();
  }
}

function expectIncomplete({ code, outputs, report, stdout, stderr }: ActionRun, says: RegExp): void {
  expect({ code, verdict: outputs['verdict'], told: report?.verdict }).toEqual({ code: 2, verdict: 'incomplete', told: 'incomplete' });
  const [reason] = report?.gates[0]?.reasons ?? [];
  expect(`${reason?.code ?? ''}: ${reason?.message ?? ''} ${reason?.remedy ?? ''}`).toMatch(says);
  expect(stdout + stderr + JSON.stringify(report)).not.toContain(token);
}

describe.concurrent('a host', () => {
  it.each<[string, Mishap, RegExp, number]>([
    ['that refuses', () => says(403), /403.*contents: read/u, 1],
    ['that has no such repository', () => says(404), /not found.*contents: read/u, 1],
    ['that fails again and again', () => says(500), /500.*Run the job again/u, 3],
    ['that answers with a page', () => says(200, { 'content-type': 'text/html' }, '<html>::error::</html>'), /^no-trusted-tip/u, 3],
    ['that breaks off', (_, request) => (isPack(request) ? breaksOff : null), /Run the job again/u, 6],
  ])('%s leaves the run incomplete', async (_, mishap, reason, requests) => {
    const { ran, asked } = await fetchFrom(mishap);
    expectIncomplete(ran, reason);
    expect(asked.length).toBeLessThanOrEqual(requests * 2);
  });

  it('that fails once is asked again', async () => {
    const { ran } = await fetchFrom((before) => (before === 0 ? says(503) : null));
    expect(ran).toMatchObject({ code: 0, outputs: { verdict: 'pass' } });
  });

  it('is shown a token that it does not take once', async () => {
    const { ran, asked } = await fetchFrom(() => null, 'another');
    expectIncomplete(ran, /contents: read/u);
    expect(asked.filter(({ authorization }) => authorization !== '')).toHaveLength(1);
  });

  it('that sends elsewhere is not followed, and the token stays', async () => {
    const reached: string[] = [];
    const elsewhere = createServer((request, response) => {
      reached.push(String(request.headers.authorization));
      response.end();
    });
    await new Promise<void>((resolve) => {
      elsewhere.listen(0, '127.0.0.1', resolve);
    });
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const { ran } = await fetchFrom((_, { url }) => says(302, { location: address + url }));
    elsewhere.close();
    expectIncomplete(ran, /302/u);
    expect(reached).toEqual([]);
  });

  it.each(['http://git.example', 'file:///', 'ext::sh -c x', 'https://user:pass@git.example', 'https://git.example/?x='])(
    '%s is no place for a token',
    async (server) => {
      const pull = { number: 7, head: 'a'.repeat(40), base: 'b'.repeat(40), baseRef: 'main', merge: '' };
      const ran = await runAction({ event: 'pull_request_target', payload: pullRequestPayload(pull), server, inputs: { token } });
      expect(ran).toMatchObject({ code: 2, outputs: { verdict: 'incomplete' } });
      expect(ran.stdout + ran.stderr).not.toContain(token);
    },
  );
});
