// What takes from the plain meaning of a file's words: variables written where none is named, and what is put in the place of what the language has.
import type { TSESTree } from '@typescript-eslint/types';
import type { Surprises } from './bindings.ts';
import { isElementMethod } from './element-callbacks.ts';
import { constantKey, isFunction, type Node } from './syntax.ts';

/** As they are gathered. */
export type GatheredSurprises = { -readonly [K in keyof Surprises]: Surprises[K] } & { readonly replaced: Set<string> };

/** Objects whose methods are taken to be there. */
const builtIns: ReadonlySet<string> = new Set(['String', 'Array', 'Function', 'Object', 'JSON']);
/** Names under which every value leads to what all of its kind share. */
const shared: ReadonlySet<string> = new Set(['prototype', '__proto__', 'constructor']);
const definers: ReadonlySet<string> = new Set(['__defineGetter__', '__defineSetter__']);

/** A write or a `delete`; `value` is what is written, where it stands there: a function in the place of another changes no answer to `typeof`. */
export function noteStore(
  surprises: GatheredSurprises,
  { object, property, computed }: TSESTree.MemberExpression,
  value: Node | null,
): void {
  const name = constantKey(property, computed);
  if (object.type === 'Identifier' && object.name === 'arguments') surprises.hidden = true;
  if (name === null) surprises.builtIn ||= isShared(object);
  else if (value === null || !isFunction(value)) surprises.replaced.add(name);
}

export function noteCall(
  surprises: GatheredSurprises,
  { callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression,
): void {
  if (callee.type === 'Identifier' && callee.name === 'eval') surprises.hidden = true;
  const name = callee.type === 'MemberExpression' ? constantKey(callee.property, callee.computed) : null;
  if (callee.type === 'MemberExpression' && name !== null && definers.has(name)) surprises.builtIn ||= isShared(callee.object);
  // `list.map(String)`.
  if (name === null || !isElementMethod(name)) for (const argument of given) noteHanded(surprises, argument);
}

/** What goes on under another name, which may be written to there. */
export function noteHanded(surprises: GatheredSurprises, value: Node | null): void {
  if (value?.type === 'Identifier' && builtIns.has(value.name)) surprises.builtIn = true;
}

/** `String.prototype`. */
export function isBuiltInPrototype(node: Node): node is TSESTree.MemberExpression {
  return (
    node.type === 'MemberExpression' &&
    constantKey(node.property, node.computed) === 'prototype' &&
    node.object.type === 'Identifier' &&
    builtIns.has(node.object.name)
  );
}

function isShared(node: Node): boolean {
  if (node.type === 'Identifier') return builtIns.has(node.name);
  // `Object.getPrototypeOf('')`.
  if (node.type !== 'MemberExpression') return node.type === 'CallExpression';
  return shared.has(constantKey(node.property, node.computed) ?? '');
}
