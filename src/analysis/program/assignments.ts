// Assignments of all kinds, and `++`.
import type { TSESTree } from '@typescript-eslint/types';
import { decide, endWay, meetWays, stop, type LogicalOperator, type Ways } from './choices.ts';
import type { NodeId } from './file-graph.ts';
import { readName } from './names.ts';
import { loadProperty, memberOf, nameOfProperty, storeProperty, type Member } from './properties.ts';
import type { Node } from './syntax.ts';
import { assign, assignName } from './targets.ts';
import { joinText } from './text.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

/** A place that is read and then written. */
type Target = { readonly kind: 'name'; readonly node: TSESTree.Identifier } | ({ readonly kind: 'member' } & Member);

function targetOf(w: Walker, node: Node): Target | null {
  let target = node;
  while (target.type === 'TSNonNullExpression' || target.type === 'TSAsExpression' || target.type === 'TSTypeAssertion')
    target = target.expression;
  if (target.type === 'Identifier') return { kind: 'name', node: target };
  return target.type === 'MemberExpression' ? { kind: 'member', ...memberOf(w, target) } : null;
}

function readTarget(w: Walker, target: Target, place: Node): NodeId {
  return target.kind === 'name' ? readName(w, target.node) : loadProperty(w, target.object, target.property, place);
}

function writeTarget(w: Walker, target: Target, value: NodeId, place: Node): void {
  if (target.kind === 'name') assignName(w, target.node, value);
  else storeProperty(w, target.object, target.property, value, place);
}

function nameOfTarget(target: Target): string {
  return target.kind === 'name' ? target.node.name : nameOfProperty(target.property);
}

function assignment(w: Walker, node: TSESTree.AssignmentExpression): NodeId {
  const target = node.left.type === 'ObjectPattern' || node.left.type === 'ArrayPattern' ? null : targetOf(w, node.left);
  if (target === null) {
    const value = w.evaluate(node.right);
    assign(w, node.left, value);
    return value;
  }
  if (node.operator === '=') {
    const value = w.evaluate(node.right, nameOfTarget(target));
    writeTarget(w, target, value, node);
    return value;
  }
  return node.operator === '&&=' || node.operator === '||=' || node.operator === '??='
    ? assignLogical(w, node, target)
    : assignCompound(w, node, target);
}

function assignCompound(w: Walker, node: TSESTree.AssignmentExpression, target: Target): NodeId {
  const left = readTarget(w, target, node.left);
  const right = w.evaluate(node.right);
  const value =
    node.operator === '+=' ? joinText(w, left, right, node.right, node) : w.scalar(node.operator.slice(0, -1), [left, right], node);
  writeTarget(w, target, value, node);
  return value;
}

function assignLogical(w: Walker, node: TSESTree.AssignmentExpression, target: Target): NodeId {
  const operator = node.operator.slice(0, -1) as LogicalOperator;
  const mark = w.env.mark();
  const since = w.memory.time();
  const ways: Ways = { values: [], exits: [], truths: [] };
  const left = readTarget(w, target, node.left);
  stop(w, operator, ways, mark, left, node.left);
  decide(w, operator, left, false, node.left);
  const right = w.evaluate(node.right, nameOfTarget(target));
  writeTarget(w, target, right, node);
  endWay(w, ways, mark, right, null);
  return meetWays(w, ways, mark, since, node);
}

function update(w: Walker, node: TSESTree.UpdateExpression): NodeId {
  const target = targetOf(w, node.argument);
  if (target === null) return w.nothing(node);
  const value = w.scalar(node.operator, [readTarget(w, target, node.argument)], node);
  writeTarget(w, target, value, node);
  return value;
}

export const assignmentExpressions: ExpressionHandlers = {
  AssignmentExpression: assignment,
  UpdateExpression: update,
};
