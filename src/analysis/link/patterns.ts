// The regular expressions that a value may be: literals and `RegExp` of constant text, through variables, properties, lists and calls.
import { nodeOf, type FileGraph, type FlowNode, type NodeId, type Store } from '../program/file-graph.ts';
import type { EdgeIndex } from './edges.ts';
import type { ProgramNumbers } from './numbering.ts';
import type { KnownPattern, ValueFlow, ValueId } from './value-flow.ts';

type CallNode = Extract<FlowNode, { kind: 'call' }>;

interface Ports {
  readonly edges: EdgeIndex;
  readonly constantsOf: ValueFlow['constantsOf'];
}

/** Values that are passed on the way back from one, and what is found in them. */
const maxVisited = 2000;
const maxPatterns = 200;
/** Parts within parts of a pattern's text, parts in all, and its length. */
const maxDepth = 30;
const maxParts = 500;
const maxLength = 20_000;

/** Values that are passed for all questions together; beyond it no pattern is known. */
const maxVisitedInAll = 5_000_000;

interface Reading {
  readonly numbers: ProgramNumbers;
  readonly ports: Ports;
  readonly left: { visits: number };
  /** What is written into each object of a file, once it was asked for. */
  readonly written: Map<FileGraph, ReadonlyMap<NodeId, readonly Store[]>>;
}

/** How far into a pattern's text, and how many more parts of it are looked at. */
interface Depth {
  readonly depth: number;
  readonly left: { parts: number };
}

/** Answers for each value once. */
export function createPatterns(numbers: ProgramNumbers, ports: Ports): ValueFlow['patternsOf'] {
  const known = new Map<ValueId, readonly KnownPattern[]>();
  const reading: Reading = { numbers, ports, left: { visits: maxVisitedInAll }, written: new Map() };
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const found = gather(reading, value, { depth: 0, left: { parts: maxParts } });
    known.set(value, found);
    return found;
  };
}

/** All that comes to the value unchanged. Which caller handed a pattern in is not told apart: with several of them each is uncertain. */
function gather(reading: Reading, start: ValueId, at: Depth): readonly KnownPattern[] {
  const found = new Map<ValueId, KnownPattern>();
  // False: it came in by a call.
  const seen = new Map<ValueId, boolean>([[start, true]]);
  for (const [value, direct] of seen) {
    if (seen.size > maxVisited || found.size >= maxPatterns || (reading.left.visits -= 1) < 0) break;
    const pattern = patternAt(reading, value, at);
    if (pattern !== null) {
      found.set(value, { ...pattern, value, certain: direct });
      continue;
    }
    const given = wrapped(reading.numbers, value);
    if (given !== null && !seen.has(given)) seen.set(given, direct);
    if (given !== null) continue;
    reading.ports.edges.eachInto(value, (from, kind) => {
      if (kind === 'part' || kind === 'built' || kind === 'key' || seen.has(from)) return;
      seen.set(from, direct && kind !== 'call');
    });
  }
  const patterns = [...found.values()];
  return patterns.length === 1 ? patterns.map((pattern) => ({ ...pattern, certain: true })) : patterns;
}

function patternAt(reading: Reading, value: ValueId, at: Depth): { readonly source: string; readonly flags: string } | null {
  const node = reading.numbers.nodeOf(value);
  if (node?.kind === 'pattern') return { source: node.source, flags: node.flags };
  if (node?.kind !== 'call' || !isRegExp(reading.numbers, node, value)) return null;
  const [first, second] = argumentsOf(reading.numbers, node, value);
  const source = first === undefined ? null : textAt(reading, first, at);
  if (source === null) return null;
  const flags = second === undefined ? [''] : reading.ports.constantsOf(second);
  // Flags that are not known do not matter much.
  return { source, flags: String(flags?.[0] ?? '') };
}

function isRegExp(numbers: ProgramNumbers, node: CallNode, value: ValueId): boolean {
  const callee = numbers.nodeOf(firstOf(numbers, value) + nodeOf(node.callee));
  return callee?.kind === 'global' && callee.name === 'RegExp' && node.spread.length === 0;
}

/** `new RegExp(pattern)` */
function wrapped(numbers: ProgramNumbers, value: ValueId): ValueId | null {
  const node = numbers.nodeOf(value);
  return node?.kind === 'call' && isRegExp(numbers, node, value) ? (argumentsOf(numbers, node, value)[0] ?? null) : null;
}

function firstOf(numbers: ProgramNumbers, value: ValueId): ValueId {
  return numbers.files[numbers.fileOf(value)]?.first ?? 0;
}

function argumentsOf(numbers: ProgramNumbers, node: CallNode, value: ValueId): readonly ValueId[] {
  const first = firstOf(numbers, value);
  return node.arguments.map((use) => first + nodeOf(use));
}

/** The constant text of a pattern, put together of constants, of other patterns' `source` and of lists that are joined; null where it is not known. */
function textAt(reading: Reading, value: ValueId, { depth, left }: Depth): string | null {
  const { numbers, ports } = reading;
  if (depth > maxDepth || (left.parts -= 1) < 0) return null;
  const below = { depth: depth + 1, left };
  const constants = ports.constantsOf(value);
  if (constants !== null) return constants.length === 1 && constants[0] !== null ? String(constants[0]) : null;
  const node = numbers.nodeOf(value);
  const first = firstOf(numbers, value);
  if (node?.kind === 'concat') {
    const parts = node.operands.map((use) => textAt(reading, first + nodeOf(use), below));
    return joined(parts, '');
  }
  if (node?.kind === 'load' && node.property === 'source') return sourceOf(reading, first + nodeOf(node.object), below);
  if (node?.kind === 'call') return joinAt(reading, node, first, below);
  return throughOne(reading, value, below);
}

function sourceOf(reading: Reading, value: ValueId, at: Depth): string | null {
  const [only, other] = gather(reading, value, at);
  return only === undefined || other !== undefined ? null : only.source;
}

/** What has but one value, and is that unchanged. */
function throughOne(reading: Reading, value: ValueId, at: Depth): string | null {
  const sources = new Set<ValueId>();
  let isOther = false;
  reading.ports.edges.eachInto(value, (from, kind) => {
    if (kind === 'same' || kind === 'return') sources.add(from);
    else if (kind !== 'part') isOther = true;
  });
  const [only, other] = sources;
  return only === undefined || other !== undefined || isOther ? null : textAt(reading, only, at);
}

/** `[a, b].join('|')` of a list as it is written. */
function joinAt(reading: Reading, node: CallNode, first: ValueId, at: Depth): string | null {
  const { numbers, ports } = reading;
  const callee = numbers.nodeOf(first + nodeOf(node.callee));
  if (callee?.kind !== 'load' || callee.property !== 'join' || node.receiver === null) return null;
  const list = first + nodeOf(node.receiver);
  const graph = numbers.files[numbers.fileOf(list)]?.graph;
  const object = numbers.nodeOf(list);
  if (graph === undefined || object?.kind !== 'object' || !object.array) return null;
  const [given] = node.arguments;
  const separator = given === undefined ? [','] : ports.constantsOf(first + nodeOf(given));
  const [between] = separator ?? [];
  if (typeof between !== 'string' || separator?.length !== 1) return null;
  const stores = writtenInto(reading, graph).get(nodeOf(node.receiver)) ?? [];
  if (!stores.every(({ property }, index) => property === String(index))) return null;
  const parts = stores.map((store) => textAt(reading, first + nodeOf(store.value), at));
  return joined(parts, between);
}

function writtenInto({ written }: Reading, graph: FileGraph): ReadonlyMap<NodeId, readonly Store[]> {
  const known = written.get(graph);
  if (known !== undefined) return known;
  const found = Map.groupBy(graph.stores, ({ object }) => nodeOf(object));
  written.set(graph, found);
  return found;
}

function joined(parts: readonly (string | null)[], separator: string): string | null {
  if (parts.includes(null)) return null;
  const text = parts.join(separator);
  return text.length > maxLength ? null : text;
}
