// Where values are put: variables, properties and patterns, in declarations, parameters, assignments and loops.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import { loadProperty, memberOf, propertyOf, storeProperty } from './properties.ts';
import type { Node } from './syntax.ts';
import { typeNameOf } from './type-names.ts';
import type { Walker } from './walker.ts';

/** Puts a value where the target says. Patterns nest by `evaluate`'s bound only through this function, which has its own. */
export function assign(w: Walker, target: Node, value: NodeId, depth = 0): void {
  if (depth > maxPattern) {
    w.graph.truncated = true;
    return;
  }
  switch (target.type) {
    case 'Identifier':
      assignName(w, target, value);
      return;
    case 'MemberExpression': {
      const { object, property } = memberOf(w, target);
      storeProperty(w, object, property, value, target);
      return;
    }
    case 'AssignmentPattern':
      if (target.left.type === 'Identifier') w.graph.setType(value, typeNameOf(w, target.left.typeAnnotation));
      assign(w, target.left, withDefault(w, value, target.right, target.left.type === 'Identifier' ? target.left.name : ''), depth + 1);
      return;
    case 'ObjectPattern':
      w.graph.setType(value, typeNameOf(w, target.typeAnnotation));
      for (const property of target.properties) assignFromObject(w, property, value, depth);
      return;
    case 'ArrayPattern':
      for (const [index, element] of target.elements.entries()) if (element !== null) assignFromArray(w, element, value, index, depth);
      return;
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      assign(w, target.expression, value, depth + 1);
      return;
    default:
  }
}

const maxPattern = 100;

export function assignName(w: Walker, target: TSESTree.Identifier, value: NodeId): void {
  const binding = w.bindingOf(target);
  if (target.typeAnnotation !== undefined) w.graph.setType(value, typeNameOf(w, target.typeAnnotation));
  if (binding !== null) w.write(binding, value);
  for (const object of w.withObjects) storeProperty(w, object, target.name, value, target);
}

function assignFromObject(w: Walker, property: TSESTree.Property | TSESTree.RestElement, value: NodeId, depth: number): void {
  if (property.type === 'RestElement') {
    const rest = w.add({ kind: 'object', array: false }, property);
    storeProperty(w, rest, null, value, property);
    assign(w, property.argument, rest, depth + 1);
    return;
  }
  const key = propertyOf(w, property.key, property.computed);
  assign(w, property.value, loadProperty(w, value, key, property), depth + 1);
}

function assignFromArray(w: Walker, element: Node, value: NodeId, index: number, depth: number): void {
  if (element.type !== 'RestElement') {
    assign(w, element, w.load(value, String(index), element), depth + 1);
    return;
  }
  const rest = w.add({ kind: 'object', array: true }, element);
  const one = w.add({ kind: 'element', object: w.use(value) }, element);
  storeProperty(w, rest, { key: w.scalar('index', [], element) }, one, element);
  assign(w, element.argument, rest, depth + 1);
}

/** The value, or, where it is undefined, the default. */
export function withDefault(w: Walker, value: NodeId, fallback: Node, name: string): NodeId {
  const mark = w.env.mark();
  const given = w.env.leave(mark);
  const other = w.evaluate(fallback, name);
  const evaluated = w.env.leave(mark);
  const exits = w.env.join([given, evaluated], w.frame.id, fallback);
  return evaluated === null ? value : w.phi([value, other], exits, fallback);
}
