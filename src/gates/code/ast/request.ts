// Expressions that are a web request's data without anything in between, and names that say "secret".
import type { TSESTree } from '@typescript-eslint/types';
import { keyOf, unwrap, writesOf } from './names.ts';
import { maxDepth } from './source-file.ts';
import type { Node, SourceFile } from './source-file.ts';

const requestNames = /^_?(?:req|request|ctx|context)$/;
// `context.params` is used by too many libraries for other things to be counted.
const requestKeys = new Set(['query', 'body', 'params', 'headers', 'cookies', 'rawBody', 'originalUrl']);
const contextKeys = new Set(['query', 'headers', 'querystring']);
const readers = new Set(['param', 'query', 'header', 'get', 'json', 'text', 'formData']);

/**
 * True if the expression is `req.query.x`, `request.body`, `ctx.query.y`, `ctx.request.body`, `req.get('x')` or a local
 * variable that is exactly that. A function in between ends it: what a call does to data is the taint engine's business.
 */
export function isRequestData(node: Node, file: SourceFile, depth = 0): boolean {
  const inner = unwrap(node);
  if (depth > maxDepth) return false;
  switch (inner.type) {
    case 'MemberExpression':
      return isRequestRoot(inner) || isRequestData(inner.object, file, depth + 1);
    case 'Identifier':
      return isRequestVariable(inner, file, depth + 1);
    case 'LogicalExpression':
      return isRequestData(inner.left, file, depth + 1) || isRequestData(inner.right, file, depth + 1);
    case 'ConditionalExpression':
      return isRequestData(inner.consequent, file, depth + 1) || isRequestData(inner.alternate, file, depth + 1);
    case 'AwaitExpression':
      return isRequestData(inner.argument, file, depth + 1);
    case 'CallExpression':
      return isRequestReader(inner);
    default:
      return false;
  }
}

function isRequestRoot(node: TSESTree.MemberExpression): boolean {
  const key = keyOf(node);
  const object = unwrap(node.object);
  if (key === null) return false;
  if (object.type === 'MemberExpression') {
    const holder = unwrap(object.object);
    return keyOf(object) === 'request' && holder.type === 'Identifier' && requestNames.test(holder.name) && requestKeys.has(key);
  }
  if (object.type !== 'Identifier' || !requestNames.test(object.name)) return false;
  return object.name.includes('req') ? requestKeys.has(key) : contextKeys.has(key);
}

function isRequestReader(node: TSESTree.CallExpression): boolean {
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression' || !readers.has(keyOf(callee) ?? '')) return false;
  const object = unwrap(callee.object);
  return object.type === 'Identifier' && /^(?:req|request)$/.test(object.name);
}

function isRequestVariable(node: TSESTree.Identifier, file: SourceFile, depth: number): boolean {
  const variable = file.variableOf(node);
  const definition = variable?.definitions[0]?.node;
  if (variable === null || definition?.type !== 'VariableDeclarator' || definition.init === null) return false;
  if (definition.id.type === 'ObjectPattern') {
    const init = unwrap(definition.init);
    if (init.type !== 'Identifier') return isRequestData(init, file, depth);
    const property = definition.id.properties.find((each) => each.type === 'Property' && each.value === variable.definitions[0]?.name);
    return requestNames.test(init.name) && property?.type === 'Property' && requestKeys.has(keyOf(property) ?? '');
  }
  const writes = writesOf(variable, file);
  return writes !== null && writes.length === 1 && writes.every((write) => isRequestData(write, file, depth));
}

/** Words of a name: `accessToken`, `ACCESS_TOKEN` and `access-token` all give `access token`. */
export function wordsOf(name: string): string {
  // Bounded: the patterns below are quadratic in the length of a hostile name.
  return name
    .slice(-200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The name by which an expression's value goes: the last key or identifier; else null. */
export function lastNameOf(node: Node): string | null {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return inner.name;
  return inner.type === 'MemberExpression' ? keyOf(inner) : null;
}
