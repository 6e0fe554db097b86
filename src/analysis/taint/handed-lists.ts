// Names that are read out of a list which a caller hands in: which callers' lists may hold such a name.
import { nodeOf, type FileGraph, type FunctionGraph, type NodeId } from '../program/file-graph.ts';
import type { ValueId } from '../link/value-flow.ts';
import type { Guards } from './guards.ts';
import type { ClassMask } from './levels.ts';
import { listOf } from './element-facts.ts';
import { originsOf, type ProgramView } from './program-view.ts';

/** Values that are passed on the way from a name back to its list. */
const mostOrigins = 12;

/**
 * The calls whose list may hold the name (`bit`) that `key` is, for their tests of it do not rule that out. Null where the key does not come out of a
 * parameter of its function, or out of what a call makes of one.
 */
export function handingSites(view: ProgramView, guards: Guards, key: ValueId, bit: ClassMask): readonly ValueId[] | null {
  const { program } = view;
  const at = program.nodeAt(key);
  const graph = at === null ? null : view.graphOf(at.file);
  const fn = at === null ? undefined : graph?.functions[graph.nodes[at.node]?.fn ?? -1];
  if (at === null || graph === null || fn === undefined) return null;
  const parameters = new Set(elementsOf(graph, at.node).map((list) => (list === null ? null : parameterOf(graph, fn, list))));
  const [parameter, other] = parameters;
  if (parameter === undefined || parameter === null || other !== undefined) return null;
  return program.into(view.valueOf(at.file, parameter)).flatMap(({ kind, site, facts, factFile }) => {
    if (kind !== 'call') return [];
    return (guards.judge(factFile, facts).kills & bit) === 0 ? [site] : [];
  });
}

/** The lists that a value is an element of; null for one that is none. */
function elementsOf(graph: FileGraph, key: NodeId): readonly (NodeId | null)[] {
  return (originsOf(graph, key, mostOrigins) ?? []).map((origin) => {
    const node = graph.nodes[origin];
    const list = node === undefined ? null : listOf(graph, node);
    return list === null ? null : nodeOf(list);
  });
}

/** The parameter that a list is, or that it is made of where it is not one as it came: `if (typeof path === 'string') path = split(path)`. */
function parameterOf(graph: FileGraph, fn: FunctionGraph, list: NodeId): NodeId | null {
  const origins = originsOf(graph, list, mostOrigins) ?? [];
  const [parameter, other] = origins.filter((origin) => fn.parameters.includes(origin));
  if (parameter === undefined || other !== undefined) return null;
  return origins.every((origin) => origin === parameter || isMadeOf(graph, origin, parameter)) ? parameter : null;
}

function isMadeOf(graph: FileGraph, id: NodeId, parameter: NodeId): boolean {
  const node = graph.nodes[id];
  if (node?.kind !== 'call') return false;
  return [...node.arguments, ...(node.receiver === null ? [] : [node.receiver])].some((use) => nodeOf(use) === parameter);
}
