// The Action as a process: however it ends, nothing but a report that passed is exit code 0.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { bundle, parseOutputs, runAction, startAction } from '../support/action.ts';
import { cleanEnvironment } from '../support/cli.ts';
import { makeFolder } from '../support/git-repository.ts';
import { openPull, startGitServer, type GitServer, type Mishap } from '../support/git-server.ts';
import { token } from '../support/github.ts';
import { dispatchPayload, pullRequestPayload } from '../support/github-payloads.ts';
import { descendants } from '../support/judgement.ts';
import { clean } from '../support/traps.ts';
import { isRunning } from '../support/is-running.ts';

vi.setConfig({ testTimeout: 60_000 });

async function withHost(mishap: Mishap, use: (host: GitServer) => Promise<void>): Promise<void> {
  const host = await startGitServer({ token, mishap });
  try {
    await use(host);
  } finally {
    await host.close();
  }
}

describe.concurrent('the Action', () => {
  it.each([
    ['fail-on', 'hgih', /Input fail-on:.*none of critical/u],
    ['gate', '::error::\nx', /Input gate:.*none of code/u],
    ['output', 'nowhere/x.json', /Input output:.*no such folder/u],
    ['output', 'x.exe', /Input output:.*names no format/u],
    ['report', 'penetration-testing', /Input report: .*names no item and file(?!.*--)/u],
    ['report', 'penetration-testing=nowhere.sarif', /The report .*cannot be read/u],
    ['path', 'nowhere', /cannot be read/u],
  ])('refuses %s: %j, before anything is fetched', async (name, value, says) => {
    await withHost(
      () => null,
      async ({ url, asked }) => {
        const ran = await runAction({ event: 'schedule', payload: dispatchPayload(), server: url, inputs: { token, [name]: value } });
        expect(ran).toMatchObject({ code: 2, stderr: '', report: null, outputs: { verdict: 'incomplete' } });
        expect(asked()).toEqual([]);
        const commands = ran.stdout.split('\n').filter((line) => line.startsWith('::error'));
        expect(commands).toEqual([expect.stringMatching(says)]);
      },
    );
  });

  it('is no pass outside of GitHub, nor where the payload is none', async () => {
    for (const env of [{ GITHUB_ACTIONS: '' }, { GITHUB_EVENT_PATH: '/nowhere' }]) {
      const ran = await runAction({ event: 'push', payload: {}, server: 'https://github.example', env });
      expect(ran).toMatchObject({ code: 2, report: null, outputs: { verdict: 'incomplete' } });
    }
  });

  it('is the committed file that action.yml names', () => {
    const { runs } = parse(readFileSync('action.yml', 'utf8')) as { readonly runs: { readonly using: string; readonly main: string } };
    expect(runs.using).toBe('node24');
    const env = { ...cleanEnvironment(), GITHUB_ACTIONS: 'true' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.resolve(runs.main)], { cwd: makeFolder(), encoding: 'utf8', env });
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(stdout).toMatch(/^::error title=mcgate::/u);
  });

  it('is no pass where outputs cannot be written', async () => {
    await withHost(
      () => null,
      async ({ url }) => {
        const env = { GITHUB_OUTPUT: makeFolder() };
        const ran = await runAction({ event: 'schedule', payload: dispatchPayload(), server: url, inputs: { token }, env });
        expect(ran.code).toBe(2);
        expect(ran.stdout).toMatch(/^::error title=mcgate::.*The verdict was pass/mu);
      },
    );
  });

  it('is no pass where it is not whole, or Node.js is too old', () => {
    const folder = makeFolder();
    copyFileSync(bundle, path.join(folder, 'main.js'));
    const alone = spawnSync(process.execPath, [path.join(folder, 'main.js')], { encoding: 'utf8' });
    expect(alone).toMatchObject({ status: 2, stdout: expect.stringMatching(/^::error title=mcgate::mcgate could not start/u) as string });
    const old = `Object.defineProperty(process.versions, 'node', { value: '20.9.0' }); await import(${JSON.stringify(pathToFileURL(bundle).href)});`;
    const aged = spawnSync(process.execPath, ['--input-type=module', '-e', old], { encoding: 'utf8' });
    expect(aged).toMatchObject({ status: 2, stdout: expect.stringMatching(/^::error title=mcgate::mcgate needs Node.js 24/u) as string });
  });

  it('tells an error that nothing caught in one command, and never as a pass', () => {
    const folder = makeFolder({ output: '' });
    const broken = [
      'const fail = () => { throw new Error("x\\r::error::forged\\r::stop-commands::y"); };',
      'process.on("newListener", (name) => { if (name === "uncaughtException") process.nextTick(fail); });',
      `await import(${JSON.stringify(pathToFileURL(bundle).href)});`,
    ].join('\n');
    const env = { ...cleanEnvironment(), GITHUB_OUTPUT: path.join(folder, 'output') };
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', broken], { encoding: 'utf8', env });
    expect(ran).toMatchObject({ status: 2, stderr: '' });
    expect(ran.stdout).toMatch(/report it with .*debug logging/u);
    expect(ran.stdout).not.toContain('MCGATE_DEBUG');
    const lines = ran.stdout.split(/[\r\n]/u);
    expect(lines).toContainEqual(
      expect.stringMatching(/^::error title=mcgate::mcgate: Unexpected error: x%0A\\x3a:error::forged%0A\\x3a:stop/u),
    );
    expect(lines.filter((line) => /^\s*::(?!error title=mcgate::mcgate: )/u.test(line))).toEqual([]);
    expect(parseOutputs(readFileSync(path.join(folder, 'output'), 'utf8'))).toEqual({ verdict: 'incomplete' });
  });

  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    '%s while it fetches leaves nothing behind',
    async (signal) => {
      let asked: () => void;
      const reached = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const silent: Mishap = () => () => {
        asked();
      };
      await withHost(silent, async ({ url, repository }) => {
        repository.git('branch', 'feature');
        const payload = pullRequestPayload(openPull(repository, 7, 'main', 'feature'));
        const { child, ended } = startAction({ event: 'pull_request', payload, server: url, inputs: { token } });
        await reached;
        const started = descendants(child.pid ?? 0);
        child.kill(signal);
        const ran = await ended;
        expect(ran).toMatchObject({ code: 2, outputs: { verdict: 'incomplete' } });
        expect(ran.stdout).toMatch(/^::error title=mcgate::.*cancelled/mu);
        expect(readdirSync(ran.temporary)).toEqual(['x']);
        await vi.waitFor(() => {
          expect(started.filter(isRunning)).toEqual([]);
        });
      });
    },
  );

  it('writes what is asked for, relative to the workspace, and shows no colour to whoever wants none', async () => {
    await withHost(
      () => null,
      async ({ url, repository }) => {
        repository.commit({ 'b.js': clean });
        const inputs = { token, output: 'r.md\nr.txt\n r.sarif.json' };
        const [plain, coloured] = await Promise.all(
          [{ NO_COLOR: '1' }, {}].map((env) => runAction({ event: 'schedule', payload: dispatchPayload(), server: url, inputs, env })),
        );
        expect([plain?.code, coloured?.code]).toEqual([0, 0]);
        expect(readdirSync(plain?.workspace ?? '').sort()).toEqual(['r.md', 'r.sarif.json', 'r.txt', 'x']);
        expect([plain?.stdout.includes('\u001b['), coloured?.stdout.includes('\u001b[')]).toEqual([false, true]);
        expect(Object.keys(plain?.outputs ?? {}).sort()).toEqual(['blocking', 'counts', 'html', 'new', 'report', 'sarif', 'verdict']);
      },
    );
  });
});
