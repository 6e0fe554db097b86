// Follows the flows of one file as a package that others can install, as the gate does with many.
import { dialectOfPath } from '../../src/analysis/parse/dialect.ts';
import { createParser } from '../../src/analysis/parse/parser.ts';
import type { FlowClass } from '../../src/analysis/models/model.ts';
import type { Flow } from '../../src/analysis/taint/flow.ts';
import { createFlowEngine } from '../../src/gates/code/flow/engine.ts';
import { wasm } from '../analysis/parse/wasm.ts';

const parser = createParser(wasm);
const engine = createFlowEngine();

/** Flows of one class. Throws where the code does not parse, or was not followed to its end: a test must not pass by that. */
export function follow(flowClass: FlowClass, file: string, code: string): readonly Flow[] {
  const source = parser.parse(code, dialectOfPath(file) ?? 'typescript');
  if (!source.ok) throw new Error(`${file}: ${source.message}`);
  const graph = engine.graphOf(source);
  const manifest = { path: 'package.json', text: JSON.stringify({ name: 'example', main: file }) };
  const { flows, gaps } = engine.solve({ files: [{ path: file, graph }], manifests: [manifest], libraryParameters: 'auto', models: [] });
  if (graph.truncated || gaps.length > 0) throw new Error(`${file}: not followed to its end: ${gaps.join(', ')}`);
  return flows.filter((flow) => flow.class === flowClass);
}
