// A file's graph as short readable lines, to compare with what a test expects.
import { createParser, type ParsedSource } from '../../../src/analysis/parse/parser.ts';
import type { Dialect } from '../../../src/analysis/parse/dialect.ts';
import { extractFileGraph } from '../../../src/analysis/program/extract.ts';
import {
  factsOf,
  nodeOf,
  type FactId,
  type FileGraph,
  type FlowNode,
  type NodeId,
  type Property,
  type Use,
} from '../../../src/analysis/program/file-graph.ts';
import { wasm } from '../parse/wasm.ts';

const parser = createParser(wasm);

export function parsed(text: string, dialect: Dialect = 'javascript'): ParsedSource {
  const source = parser.parse(text, dialect);
  if (!source.ok) throw new Error(`${source.message} at ${source.line}:${source.column}`);
  return source;
}

export function graphOf(text: string, dialect: Dialect = 'javascript'): FileGraph {
  return extractFileGraph(parsed(text, dialect));
}

/** What a value is, written out to a depth, without facts: `fs.readFile(path.join("a", p0:file))`. */
export function valueText(graph: FileGraph, use: Use, depth = 8, around: readonly NodeId[] = []): string {
  const node = graph.nodes[nodeOf(use)];
  if (node === undefined) return '?';
  if (depth === 0) return '…';
  // A join in itself: the loop goes on.
  if (around.includes(nodeOf(use))) return '↻';
  const inside = node.kind === 'phi' ? [...around, nodeOf(use)] : around;
  const of = (inner: Use): string => valueText(graph, inner, depth - 1, inside);
  const list = (inner: readonly Use[]): string => inner.map(of).join(', ');
  switch (node.kind) {
    case 'constant':
      return JSON.stringify(node.value);
    case 'pattern':
      return `/${node.source}/${node.flags}`;
    case 'function':
      return `function ${functionName(graph, node.function)}`;
    case 'class':
      return `class${node.superclass === null ? '' : ` extends ${of(node.superclass)}`}`;
    case 'object':
      return node.array ? `[${objectNumber(graph, node)}]` : `{${objectNumber(graph, node)}}`;
    case 'import':
      return `${node.form === 'import' ? '' : `${node.form} `}${node.specifier}${node.name === '*' ? '' : `:${node.name}`}`;
    case 'global':
      return node.name;
    case 'parameter':
      return `${node.rest ? '...' : ''}${functionName(graph, node.fn)}#${node.index}`;
    case 'variable':
      return `var ${node.name}`;
    case 'phi':
      return `phi(${list(node.inputs)})`;
    case 'load':
      return `${of(node.object)}${propertyText(graph, node.property, depth, inside)}`;
    case 'call':
      return callText(graph, node, depth, inside);
    case 'concat':
      return `concat(${list(node.operands)})`;
    case 'scalar':
      return `${node.operator}(${list(node.operands)})`;
    case 'key':
    case 'element':
      return `${node.kind}(${of(node.object)})`;
    case 'await':
      return `await ${of(node.value)}`;
    case 'yield':
      return `yield ${node.value === null ? '' : of(node.value)}`;
    case 'jsx':
      return `<${node.tag ?? (node.component === null ? '' : of(node.component))} ${of(node.properties)}>`;
    default:
      return node.kind;
  }
}

/** Objects are told apart by their order. */
function objectNumber(graph: FileGraph, node: FlowNode): number {
  return graph.nodes.filter(({ kind }) => kind === 'object').indexOf(node);
}

function functionName(graph: FileGraph, id: number): string {
  const name = graph.functions[id]?.name ?? '';
  return name === '' ? `f${id}` : name;
}

function propertyText(graph: FileGraph, property: Property, depth: number, around: readonly NodeId[] = []): string {
  return typeof property === 'string' ? `.${property}` : `[${valueText(graph, property.key, depth - 1, around)}]`;
}

function callText(graph: FileGraph, node: Extract<FlowNode, { kind: 'call' }>, depth: number, around: readonly NodeId[]): string {
  const given = node.arguments.map(
    (argument, index) => `${node.spread.includes(index) ? '...' : ''}${valueText(graph, argument, depth - 1, around)}`,
  );
  return `${node.new ? 'new ' : ''}${valueText(graph, node.callee, depth, around)}(${given.join(', ')})`;
}

/** `typeof "string"`, `not call[0] truthy of isBad(…)`. */
export function factText(graph: FileGraph, id: FactId): string {
  const fact = graph.facts[id];
  if (fact === undefined) return '?';
  const not = fact.holds ? '' : 'not ';
  const value = (node: NodeId): string => valueText(graph, node, 3);
  const { test } = fact;
  switch (test.kind) {
    case 'truthy':
      return `${not}truthy`;
    case 'equals':
      return `${not}equals ${value(test.other)}`;
    case 'typeof':
      return `${not}typeof ${test.type}`;
    case 'instanceof':
      return `${not}instanceof ${value(test.class)}`;
    case 'reads':
      return `${not}key of what is read of ${value(test.object)}`;
    case 'in':
      return `${not}in ${value(test.object)}`;
    case 'compare':
      return `${not}${test.operator} ${value(test.other)}`;
    case 'length':
      return `${not}length ${test.operator} ${value(test.other)}`;
    case 'call': {
      const { result } = test;
      const call = graph.nodes[test.call];
      const callee = call?.kind === 'call' ? value(nodeOf(call.callee)) : '?';
      return `${not}${callee}[${test.argument}]${result.operator === 'truthy' ? '' : ` ${result.operator} ${value(result.other)}`}`;
    }
    case 'asked': {
      const call = graph.nodes[test.call];
      return `${not}asked by ${call?.kind === 'call' ? value(nodeOf(call.callee)) : '?'}`;
    }
    case 'returned': {
      const call = graph.nodes[test.call];
      return `returned ${call?.kind === 'call' ? value(nodeOf(call.callee)) : '?'}[${test.argument}]`;
    }
    case 'any':
      return `any(${test.sets.map((set) => factsText(graph, set)).join(' | ')})`;
  }
}

export function factsText(graph: FileGraph, facts: readonly FactId[]): string {
  return facts.map((fact) => factText(graph, fact)).join(' & ');
}

/** Facts about the arguments of the calls of `sink`, call by call: what a test of a guard looks at. */
export function knownAt(graph: FileGraph, sink: string): readonly string[] {
  return callsOf(graph, sink).map(({ arguments: given }) => given.map((use) => factsText(graph, factsOf(use))).join(' ; '));
}

/** The arguments of the calls of a function or a method of that name, written out. */
export function givenTo(graph: FileGraph, sink: string): readonly string[] {
  return callsOf(graph, sink).map(({ arguments: given }) => given.map((use) => valueText(graph, use)).join(', '));
}

function callsOf(graph: FileGraph, name: string): readonly Extract<FlowNode, { kind: 'call' }>[] {
  return graph.nodes.flatMap((node) => {
    if (node.kind !== 'call') return [];
    const callee = graph.nodes[nodeOf(node.callee)];
    const spelled =
      callee?.kind === 'global' ? callee.name : callee?.kind === 'load' && typeof callee.property === 'string' ? callee.property : '';
    return spelled === name ? [node] : [];
  });
}

/** Every store as `object.property = value`. */
export function storesOf(graph: FileGraph): readonly string[] {
  return graph.stores.map(({ object, property, value, accessor }) => {
    const target = `${valueText(graph, object)}${property === null ? '.*' : propertyText(graph, property, 8)}`;
    return `${accessor === null ? '' : `${accessor} `}${target} = ${valueText(graph, value)}`;
  });
}
