// What is plain before a program runs: what the language has been in every engine for long, and what its methods make of constant text.
import { nodeOf, type FlowNode, type NodeId } from './file-graph.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Methods since ECMAScript 5: a program that asks whether they are there is told yes. */
const members: ReadonlyMap<string, string> = new Map([
  ['String', 'charAt charCodeAt concat indexOf lastIndexOf match replace search slice split substr substring toLowerCase toUpperCase trim'],
  [
    'Array',
    'concat every filter forEach indexOf join lastIndexOf map pop push reduce reduceRight reverse shift slice some sort splice unshift',
  ],
  ['Function', 'apply bind call'],
  ['Object', 'hasOwnProperty isPrototypeOf propertyIsEnumerable toString'],
]);

const statics: ReadonlyMap<string, string> = new Map([
  ['Array', 'isArray'],
  [
    'Object',
    'create defineProperties defineProperty freeze getOwnPropertyDescriptor getOwnPropertyNames getPrototypeOf isFrozen keys seal',
  ],
  ['JSON', 'parse stringify'],
]);

function has(table: ReadonlyMap<string, string>, owner: FlowNode, name: string): boolean {
  return owner.kind === 'global' && (table.get(owner.name) ?? '').split(' ').includes(name);
}

/** What `typeof` gives, where it is plain. */
export function typeOf(graph: GraphBuilder, node: NodeId): string | null {
  const shape = graph.get(node);
  if (shape.kind === 'function' || shape.kind === 'class') return 'function';
  if (shape.kind !== 'load' || typeof shape.property !== 'string') return null;
  const object = graph.get(nodeOf(shape.object));
  const isMember =
    object.kind === 'load' && object.property === 'prototype' && has(members, graph.get(nodeOf(object.object)), shape.property);
  return isMember || has(statics, object, shape.property) ? 'function' : null;
}

/** Methods without arguments that make text of text. */
const makers: ReadonlyMap<string, (text: string) => string> = new Map([
  ['toLowerCase', (text: string) => text.toLowerCase()],
  ['toUpperCase', (text: string) => text.toUpperCase()],
  ['trim', (text: string) => text.trim()],
]);

/** What the method makes of constant text; null where that is not plain. */
export function madeOfText(graph: GraphBuilder, receiver: NodeId | null, method: string, given: number): string | null {
  const shape = receiver === null ? null : graph.get(receiver);
  if (shape?.kind !== 'constant' || typeof shape.value !== 'string' || given > 0) return null;
  return makers.get(method)?.(shape.value) ?? null;
}

/** Whether two constants are equal; null where that is not plain: `undefined` and `null` are one constant here. */
export function areEqual(graph: GraphBuilder, left: NodeId, right: NodeId): boolean | null {
  const [a, b] = [graph.get(left), graph.get(right)];
  if (a.kind !== 'constant' || b.kind !== 'constant' || a.value === null || b.value === null) return null;
  return typeof a.value === typeof b.value ? a.value === b.value : null;
}
