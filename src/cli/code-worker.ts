// The entry of the code gate's worker threads: reads oxc's WebAssembly once and serves tasks with the engine.
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { createHandler } from '../gates/code/worker.ts';
import { readShipped } from '../platform/shipped-file.ts';
import { serveTasks } from '../platform/worker-messages.ts';

// The bundle carries the file beside itself; from source it lies in node_modules, where Node would run it if it were imported.
const wasmFile: string | URL = import.meta.url.endsWith('.ts')
  ? createRequire(import.meta.url).resolve('@oxc-parser/binding-wasm32-wasi/parser.wasm32-wasi.wasm')
  : (await import('./bundled-wasm.ts')).wasmFile;

// The mode that gates run V8 in is for as many threads at work as there are cores: one that solves alone has a core to spare.
const beforeSolving = (): void => {
  setFlagsFromString('--no-efficiency-mode');
};

serveTasks(createHandler({ wasm: await readShipped(wasmFile), beforeSolving }));
