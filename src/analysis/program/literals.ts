// Literals: constants, regular expressions, objects and arrays.
import { orSpread } from './argument-lists.ts';
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import { functionHere } from './functions.ts';
import { initProperty, nameOfProperty, propertyOf } from './properties.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

function literal(w: Walker, node: TSESTree.Literal): NodeId {
  if ('regex' in node) return w.add({ kind: 'pattern', source: node.regex.pattern, flags: node.regex.flags }, node);
  if ('bigint' in node) return w.scalar('bigint', [], node);
  const { value } = node;
  if (typeof value === 'number' && !Number.isFinite(value)) return w.graph.global('Infinity', node);
  return w.constant(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null, node);
}

/** `a() {}`, `get a() {}`: null for any other property. */
function method(w: Walker, { value, method: isMethod, kind }: TSESTree.Property, name: string): NodeId | null {
  if (value.type !== 'FunctionExpression' || (kind === 'init' && !isMethod)) return null;
  const id = functionHere(w, value, name, kind === 'init' ? 'method' : kind === 'get' ? 'getter' : 'setter');
  return w.add({ kind: 'function', function: id }, value);
}

/** `__proto__: null`. Computed, shorthand or a method, it would be a property like any other. */
function isNullPrototype(property: TSESTree.ObjectLiteralElement): boolean {
  if (property.type !== 'Property' || property.computed || property.shorthand || property.method) return false;
  const { key, value } = property;
  const isPrototype = key.type === 'Identifier' ? key.name === '__proto__' : key.value === '__proto__';
  return isPrototype && value.type === 'Literal' && value.raw === 'null';
}

function object(w: Walker, node: TSESTree.ObjectExpression): NodeId {
  const made = w.add({ kind: 'object', array: false, ...(node.properties.some(isNullPrototype) && { bare: true }) }, node);
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      initProperty(w, made, null, w.evaluate(property.argument), property);
      continue;
    }
    const key = propertyOf(w, property.key, property.computed);
    const value = method(w, property, nameOfProperty(key)) ?? w.evaluate(property.value, nameOfProperty(key));
    initProperty(w, made, key, value, property, property.kind === 'init' ? null : property.kind);
  }
  return made;
}

function array(w: Walker, node: TSESTree.ArrayExpression): NodeId {
  const made = w.add({ kind: 'object', array: true }, node);
  let spread = false;
  for (const [index, element] of node.elements.entries()) {
    if (element === null) continue;
    if (element.type === 'SpreadElement') {
      spread = true;
      initProperty(w, made, null, w.evaluate(element.argument), element);
    } else {
      const value = w.evaluate(element);
      // Behind a spread the index is not known.
      initProperty(w, made, spread ? { key: w.scalar('index', [], element) } : String(index), value, element);
    }
  }
  return orSpread(w, node, made);
}

export const literalExpressions: ExpressionHandlers = {
  Literal: literal,
  ObjectExpression: object,
  ArrayExpression: array,
};
