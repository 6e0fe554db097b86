// A worker whose tasks say what it shall do.
import { workerData } from 'node:worker_threads';
import { serveTasks } from '../../../src/platform/worker-messages.ts';

interface Task {
  readonly do: string;
  readonly value?: unknown;
}

const started = Math.random();
let served = 0;

function deep(levels: number): number {
  return levels === 0 ? 0 : 1 + deep(levels - 1);
}

const actions: Readonly<Record<string, (value: unknown) => unknown>> = {
  echo: (value) => value,
  facts: () => ({ env: { ...process.env }, argv: process.execArgv, data: workerData as unknown, started, served: ++served }),
  print: () => {
    process.stdout.write('out '.repeat(100_000));
    process.stderr.write('err '.repeat(100_000));
    return 'printed';
  },
  throw: () => {
    throw new TypeError('thrown\u001b[31m');
  },
  uncaught: () => {
    setImmediate(() => {
      throw new Error('uncaught');
    });
    return new Promise(() => undefined);
  },
  exit: () => process.exit(0),
  spin: () => {
    for (;;) Math.sqrt(2);
  },
  backtrack: () => /^(?:a+)+$/.test(`${'a'.repeat(60)}!`),
  hang: () => new Promise(() => undefined),
  memory: () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 1e5 }, Math.random));
  },
  deep: (levels) => deep(levels as number),
  function: () => () => 'no copy of this exists',
  retire: () => ({ retire: true, value: started }),
  started: () => started,
};

serveTasks(async (task) => {
  const { do: name, value } = task as Task;
  return await actions[name]?.(value);
});
