// A program of named values and edges between them, for tests of what is followed; functions are told by the name before the dot: `run.x`.
import type { SinkModel } from '../../../src/analysis/models/model.ts';
import type { Edge, EdgeKind, ValueFlow } from '../../../src/analysis/link/value-flow.ts';
import type { FileGraph, FlowNode } from '../../../src/analysis/program/file-graph.ts';

export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly kind?: EdgeKind;
  /** Any name of the call. */
  readonly site?: string;
  readonly guessed?: boolean;
}

export interface Wiring {
  readonly wires: readonly Wire[];
  readonly sources?: readonly string[];
  readonly exported?: readonly string[];
  readonly sinks?: readonly string[];
  readonly plain?: boolean;
}

/** Values named `heap.…` are places in the heap. */
export function wire({ wires, sources = [], exported = [], sinks = [], plain = false }: Wiring): ValueFlow {
  const names = [...new Set([...wires.flatMap(({ from, to }) => [from, to]), ...sources, ...exported, ...sinks])];
  const idOf = (name: string): number => names.indexOf(name);
  const functionName = (name: string): string => name.split('.')[0] ?? '';
  const functions = [...new Set(names.map(functionName))];
  const sites = [...new Set(wires.map(({ site = '' }) => site))];
  const edges = wires.map(({ from, to, kind = 'same', site, guessed = false }): Edge => ({
    copied: false,
    from: idOf(from),
    to: idOf(to),
    kind,
    site: site === undefined ? -1 : 10_000 + sites.indexOf(site),
    facts: [],
    factFile: 0,
    sanitizers: [],
    prefix: null,
    guessed,
  }));
  const nodes = names.map((_, index): FlowNode => ({ kind: 'caught', fn: 0, start: index, end: index + 1 }));
  const graph: FileGraph = {
    nodes,
    stores: [],
    functions: [],
    facts: [],
    exports: [],
    firstCalls: [],
    dense: [],
    sourceType: 'script',
    truncated: false,
  };
  const model: SinkModel = {
    at: [],
    class: 'command',
    when: [],
    plain,
    outside: false,
    address: false,
    whole: false,
    callable: false,
    piece: false,
    what: 'a shell command',
  };
  const isHeap = (value: number): boolean => functionName(names[value] ?? '') === 'heap';
  return {
    files: [{ path: 'a.js', graph, first: 0 }],
    size: names.length,
    outOf: (value) => edges.filter(({ from }) => from === value),
    into: (value) => edges.filter(({ to }) => to === value),
    eachInto: (value, visit) => {
      for (const { from, to, kind } of edges) if (to === value) visit(from, kind);
    },
    nodeAt: (value) => (isHeap(value) ? null : { file: 0, node: value }),
    keptAs: () => null,
    holdsNames: () => false,
    holdsArgument: () => false,
    literalOf: () => null,
    functionAt: (fn) => ({ file: 0, fn }),
    functionOf: (value) => (isHeap(value) ? null : functions.indexOf(functionName(names[value] ?? ''))),
    sinks: sinks.map((name) => ({
      model,
      value: idOf(name),
      facts: [],
      factFile: 0,
      file: 0,
      start: 1000 + idOf(name),
      end: 1001 + idOf(name),
      guessed: false,
      copied: false,
    })),
    sources: sources.map((name) => ({ kind: 'remote', what: `source ${name}`, value: idOf(name), model: null, mixed: false })),
    exported: exported.map((name) => ({ value: idOf(name), fn: 0, index: 0, api: name, files: new Set([0]), isExtension: false })),
    computedStores: [],
    computedLoads: [],
    calleesOf: () => [],
    constantsOf: () => null,
    elementConstantsOf: () => null,
    patternOf: () => null,
    matches: [],
    patternsOf: () => [],
    tests: [],
    testFiles: [],
    gaps: [],
  };
}
