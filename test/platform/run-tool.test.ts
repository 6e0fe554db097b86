import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToolRun } from '../../src/core/gate.ts';
import { createRunTool } from '../../src/platform/run-tool.ts';
import { processesWith, sleepMarker, until } from './gate-job.ts';

const env = { PATH: '/usr/bin:/bin', LANG: 'C' };
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(path.join(os.tmpdir(), 'mcgate-test-'));
});
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const limits = (): { cwd: string; timeoutMs: number; maxOutputBytes: number } => ({ cwd, timeoutMs: 10_000, maxOutputBytes: 10_000 });
const runTool = createRunTool({ env });
const sh = (script: string, ...args: readonly string[]): Promise<ToolRun> => runTool('/bin/sh', ['-c', script, 'sh', ...args], limits());

describe.runIf(process.platform !== 'win32')('runTool', () => {
  it('answers exit code and both streams, unchanged', async () => {
    expect(await sh('printf "out\\n\\n"; printf err >&2; exit 3')).toEqual({
      exitCode: 3,
      stdout: 'out\n\n',
      stderr: 'err',
      failure: null,
    });
  });

  it('gives arguments as they are, and an empty stdin', async () => {
    const run = await sh('printf "%s|" "$@"; cat', '$(id)', '; rm -rf *', '', 'ä\n');
    expect(run.stdout).toBe('$(id)|; rm -rf *||ä\n|');
  });

  it('gives the environment it was told and nothing of this process', async () => {
    process.env['GITHUB_TOKEN'] = 'secret';
    try {
      const run = await runTool('/usr/bin/env', [], { ...limits(), env: { EXTRA: '1' } });
      expect(run.stdout.trim().split('\n').sort()).toEqual(['EXTRA=1', 'LANG=C', 'PATH=/usr/bin:/bin']);
    } finally {
      delete process.env['GITHUB_TOKEN'];
    }
  });

  it.each([
    ['relative', 'sh', []],
    ['missing', '/nowhere/tool', []],
    ['a folder', '/usr', []],
    ['with a zero byte', '/bin/sh', ['a\0b']],
  ])('does not start what is %s', async (_, file, args) => {
    expect(await runTool(file, args, limits())).toMatchObject({ exitCode: null, failure: 'not-started' });
  });

  it('does not start in a folder that is missing or relative', async () => {
    for (const folder of ['/nowhere/at/all', '.']) {
      expect(await runTool('/bin/sh', ['-c', 'true'], { ...limits(), cwd: folder })).toMatchObject({ failure: 'not-started' });
    }
  });

  it('bounds each stream by bytes and ends the tool', async () => {
    const run = await sh('while :; do printf "äöü%s" 0123456789; done');
    expect(run.failure).toBe('too-much-output');
    expect(Buffer.byteLength(run.stdout)).toBeLessThan(10_010);
    expect((await sh('while :; do echo 0123456789 >&2; done')).failure).toBe('too-much-output');
    expect((await runTool('/usr/bin/printf', ['%s', 'x'.repeat(10_000)], limits())).failure).toBeNull();
  });

  it('ends a tool and its descendants when time is up, whatever they ignore', async () => {
    const marker = sleepMarker();
    const script = `trap "" TERM INT HUP; sleep ${marker} & sleep ${marker}`;
    const run = await runTool('/bin/sh', ['-c', script], { ...limits(), timeoutMs: 300 });
    expect(run).toMatchObject({ exitCode: null, failure: 'timed-out' });
    await until(() => processesWith(marker).length === 0, 'all are gone', 1000);
  });

  it('ends descendants that a tool leaves behind', async () => {
    const marker = sleepMarker();
    expect(await sh(`sleep ${marker} & echo done`)).toMatchObject({ exitCode: 0, stdout: 'done\n', failure: null });
    await until(() => processesWith(marker).length === 0, 'all are gone', 1000);
  });

  it('does not wait for a descendant that left the group with the output open', async () => {
    const started = Date.now();
    const pids = await sh('setsid sh -c "echo $$; sleep 3.14" & sleep 0.2; echo done');
    expect(pids.stdout).toContain('done');
    expect(Date.now() - started).toBeLessThan(2500);
  });

  it('tells a tool that was killed from one that failed', async () => {
    expect(await sh('kill -9 $$')).toMatchObject({ exitCode: null, failure: 'killed' });
  });

  it('is cancelled by the signal, before and during the run, and tells its group', async () => {
    const controller = new AbortController();
    const groups: (readonly [number, boolean])[] = [];
    const run = createRunTool({ env, signal: controller.signal, onGroup: (pid, alive) => groups.push([pid, alive]) });
    const marker = sleepMarker();
    const during = run('/bin/sleep', [marker], limits());
    await until(() => processesWith(marker).length === 1, 'it has started');
    expect(groups).toEqual([[processesWith(marker)[0], true]]);
    controller.abort();
    expect(await during).toMatchObject({ failure: 'cancelled' });
    expect(groups[1]).toEqual([groups[0]?.[0], false]);
    expect(await run('/bin/true', [], limits())).toMatchObject({ failure: 'cancelled' });
    expect(groups).toHaveLength(2);
  });
});
