// Messages of other windows whose origin the program asked for before it read them (HTML Standard, 9.3.2.1, Authors).
import { factsOf, nodeOf, type Fact, type FileGraph, type NodeId } from '../program/file-graph.ts';
import type { ValueFlow, ValueId } from '../link/value-flow.ts';

/** `known`: it is one of some constants, or the page's own; `asked`: it passed a test that tells nothing by itself; `any` else. */
export type MessageOrigin = 'known' | 'asked' | 'any';

/** Whose message the value is, where it is read of an event: `event.data`, past `event.origin === 'https://example.org'`. */
export function messageOrigin(program: ValueFlow, value: ValueId): MessageOrigin {
  const at = program.nodeAt(value);
  const file = at === null ? undefined : program.files[at.file];
  const load = at === null ? undefined : file?.graph.nodes[at.node];
  if (file === undefined || load?.kind !== 'load') return 'any';
  const found = factsOf(load.object).flatMap((id) => {
    const fact = file.graph.facts[id];
    return fact === undefined ? [] : [toldBy(program, file.graph, file.first, fact)];
  });
  return found.includes('known') ? 'known' : found.includes('asked') ? 'asked' : 'any';
}

function toldBy(program: ValueFlow, graph: FileGraph, first: ValueId, { subject, holds, test }: Fact): MessageOrigin {
  if (!holds) return 'any';
  if (test.kind === 'equals' && test.part !== undefined) {
    if (!isOriginOf(graph, test.part, subject)) return 'any';
    return isOrigin(graph, test.other) || isKnown(program.constantsOf(first + test.other)) ? 'known' : 'asked';
  }
  const call = test.kind === 'call' && test.result.operator === 'truthy' ? graph.nodes[test.call] : undefined;
  if (call?.kind !== 'call' || !call.arguments.some((use) => isOriginOf(graph, nodeOf(use), subject))) return 'any';
  const callee = graph.nodes[nodeOf(call.callee)];
  const isMember = callee?.kind === 'load' && (callee.property === 'includes' || callee.property === 'has');
  return isMember && isKnown(program.elementConstantsOf(first + nodeOf(callee.object))) ? 'known' : 'asked';
}

/** Whoever frames a page in a sandbox sends from the origin `null`. */
function isKnown(origins: readonly unknown[] | null): boolean {
  return origins !== null && !origins.includes('null');
}

function isOriginOf({ nodes }: FileGraph, id: NodeId, event: NodeId): boolean {
  const node = nodes[id];
  return node?.kind === 'load' && node.property === 'origin' && nodeOf(node.object) === event;
}

const windows: ReadonlySet<string> = new Set(['window', 'self', 'globalThis', 'document']);

/** `location.origin`: the page's own. */
function isOrigin({ nodes }: FileGraph, id: NodeId): boolean {
  const node = nodes[id];
  if (node?.kind !== 'load' || node.property !== 'origin') return node?.kind === 'global' && node.name === 'origin';
  const owner = nodes[nodeOf(node.object)];
  if (owner?.kind === 'global') return owner.name === 'location' || windows.has(owner.name);
  const page = owner?.kind === 'load' && owner.property === 'location' ? nodes[nodeOf(owner.object)] : undefined;
  return page?.kind === 'global' && windows.has(page.name);
}
