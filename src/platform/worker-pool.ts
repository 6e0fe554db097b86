// Worker threads that answer tasks and are replaced when a task kills, hangs or corrupts one.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../core/error.ts';
import type { WorkerPool } from '../core/gate.ts';
import { printable } from './printable.ts';
import { parseWorkerMessage } from './worker-messages.ts';

type TaskAnswer = Awaited<ReturnType<WorkerPool['run']>>;

export interface WorkerPoolOptions {
  readonly entry: URL;
  readonly workerData?: unknown;
  /** Most threads at once; default as many as the machine runs in parallel, at most 4. They start when needed. */
  readonly size?: number;
  /** Heap of one thread. Default 1,024. */
  readonly maxOldGenerationSizeMb?: number;
  /** For loading the entry, which no task's time limit covers. Default 60,000. */
  readonly startTimeoutMs?: number;
}

interface Task {
  readonly input: unknown;
  readonly timeoutMs: number;
  readonly settle: (answer: TaskAnswer) => void;
}

/** One thread, from its start to its end. It has at most one task. */
interface Slot {
  readonly worker: Worker;
  ready: boolean;
  task: Task | null;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Opens a pool. Each thread has an empty environment, no stdin, its output dropped, a stack of 32 MB (25,000 levels of nested
 * source) and a bounded heap. A task that ends its thread is answered `crashed` and no other is touched; a task's time counts from
 * when a thread has taken it. After `close` every task is answered `crashed`.
 */
export function openWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const size = Math.max(1, options.size ?? Math.min(availableParallelism(), 4));
  const queue: Task[] = [];
  const slots = new Set<Slot>();
  const ending = new Set<Promise<unknown>>();
  let closed = false;

  function start(): void {
    const slot: Slot = { worker: startWorker(options), ready: false, task: null, timer: undefined };
    slots.add(slot);
    slot.worker.on('message', (message: unknown) => {
      receive(slot, message);
    });
    slot.worker.once('messageerror', (error) => {
      retire(slot, failed('crashed', error));
    });
    slot.worker.once('error', (error: unknown) => {
      retire(slot, failed('crashed', error));
    });
    slot.worker.once('exit', (code) => {
      retire(slot, failed('crashed', `the worker ended with exit code ${String(code)}`));
    });
    limit(slot, options.startTimeoutMs ?? 60_000, 'the worker did not start in time', 'crashed');
  }

  function receive(slot: Slot, value: unknown): void {
    if (!slots.has(slot)) return;
    const message = parseWorkerMessage(value);
    if (message === null || (message.kind === 'answer' && slot.task === null)) {
      retire(slot, failed('crashed', 'the worker answered nonsense'));
      return;
    }
    clearTimeout(slot.timer);
    if (message.kind === 'ready') slot.ready = true;
    else {
      slot.task?.settle(message.ok ? { ok: true, value: message.value } : failed('crashed', message.detail));
      slot.task = null;
      if (message.retire) {
        retire(slot, failed('crashed', 'retired'));
        return;
      }
    }
    pump();
  }

  /** Takes a thread out of service; its task, or the next one if it never came to serve, gets `answer`. */
  function retire(slot: Slot, answer: TaskAnswer): void {
    if (!slots.delete(slot)) return;
    clearTimeout(slot.timer);
    // Without a victim a thread that cannot start would be started again for ever.
    const victim = slot.task ?? (slot.ready ? undefined : queue.shift());
    slot.task = null;
    end(slot.worker);
    victim?.settle(answer);
    pump();
  }

  function end(worker: Worker): void {
    const ended = worker.terminate().finally(() => ending.delete(ended));
    ending.add(ended);
  }

  function limit(slot: Slot, milliseconds: number, detail: string, failure: 'crashed' | 'timed-out'): void {
    clearTimeout(slot.timer);
    slot.timer = setTimeout(
      () => {
        retire(slot, failed(failure, detail));
      },
      Math.min(milliseconds, 2 ** 31 - 1),
    );
  }

  function pump(): void {
    for (const slot of slots) {
      if (!slot.ready || slot.task !== null) continue;
      const task = queue.shift();
      if (task === undefined) break;
      give(slot, task);
    }
    const starting = [...slots].filter((slot) => !slot.ready).length;
    const wanted = Math.min(queue.length - starting, size - slots.size);
    for (let count = 0; count < wanted && !closed; count++) start();
  }

  function give(slot: Slot, task: Task): void {
    slot.task = task;
    limit(slot, task.timeoutMs, `no answer within ${String(task.timeoutMs)} ms`, 'timed-out');
    try {
      slot.worker.postMessage(task.input);
    } catch (error) {
      // The task cannot be copied: its sender's fault, the thread never saw it.
      clearTimeout(slot.timer);
      slot.task = null;
      task.settle(failed('crashed', error));
      queueMicrotask(pump);
    }
  }

  return {
    size,
    run: (input, timeoutMs) => {
      if (closed) return Promise.resolve(failed('crashed', 'the pool is closed'));
      return new Promise((settle) => {
        queue.push({ input, timeoutMs, settle });
        pump();
      });
    },
    close: async () => {
      closed = true;
      const waiting = [...queue.splice(0), ...[...slots].flatMap((slot) => slot.task ?? [])];
      for (const slot of slots) {
        clearTimeout(slot.timer);
        end(slot.worker);
      }
      slots.clear();
      for (const task of waiting) task.settle(failed('crashed', 'the pool was closed'));
      await Promise.allSettled(ending);
    },
  };
}

function startWorker(options: WorkerPoolOptions): Worker {
  const worker = new Worker(options.entry, {
    workerData: options.workerData,
    env: {},
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { stackSizeMb: 32, maxOldGenerationSizeMb: options.maxOldGenerationSizeMb ?? 1_024 },
  });
  // Unread output would pile up.
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

function failed(failure: 'crashed' | 'timed-out', cause: unknown): TaskAnswer {
  return { ok: false, failure, detail: printable(messageOf(cause)) };
}
