// Programs as source, all the way: parsed, extracted, linked with the shipped models, and followed.
import { codeModels } from '../../../rules/generated/code-models.ts';
import { linkProgram } from '../../../src/analysis/link/link.ts';
import type { ValueFlow } from '../../../src/analysis/link/value-flow.ts';
import { compileModels } from '../../../src/analysis/models/compile.ts';
import { dialectOfPath } from '../../../src/analysis/parse/dialect.ts';
import { createParser } from '../../../src/analysis/parse/parser.ts';
import { extractFileGraph } from '../../../src/analysis/program/extract.ts';
import { findFlows } from '../../../src/analysis/taint/find-flows.ts';
import type { FlowAnswer } from '../../../src/analysis/taint/flow.ts';
import { wasm } from '../parse/wasm.ts';

const parser = createParser(wasm);
const models = compileModels(codeModels());

/** Files by path; one text alone is the package's `index.js`, which its users load. */
export type Sources = string | Readonly<Record<string, string>>;

/** The manifests of a package's own; else one of a library at the root. */
export type Manifests = Readonly<Record<string, object>>;

export function link(sources: Sources, manifests?: Manifests): ValueFlow {
  const texts = Object.entries(typeof sources === 'string' ? { 'index.js': sources } : sources);
  const files = texts.map(([path, text]) => {
    const dialect = dialectOfPath(path);
    const parsed = dialect === null ? null : parser.parse(text, dialect);
    if (parsed?.ok !== true) throw new Error(`${path} does not parse: ${parsed?.message ?? ''}`);
    return { path, graph: extractFileGraph(parsed) };
  });
  const json = { name: 'sample', version: '1.0.0', main: texts[0]?.[0] };
  const known = Object.entries(manifests ?? { 'package.json': json }).map(([path, parsed]) => ({ path, json: parsed }));
  return linkProgram({ files, manifests: known, models, library: manifests === undefined ? 'on' : 'auto' });
}

export function follow(sources: Sources, manifests?: Manifests): FlowAnswer {
  return findFlows(link(sources, manifests));
}
