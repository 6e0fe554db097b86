// Operators: those that choose between values, those that write, and those that leave nothing of the text.
import type { TSESTree } from '@typescript-eslint/types';
import type { Exit } from './environment.ts';
import type { NodeId } from './file-graph.ts';
import { nameOfProperty, loadProperty, memberOf, storeProperty, type Member } from './properties.ts';
import { readName } from './names.ts';
import { assign, assignName } from './targets.ts';
import { joinText } from './text.ts';
import type { Node } from './syntax.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

/** One operand, or several of a long chain. */
type Operand = Node | readonly Node[];

const maxWays = 12;

function isGroup(operand: Operand): operand is readonly Node[] {
  return Array.isArray(operand);
}

type LogicalOperator = '&&' | '||' | '??';

/** From here on: the operator stopped at this value (`stopped`), or went on behind it. */
function decide(w: Walker, operator: LogicalOperator, value: NodeId, stopped: boolean, place: Node): void {
  if (operator !== '??') {
    w.assume(value, (operator === '||') === stopped);
    return;
  }
  const { same, other } = w.facts.ofCase(value, w.nothing(place), place.range[0], place.range[1]);
  for (const fact of stopped ? other : same) w.facts.learn(fact);
}

/** Joins branches of one expression: what was loaded in one may be used behind it, as long as nothing was stored. */
function meet(w: Walker, exits: readonly (Exit | null)[], since: number, place: Node): readonly Exit[] {
  const living = w.env.join(exits, w.frame.id, place);
  if (living.length > 1 && !w.memory.hasStoredSince(since)) for (const exit of living) w.env.applyValues(exit);
  return living;
}

interface Ways {
  readonly values: NodeId[];
  readonly exits: Exit[];
  readonly truths: (boolean | null)[];
}

function end(w: Walker, ways: Ways, mark: number, value: NodeId, truth: boolean | null): void {
  const exit = w.env.collect(mark);
  if (exit === null) return;
  ways.values.push(value);
  ways.exits.push(exit);
  ways.truths.push(truth);
}

/** `a && b && c`, however long, without recursion to the left. */
function logical(w: Walker, node: TSESTree.LogicalExpression, name: string): NodeId {
  const operands: Node[] = [];
  let left: Node = node;
  while (left.type === 'LogicalExpression' && left.operator === node.operator) {
    operands.push(left.right);
    left = left.left;
  }
  operands.push(left);
  operands.reverse();
  return chooseFrom(w, node.operator, operands, node, name);
}

/** Of a long chain, the beginning is a value of its own: a join of few ways is followed back, one of many is not. */
function chooseFrom(w: Walker, operator: LogicalOperator, operands: readonly Node[], place: Node, name: string): NodeId {
  if (operands.length <= maxWays) return choose(w, operator, operands, place, name);
  const size = Math.ceil(operands.length / maxWays);
  const groups: Operand[] = [];
  for (let index = 0; index < operands.length; index += size) groups.push(operands.slice(index, index + size));
  return choose(w, operator, groups, place, name);
}

function choose(w: Walker, operator: LogicalOperator, operands: readonly Operand[], place: Node, name: string): NodeId {
  const mark = w.env.mark();
  const since = w.memory.time();
  const ways: Ways = { values: [], exits: [], truths: [] };
  for (const [index, operand] of operands.entries()) {
    const value = isGroup(operand) ? chooseFrom(w, operator, operand, place, name) : w.evaluate(operand, name);
    if (index === operands.length - 1 || !w.env.alive) {
      end(w, ways, mark, value, null);
      break;
    }
    stop(w, operator, ways, mark, value, place);
    decide(w, operator, value, false, place);
  }
  return meetWays(w, ways, mark, since, place);
}

/** The way on which the operator stops at `value`; the environment goes back to before it. */
function stop(w: Walker, operator: LogicalOperator, ways: Ways, mark: number, value: NodeId, place: Node): void {
  const inner = w.env.mark();
  decide(w, operator, value, true, place);
  end(w, ways, mark, value, operator === '??' ? null : operator === '||');
  w.env.undo(inner);
}

function meetWays(w: Walker, ways: Ways, mark: number, since: number, place: Node): NodeId {
  w.env.undo(mark);
  const exits = meet(w, ways.exits, since, place);
  return ways.values.length === 0 ? w.nothing(place) : w.phi(ways.values, exits, place, ways.truths);
}

function conditional(w: Walker, node: TSESTree.ConditionalExpression, name: string): NodeId {
  const test = w.evaluate(node.test);
  const mark = w.env.mark();
  const since = w.memory.time();
  const ways: Ways = { values: [], exits: [], truths: [] };
  for (const [branch, holds] of [
    [node.consequent, true],
    [node.alternate, false],
  ] as const) {
    w.assume(test, holds);
    end(w, ways, mark, w.evaluate(branch, name), null);
    w.env.undo(mark);
  }
  return meetWays(w, ways, mark, since, node);
}

function unary(w: Walker, node: TSESTree.UnaryExpression): NodeId {
  if (node.operator === 'delete') return remove(w, node);
  const value = w.evaluate(node.argument);
  if (node.operator === 'void') return w.nothing(node);
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
  end(w, ways, mark, right, null);
  return meetWays(w, ways, mark, since, node);
}

function update(w: Walker, node: TSESTree.UpdateExpression): NodeId {
  const target = targetOf(w, node.argument);
  if (target === null) return w.nothing(node);
  const value = w.scalar(node.operator, [readTarget(w, target, node.argument)], node);
  writeTarget(w, target, value, node);
  return value;
}

export const operatorExpressions: ExpressionHandlers = {
  LogicalExpression: logical,
  ConditionalExpression: conditional,
  UnaryExpression: unary,
  AssignmentExpression: assignment,
  UpdateExpression: update,
  SequenceExpression: (w, node) => {
    let value = -1;
    for (const expression of node.expressions) value = w.evaluate(expression);
    return value < 0 ? w.nothing(node) : value;
  },
  AwaitExpression: (w, node) => {
    const value = w.evaluate(node.argument);
    return w.add({ kind: 'await', value: w.use(value) }, node);
  },
  YieldExpression: (w, node) => {
    if (node.argument === null) return w.add({ kind: 'yield', value: null }, node);
    const value = w.evaluate(node.argument);
    const given = node.delegate ? w.add({ kind: 'element', object: w.use(value) }, node) : value;
    w.frame.draft.yields.push(w.use(given));
    return w.add({ kind: 'yield', value: w.use(given) }, node);
  },
};
