// What is plain before a program runs: what the language has been in every engine for long, and what its methods make of constant text.
import { nodeOf, type NodeId } from './file-graph.ts';
import type { Walker } from './walker.ts';

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

/** Whether the file itself leaves alone what the language has under these names. What other files do is not known. */
function isLeftAlone({ resolution: { surprises } }: Walker, names: readonly string[]): boolean {
  return !surprises.builtIn && !names.some((name) => surprises.replaced.has(name));
}

/** Whether a value that a branch hangs on is always true or always false, if that is plain. */
export function plainTruth(w: Walker, node: NodeId): boolean | null {
  if (w.resolution.surprises.hidden) return null;
  return w.facts.truthOf(node) ?? (typeOf(w, node) === 'function' ? true : null);
}

function has(table: ReadonlyMap<string, string>, owner: string, name: string): boolean {
  return (table.get(owner) ?? '').split(' ').includes(name);
}

/** What `typeof` gives, where it is plain. */
export function typeOf(w: Walker, node: NodeId): string | null {
  const { graph } = w;
  const shape = graph.get(node);
  if (shape.kind === 'function' || shape.kind === 'class') return 'function';
  if (shape.kind !== 'load' || typeof shape.property !== 'string') return null;
  const object = graph.get(nodeOf(shape.object));
  if (object.kind === 'object' && object.array)
    return has(members, 'Array', shape.property) && isLeftAlone(w, ['Array', shape.property]) ? 'function' : null;
  const isMember = object.kind === 'load' && object.property === 'prototype';
  const owner = isMember ? graph.get(nodeOf(object.object)) : object;
  if (owner.kind !== 'global' || !has(isMember ? members : statics, owner.name, shape.property)) return null;
  return isLeftAlone(w, [owner.name, shape.property]) ? 'function' : null;
}

/** Methods without arguments that make text of text. */
const makers: ReadonlyMap<string, (text: string) => string> = new Map([
  ['toLowerCase', (text: string) => text.toLowerCase()],
  ['toUpperCase', (text: string) => text.toUpperCase()],
  ['trim', (text: string) => text.trim()],
]);

/** What the method makes of constant text; null where that is not plain. */
export function madeOfText(w: Walker, receiver: NodeId | null, method: string, given: number): string | null {
  const shape = receiver === null ? null : w.graph.get(receiver);
  if (shape?.kind !== 'constant' || typeof shape.value !== 'string' || given > 0) return null;
  if (w.resolution.storedProperties.has(method) || !isLeftAlone(w, [])) return null;
  return makers.get(method)?.(shape.value) ?? null;
}

/** Whether two constants are equal; null where that is not plain: `undefined` and `null` are one constant here. */
export function areEqual(w: Walker, left: NodeId, right: NodeId): boolean | null {
  if (w.resolution.surprises.hidden) return null;
  const [a, b] = [w.graph.get(left), w.graph.get(right)];
  if (a.kind !== 'constant' || b.kind !== 'constant' || a.value === null || b.value === null) return null;
  return typeof a.value === typeof b.value ? a.value === b.value : null;
}
