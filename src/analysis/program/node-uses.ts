// What each value of a file is made of, and so where each is used.
import { nodeOf, type FileGraph, type FlowNode, type NodeId, type Use } from './file-graph.ts';

/** The values that a node takes; what is written to an object's fields stands in the file's stores. */
export function usesIn(node: FlowNode): readonly Use[] {
  switch (node.kind) {
    case 'variable':
    case 'phi':
      return node.inputs;
    case 'load':
      return [node.object, ...keyOf(node.property)];
    case 'call':
      return [node.callee, ...optional(node.receiver), ...node.arguments];
    case 'concat':
    case 'scalar':
      return node.operands;
    case 'key':
    case 'element':
      return [node.object];
    case 'await':
      return [node.value];
    case 'yield':
      return optional(node.value);
    case 'class':
      return [
        ...optional(node.superclass),
        ...node.members.flatMap(({ name, value, decorators }) => [...keyOf(name), ...optional(value), ...decorators]),
      ];
    case 'jsx':
      return [...optional(node.component), node.properties];
    default:
      return [];
  }
}

/** How often each node is used as a value: what is read or called of it counts, what is written to its fields does not. */
export function countUses({ nodes, stores, functions, exports }: FileGraph): ReadonlyMap<NodeId, number> {
  const counts = new Map<NodeId, number>();
  const count = (use: Use): void => {
    counts.set(nodeOf(use), (counts.get(nodeOf(use)) ?? 0) + 1);
  };
  for (const node of nodes) usesIn(node).forEach(count);
  for (const { property, value } of stores) [...(property === null ? [] : keyOf(property)), value].forEach(count);
  for (const { returns, yields } of functions) [...returns, ...yields].forEach(count);
  for (const entry of exports) if ('value' in entry) count(entry.value);
  return counts;
}

function optional(use: Use | null): readonly Use[] {
  return use === null ? [] : [use];
}

function keyOf(property: string | { readonly key: Use }): readonly Use[] {
  return typeof property === 'string' ? [] : [property.key];
}
