// Reading and writing properties.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId, Property, Store } from './file-graph.ts';
import { loadShifted } from './argument-lists.ts';
import { nodeOf } from './file-graph.ts';
import type { Place } from './graph-builder.ts';
import { forgetWritten } from './grown-lists.ts';
import { elementKey } from './memory.ts';
import { constantKey, type Node } from './syntax.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

/** The property that a key names, its expression evaluated if it has one. */
export function propertyOf(w: Walker, key: Node, computed: boolean): Property {
  const name = constantKey(key, computed);
  if (name !== null) return name;
  const value = keyOf(w, key);
  const shape = w.graph.get(value);
  if (shape.kind === 'constant' && (typeof shape.value === 'string' || typeof shape.value === 'number')) return String(shape.value);
  return { key: w.use(value) };
}

/** `list[at++]` reads where `list[at]` did before, and not where it does after. */
function keyOf(w: Walker, key: Node): NodeId {
  if (key.type !== 'UpdateExpression' || key.prefix || key.argument.type !== 'Identifier') return w.evaluate(key);
  const before = w.evaluate(key.argument);
  w.evaluate(key);
  return before;
}

/** What to call a function that is stored there. */
export function nameOfProperty(property: Property): string {
  return typeof property === 'string' ? property : '';
}

export function loadProperty(w: Walker, object: NodeId, property: Property, place: Place): NodeId {
  if (typeof property === 'string') return w.load(object, property, place);
  const key = elementKey(object, nodeOf(property.key));
  const known = w.memory.findElement(object, property.key);
  if (known !== null) return known;
  const node = w.add({ kind: 'load', object: w.use(object), property }, place);
  w.memory.rememberBy(key, [property.key], node);
  return node;
}

/** Writes a property; with null, all properties that `value` has. */
export function storeProperty(
  w: Walker,
  object: NodeId,
  property: Property | null,
  value: NodeId,
  place: Place,
  accessor: Store['accessor'] = null,
): void {
  const { start, end } = place;
  const { id: fn, branches } = w.frame;
  w.graph.stores.push({
    fn,
    start,
    end,
    object: w.use(object),
    property,
    value: w.use(value),
    accessor,
    ...(branches > 0 && { branches }),
  });
  if (typeof property !== 'string' || /^\d+$/u.test(property)) forgetWritten(w, object, false);
  if (accessor === null) w.memory.write(object, typeof property === 'string' ? property : null, value);
}

/** What a literal's own making writes: nothing that was known before can change by it. */
export function initProperty(
  w: Walker,
  object: NodeId,
  property: Property | null,
  value: NodeId,
  place: Place,
  accessor: Store['accessor'] = null,
): void {
  const { start, end } = place;
  w.graph.stores.push({ fn: w.frame.id, start, end, object, property, value: w.use(value), accessor });
  if (accessor === null && typeof property === 'string') w.memory.init(object, property, value);
  else w.memory.touch(object);
}

export interface Member {
  readonly object: NodeId;
  readonly property: Property;
}

export function memberOf(w: Walker, node: TSESTree.MemberExpression): Member {
  const object = w.evaluate(node.object);
  return { object, property: propertyOf(w, node.property, node.computed) };
}

export const propertyExpressions: ExpressionHandlers = {
  MemberExpression: (w, node) => {
    const { object, property } = memberOf(w, node);
    const shifted = typeof property === 'string' ? loadShifted(w, object, property, node) : null;
    return shifted ?? loadProperty(w, object, property, node);
  },
  ChainExpression: (w, node) => w.evaluate(node.expression),
};
