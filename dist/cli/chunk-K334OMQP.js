import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import"./chunk-5HCEQLAA.js";var parser_wasm32_wasi_default="./parser.wasm32-wasi.wasm";var wasmFile=new URL(parser_wasm32_wasi_default,import.meta.url);export{wasmFile};
