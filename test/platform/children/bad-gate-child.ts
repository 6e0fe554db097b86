// A gate's child process whose gate misbehaves as `settings.exclude[0]` says; the process around it is the real one.
import { spawn } from 'node:child_process';
import { readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { McgateError } from '../../../src/core/error.ts';
import type { Gate, GateContext, GateFindings } from '../../../src/core/gate.ts';
import { serveGate, type GateLoaders } from '../../../src/platform/gate-serve.ts';

const empty: GateFindings = { findings: [], baseFindings: [], coverage: { unit: 'files', examined: 0, leftOut: [] }, reasons: [] };

function sleep(context: GateContext, marker: string): void {
  spawn('/bin/sleep', [marker], { stdio: 'ignore' });
  void context.runTool('/bin/sh', ['-c', `sleep ${marker} & sleep ${marker}`], {
    cwd: context.scratch,
    timeoutMs: 60_000,
    maxOutputBytes: 1000,
  });
}

function spin(): never {
  for (;;) Math.sqrt(2);
}

const forever = (): Promise<never> =>
  new Promise(() => {
    setInterval(() => undefined, 1000);
  });

type Behaviour = (context: GateContext, argument: string) => Promise<unknown>;

const behaviours: Readonly<Record<string, Behaviour>> = {
  good: (context) =>
    Promise.resolve({ ...empty, coverage: { unit: 'files', examined: context.workspace.judged.entries.length, leftOut: [] } }),
  progress: async (context) => {
    for (let done = 0; done < 2000; done++) {
      context.progress(done, 2000);
      if (done % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
    }
    return empty;
  },
  environment: async (context) => {
    const tool = await context.runTool('/usr/bin/env', [], { cwd: context.scratch, timeoutMs: 5000, maxOutputBytes: 100_000 });
    const facts = { gate: JSON.stringify(process.env), tool: tool.stdout, cwd: process.cwd(), args: process.execArgv.join(' ') };
    return { ...empty, coverage: { ...empty.coverage, facts } };
  },
  descriptors: async (context) => {
    const tool = await context.runTool('/bin/ls', ['-l', '/proc/self/fd'], {
      cwd: context.scratch,
      timeoutMs: 5000,
      maxOutputBytes: 100_000,
    });
    const own = readdirSync('/proc/self/fd').map((name) => {
      try {
        return readlinkSync(`/proc/self/fd/${name}`);
      } catch {
        return '';
      }
    });
    return { ...empty, coverage: { ...empty.coverage, facts: { gate: own.join('\n'), tool: tool.stdout } } };
  },
  cache: async (context) => {
    const before = await context.cache.get('key');
    await context.cache.set('key', { kept: true });
    return { ...empty, coverage: { ...empty.coverage, facts: { before: before === undefined ? 'none' : JSON.stringify(before) } } };
  },
  known: () =>
    Promise.reject(new McgateError('tool-missing', 'No scanner.', { remedy: 'mcgate setup', positions: [{ path: 'a/b.lock' }] })),
  throws: () => Promise.reject(new TypeError('first line\u001b[31m\u202e\nsecond line')),
  loose: () => {
    void Promise.reject(new RangeError('nobody waits for this'));
    return forever();
  },
  exits: () => process.exit(0),
  aborts: () => process.abort(),
  killed: () => {
    process.kill(process.pid, 'SIGKILL');
    return forever();
  },
  memory: () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 1e6 }, Math.random));
  },
  nonsense: () => Promise.resolve({ ...empty, findings: [{ ruleId: 'code/x', severity: 'harmless' }] }),
  'not-json': (_, answer) => {
    writeFileSync(answer, '{"findings": [');
    process.exit(0);
  },
  link: (context, target) => {
    symlinkSync(target, path.join(context.scratch, '../answer.json'));
    process.exit(0);
  },
  large: () => Promise.resolve({ ...empty, coverage: { ...empty.coverage, unit: 'x'.repeat(2_000_000) } }),
  chatter: () => {
    process.stdout.write('x'.repeat(1_000_000));
    process.stderr.write('y'.repeat(1_000_000));
    process.send?.({ kind: 'advanced', done: -1, total: 'x' });
    process.send?.({ kind: 'group', pid: 1, alive: true });
    process.send?.('nonsense');
    return Promise.resolve(empty);
  },
  hangs: forever,
  deaf: () => {
    process.on('SIGTERM', () => undefined);
    return forever();
  },
  spins: () => spin(),
  leaves: (context, marker) => {
    sleep(context, marker);
    return Promise.resolve(empty);
  },
  sleeps: (context, marker) => {
    sleep(context, marker);
    return forever();
  },
  'sleeps-then-spins': async (context, marker) => {
    sleep(context, marker);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return spin();
  },
  'sleeps-then-dies': async (context, marker) => {
    sleep(context, marker);
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(process.pid, 'SIGKILL');
    return forever();
  },
};

const gate: Gate = {
  id: 'code',
  rules: [],
  run: async (context) => {
    const [behaviour = '', argument = ''] = context.settings.exclude;
    return (await behaviours[behaviour]?.(
      context,
      argument === '' ? path.join(context.scratch, '../answer.json') : argument,
    )) as GateFindings;
  },
};

const loaders: GateLoaders = {
  code: () => Promise.resolve(gate),
  dependencies: null,
  configuration: null,
  permissions: null,
  checklist: () => Promise.reject(new Error('cannot be loaded')),
};

await serveGate(loaders, {
  openWorkspace: (spec) => {
    const read = (): Promise<{ ok: false; failure: 'missing'; detail: string }> =>
      Promise.resolve({ ok: false, failure: 'missing', detail: 'none' });
    return { judged: { entries: spec.judged.entries, read }, base: null, past: null, close: () => Promise.resolve() };
  },
});
