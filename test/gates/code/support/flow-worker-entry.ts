// A worker thread of the code gate with the rules of flow-rules.ts; speaks with pool.ts.
import { createHandler } from '../../../../src/gates/code/worker.ts';
import { wasm } from '../../../analysis/parse/wasm.ts';
import { flowRules } from './flow-rules.ts';
import { serve } from './serve.ts';

serve(createHandler({ wasm, rules: flowRules }));
