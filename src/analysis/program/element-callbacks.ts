// Callbacks that a method of lists hands each element and its index: `list.forEach((each, at) => …)`, where `list[at]` is `each`.
import type { NodeId } from './file-graph.ts';
import type { ElementCallback } from './frame.ts';
import type { Node } from './syntax.ts';
import type { Walker } from './walker.ts';

/** Methods that call it, with the parameter that gets the element; the next one gets its index, and the one behind that the list. */
const methods: ReadonlyMap<string, number> = new Map([
  ...['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex'].map(
    (name) => [name, 0] as const,
  ),
  ['reduce', 1],
  ['reduceRight', 1],
]);

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
