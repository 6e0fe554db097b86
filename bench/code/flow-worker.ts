// A worker thread of the code gate with the rules that its pool asks for.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';
import { createHandler } from '../../src/gates/code/worker.ts';
import { serveTasks } from '../../src/platform/worker-messages.ts';
import { rulesOf, type RuleChoice } from './rules.ts';

const wasm = await readFile(createRequire(import.meta.url).resolve('@oxc-parser/binding-wasm32-wasi/parser.wasm32-wasi.wasm'));
serveTasks(createHandler({ wasm, rules: rulesOf(workerData as RuleChoice) }));
