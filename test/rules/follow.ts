// Follows the flows of files as a package that others can install, as the gate does.
import { dialectOfPath } from '../../src/analysis/parse/dialect.ts';
import { createParser, type ParsedSource } from '../../src/analysis/parse/parser.ts';
import type { FlowClass } from '../../src/analysis/models/model.ts';
import type { Flow } from '../../src/analysis/taint/flow.ts';
import { createFlowEngine } from '../../src/gates/code/flow/engine.ts';
import { wasm } from '../analysis/parse/wasm.ts';

const parser = createParser(wasm);
const engine = createFlowEngine();

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** All flows; each names files by their place in the list. Throws where code does not parse, or was not followed to its end: a test must not pass by that. */
export function followAll(sources: readonly SourceText[]): readonly Flow[] {
  const files = sources.map(({ path, text }) => {
    const source = parser.parse(text, dialectOfPath(path) ?? 'typescript');
    if (!source.ok) throw new Error(`${path}: ${source.message}`);
    return { path, source };
  });
  return flowsOf(files);
}

/** The same of files that are parsed. */
export function flowsOf(sources: readonly { readonly path: string; readonly source: ParsedSource }[]): readonly Flow[] {
  const files = sources.map(({ path, source }) => ({ path, graph: engine.graphOf(source) }));
  const manifest = { path: 'package.json', text: JSON.stringify({ name: 'example', main: sources[0]?.path }) };
  const { flows, gaps } = engine.solve({
    files,
    manifests: [manifest],
    libraryParameters: 'auto',
    knownLibraries: [],
    formerDependencies: [],
    models: [],
  });
  if (files.some(({ graph }) => graph.truncated) || gaps.length > 0) throw new Error(`not followed to its end: ${gaps.join(', ')}`);
  return flows;
}

/** Flows of one class in one file. */
export function follow(flowClass: FlowClass, file: string, code: string): readonly Flow[] {
  return followAll([{ path: file, text: code }]).filter((flow) => flow.class === flowClass);
}
