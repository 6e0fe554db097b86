// The parser's WebAssembly module, as the worker's entry reads it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const wasm: Uint8Array = readFileSync(
  createRequire(import.meta.url).resolve('@oxc-parser/binding-wasm32-wasi/parser.wasm32-wasi.wasm'),
);
