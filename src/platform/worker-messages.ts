// The worker threads' side of a pool: how an entry serves tasks, and what it says to the pool.
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../core/error.ts';

/** From a worker to its pool. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly ok: true; readonly value: unknown; readonly retire: boolean }
  | { readonly kind: 'answer'; readonly ok: false; readonly detail: string; readonly retire: boolean };

/**
 * A handler's answer after which its thread is replaced, because the task may have left it damaged (a trap in WebAssembly).
 * Any other value is the answer itself.
 */
export interface RetiringAnswer {
  readonly retire: true;
  readonly value: unknown;
}

/** Serves tasks with `handler`, one at a time. A thrown error answers the task; the thread goes on. */
export function serveTasks(handler: (task: unknown) => Promise<unknown>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveTasks runs in a worker thread only');
  const post = (message: WorkerMessage): void => {
    port.postMessage(message);
  };
  const answer = async (task: unknown): Promise<void> => {
    try {
      const value = await handler(task);
      if (isRetiring(value)) post({ kind: 'answer', ok: true, value: value.value, retire: true });
      else post({ kind: 'answer', ok: true, value, retire: false });
    } catch (error) {
      // Also an answer that cannot be copied.
      post({ kind: 'answer', ok: false, detail: messageOf(error), retire: false });
    }
  };
  port.on('message', (task: unknown) => {
    void answer(task);
  });
  post({ kind: 'ready' });
}

function isRetiring(value: unknown): value is RetiringAnswer {
  return typeof value === 'object' && value !== null && 'retire' in value && value.retire === true && 'value' in value;
}

/** The message, or null if it is none. */
export function parseWorkerMessage(value: unknown): WorkerMessage | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, ok, value: answer, detail, retire } = value as Readonly<Record<string, unknown>>;
  if (kind === 'ready') return { kind };
  if (kind !== 'answer' || typeof retire !== 'boolean') return null;
  if (ok === true) return { kind, ok, value: answer, retire };
  return ok === false && typeof detail === 'string' ? { kind, ok, detail, retire } : null;
}
