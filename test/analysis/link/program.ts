// Programs of a few files, linked, and what reaches what in them.
import { globSync, readFileSync } from 'node:fs';
import { linkProgram, type LinkInput } from '../../../src/analysis/link/link.ts';
import type { EdgeKind, ValueFlow, ValueId } from '../../../src/analysis/link/value-flow.ts';
import { compileModels } from '../../../src/analysis/models/compile.ts';
import type { CompiledModels } from '../../../src/analysis/models/compiled.ts';
import type { LibraryModel } from '../../../src/analysis/models/model.ts';
import { readModel } from '../../../src/analysis/models/read-model.ts';
import { dialectOfPath } from '../../../src/analysis/parse/dialect.ts';
import { createParser } from '../../../src/analysis/parse/parser.ts';
import { extractFileGraph } from '../../../src/analysis/program/extract.ts';
import { nodeOf, type FileGraph } from '../../../src/analysis/program/file-graph.ts';
import type { ModelDocument } from '../../../src/core/documents.ts';
import { parseLibraryModel } from '../../../src/gates/code/library-model.ts';
import { wasm } from '../parse/wasm.ts';

const parser = createParser(wasm);
const citation = 'https://example.com/';

/** `taint()` gives what is followed; `sink('label', x)` is where it is looked for; `run` of the library `shell` too, with options. */
const documents: readonly ModelDocument[] = [
  {
    library: 'global',
    citation,
    sources: [{ at: 'Member[taint].ReturnValue', kind: 'remote', what: 'taint' }],
    sinks: [{ at: 'Member[sink].Argument[1]', class: 'code', what: 'sink' }],
  },
  {
    library: 'shell',
    citation,
    sinks: [
      { at: 'Member[run].Argument[0]', class: 'command', what: 'command', when: [{ argument: 1, property: 'shell', is: [true] }] },
      { at: 'Member[request].Argument[0].Member[url]', class: 'request', what: 'address' },
      { at: 'Member[Server].ReturnValue.Member[onmessage].Written.ReturnValue', class: 'xss', what: 'answer' },
    ],
    sources: [
      { at: 'Member[listen].Argument[0].Parameter[1]', kind: 'remote', what: 'message' },
      { at: 'Member[Server].ReturnValue.Member[onmessage].Written.Parameter[0]', kind: 'remote', what: 'message' },
      { at: 'Member[configure].Argument[0].Member[handlers].Member[*].Parameter[0]', kind: 'remote', what: 'message' },
      { at: 'Type[Message]', kind: 'remote', what: 'message' },
      { at: 'Member[Query].ReturnValue', kind: 'remote', what: 'query' },
      { at: 'Member[Route].ReturnValue.Argument[0].Parameter[0]', kind: 'remote', what: 'route' },
    ],
    summaries: [
      { call: 'Member[each]', from: 'Argument[0].Element', to: 'Argument[1].Parameter[0]', effect: 'same' },
      { call: 'Member[wrap]', from: 'Argument[0]', to: 'ReturnValue.Member[wrapped]', effect: 'same' },
      { call: 'Member[promisify]', from: 'Argument[0]', to: 'ReturnValue', effect: 'same' },
    ],
    types: [{ name: 'Message', at: 'Member[listen].Argument[0].Parameter[1]' }],
  },
];

function documentModel(document: ModelDocument): LibraryModel {
  const { model, problems } = readModel(document);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return model;
}

const ownModels = globSync('rules/code/models/*.yml')
  .sort()
  .map((path) => parseLibraryModel(readFileSync(path, 'utf8'), path));

export const models: CompiledModels = compileModels([...ownModels, ...documents.map(documentModel)]);

export function graphOf(path: string, text: string): FileGraph {
  const parsed = parser.parse(text, dialectOfPath(path) ?? 'javascript');
  if (!('ast' in parsed)) throw new Error(`${path} is no program`);
  return extractFileGraph(parsed);
}

export interface Program {
  readonly flow: ValueFlow;
  readonly texts: readonly string[];
}

export type Files = Readonly<Record<string, string>>;

export function link(files: Files, more: Partial<Pick<LinkInput, 'library' | 'bounds'>> = {}): Program {
  const sources = Object.entries(files).filter(([path]) => !path.endsWith('.json'));
  const manifests = Object.entries(files).filter(([path]) => path.endsWith('.json'));
  const flow = linkProgram({
    files: sources.map(([path, text]) => ({ path, graph: graphOf(path, text) })),
    manifests: manifests.map(([path, text]) => ({ path, json: JSON.parse(text) as unknown })),
    models,
    library: 'auto',
    ...more,
  });
  return { flow, texts: sources.map(([, text]) => text) };
}

/** Everything that the values reach, by edges of these kinds. */
export function reach(flow: ValueFlow, from: readonly ValueId[], kinds?: readonly EdgeKind[], guessed = true): ReadonlySet<ValueId> {
  const seen = new Set(from);
  for (const value of seen) {
    for (const edge of flow.outOf(value)) {
      if ((kinds === undefined || kinds.includes(edge.kind)) && (guessed || !edge.guessed)) seen.add(edge.to);
    }
  }
  return seen;
}

/** The text of the call or assignment at each sink that a source reaches; for `sink('label', x)` its label alone. Sorted. */
export function sunk(program: Program, guessed = false): readonly string[] {
  const { flow } = program;
  const from = [...flow.sources.filter(({ kind }) => kind === 'remote').map(({ value }) => value)];
  return sinksOf(program, reach(flow, from, undefined, guessed));
}

function sinksOf({ flow, texts }: Program, seen: ReadonlySet<ValueId>): readonly string[] {
  const found = flow.sinks
    .filter(({ value }) => seen.has(value))
    .map(({ file, start, end }) => (texts[file] ?? '').slice(start, end))
    .map((text) => /^sink\('([^']*)'/u.exec(text)?.[1] ?? text);
  return [...new Set(found)].sort();
}

/** Labels that a parameter of an exported function reaches. */
export function sunkFromExports(program: Program): readonly string[] {
  const from = program.flow.exported.map(({ value }) => value);
  return sinksOf(program, reach(program.flow, from));
}

/** How users reach each exported parameter: `require('p').run 0`. */
export function exportedApi({ flow }: Program): readonly string[] {
  return flow.exported.map(({ api, index }) => `${api} ${index}`).sort();
}

/** What the call of `name` is handed first; its receiver, with `receiver`. */
export function handedTo(program: Program, name: string, receiver = false): ValueId {
  for (const { graph, first } of program.flow.files) {
    for (const node of graph.nodes) {
      if (node.kind !== 'call') continue;
      const callee = graph.nodes[nodeOf(node.callee)];
      const called = callee?.kind === 'load' ? callee.property : callee?.kind === 'global' ? callee.name : '';
      const use = receiver ? node.receiver : node.arguments[0];
      if (called === name && use !== null && use !== undefined) return first + nodeOf(use);
    }
  }
  throw new Error(`no call of ${name}`);
}

/** The value of the first node whose text this is. */
export function valueOf({ flow, texts }: Program, text: string, kind?: string): ValueId {
  for (const [index, file] of flow.files.entries()) {
    const node = file.graph.nodes.findIndex(
      (found) => (texts[index] ?? '').slice(found.start, found.end) === text && (kind === undefined || found.kind === kind),
    );
    if (node >= 0) return file.first + node;
  }
  throw new Error(`no node ${text}`);
}
