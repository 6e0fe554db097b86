// Operators of one operand, `await`, `yield`, and the comma.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import { forgetHeld } from './grown-lists.ts';
import { typeOf } from './known-values.ts';
import { memberOf } from './properties.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

function unary(w: Walker, node: TSESTree.UnaryExpression): NodeId {
  if (node.operator === 'delete') return remove(w, node);
  const value = w.evaluate(node.argument);
  if (node.operator === 'void') return w.nothing(node);
  const type = node.operator === 'typeof' ? typeOf(w, value) : null;
  if (type !== null) return w.constant(type, node);
  const shape = w.graph.get(value);
  if (shape.kind === 'constant') {
    if (node.operator === '!') return w.constant(w.facts.truthOf(value) === false, node);
    if (typeof shape.value === 'number' && node.operator === '-') return w.constant(0 - shape.value, node);
  }
  return w.scalar(node.operator, [value], node);
}

function remove(w: Walker, node: TSESTree.UnaryExpression): NodeId {
  if (node.argument.type !== 'MemberExpression') return w.scalar('delete', [w.evaluate(node.argument)], node);
  const { object, property } = memberOf(w, node.argument);
  w.memory.disturb(typeof property === 'string' ? property : null);
  return w.scalar('delete', [object], node);
}

export const operatorExpressions: ExpressionHandlers = {
  UnaryExpression: unary,
  SequenceExpression: (w, node) => {
    let value = -1;
    for (const expression of node.expressions) value = w.evaluate(expression);
    return value < 0 ? w.nothing(node) : value;
  },
  AwaitExpression: (w, node) => {
    const value = w.evaluate(node.argument);
    forgetHeld(w);
    return w.add({ kind: 'await', value: w.use(value) }, node);
  },
  YieldExpression: (w, node) => {
    if (node.argument === null) {
      forgetHeld(w);
      return w.add({ kind: 'yield', value: null }, node);
    }
    const value = w.evaluate(node.argument);
    forgetHeld(w);
    const given = node.delegate ? w.add({ kind: 'element', object: w.use(value) }, node) : value;
    w.frame.draft.yields.push(w.use(given));
    return w.add({ kind: 'yield', value: w.use(given) }, node);
  },
};
