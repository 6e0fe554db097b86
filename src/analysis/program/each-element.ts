// Loops over all of a list: what holds of each element where its round ends holds of the list once the loop has run to its end.
import type { TSESTree } from '@typescript-eslint/types';
import type { Binding } from './bindings.ts';
import type { Exit } from './branches.ts';
import { nodeOf, type NodeId } from './file-graph.ts';
import type { Learned } from './learned.ts';
import type { Node } from './syntax.ts';
import type { Walker } from './walker.ts';

/** Facts of an element that are kept, the newest; and how deep they nest. */
const maxFacts = 8;
const maxLevel = 5;

/** Where a loop began. */
export interface Begun {
  readonly node: Node;
  /** What counts its rounds from 0, one by one; null where nothing does. */
  readonly counter: Binding | null;
  readonly nodes: number;
  readonly time: number;
}

/** Before the loop's head is opened. */
export function beginLoop(w: Walker, node: Node): Begun {
  const counter = node.type === 'ForStatement' ? counterOf(w, node) : null;
  return { node, counter, nodes: w.graph.nodes.length, time: w.memory.time() };
}

/** `for (let i = 0; …; i++)`, where nothing else writes `i`. */
function counterOf(w: Walker, node: TSESTree.ForStatement): Binding | null {
  const { update } = node;
  if (update?.type !== 'UpdateExpression' || update.operator !== '++' || update.argument.type !== 'Identifier') return null;
  const binding = w.bindingOf(update.argument);
  if (binding === null || binding.shared || binding.owner !== w.frame.record) return null;
  const first = w.env.slot(binding.id);
  const shape = first < 0 ? null : w.graph.get(first);
  return shape?.kind === 'constant' && shape.value === 0 && writesInRounds(w, node, binding) === 1 ? binding : null;
}

/** How often its rounds write a variable; what its head sets is no part of them. */
function writesInRounds(w: Walker, node: TSESTree.ForStatement, binding: Binding): number {
  const region = w.resolution.regionOf.get(node);
  if (region === undefined) return Infinity;
  w.graph.spend(region.writesTo - region.writesFrom);
  const writes = w.resolution.writes.slice(region.writesFrom, region.writesTo).filter((write) => write.binding === binding);
  return writes.filter(({ start }) => start >= (node.init?.end ?? 0)).length;
}

/** What is known of a list's elements at the end of a round: of all of them, where the test of `list.length` ends the loop. */
export interface OfEach {
  readonly list: NodeId;
  readonly facts: readonly Learned[];
}

/** At the end of a round. `test` is the value of the loop's test; `element` what `of` hands each round, of the list. */
export function ofEach(w: Walker, begun: Begun, test: NodeId | null, element: NodeId | null): OfEach | null {
  if (!w.env.alive) return null;
  const loop = element === null ? countedLoop(w, begun, test) : loopOf(w, element);
  if (loop === null || isWritten(w, begun, loop.list)) return null;
  const facts = loop.elements.flatMap((each) => w.env.factsOf(each)).filter(({ level }) => level < maxLevel);
  return facts.length === 0 ? null : { list: loop.list, facts: [...new Set(facts)].slice(-maxFacts) };
}

function loopOf(w: Walker, element: NodeId): { readonly list: NodeId; readonly elements: readonly NodeId[] } | null {
  const shape = w.graph.get(element);
  return shape.kind === 'element' ? { list: nodeOf(shape.object), elements: [element] } : null;
}

/** `i < list.length`, and all that reads `list[i]`. */
function countedLoop(
  w: Walker,
  { node: loop, counter, nodes }: Begun,
  test: NodeId | null,
): { readonly list: NodeId; readonly elements: readonly NodeId[] } | null {
  const shape = counter === null || test === null ? null : w.graph.get(test);
  if (counter === null || shape?.kind !== 'scalar' || shape.operator !== '<') return null;
  const [left, right] = shape.operands.map(nodeOf);
  const length = right === undefined ? null : w.graph.get(setInHead(w, loop, right));
  if (left !== w.env.slot(counter.id) || length?.kind !== 'load' || length.property !== 'length') return null;
  const list = nodeOf(length.object);
  const elements: NodeId[] = [];
  w.graph.spend(w.graph.nodes.length - nodes);
  for (let id = nodes; id < w.graph.nodes.length; id++) {
    const node = w.graph.get(id);
    if (node.kind !== 'load' || typeof node.property === 'string' || nodeOf(node.object) !== list) continue;
    if (nodeOf(node.property.key) === left) elements.push(id);
  }
  return { list, elements };
}

/** `for (var i = 0, n = list.length; i < n; i++)`: what the head sets, where no round writes it. */
function setInHead(w: Walker, node: Node, value: NodeId): NodeId {
  const bound = node.type === 'ForStatement' && node.test?.type === 'BinaryExpression' ? node.test.right : null;
  const binding = bound?.type === 'Identifier' ? w.bindingOf(bound) : null;
  const shape = w.graph.get(value);
  if (node.type !== 'ForStatement' || binding === null || binding.shared || shape.kind !== 'phi') return value;
  const [only] = shape.inputs;
  return only !== undefined && shape.inputs.length === 1 && writesInRounds(w, node, binding) === 0 ? nodeOf(only) : value;
}

/** Whether the loop may change the list, or which list it is. */
function isWritten(w: Walker, { node, nodes, time }: Begun, list: NodeId): boolean {
  const region = w.resolution.regionOf.get(node);
  if (region === undefined || list >= nodes || w.graph.get(list).kind === 'variable' || w.memory.isTouchedSince(list, time)) return true;
  w.graph.spend(region.storesTo - region.storesFrom);
  return w.resolution.stores.slice(region.storesFrom, region.storesTo).includes(null);
}

/** The way on which no round is left, with what holds of all elements. */
export function withEach(w: Walker, exit: Exit, { list, facts }: OfEach): Exit {
  const [first] = facts;
  if (first === undefined) return exit;
  w.facts.noteList(list);
  const { start, end } = first;
  const level = 1 + Math.max(...facts.map((fact) => fact.level));
  const learned: Learned = { subject: list, holds: true, test: { kind: 'any', sets: [facts] }, level, start, end };
  const known = exit.facts.has(list) ? exit.facts.get(list) : w.env.knownOf(list);
  return {
    ...exit,
    facts: new Map(exit.facts).set(list, { subject: list, facts: [...(known?.facts ?? []), learned], use: null }),
    learned: [...exit.learned, learned],
  };
}
