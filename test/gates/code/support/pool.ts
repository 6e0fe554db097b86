// A small pool of real worker threads, as the platform's: replaced when they die, hang or ask for it.
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerPool } from '../../../../src/core/gate.ts';

type Answer = Awaited<ReturnType<WorkerPool['run']>>;

interface TestPool extends WorkerPool {
  /** Tasks taken, by number of files. */
  readonly taken: number[];
  /** Kinds of all tasks taken. */
  readonly kinds: string[];
  started(): number;
}

/** Where bundle.ts put the entries; from source each thread would load all of the engine's files. */
const bundles = process.env['MCGATE_TEST_WORKERS'];

function entryUrl(name: string): URL {
  return bundles === undefined ? new URL(`${name}.ts`, import.meta.url) : pathToFileURL(path.join(bundles, `${name}.js`));
}

export function openTestPool(size = 2, entry: 'worker-entry' | 'flow-worker-entry' = 'worker-entry'): TestPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker | Promise<Worker>) => void)[] = [];
  const taken: number[] = [];
  const kinds: string[] = [];
  let count = 0;

  const start = async (): Promise<Worker> => {
    const worker = new Worker(entryUrl(entry), { env: {}, resourceLimits: { stackSizeMb: 32 } });
    all.add(worker);
    count += 1;
    await once(worker, 'message'); // ready: no task's time covers the start
    return worker;
  };
  const release = (worker: Worker | null): void => {
    const next = waiting.shift();
    if (next !== undefined) next(worker ?? start());
    else if (worker !== null) idle.push(worker);
  };
  const acquire = (): Promise<Worker> => {
    const worker = idle.pop() ?? (all.size < size ? start() : undefined);
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };

  const perform = (worker: Worker, task: unknown, timeoutMs: number): Promise<{ readonly answer: Answer; readonly spent: boolean }> =>
    new Promise((resolve) => {
      const finish = (answer: Answer, spent: boolean): void => {
        clearTimeout(timer);
        worker.off('error', fail).off('message', receive);
        resolve({ answer, spent });
      };
      const timer = setTimeout(() => {
        finish({ ok: false, failure: 'timed-out', detail: 'too slow' }, true);
      }, timeoutMs);
      const fail = (error: unknown): void => {
        finish({ ok: false, failure: 'crashed', detail: String(error) }, true);
      };
      const receive = (message: { ok: boolean; value?: unknown; detail?: string }): void => {
        if (!message.ok) finish({ ok: false, failure: 'crashed', detail: message.detail ?? '' }, true);
        else if (isRetiring(message.value)) finish({ ok: true, value: message.value.value }, true);
        else finish({ ok: true, value: message.value }, false);
      };
      worker.on('error', fail).on('message', receive);
      worker.postMessage(task);
    });

  return {
    size,
    taken,
    kinds,
    started: () => count,
    async run(task, timeoutMs) {
      const worker = await acquire();
      const { kind } = task as { kind: string };
      kinds.push(kind);
      if (kind === 'lint') taken.push((task as { files: unknown[] }).files.length);
      const { answer, spent } = await perform(worker, task, timeoutMs);
      if (spent) {
        all.delete(worker);
        await worker.terminate();
      }
      release(spent ? null : worker);
      return answer;
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function isRetiring(value: unknown): value is { readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'retire' in value && value.retire === true;
}
