// What is known of a list's elements, where one is read that was put into it: the tests of the list speak of all that it holds.
import { factsOf, nodeOf, type FactId, type FileGraph, type FlowNode, type NodeId, type Use } from '../program/file-graph.ts';
import type { Edge } from '../link/value-flow.ts';
import { names, type ClassMask } from './levels.ts';
import { onlyOrigin, type ProgramView } from './program-view.ts';

/** Methods that take one element out of the list. */
const takers: ReadonlySet<string> = new Set(['shift', 'pop', 'at']);

/** Methods that copy some of the elements, or all in another order: what is put into the list later is none of theirs, as it is of `sort`'s. */
const choosers: ReadonlySet<string> = new Set(['slice', 'filter', 'toReversed', 'toSorted']);

export interface ElementFacts {
  readonly file: number;
  readonly facts: readonly FactId[];
  /** Classes that the facts say nothing of. */
  readonly spared: ClassMask;
}

/** Facts of the list that an edge out of the heap reads an element of, or all; null where it is none, or where nothing is known. */
export function elementFacts(view: ProgramView, { from, to }: Edge): ElementFacts | null {
  const at = view.program.nodeAt(from) === null ? view.program.nodeAt(to) : null;
  const graph = at === null ? null : view.graphOf(at.file);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  if (at === null || graph === null || node === null) return null;
  const element = listOf(graph, node) ?? receiverOf(graph, node, choosers);
  const joined = element === null ? joinedList(view, at.file, graph, node) : null;
  const list = element ?? joined;
  const facts = list === null ? [] : factsOfList(view, at.file, graph, list).filter((id) => isOfElements(graph, id));
  const spared = joined === null ? 0 : names;
  if (facts.length > 0 || list === null) return facts.length === 0 ? null : { file: at.file, facts, spared };
  const given = factsGivenBack(view, at.file, graph, nodeOf(list));
  return given === null || given.facts.length === 0 ? null : { ...given, spared };
}

/** What a function of the program knew of the list that it gives back: `parsePath(text)`, which throws where one of the names is refused. */
function factsGivenBack(view: ProgramView, file: number, graph: FileGraph, list: NodeId): Omit<ElementFacts, 'spared'> | null {
  const made = onlyOrigin(graph, list);
  const [callee, other] = (made === null ? null : view.callOf(file, made))?.callees ?? [];
  if (callee?.kind !== 'function' || other !== undefined) return null;
  const at = view.program.functionAt(callee.fn);
  const around = view.graphOf(at.file);
  const [use, more] = around?.functions[at.fn]?.returns ?? [];
  if (around === null || use === undefined || more !== undefined) return null;
  return { file: at.file, facts: factsOfList(view, at.file, around, use).filter((id) => isOfElements(around, id)) };
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

/** The list whose elements a call joins by a text that makes none of them a path, or a part of one, that they are not by themselves. */
function joinedList(view: ProgramView, file: number, graph: FileGraph, node: FlowNode): Use | null {
  const list = receiverOf(graph, node, joining);
  if (list === null || node.kind !== 'call') return null;
  const [by] = node.arguments;
  const text = by === undefined ? ',' : view.constantOf(file, nodeOf(by));
  return typeof text === 'string' && /^[^./\\]+$/u.test(text) ? list : null;
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

/** Told by a loop over all of them, or by a method that asks of what it holds. */
function isOfElements({ facts }: FileGraph, id: FactId): boolean {
  const test = facts[id]?.test;
  if (test?.kind === 'returned') return test.argument === -1;
  return (test?.kind === 'any' && test.sets.length === 1) || (test?.kind === 'call' && test.argument === -1);
}
