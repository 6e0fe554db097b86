// Lists that are copies of `arguments`, as they are made where there are no rest parameters: which argument stands where is known of `arguments` alone. What
// comes out may be either, so that what happens to the copy is not lost.
import type { TSESTree } from '@typescript-eslint/types';
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import type { Shifted } from './frame.ts';
import type { Node } from './syntax.ts';
import type { Walker } from './walker.ts';

/** `[].slice.call(arguments)`, `Array.prototype.slice.call(arguments, 0)`, `Array.from(arguments)`: `made` is what the call is without that. */
export function orArguments(w: Walker, name: string, receiver: NodeId | null, given: readonly Use[], made: NodeId, place: Node): NodeId {
  const [first, second, ...more] = given.map(nodeOf);
  if (first === undefined || w.graph.get(first).kind !== 'arguments' || more.length > 0) return made;
  const isCopy =
    name === 'call' ? isSlice(w, receiver) && isStart(w, second) : name === 'from' && isArray(w, receiver) && second === undefined;
  return isCopy ? eitherOf(w, first, made, place) : made;
}

/** Beyond, any element may stand anywhere. */
const mostShifts = 4;
const anyNumber: Shifted = { least: 0, most: Infinity };

/** `list.shift()`, of a list of arguments: `made` is what the call is without that. */
export function orFirst(w: Walker, receiver: NodeId | null, given: readonly Use[], made: NodeId, place: Node): NodeId {
  const found = receiver === null || given.length > 0 ? null : argumentsIn(w, receiver);
  if (found === null) return made;
  const { list } = found;
  const firsts = shiftedLoads(w, list, 0, place);
  const { least, most } = w.shifted.get(list) ?? { least: 0, most: 0 };
  const { id, branches, targets } = w.frame;
  // In a loop, or in a function that is called who knows how often, it may be any number.
  const isRepeated = w.graph.nodes[list]?.fn !== id || targets.some(({ continues }) => continues !== null);
  const isMany = isRepeated || most >= mostShifts;
  w.shifted.set(list, isMany ? anyNumber : { least: branches > 0 ? least : least + 1, most: most + 1 });
  return w.add({ kind: 'phi', inputs: [...firsts, made].map((value) => w.use(value)) }, place);
}

const movers: ReadonlySet<string> = new Set(['unshift', 'splice', 'reverse', 'sort']);

/** `list.unshift(x)`: from here on the list has an order of its own. */
export function noteMoved(w: Walker, callee: Node, name: string, receiver: NodeId | null): void {
  const found = receiver === null || !movers.has(name) ? null : argumentsIn(w, receiver);
  if (found === null) return;
  const object = callee.type === 'MemberExpression' ? callee.object : null;
  const binding = object?.type === 'Identifier' ? w.bindingOf(object) : null;
  if (found.copy === null) w.shifted.set(found.list, anyNumber);
  else if (binding !== null && !binding.shared) w.write(binding, found.copy);
}

/** `list[0]` after elements were taken off; null for a list of which none were. */
export function loadShifted(w: Walker, object: NodeId, property: string, place: Node): NodeId | null {
  const found = w.shifted.size === 0 || !/^\d+$/u.test(property) ? null : argumentsIn(w, object);
  if (found === null || !w.shifted.has(found.list)) return null;
  const loads = shiftedLoads(w, found.list, Number(property), place);
  if (found.copy !== null) loads.push(w.load(found.copy, property, place));
  const [only, ...others] = loads;
  return only !== undefined && others.length === 0 ? only : w.add({ kind: 'phi', inputs: loads.map((load) => w.use(load)) }, place);
}

function shiftedLoads(w: Walker, list: NodeId, index: number, place: Node): NodeId[] {
  const { least, most } = w.shifted.get(list) ?? { least: 0, most: 0 };
  if (most === Infinity) {
    const key = w.use(w.scalar('index', [], place));
    return [w.add({ kind: 'load', object: w.use(list), property: { key } }, place)];
  }
  return Array.from({ length: most - least + 1 }, (_, more) => w.load(list, String(index + least + more), place));
}

/** The list of arguments that the value is, or that it is a copy of. */
function argumentsIn(w: Walker, id: NodeId): { readonly list: NodeId; readonly copy: NodeId | null } | null {
  const shape = w.graph.get(id);
  if (shape.kind === 'arguments' || (shape.kind === 'parameter' && shape.rest)) return { list: id, copy: null };
  const [list, copy] = shape.kind === 'phi' && shape.inputs.length === 2 ? shape.inputs.map(nodeOf) : [];
  return list === undefined || copy === undefined || w.graph.get(list).kind !== 'arguments' ? null : { list, copy };
}

/** `[...arguments]`. */
export function orSpread(w: Walker, node: TSESTree.ArrayExpression, made: NodeId): NodeId {
  const [only, ...more] = node.elements;
  if (only?.type !== 'SpreadElement' || more.length > 0 || !isArgumentsWritten(w, only.argument)) return made;
  return eitherOf(w, w.evaluate(only.argument), made, node);
}

/** `for (var i = 0; i < arguments.length; i++) list[i] = arguments[i]`, as compilers write rest parameters: behind it. */
export function noteCopied(w: Walker, { init, body, update }: TSESTree.ForStatement): void {
  const statement = body.type === 'BlockStatement' && body.body.length === 1 ? body.body[0] : body;
  const copy = statement?.type === 'ExpressionStatement' ? statement.expression : null;
  if (copy?.type !== 'AssignmentExpression' || copy.operator !== '=' || update?.type !== 'UpdateExpression' || !w.env.alive) return;
  const { left, right } = copy;
  if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier' || right.type !== 'MemberExpression') return;
  const counter = counterOf(w, left.property, left.computed);
  if (counter === null || counter !== counterOf(w, right.property, right.computed) || !isArgumentsWritten(w, right.object)) return;
  const list = w.bindingOf(left.object);
  const beginsAtNull = declaratorsOf(init).some(
    ({ id, init: value }) => id.type === 'Identifier' && w.bindingOf(id) === counter && value?.type === 'Literal' && value.value === 0,
  );
  if (list !== null && beginsAtNull && !list.shared) w.write(list, eitherOf(w, w.evaluate(right.object), w.read(list), copy));
}

function declaratorsOf(init: Node | null): readonly TSESTree.VariableDeclarator[] {
  return init?.type === 'VariableDeclaration' ? init.declarations : [];
}

function counterOf(w: Walker, key: Node, isComputed: boolean): ReturnType<Walker['bindingOf']> {
  return isComputed && key.type === 'Identifier' ? w.bindingOf(key) : null;
}

function isArgumentsWritten(w: Walker, node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'arguments' && w.bindingOf(node) === null && w.frame.id !== 0;
}

function eitherOf(w: Walker, list: NodeId, made: NodeId, place: Node): NodeId {
  return w.add({ kind: 'phi', inputs: [w.use(list), w.use(made)] }, place);
}

/** Of a list that is empty, or of all lists. */
function isSlice(w: Walker, id: NodeId | null): boolean {
  const method = id === null ? null : w.graph.get(id);
  if (method?.kind !== 'load' || method.property !== 'slice') return false;
  const owner = w.graph.get(nodeOf(method.object));
  if (owner.kind === 'object') return owner.array;
  return owner.kind === 'load' && owner.property === 'prototype' && isArray(w, nodeOf(owner.object));
}

function isArray(w: Walker, id: NodeId | null): boolean {
  const shape = id === null ? null : w.graph.get(id);
  return shape?.kind === 'global' && shape.name === 'Array';
}

function isStart(w: Walker, id: NodeId | undefined): boolean {
  const shape = id === undefined ? null : w.graph.get(id);
  return shape === null || (shape.kind === 'constant' && (shape.value === 0 || shape.value === null));
}
