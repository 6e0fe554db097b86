// The syntax tree's nodes by their type's name, for tables of handlers.
import type { TSESTree } from '@typescript-eslint/types';

export type Node = TSESTree.Node;

/** Every kind of node under its name as plain text. */
export type NodesByType = { [N in Node as `${N['type']}`]: N };

export type FunctionSyntax = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

export function isFunction(node: Node): node is FunctionSyntax {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

/** What TypeScript writes around a value. */
export function isWrapper(
  node: Node,
): node is TSESTree.TSAsExpression | TSESTree.TSNonNullExpression | TSESTree.TSSatisfiesExpression | TSESTree.TSTypeAssertion {
  return (
    node.type === 'TSAsExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSSatisfiesExpression' ||
    node.type === 'TSTypeAssertion'
  );
}

/** The name of a property that is not computed; null for any other key. */
export function constantKey(key: Node, computed: boolean): string | null {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (!computed && key.type === 'Identifier') return key.name;
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) return String(key.value);
  return null;
}

/** The name that a module's specifier gives: `a`, or the text of `'a b'`. */
export function moduleName(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}

/** Functions that are called for what they do, and never to see whether they throw. */
const neverChecks: ReadonlySet<string> = new Set(
  (
    'log info warn error debug trace push unshift next cb callback done resolve reject on once off emit write end send json render status set get setHeader writeHead ' +
    'map filter each then catch finally delete add append close destroy pipe apply call bind use listen setTimeout setInterval setImmediate nextTick ' +
    'clearTimeout clearInterval splice require super'
  ).split(' '),
);

/** Whether an expression is a call that may be there to throw, by the name of what is called. */
export function mayCheck(node: Node): boolean {
  let call = node;
  while (call.type === 'AwaitExpression' || call.type === 'ChainExpression')
    call = call.type === 'AwaitExpression' ? call.argument : call.expression;
  if (call.type !== 'CallExpression') return false;
  const { callee } = call;
  if (callee.type === 'Identifier') return !neverChecks.has(callee.name);
  if (callee.type !== 'MemberExpression') return false;
  const name = constantKey(callee.property, callee.computed);
  return name !== null && !neverChecks.has(name);
}
