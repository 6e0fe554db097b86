// Callbacks that a method of lists hands each element and its index: `list.forEach((each, at) => …)`, where `list[at]` is `each`.
import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from './file-graph.ts';
import type { ElementCallback } from './frame.ts';
import { constantKey, type FunctionSyntax, type Node } from './syntax.ts';
import type { Walker } from './walker.ts';

/** Methods that call it, with the parameter that gets the element; the next one gets its index, and the one behind that the list. */
const methods: ReadonlyMap<string, number> = new Map([
  ...['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex'].map(
    (name) => [name, 0] as const,
  ),
  ['reduce', 1],
  ['reduceRight', 1],
]);

/** Whether a method of that name calls what it is handed. */
export function isElementMethod(name: string): boolean {
  return methods.has(name);
}

/**
 * The callback that such a call runs before it comes back, as a loop runs its body; null where it is none, or may run at other times as well: what waits, and
 * what can call itself by its name. What is called `map` or `filter` may be a stream's, which calls it later.
 */
export function inlineCallback({ callee, arguments: given }: TSESTree.CallExpression): FunctionSyntax | null {
  const name = callee.type === 'MemberExpression' ? constantKey(callee.property, callee.computed) : null;
  const [first] = given;
  if (name === null || !loops.has(name) || (first?.type !== 'FunctionExpression' && first?.type !== 'ArrowFunctionExpression')) return null;
  return first.async || first.generator || (first.type === 'FunctionExpression' && first.id !== null) ? null : first;
}

const loops: ReadonlySet<string> = new Set(['forEach', 'reduce', 'reduceRight', 'some', 'every']);

/** What a call of that method of `list` hands its first argument; null where it is none of these. */
export function elementCallback(method: string, list: NodeId | null, [first]: readonly Node[]): ElementCallback | null {
  const element = methods.get(method);
  const isWritten = first?.type === 'FunctionExpression' || first?.type === 'ArrowFunctionExpression';
  return element === undefined || list === null || !isWritten ? null : { callback: first, list, element };
}

/** Where the callback begins. */
export function beginElementCallback(w: Walker, { list, element }: ElementCallback, parameters: readonly NodeId[]): void {
  const [each, index, whole] = parameters.slice(element);
  if (each === undefined || index === undefined) return;
  if ([each, index, ...(whole === undefined ? [] : [whole])].some((id) => isRest(w, id))) return;
  w.memory.initElement(list, index, each);
  if (whole !== undefined) w.memory.initElement(whole, index, each);
}

function isRest(w: Walker, id: NodeId): boolean {
  const node = w.graph.get(id);
  return node.kind === 'parameter' && node.rest;
}
