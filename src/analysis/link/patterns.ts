// The regular expressions that a value may be: literals and `RegExp` of constant text, through variables, properties, lists and calls.
import { nodeOf, type FileGraph, type FlowNode, type NodeId, type Store } from '../program/file-graph.ts';
import type { EdgeIndex } from './edges.ts';
import type { ProgramNumbers } from './numbering.ts';
import type { Edge, KnownPattern, ValueFlow, ValueId } from './value-flow.ts';

type CallNode = Extract<FlowNode, { kind: 'call' }>;

interface Ports {
  readonly edges: EdgeIndex;
  readonly constantsOf: ValueFlow['constantsOf'];
  /** Places that a read of a large table may be, beyond its edges. */
  readonly tableReads: (value: ValueId) => readonly ValueId[];
}

/** Values that are passed on the way back from one, and what is found in them. */
const maxVisited = 2000;
const maxPatterns = 400;
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

/**
 * A value on the way back: passed by no call, and, where it is handed to `RegExp`, with which flags. `isText`: a test on the way tells that it is text, and so
 * no pattern itself.
 */
interface Passed {
  readonly value: ValueId;
  readonly direct: boolean;
  readonly flags: string | null;
  readonly isText: boolean;
}

/** All that comes to the value unchanged. Which caller handed a pattern in is not told apart: with several of them each is uncertain. */
function gather(reading: Reading, start: ValueId, at: Depth): readonly KnownPattern[] {
  const walk: Walk = { found: [], seen: new Set(), open: [], at: 0 };
  pass(walk, { value: start, direct: true, flags: null, isText: false });
  follow(reading, walk, at, maxVisited);
  // What large tables hold comes last: it must not use up what the rest needs.
  const reads = walk.open.slice(0, maxVisited);
  for (const passed of reads) for (const value of reading.ports.tableReads(passed.value)) pass(walk, { ...passed, value });
  follow(reading, walk, at, 2 * maxVisited);
  const { found } = walk;
  return found.length === 1 ? found.map((pattern) => ({ ...pattern, certain: true })) : found;
}

interface Walk {
  readonly found: KnownPattern[];
  /** The same value may be a pattern and a text that one is made of. */
  readonly seen: Set<number>;
  readonly open: Passed[];
  /** The first of those that was not looked at yet. */
  at: number;
}

function pass({ seen, open }: Walk, passed: Passed): void {
  const key = passed.value * 4 + (passed.flags === null ? 0 : 2) + (passed.isText ? 1 : 0);
  if (seen.has(key)) return;
  seen.add(key);
  open.push(passed);
}

/** Goes on from where it ended, until so many values are passed. */
function follow(reading: Reading, walk: Walk, at: Depth, most: number): void {
  const { open, found } = walk;
  while (walk.at < open.length && open.length <= most && found.length < maxPatterns && (reading.left.visits -= 1) >= 0) {
    const passed = open[walk.at];
    walk.at += 1;
    if (passed !== undefined) visit(reading, walk, passed, at);
  }
}

function visit(reading: Reading, walk: Walk, passed: Passed, at: Depth): void {
  const { value, direct, flags, isText } = passed;
  const isPattern = reading.numbers.nodeOf(value)?.kind === 'pattern' || madeFrom(reading, value) !== null;
  if (isText && (flags === null || isPattern)) return;
  const pattern = patternAt(reading, value, flags, at);
  if (pattern !== null) {
    walk.found.push({ ...pattern, value, certain: direct });
    return;
  }
  const made = madeFrom(reading, value);
  if (made !== null) pass(walk, { ...made, direct, isText: false });
  else
    for (const edge of reading.ports.edges.into(value)) {
      if (edge.kind === 'part' || edge.kind === 'built' || edge.kind === 'key') continue;
      pass(walk, { ...passed, value: edge.from, direct: direct && edge.kind !== 'call', isText: isText || isTextAt(reading, edge) });
    }
}

/** `typeof value === 'string'` holds there. */
function isTextAt({ numbers }: Reading, { facts, factFile }: Edge): boolean {
  const all = numbers.files[factFile]?.graph.facts;
  return facts.some((id) => {
    const fact = all?.[id];
    return fact?.holds === true && fact.test.kind === 'typeof' && fact.test.type === 'string';
  });
}

interface PatternText {
  readonly source: string;
  readonly flags: string;
}

/** `flags` are set for what is handed to `RegExp`: then a constant is a pattern, too. */
function patternAt(reading: Reading, value: ValueId, flags: string | null, at: Depth): PatternText | null {
  const node = reading.numbers.nodeOf(value);
  if (node?.kind === 'pattern') return { source: node.source, flags: flags === null || flags === '' ? node.flags : flags };
  if (flags !== null && (node?.kind === 'constant' || node?.kind === 'concat')) {
    const source = textAt(reading, value, at);
    return source === null ? null : { source, flags };
  }
  const made = madeFrom(reading, value);
  const source = made === null ? null : textAt(reading, made.value, at);
  return made === null || source === null ? null : { source, flags: made.flags };
}

/** What `RegExp` is called with. */
function madeFrom(reading: Reading, value: ValueId): { readonly value: ValueId; readonly flags: string } | null {
  const node = reading.numbers.nodeOf(value);
  if (node?.kind !== 'call' || !isRegExp(reading.numbers, node, value)) return null;
  const [source, second] = argumentsOf(reading.numbers, node, value);
  const flags = second === undefined ? [''] : reading.ports.constantsOf(second);
  // Flags that are not known do not matter much.
  return source === undefined ? null : { value: source, flags: String(flags?.[0] ?? '') };
}

function isRegExp(numbers: ProgramNumbers, node: CallNode, value: ValueId): boolean {
  const callee = numbers.nodeOf(firstOf(numbers, value) + nodeOf(node.callee));
  return callee?.kind === 'global' && callee.name === 'RegExp' && node.spread.length === 0;
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
  reading.ports.edges.eachInto(value, (from, kind) => {
    // -1: not the value as it was.
    if (kind !== 'part') sources.add(kind === 'same' || kind === 'return' ? from : -1);
  });
  const [only, other] = sources;
  return only === undefined || only < 0 || other !== undefined ? null : textAt(reading, only, at);
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
