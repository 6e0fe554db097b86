// The worker's side of pool.ts.
import { parentPort } from 'node:worker_threads';

export function serve(handle: (task: unknown) => Promise<unknown>): void {
  parentPort?.on('message', (task: unknown) => {
    handle(task).then(
      (value) => parentPort?.postMessage({ ok: true, value }),
      (error: unknown) => parentPort?.postMessage({ ok: false, detail: String(error) }),
    );
  });
  parentPort?.postMessage('ready');
}
