// The parts of a text that is put together.
import type { TSESTree } from '@typescript-eslint/types';
import { heldBy, isHarmless } from './data.ts';
import { keyOf, nameOf, unwrap } from './names.ts';
import { maxDepth, type Node, type SourceFile } from './source-file.ts';
import { constantOf } from './values.ts';

/** One piece of a built text, in order. */
export type Part = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'data'; readonly node: Node };

const maxParts = 400;

/**
 * The pieces of a text that is put together from others by `+`, templates, `concat`, `join` and `+=`, through local
 * variables. What is harmless counts as text. A single `data` part is an opaque expression.
 */
export function partsOf(node: Node, file: SourceFile): readonly Part[] {
  const parts: Part[] = [];
  collect(node, { file, parts, seen: new Set() }, 0);
  return parts;
}

interface Collection {
  readonly file: SourceFile;
  readonly parts: Part[];
  readonly seen: Set<Node>;
}

function collect(node: Node, into: Collection, depth: number): void {
  const inner = unwrap(node);
  const constant = constantOf(inner, into.file);
  if (constant !== null) into.parts.push({ kind: 'text', text: String(constant.value) });
  else if (depth > maxDepth || into.parts.length > maxParts) into.parts.push({ kind: 'data', node: inner });
  else if (!into.seen.has(inner)) {
    into.seen.add(inner);
    const pieces = piecesOf(inner, into.file);
    if (pieces === null) into.parts.push(isHarmless(inner, into.file) ? { kind: 'text', text: '' } : { kind: 'data', node: inner });
    else
      for (const piece of pieces) {
        // The first beyond is data already.
        if (into.parts.length > maxParts + 1) return;
        if (typeof piece === 'string') into.parts.push({ kind: 'text', text: piece });
        else collect(piece, into, depth + 1);
      }
  }
}

function piecesOf(node: Node, file: SourceFile): readonly (Node | string)[] | null {
  switch (node.type) {
    case 'TemplateLiteral':
      return node.quasis.flatMap((quasi, index) => {
        const expression = node.expressions[index];
        return expression === undefined ? [quasi.value.raw] : [quasi.value.raw, expression];
      });
    case 'BinaryExpression':
      return node.operator === '+' ? summands(node) : null;
    case 'ConditionalExpression':
      return [node.consequent, node.alternate];
    case 'LogicalExpression':
      return [node.left, node.right];
    case 'ArrayExpression':
      return node.elements
        .filter((element) => element !== null)
        .map((element) => (element.type === 'SpreadElement' ? element.argument : element));
    case 'Identifier': {
      const variable = file.variableOf(node);
      return (variable === null ? null : heldBy(variable, file))?.nodes ?? null;
    }
    case 'CallExpression':
      return piecesOfCall(node, file);
    default:
      return null;
  }
}

function piecesOfCall(node: TSESTree.CallExpression, file: SourceFile): readonly Node[] | null {
  const callee = unwrap(node.callee);
  if (nameOf(callee, file) === 'global:String') return node.arguments;
  if (nameOf(callee, file) === 'util.format') return node.arguments;
  if (callee.type !== 'MemberExpression') return null;
  const method = keyOf(callee);
  if (method === 'concat' || method === 'join') return [callee.object, ...node.arguments];
  return method === 'trim' || method === 'toString' ? [callee.object] : null;
}

/** Operands of a left-deep `a + b + c`, without recursion: generated code has thousands. */
function summands(node: TSESTree.BinaryExpression): readonly Node[] {
  const operands: Node[] = [];
  let left: Node = node;
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    operands.push(left.right);
    left = left.left;
  }
  return [...operands, left].toReversed();
}

/** The fixed text of parts, with a NUL where data stands. */
export function outlineOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '\0')).join('');
}

/** The expressions among the parts that carry data. */
export function dataOf(parts: readonly Part[]): readonly Node[] {
  return parts.flatMap((part) => (part.kind === 'data' ? [part.node] : []));
}
