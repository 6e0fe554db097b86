// What is known of a list's elements, where one is read that was put into it: the tests of the list speak of all that it holds.
import {
  factsOf,
  nodeOf,
  type FactId,
  type FileGraph,
  type FlowNode,
  type NodeId,
  type Property,
  type Use,
} from '../program/file-graph.ts';
import { readers } from '../program/list-events.ts';
import type { Edge } from '../link/value-flow.ts';
import { isSplitBySlash, takesSlash } from './derivation.ts';
import { names, type ClassMask } from './levels.ts';
import { isOwn, onlyOrigin, type ProgramView } from './program-view.ts';

/** Methods that take one element out of the list. */
const takers: ReadonlySet<string> = new Set(['shift', 'pop', 'at']);

/** Methods that copy some of the elements, or all in another order: what is put into the list later is none of theirs, as it is of `sort`'s. */
const choosers: ReadonlySet<string> = new Set(['slice', 'filter', 'toReversed', 'toSorted']);

/** Methods that hand each element to the function that they take. */
const callers: ReadonlySet<string> = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex']);

export interface ElementFacts {
  readonly file: number;
  readonly facts: readonly FactId[];
  /** Classes that the facts say nothing of. */
  readonly spared: ClassMask;
  /** They are of the parts of what is a path now. */
  readonly isPath: boolean;
}

interface Joined {
  readonly list: Use;
  readonly isPath: boolean;
}

/** Facts of the list that an edge out of the heap reads an element of, or all; none where it is none, or where nothing is known. */
export function elementFacts(view: ProgramView, { from, to }: Edge): readonly ElementFacts[] {
  const at = view.program.nodeAt(from) === null ? view.program.nodeAt(to) : null;
  const graph = at === null ? null : view.graphOf(at.file);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  if (at === null || graph === null || node === null) return [];
  const element = listOf(graph, node) ?? receiverOf(graph, node, choosers) ?? handedList(view, at.file, graph, at.node);
  const joined = element === null ? joinedList(view, at.file, graph, at.node) : null;
  const list = element ?? joined?.list ?? null;
  if (list === null) return [];
  const isPath = joined?.isPath === true;
  const spared = joined === null ? 0 : names;
  const own = factsOfList(view, at.file, graph, list).filter((id) => isOfElements(graph, id));
  const given = returnedFacts(view, at.file, nodeOf(list));
  return [{ file: at.file, facts: own }, ...given].flatMap((each) => (each.facts.length === 0 ? [] : [{ ...each, spared, isPath }]));
}

/** The list that a node reads an element of; null where it reads none. */
export function listOf(graph: FileGraph, node: FlowNode): Use | null {
  if (node.kind === 'element') return node.object;
  if (node.kind === 'load') return typeof node.property !== 'string' || /^\d+$/u.test(node.property) ? node.object : null;
  return receiverOf(graph, node, takers);
}

/** The receiver of a call of one of the methods. */
function receiverOf(graph: FileGraph, node: FlowNode | undefined, methods: ReadonlySet<string>): Use | null {
  if (node?.kind !== 'call' || node.receiver === null) return null;
  const callee = graph.nodes[nodeOf(node.callee)];
  return callee?.kind === 'load' && typeof callee.property === 'string' && methods.has(callee.property) ? node.receiver : null;
}

const joining: ReadonlySet<string> = new Set(['join']);

/**
 * The list whose elements a call joins by a text that makes none of them a path, or a part of one, that they are not by themselves; or by the slash that
 * they were split by, so that none of them holds one: then no `..` among them is none in the path.
 */
function joinedList(view: ProgramView, file: number, graph: FileGraph, id: NodeId): Joined | null {
  const node = graph.nodes[id];
  const list = receiverOf(graph, node, joining);
  if (list === null || node?.kind !== 'call') return null;
  const [by] = node.arguments;
  const text = by === undefined ? ',' : view.constantOf(file, nodeOf(by));
  if (typeof text === 'string' && /^[^./\\]+$/u.test(text)) return { list, isPath: false };
  const call = view.callOf(file, id);
  const isPath = call !== null && takesSlash(view, file, call) && isOfParts(view, file, nodeOf(list), 0);
  return isPath ? { list, isPath } : null;
}

/** Whether a list is nothing but what a text was split into, or some of it; also one that a function of the program gives back. */
function isOfParts(view: ProgramView, file: number, list: NodeId, depth: number): boolean {
  const graph = view.graphOf(file);
  const origin = graph === null ? null : onlyOrigin(graph, list);
  const call = origin === null ? null : view.callOf(file, origin);
  if (graph === null || call === null || depth > longestChain) return false;
  // Under its name, or under no other.
  if (!isLeftAlone(view, file, list) || (call.id !== list && view.usesOf(file, call.id) > 1)) return false;
  const { node, method, callees } = call;
  const [callee, other] = callees;
  if (callee?.kind === 'function' && other === undefined) {
    const given = onlyReturn(view, callee.fn);
    return given !== null && isOfParts(view, given.file, nodeOf(given.use), depth + 1);
  }
  if (node.receiver === null || isOwn(call)) return false;
  return isSplitBySlash(view, file, call) || (choosers.has(method) && isOfParts(view, file, nodeOf(node.receiver), depth + 1));
}

const longestChain = 5;

/** Of a list that is made of another one where it is used, and nowhere else, what is known of that one as well. */
function factsOfList(view: ProgramView, file: number, graph: FileGraph, use: Use): readonly FactId[] {
  const found = [...factsOf(use)];
  for (let list = use, step = 0; step < longestChain; step += 1) {
    const from = receiverOf(graph, graph.nodes[nodeOf(list)], choosers);
    if (from === null || view.usesOf(file, nodeOf(list)) > 1) break;
    found.push(...factsOf(from));
    list = from;
  }
  return found;
}

/** What a function of the program's found out of the list that it gives back, where nothing is put in by who gets it. */
function returnedFacts(view: ProgramView, file: number, list: NodeId): readonly Pick<ElementFacts, 'file' | 'facts'>[] {
  const call = view.callOf(file, list);
  const [callee, other] = call?.callees ?? [];
  if (callee?.kind !== 'function' || other !== undefined || !isLeftAlone(view, file, list)) return [];
  const given = onlyReturn(view, callee.fn);
  const graph = given === null ? null : view.graphOf(given.file);
  if (given === null || graph === null) return [];
  return [{ file: given.file, facts: factsOf(given.use).filter((id) => isOfElements(graph, id)) }];
}

/** What a function of the program gives back, if that is one value and comes at once; `fn` counts over all files. */
function onlyReturn(view: ProgramView, fn: number): { readonly file: number; readonly use: Use } | null {
  const at = view.program.functionAt(fn);
  const made = view.graphOf(at.file)?.functions[at.fn];
  const [use, another] = made?.returns ?? [];
  return use === undefined || another !== undefined || made?.isGenerator === true ? null : { file: at.file, use };
}

/** Whether the list is only ever read: by index, in a loop, by its length, or by a method that puts nothing in. */
export function isLeftAlone(view: ProgramView, file: number, list: NodeId): boolean {
  const graph = view.graphOf(file);
  return graph !== null && view.usesOf(file, list) === readsOf(graph).get(list);
}

const readsOfGraphs = new WeakMap<FileGraph, ReadonlyMap<NodeId, number>>();

/** How often each node is read as a list that is left alone. A method that is called counts twice: it is read, and called on the list. */
function readsOf(graph: FileGraph): ReadonlyMap<NodeId, number> {
  const known = readsOfGraphs.get(graph);
  if (known !== undefined) return known;
  const counts = new Map<NodeId, number>();
  const count = (list: Use): void => {
    counts.set(nodeOf(list), (counts.get(nodeOf(list)) ?? 0) + 1);
  };
  for (const node of graph.nodes) {
    if (node.kind === 'element') count(node.object);
    else if (node.kind === 'load' && isRead(node.property)) count(node.object);
    else if (node.kind === 'call' && node.receiver !== null && receiverOf(graph, node, readers) !== null) count(node.receiver);
  }
  readsOfGraphs.set(graph, counts);
  return counts;
}

function isRead(property: Property): boolean {
  return typeof property !== 'string' || property === 'length' || readers.has(property) || /^\d+$/u.test(property);
}

const callersOfGraphs = new WeakMap<FileGraph, ReadonlyMap<NodeId, Use>>();

/** The list whose elements a parameter gets: of a function that is written in the call, `list.forEach((each) => …)`. */
function handedList(view: ProgramView, file: number, graph: FileGraph, parameter: NodeId): Use | null {
  const known = callersOfGraphs.get(graph) ?? new Map(graph.nodes.flatMap((node) => handedBy(view, file, graph, node)));
  callersOfGraphs.set(graph, known);
  return known.get(parameter) ?? null;
}

function handedBy(view: ProgramView, file: number, graph: FileGraph, node: FlowNode): readonly (readonly [NodeId, Use])[] {
  const list = receiverOf(graph, node, callers);
  const [callback] = list === null || node.kind !== 'call' ? [] : node.arguments;
  const written = callback === undefined ? undefined : graph.nodes[nodeOf(callback)];
  if (list === null || callback === undefined || written?.kind !== 'function' || view.usesOf(file, nodeOf(callback)) > 1) return [];
  const [element] = graph.functions[written.function]?.parameters ?? [];
  return element === undefined ? [] : [[element, list]];
}

/** Told by a loop over all of them, or by a method that asks of what it holds. */
function isOfElements({ facts }: FileGraph, id: FactId): boolean {
  const test = facts[id]?.test;
  if (test?.kind === 'any') return test.sets.length === 1;
  return (test?.kind === 'call' || test?.kind === 'returned') && test.argument === -1;
}
