import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GateAnswer, GateJob, ProgressEvent } from '../../src/core/check.ts';
import { createGates, type GateProcessOptions } from '../../src/platform/gate-process.ts';
import { gateJob, processesWith, sleepMarker, until } from './gate-job.ts';

const entry = new URL('children/bad-gate-child.ts', import.meta.url);
let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), 'mcgate-test-'));
  mkdirSync(path.join(temporary, 'tmp'));
  vi.stubEnv('TMPDIR', path.join(temporary, 'tmp'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  const left = readdirSync(path.join(temporary, 'tmp'));
  rmSync(temporary, { recursive: true, force: true });
  expect(left, 'scratch folders left behind').toEqual([]);
});

async function run(
  job: GateJob,
  options: GateProcessOptions = {},
  signal = new AbortController().signal,
): Promise<{ readonly answer: GateAnswer; readonly events: readonly ProgressEvent[] }> {
  const events: ProgressEvent[] = [];
  const env = { ...process.env, MCGATE_CACHE_DIR: path.join(temporary, 'cache') };
  const { runGate } = createGates({ entry, env, ...options });
  const answer = await runGate(job, (event) => events.push(event), signal);
  return { answer, events };
}

async function reasonOf(behaviour: string, options: GateProcessOptions = {}, argument = ''): Promise<{ code: string; message: string }> {
  const { answer } = await run(gateJob([behaviour, argument]), options);
  if (answer.ok) throw new Error(`it answered: ${JSON.stringify(answer.result)}`);
  return answer.reason;
}

async function factsOf(behaviour: string, options: GateProcessOptions = {}): Promise<Readonly<Record<string, string>>> {
  const { answer } = await run(gateJob([behaviour]), options);
  if (!answer.ok) throw new Error(answer.reason.message);
  return (answer.result.coverage.facts ?? {}) as Readonly<Record<string, string>>;
}

describe('V8', () => {
  // Else it would say so on the gate's stderr, and the gate be slower.
  it('knows the mode that gates run it in', async () => {
    const { stderr } = await promisify(execFile)(process.execPath, ['-e', "require('node:v8').setFlagsFromString('--efficiency-mode')"]);
    expect(stderr).toBe('');
  });
});

describe('an answer', () => {
  it('comes back as the gate gave it', async () => {
    const { answer, events } = await run(gateJob(['good']));
    expect(answer).toMatchObject({ ok: true, result: { coverage: { examined: 1 }, reasons: [] } });
    expect(events).toEqual([]);
  });

  it('holds the reason where the gate threw a McgateError', async () => {
    const { answer } = await run(gateJob(['known']));
    const reason = { code: 'tool-missing', message: 'No scanner.', remedy: 'mcgate setup', path: 'a/b.lock' };
    expect(answer).toMatchObject({ ok: true, result: { reasons: [reason], findings: [], coverage: { examined: 0 } } });
  });

  it('says so for a gate that is not built', async () => {
    const { answer } = await run(gateJob([], { gate: 'permissions' }));
    expect(answer).toMatchObject({ ok: true, result: { findings: [], coverage: { examined: 0 } } });
    expect(JSON.stringify(answer)).toContain('gate-not-built');
  });

  it('is not disturbed by output, forged messages or unknown ones', async () => {
    const { answer, events } = await run(gateJob(['chatter']));
    expect(answer.ok).toBe(true);
    expect(events).toEqual([]);
  });

  it('tells progress at most ten times a second', async () => {
    const { events } = await run(gateJob(['progress']));
    expect(events.length).toBeGreaterThanOrEqual(1);
    expect(events.length).toBeLessThan(15);
    expect(events[0]).toMatchObject({ kind: 'advanced', gate: 'code', total: 2000 });
  });

  it('can be remembered for the next run', async () => {
    expect(await factsOf('cache')).toEqual({ before: 'none' });
    expect(await factsOf('cache')).toEqual({ before: '{"kept":true}' });
  });
});

describe('a gate that is expected', () => {
  const root = gateJob([]).workspace.root;

  it('answers as any other', async () => {
    const { runGate, expectGates } = createGates({ entry });
    const dismiss = expectGates(['code'], root);
    const answer = await runGate(gateJob(['good']), () => undefined, new AbortController().signal);
    expect(answer).toMatchObject({ ok: true, result: { coverage: { examined: 1 } } });
    await dismiss();
  });

  it.runIf(process.platform === 'linux')('is gone, folder and all, where nobody took it', async () => {
    const scratch = path.join(temporary, 'tmp');
    const { expectGates } = createGates({ entry });
    const dismiss = expectGates(['code', 'permissions'], root);
    await until(() => processesWith(path.join(scratch, 'mcgate-')).length === 2, 'both have started');
    await dismiss();
    expect(processesWith(path.join(scratch, 'mcgate-'))).toEqual([]);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('twice is two processes, each gone by its own dismissal', async () => {
    const scratch = path.join(temporary, 'tmp');
    const { expectGates } = createGates({ entry });
    const dismissals = [expectGates(['code'], root), expectGates(['code'], root)];
    const running = (): number => processesWith(path.join(scratch, 'mcgate-')).length;
    await until(() => running() === 2, 'both have started');
    await dismissals[0]?.();
    expect(running()).toBe(1);
    await dismissals[1]?.();
    expect(running()).toBe(0);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('that cannot be loaded, or whose entry is not there, is told of where it runs', async () => {
    for (const [gate, where] of [
      ['checklist', entry],
      ['code', new URL('children/none.ts', import.meta.url)],
    ] as const) {
      const { runGate, expectGates } = createGates({ entry: where });
      const dismiss = expectGates([gate], root);
      const answer = await runGate(gateJob([], { gate }), () => undefined, new AbortController().signal);
      expect(answer).toMatchObject({ ok: false, reason: { code: 'gate-crashed' } });
      await dismiss();
    }
  });
});

describe('the environment', () => {
  it('holds no token, in the gate or its tools, and no folder of the repository to run programs from', async () => {
    const secrets = {
      GITHUB_TOKEN: 'secret-1',
      ACTIONS_RUNTIME_TOKEN: 'secret-2',
      npm_config__authToken: 'secret-3',
      'INPUT_GITHUB-TOKEN': 'secret-4',
      AWS_SECRET_ACCESS_KEY: 'secret-5',
      NODE_OPTIONS: '--title=secret-6',
      LD_PRELOAD: '',
      PATH: '/nowhere/repository/bin:.:relative::/opt/x/node_modules/.bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
    };
    const facts = await factsOf('environment', { env: secrets });
    for (const text of [facts['gate'], facts['tool']]) {
      expect(text).not.toMatch(/secret|TOKEN|NODE_OPTIONS|LD_PRELOAD|NODE_CHANNEL/);
      expect(text).toContain('C.UTF-8');
    }
    expect(JSON.parse(facts['gate'] ?? '')).toMatchObject({ PATH: '/usr/bin:/bin' });
    expect(facts['tool']?.split('\n')).toContain('PATH=/usr/bin:/bin');
    expect(facts['args']).toBe('');
    expect(facts['cwd']).toContain(path.join(temporary, 'tmp'));
  });
});

describe.runIf(process.platform === 'linux')('descriptors', () => {
  it('of the caller reach neither the gate nor its tools', async () => {
    const secret = path.join(temporary, 'secret');
    writeFileSync(secret, 'secret');
    const script = `exec "$0" "$@" 7<${secret} 99<${secret}`;
    const parent = path.join(import.meta.dirname, 'children/gate-parent.ts');
    const { stdout } = await promisify(execFile)('/bin/bash', ['-c', script, process.execPath, parent, 'descriptors']);
    const answer = JSON.parse(stdout) as GateAnswer;
    expect(answer).toMatchObject({ ok: true, result: { coverage: { facts: { tool: expect.stringContaining('/dev/null') as unknown } } } });
    expect(stdout).not.toContain(secret);
  });
});

describe('no answer', () => {
  it('is gate-crashed with one escaped line of what was thrown', async () => {
    const reason = await reasonOf('throws');
    expect(reason.code).toBe('gate-crashed');
    expect(reason.message).toMatch(/exit code 1: TypeError: first line\\u\{1b\}\[31m\\u\{202e\} \(bad-gate-child\.ts:\d+:\d+\)\.$/);
  });

  it.each([
    ['loose', /RangeError: nobody waits/],
    ['exits', /without an answer/],
    ['aborts', /SIGABRT/],
    ['killed', /SIGKILL/],
  ])('is gate-crashed: %s', async (behaviour, message) => {
    const reason = await reasonOf(behaviour);
    expect(reason.code).toBe('gate-crashed');
    expect(reason.message).toMatch(message);
  });

  it('is gate-crashed where the gate cannot be loaded, or the entry is not there', async () => {
    const { answer } = await run(gateJob([], { gate: 'checklist' }));
    expect(answer).toMatchObject({ ok: false, reason: { code: 'gate-crashed' } });
    expect((await reasonOf('good', { entry: new URL('children/none.ts', import.meta.url) })).code).toBe('gate-crashed');
  });

  it.each(['nonsense', 'not-json'])('is gate-answer-invalid: %s', async (behaviour) => {
    expect((await reasonOf(behaviour)).code).toBe('gate-answer-invalid');
  });

  it('is gate-answer-invalid: larger than allowed', async () => {
    expect((await reasonOf('large', { maxAnswerBytes: 1_000_000 })).code).toBe('gate-answer-invalid');
  });

  it('is gate-answer-invalid: a link to a well-formed answer elsewhere', async () => {
    const planted = path.join(temporary, 'planted.json');
    writeFileSync(planted, '{"findings":[],"baseFindings":[],"coverage":{"unit":"files","examined":0,"leftOut":[]},"reasons":[]}');
    expect((await reasonOf('link', {}, planted)).code).toBe('gate-answer-invalid');
  });
});

describe('the end', () => {
  const graceMs = 200;

  it.each(['hangs', 'deaf', 'spins'])('comes by time limit: %s', async (behaviour) => {
    const { answer } = await run(gateJob([behaviour], { timeoutMs: 700 }), { graceMs });
    expect(answer).toMatchObject({ ok: false, reason: { code: 'gate-timed-out' } });
  });

  it('comes by cancellation, before and during the run', async () => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 400);
    const during = await run(gateJob(['hangs']), { graceMs }, controller.signal);
    expect(during.answer).toMatchObject({ ok: false, reason: { code: 'gate-cancelled' } });
    const before = await run(gateJob(['hangs']), { graceMs }, controller.signal);
    expect(before).toEqual({ answer: during.answer, events: [] });
  });

  it.runIf(process.platform === 'linux').each(['sleeps', 'sleeps-then-spins', 'sleeps-then-dies', 'leaves'])(
    'takes all that the gate started: %s',
    async (behaviour) => {
      const marker = sleepMarker();
      const controller = new AbortController();
      const watch = setInterval(() => {
        // A shell and three sleepers.
        if (behaviour !== 'leaves' && processesWith(marker).length >= 4)
          setTimeout(() => {
            controller.abort();
          }, 150);
      }, 20);
      const { answer } = await run(gateJob([behaviour, marker]), { graceMs }, controller.signal);
      clearInterval(watch);
      expect(answer.ok).toBe(behaviour === 'leaves');
      await until(() => processesWith(marker).length === 0, 'all sleepers are gone', 1000);
    },
  );
});

describe.runIf(process.platform === 'linux')('when the parent dies', () => {
  it.each([
    ['sleeps', 'SIGINT'],
    ['sleeps', 'SIGKILL'],
    ['sleeps-then-spins', 'SIGKILL'],
  ] as const)('nothing is left: %s, %s', async (behaviour, signal) => {
    const marker = sleepMarker();
    const parent = spawn(process.execPath, [path.join(import.meta.dirname, 'children/gate-parent.ts'), behaviour, marker], {
      stdio: 'ignore',
    });
    // Parent, shell and three sleepers, all with the marker on their command line.
    await until(() => processesWith(marker).length >= 5, 'the sleepers have started');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const scratch = path.join(temporary, 'tmp');
    expect(readdirSync(scratch)).toHaveLength(1);
    const children = processesWith(readdirSync(scratch)[0] ?? '');
    expect(children).toHaveLength(1);
    parent.kill(signal);
    await until(() => processesWith(marker).length === 0, 'all sleepers are gone', 3000);
    await until(() => processesWith(path.join(scratch, 'mcgate-')).length === 0, 'the gate is gone', 3000);
    await until(() => readdirSync(scratch).length === 0, 'the scratch folder is gone', 3000);
  });

  it.each([0, 40, 80, 120])('nothing is left, however early: %i ms after the gate has started', async (delay) => {
    const marker = sleepMarker();
    const scratch = path.join(temporary, 'tmp');
    const parent = spawn(process.execPath, [path.join(import.meta.dirname, 'children/gate-parent.ts'), 'sleeps', marker], {
      stdio: 'ignore',
    });
    await until(() => processesWith(path.join(scratch, 'mcgate-')).length > 0, 'the gate has started');
    await new Promise((resolve) => setTimeout(resolve, delay));
    parent.kill('SIGKILL');
    await until(() => processesWith(path.join(scratch, 'mcgate-')).length === 0, 'the gate is gone', 3000);
    await until(() => processesWith(marker).length === 0, 'all sleepers are gone', 1000);
    expect(readdirSync(scratch)).toEqual([]);
  });
});
