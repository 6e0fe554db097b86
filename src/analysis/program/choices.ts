// Operators that choose between values, and so between ways: `&&`, `||`, `??` and `?:`.
import type { TSESTree } from '@typescript-eslint/types';
import type { Exit } from './branches.ts';
import type { NodeId } from './file-graph.ts';
import { plainTruth } from './known-values.ts';
import type { Node } from './syntax.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

/** One operand, or several of a long chain. */
type Operand = Node | readonly Node[];

const maxWays = 12;

function isGroup(operand: Operand): operand is readonly Node[] {
  return Array.isArray(operand);
}

export type LogicalOperator = '&&' | '||' | '??';

/** From here on: the operator stopped at this value (`stopped`), or went on behind it. */
export function decide(w: Walker, operator: LogicalOperator, value: NodeId, stopped: boolean, place: Node): void {
  if (operator !== '??') {
    w.assume(value, (operator === '||') === stopped);
    return;
  }
  const { same, other } = w.facts.ofCase(value, w.nothing(place), place.start, place.end);
  for (const fact of stopped ? other : same) w.facts.learn(fact);
}

/** Joins branches of one expression: what was loaded in one may be used behind it, as long as nothing was stored. */
function meet(w: Walker, exits: readonly (Exit | null)[], since: number, place: Node): readonly Exit[] {
  const living = w.env.join(exits, w.frame.id, place, true);
  if (living.length > 1 && !w.memory.hasStoredSince(since)) for (const exit of living) w.env.applyValues(exit);
  return living;
}

/** Values that meet, each with the branch that brings it and what is known of its truth by that. */
export interface Ways {
  readonly values: NodeId[];
  readonly exits: Exit[];
  readonly truths: (boolean | null)[];
}

/** One way has come to its end with `value`. */
export function endWay(w: Walker, ways: Ways, mark: number, value: NodeId, truth: boolean | null): void {
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
    const stops = stopsAt(w, operator, value);
    if (index === operands.length - 1 || !w.env.alive || stops === true) {
      endWay(w, ways, mark, value, null);
      break;
    }
    if (stops === null) stop(w, operator, ways, mark, value, place);
    decide(w, operator, value, false, place);
  }
  return meetWays(w, ways, mark, since, place);
}

/** Whether the operator always stops at the value, or never; null where that is not plain. */
function stopsAt(w: Walker, operator: LogicalOperator, value: NodeId): boolean | null {
  const truth = plainTruth(w, value);
  if (operator !== '??') return truth === null ? null : truth === (operator === '||');
  const shape = w.graph.get(value);
  return shape.kind === 'constant' ? shape.value !== null : truth;
}

/** The way on which the operator stops at `value`; the environment goes back to before it. */
export function stop(w: Walker, operator: LogicalOperator, ways: Ways, mark: number, value: NodeId, place: Node): void {
  const inner = w.env.mark();
  decide(w, operator, value, true, place);
  endWay(w, ways, mark, value, operator === '??' ? null : operator === '||');
  w.env.undo(inner);
}

/** All ways have: the value that is one of theirs. */
export function meetWays(w: Walker, ways: Ways, mark: number, since: number, place: Node): NodeId {
  w.env.undo(mark);
  const exits = meet(w, ways.exits, since, place);
  return ways.values.length === 0 ? w.nothing(place) : w.phi(ways.values, exits, place, ways.truths);
}

function conditional(w: Walker, node: TSESTree.ConditionalExpression, name: string): NodeId {
  const test = w.evaluate(node.test);
  const always = plainTruth(w, test);
  if (always !== null) return w.evaluate(always ? node.consequent : node.alternate, name);
  const mark = w.env.mark();
  const since = w.memory.time();
  const ways: Ways = { values: [], exits: [], truths: [] };
  for (const [branch, holds] of [
    [node.consequent, true],
    [node.alternate, false],
  ] as const) {
    w.assume(test, holds);
    endWay(w, ways, mark, w.evaluate(branch, name), null);
    w.env.undo(mark);
  }
  return meetWays(w, ways, mark, since, node);
}

export const choiceExpressions: ExpressionHandlers = {
  LogicalExpression: logical,
  ConditionalExpression: conditional,
};
