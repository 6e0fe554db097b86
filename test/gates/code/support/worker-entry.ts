// A worker thread of the code gate with the rules of rules.ts; speaks with pool.ts.
import { parentPort } from 'node:worker_threads';
import { createHandler } from '../../../../src/gates/code/worker.ts';
import { wasm } from '../../../analysis/parse/wasm.ts';
import { rules } from './rules.ts';

const handle = createHandler({ wasm, rules });
parentPort?.on('message', (task: unknown) => {
  handle(task).then(
    (value) => parentPort?.postMessage({ ok: true, value }),
    (error: unknown) => parentPort?.postMessage({ ok: false, detail: String(error) }),
  );
});
parentPort?.postMessage('ready');
