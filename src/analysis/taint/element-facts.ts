// What is known of a list's elements, where one is read that was put into it: the tests of the list speak of all that it holds.
import { factsOf, nodeOf, type FactId, type FileGraph, type FlowNode, type Use } from '../program/file-graph.ts';
import type { Edge } from '../link/value-flow.ts';
import type { ProgramView } from './program-view.ts';

/** Methods that take one element out of the list. */
const takers: ReadonlySet<string> = new Set(['shift', 'pop', 'at']);

export interface ElementFacts {
  readonly file: number;
  readonly facts: readonly FactId[];
}

/** Facts of the list that an edge out of the heap reads an element of; null where it is none, or where nothing is known. */
export function elementFacts(view: ProgramView, { from, to }: Edge): ElementFacts | null {
  const at = view.program.nodeAt(from) === null ? view.program.nodeAt(to) : null;
  const graph = at === null ? null : view.graphOf(at.file);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  if (at === null || graph === null || node === null) return null;
  const list = listOf(graph, node);
  const facts = list === null ? [] : factsOf(list).filter((id) => isOfElements(graph, id));
  return facts.length === 0 ? null : { file: at.file, facts };
}

/** The list that a node reads an element of; null where it reads none. */
export function listOf(graph: FileGraph, node: FlowNode): Use | null {
  if (node.kind === 'element') return node.object;
  if (node.kind === 'load') return typeof node.property !== 'string' || /^\d+$/u.test(node.property) ? node.object : null;
  if (node.kind !== 'call' || node.receiver === null) return null;
  const callee = graph.nodes[nodeOf(node.callee)];
  return callee?.kind === 'load' && typeof callee.property === 'string' && takers.has(callee.property) ? node.receiver : null;
}

/** Told by a loop over all of them, or by a method that asks of what it holds. */
function isOfElements({ facts }: FileGraph, id: FactId): boolean {
  const test = facts[id]?.test;
  return (test?.kind === 'any' && test.sets.length === 1) || (test?.kind === 'call' && test.argument === -1);
}
