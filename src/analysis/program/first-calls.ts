// Calls that a module makes whatever happens: in no branch, loop or block that may be left before, and in no class or function.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import type { GraphBuilder } from './graph-builder.ts';
import type { Node } from './syntax.ts';

/** Calls that are told, and nodes of the syntax that are looked at for them. */
const maxCalls = 20;
const maxNodes = 2000;

/** The first of them, in the order of the source. */
export function firstCalls({ nodes }: GraphBuilder, { body }: TSESTree.Program): readonly NodeId[] {
  const places = new Map<number, number>();
  const open: Node[] = [];
  pushAll(open, body);
  for (let seen = 0, node = open.pop(); node !== undefined && seen < maxNodes; seen += 1, node = open.pop()) {
    if (node.type === 'CallExpression') places.set(node.start, Math.max(node.end, places.get(node.start) ?? 0));
    else pushAll(open, partsOf(node));
  }
  if (places.size === 0) return [];
  return nodes
    .flatMap((node, id) => (node.kind === 'call' && node.fn === 0 && places.get(node.start) === node.end ? [id] : []))
    .sort((one, other) => (nodes[one]?.start ?? 0) - (nodes[other]?.start ?? 0))
    .slice(0, maxCalls);
}

function pushAll(open: Node[], nodes: readonly (Node | null)[]): void {
  for (const node of nodes.toReversed()) if (node !== null) open.push(node);
}

/** What is evaluated whenever the whole is. */
function partsOf(node: Node): readonly (Node | null)[] {
  switch (node.type) {
    case 'ExpressionStatement':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return [node.expression];
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return [node.declaration];
    case 'VariableDeclaration':
      return node.declarations.map(({ init }) => init);
    case 'AssignmentExpression':
      return node.operator === '=' ? [node.right] : [];
    case 'AwaitExpression':
      return [node.argument];
    case 'MemberExpression':
      return [node.object];
    case 'ArrayExpression':
      return node.elements;
    case 'ObjectExpression':
      return node.properties;
    case 'Property':
      return [node.value];
    default:
      return [];
  }
}
