// Of a function's writes to what may be a prototype those that are told: the ones that put an attacker's value there.
import type { ComputedStore } from '../link/value-flow.ts';
import { nodeOf, type FileGraph, type NodeId } from '../program/file-graph.ts';
import type { Flow } from './flow.ts';
import { onlyOrigin, originsOf, type ProgramView } from './program-view.ts';
import { standsFor } from './stands-for.ts';

export interface ToldWrite {
  readonly store: ComputedStore;
  readonly flow: Flow;
}

/** What is written: a value that came from elsewhere, one that a call made, or nothing but an object that is new or was there before. */
const kinds = { fresh: 0, made: 1, handed: 2 } as const;
type Kind = (typeof kinds)[keyof typeof kinds];

/**
 * A function that walks along a path, or merges, writes several times for one fault: `o[key] = {}` on the way, `o[key] = value` at its end. What leads there
 * is told by its end. Nothing is left out for what is less sure, nor for what came from elsewhere.
 */
export function tellWrites(view: ProgramView, writes: readonly ToldWrite[]): readonly Flow[] {
  const byFunction = Map.groupBy(writes, ({ store: { file, fn } }) => `${String(file)} ${String(fn)}`);
  return [...byFunction.values()].flatMap((all) => endsOf(view, all)).map(({ flow }) => flow);
}

function endsOf(view: ProgramView, writes: readonly ToldWrite[]): readonly ToldWrite[] {
  const rated = writes.map((write) => ({ write, kind: kindOf(view, write.store) }));
  const most = Math.max(...rated.map(({ kind }) => kind));
  const best = rated.filter(({ kind }) => kind === most).map(({ write }) => write);
  const last = best.reduce((a, b) => (b.store.start > a.store.start ? b : a));
  const kept = most === kinds.handed ? best : [last];
  const others = rated.flatMap(({ write }) => (kept.includes(write) ? [] : [write]));
  return [...kept, ...others.filter((other) => !kept.some((each) => standsFor(each.flow, other.flow)))];
}

function kindOf(view: ProgramView, { file, base, value }: ComputedStore): Kind {
  const graph = view.graphOf(file);
  const [at, to] = [view.program.nodeAt(value), view.program.nodeAt(base)];
  if (graph === null || at === null || to === null) return kinds.handed;
  const origins = originsOf(graph, at.node);
  return origins === null ? kinds.handed : (Math.max(...origins.map((origin) => kindOfNode(graph, origin, to.node))) as Kind);
}

function kindOfNode(graph: FileGraph, id: NodeId, base: NodeId): Kind {
  const node = graph.nodes[id];
  switch (node?.kind) {
    case 'constant':
    case 'pattern':
    case 'object':
    case 'function':
    case 'class':
    case 'scalar':
    case 'caught':
      return kinds.fresh;
    case 'call':
    case 'concat':
      return kinds.made;
    case 'load':
      // `o[key] = o[key] || {}`.
      return sameOrigin(graph, nodeOf(node.object), base) ? kinds.fresh : kinds.handed;
    default:
      return kinds.handed;
  }
}

function sameOrigin(graph: FileGraph, one: NodeId, other: NodeId): boolean {
  const origin = onlyOrigin(graph, one);
  return one === other || (origin !== null && origin === onlyOrigin(graph, other));
}
