// Text put together: `+` and templates, flattened, their constant parts folded.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId, Use } from './file-graph.ts';
import { nodeOf } from './file-graph.ts';
import { areEqual } from './known-values.ts';
import type { Node } from './syntax.ts';
import type { ExpressionHandlers, Walker } from './walker.ts';

/** Constant text, or a value. */
type Part = string | Use;

/** Folded text may double with each line of hostile source. */
const maxFolded = 10_000;

const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '**', '|', '&', '^', '<<', '>>', '>>>', '~', '++', '--']);

function isText(parts: readonly Part[]): boolean {
  return parts.length > 1 || typeof parts[0] === 'string';
}

function isNumeric(w: Walker, node: NodeId): boolean {
  const shape = w.graph.get(node);
  if (shape.kind === 'constant') return typeof shape.value === 'number';
  return shape.kind === 'scalar' && arithmetic.has(shape.operator);
}

function partOf(w: Walker, use: Use): Part {
  const shape = w.graph.get(nodeOf(use));
  // null may be `undefined`, whose text is another.
  return shape.kind === 'constant' && shape.value !== null ? String(shape.value) : use;
}

function append(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  if (typeof part === 'string' && typeof last === 'string' && last.length + part.length <= maxFolded) parts[parts.length - 1] = last + part;
  else parts.push(part);
}

/** `parts + value`. */
function plus(w: Walker, parts: Part[], value: NodeId, place: Node): void {
  const [left] = parts;
  if (left !== undefined && typeof left !== 'string' && parts.length === 1) {
    if (isNumeric(w, nodeOf(left)) && isNumeric(w, value)) {
      parts[0] = sum(w, nodeOf(left), value, place);
      return;
    }
    parts[0] = partOf(w, left);
  }
  for (const part of inlineParts(w, value, place)) append(parts, part);
}

function sum(w: Walker, left: NodeId, right: NodeId, place: Node): NodeId {
  const a = w.graph.get(left);
  const b = w.graph.get(right);
  const total = a.kind === 'constant' && b.kind === 'constant' ? Number(a.value) + Number(b.value) : Number.NaN;
  return Number.isFinite(total) ? w.constant(total, place) : w.scalar('+', [left, right], place);
}

/** The operands of text that is written right there; else the value itself. */
function inlineParts(w: Walker, value: NodeId, place: Node): readonly Part[] {
  const shape = w.graph.get(value);
  const inline = place.type === 'TemplateLiteral' || (place.type === 'BinaryExpression' && place.operator === '+');
  if (!inline || shape.kind !== 'concat') return [partOf(w, w.use(value))];
  w.graph.retract(value);
  return shape.operands.map((operand) => partOf(w, operand));
}

function finish(w: Walker, parts: readonly Part[], place: Node): NodeId {
  const [first] = parts;
  if (first !== undefined && parts.length === 1 && typeof first !== 'string' && place.type !== 'TemplateLiteral') return nodeOf(first);
  const full = parts.filter((part) => part !== '');
  const [only] = full;
  if (full.length === 0) return w.constant('', place);
  if (full.length === 1 && typeof only === 'string') return w.constant(only, place);
  return w.add({ kind: 'concat', operands: full.map((part) => (typeof part === 'string' ? w.constant(part, place) : part)) }, place);
}

/** A chain of `+`, however long, without recursion to the left. */
function addition(w: Walker, node: TSESTree.BinaryExpression): NodeId {
  const rights: Node[] = [];
  let left: Node = node;
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    rights.push(left.right);
    left = left.left;
  }
  const first = w.evaluate(left);
  const parts: Part[] = isInlineText(left) ? [...inlineParts(w, first, left)] : [w.use(first)];
  for (const right of rights.reverse()) plus(w, parts, w.evaluate(right), right);
  return finish(w, parts, node);
}

function isInlineText(node: Node): boolean {
  return node.type === 'TemplateLiteral';
}

/** `x += y` and the like of values that are there. */
export function joinText(w: Walker, left: NodeId, right: NodeId, rightPlace: Node, place: Node): NodeId {
  const parts: Part[] = [w.use(left)];
  plus(w, parts, right, rightPlace);
  return isText(parts) ? finish(w, parts, place) : nodeOf(parts[0] as Use);
}

function template(w: Walker, node: TSESTree.TemplateLiteral): NodeId {
  const parts: Part[] = [];
  for (const [index, quasi] of node.quasis.entries()) {
    append(parts, quasi.value.cooked ?? '');
    const expression = node.expressions[index];
    if (expression !== undefined) for (const part of inlineParts(w, w.evaluate(expression), expression)) append(parts, part);
  }
  return finish(w, parts, node);
}

/** Numbers and comparisons. */
function binary(w: Walker, node: TSESTree.BinaryExpression): NodeId {
  if (node.operator === '+') return addition(w, node);
  const left = w.evaluate(node.left);
  const right = w.evaluate(node.right);
  return folded(w, node.operator, left, right, node) ?? w.scalar(node.operator, [left, right], node);
}

function folded(w: Walker, operator: string, left: NodeId, right: NodeId, place: Node): NodeId | null {
  if (/^[!=]==?$/u.test(operator)) {
    const equal = areEqual(w, left, right);
    return equal === null ? null : w.constant(equal === operator.startsWith('='), place);
  }
  const a = w.graph.get(left);
  const b = w.graph.get(right);
  if (a.kind !== 'constant' || b.kind !== 'constant' || typeof a.value !== 'number' || typeof b.value !== 'number') return null;
  const result = calculate(operator, a.value, b.value);
  // `-0` does not outlive JSON.
  return result !== null && Number.isFinite(result) ? w.constant(result + 0, place) : null;
}

function calculate(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '|':
      return a | b;
    case '&':
      return a & b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    default:
      return null;
  }
}

/** Elements of a list that is joined where it is written; longer ones are lists of data. */
const mostJoined = 100;

/** `['a', x, 'b'].join('')`: null for any other call. */
export function joinedList(w: Walker, { callee, arguments: given }: TSESTree.CallExpression): readonly Use[] | null {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier' || callee.property.name !== 'join')
    return null;
  const between = separatorOf(given);
  const list = callee.object;
  if (between === null || list.type !== 'ArrayExpression' || list.elements.length > mostJoined) return null;
  const elements = list.elements.filter((element) => element !== null && element.type !== 'SpreadElement');
  if (elements.length < list.elements.length || elements.length === 0) return null;
  const values = elements.map((element) => w.evaluate(element));
  const parts: Part[] = [];
  for (const [index, value] of values.entries()) {
    if (index > 0 && between !== '') append(parts, between);
    append(parts, partOf(w, w.use(value)));
  }
  return parts.map((part) => (typeof part === 'string' ? w.constant(part, callee) : part));
}

function separatorOf([first, ...others]: readonly TSESTree.CallExpressionArgument[]): string | null {
  if (first === undefined) return ',';
  return others.length === 0 && first.type === 'Literal' && typeof first.value === 'string' ? first.value : null;
}

export const textExpressions: ExpressionHandlers = {
  BinaryExpression: binary,
  TemplateLiteral: template,
};
