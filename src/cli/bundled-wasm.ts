// Where the bundle keeps oxc's WebAssembly: esbuild's `file` loader copies it and gives its name relative to this module's chunk.
import name from '@oxc-parser/binding-wasm32-wasi/parser.wasm32-wasi.wasm';

/** Only to be imported from the bundle. */
export const wasmFile: URL = new URL(name, import.meta.url);
