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
  return new ThreadPool(options);
}

class ThreadPool implements WorkerPool {
  readonly size: number;
  readonly #options: WorkerPoolOptions;
  readonly #queue: Task[] = [];
  readonly #slots = new Set<Slot>();
  readonly #ending = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.size = Math.max(1, options.size ?? Math.min(availableParallelism(), 4));
  }

  run(input: unknown, timeoutMs: number): Promise<TaskAnswer> {
    if (this.#closed) return Promise.resolve(failed('crashed', 'the pool is closed'));
    return new Promise((settle) => {
      this.#queue.push({ input, timeoutMs, settle });
      this.#pump();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const waiting = [...this.#queue.splice(0), ...[...this.#slots].flatMap((slot) => slot.task ?? [])];
    for (const slot of this.#slots) this.#end(slot);
    this.#slots.clear();
    for (const task of waiting) task.settle(failed('crashed', 'the pool was closed'));
    await Promise.allSettled(this.#ending);
  }

  /** Gives waiting tasks to free threads, and starts threads for the rest. */
  #pump(): void {
    for (const slot of this.#slots) {
      if (!slot.ready || slot.task !== null) continue;
      const task = this.#queue.shift();
      if (task === undefined) break;
      this.#give(slot, task);
    }
    const starting = [...this.#slots].filter((slot) => !slot.ready).length;
    const wanted = Math.min(this.#queue.length - starting, this.size - this.#slots.size);
    for (let count = 0; count < wanted; count++) this.#start();
  }

  #start(): void {
    const slot: Slot = { worker: startWorker(this.#options), ready: false, task: null, timer: undefined };
    this.#slots.add(slot);
    slot.worker.on('message', (message: unknown) => {
      this.#receive(slot, message);
    });
    slot.worker.once('messageerror', (error) => {
      this.#retire(slot, failed('crashed', error));
    });
    slot.worker.once('error', (error: unknown) => {
      this.#retire(slot, failed('crashed', error));
    });
    slot.worker.once('exit', (code) => {
      this.#retire(slot, failed('crashed', `the worker ended with exit code ${String(code)}`));
    });
    this.#limit(slot, this.#options.startTimeoutMs ?? 60_000, failed('crashed', 'the worker did not start in time'));
  }

  #receive(slot: Slot, value: unknown): void {
    if (!this.#slots.has(slot)) return;
    const message = parseWorkerMessage(value);
    if (message === null || (message.kind === 'answer' && slot.task === null)) {
      this.#retire(slot, failed('crashed', 'the worker answered nonsense'));
      return;
    }
    clearTimeout(slot.timer);
    slot.ready = true;
    if (message.kind === 'answer') {
      slot.task?.settle(message.ok ? { ok: true, value: message.value } : failed('crashed', message.detail));
      slot.task = null;
      if (message.retire) this.#retire(slot, failed('crashed', 'retired'));
    }
    this.#pump();
  }

  #give(slot: Slot, task: Task): void {
    slot.task = task;
    this.#limit(slot, task.timeoutMs, failed('timed-out', `no answer within ${String(task.timeoutMs)} ms`));
    try {
      slot.worker.postMessage(task.input);
    } catch (error) {
      // The task cannot be copied: its sender's fault, the thread never saw it.
      clearTimeout(slot.timer);
      slot.task = null;
      task.settle(failed('crashed', error));
      queueMicrotask(() => {
        this.#pump();
      });
    }
  }

  #limit(slot: Slot, milliseconds: number, answer: TaskAnswer): void {
    clearTimeout(slot.timer);
    const expire = (): void => {
      this.#retire(slot, answer);
    };
    slot.timer = setTimeout(expire, Math.min(milliseconds, 2 ** 31 - 1));
  }

  /** Takes a thread out of service; its task, or the next one if it never came to serve, gets `answer`. */
  #retire(slot: Slot, answer: TaskAnswer): void {
    if (!this.#slots.delete(slot)) return;
    // Without a victim a thread that cannot start would be started again for ever.
    const victim = slot.task ?? (slot.ready ? undefined : this.#queue.shift());
    slot.task = null;
    this.#end(slot);
    victim?.settle(answer);
    this.#pump();
  }

  #end(slot: Slot): void {
    clearTimeout(slot.timer);
    const ended = slot.worker.terminate().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }
}

function startWorker(options: WorkerPoolOptions): Worker {
  const worker = new Worker(options.entry, {
    workerData: options.workerData,
    env: {},
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: {
      stackSizeMb: 32,
      // Half of what it would be: no slower, and smaller.
      maxYoungGenerationSizeMb: 24,
      maxOldGenerationSizeMb: options.maxOldGenerationSizeMb ?? 1_024,
    },
  });
  // Unread output would pile up.
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

function failed(failure: 'crashed' | 'timed-out', cause: unknown): TaskAnswer {
  return { ok: false, failure, detail: printable(messageOf(cause)) };
}
