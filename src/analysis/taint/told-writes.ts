// Of a function's writes to what may be a prototype those that are told: the ones that put an attacker's value there.
import type { ComputedStore, ValueId } from '../link/value-flow.ts';
import { nodeOf, type FileGraph, type NodeId } from '../program/file-graph.ts';
import type { Flow, FlowStep } from './flow.ts';
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
 * is told by its end; of writes of one property in several branches the one under the fewest, for that is reached most often. The others are told beside it.
 * Nothing is left out for what is less sure, nor for what came from elsewhere.
 */
export function tellWrites(view: ProgramView, writes: readonly ToldWrite[]): readonly Flow[] {
  const byFunction = Map.groupBy(writes, ({ store: { file, fn } }) => `${String(file)} ${String(fn)}`);
  return [...byFunction.values()].flatMap((all) => endsOf(view, all));
}

/** More are not told beside the one that stands for them. */
const mostOthers = 100;

function endsOf(view: ProgramView, writes: readonly ToldWrite[]): readonly Flow[] {
  const rated = writes.map((write) => ({ write, kind: kindOf(view, write.store) }));
  const most = Math.max(...rated.map(({ kind }) => kind));
  const best = rated.filter(({ kind }) => kind === most).map(({ write }) => write);
  const ends =
    most === kinds.handed ? [...Map.groupBy(best, ({ store }) => propertyOf(view, store)).values()].map(leastNested) : [last(best)];
  const beside = new Map(ends.map((end) => [end, [] as FlowStep[]]));
  const others = writes.flatMap((write) => {
    if (beside.has(write)) return [];
    const end = ends.find((each) => standsFor(each.flow, write.flow));
    if (end === undefined) return [write.flow];
    const { file, start, end: stop } = write.store;
    beside.get(end)?.push({ file, start, end: stop, what: 'writes there as well' });
    return [];
  });
  return [...[...beside].map(([{ flow }, also]) => (also.length === 0 ? flow : { ...flow, also: also.slice(0, mostOthers) })), ...others];
}

function last(writes: readonly ToldWrite[]): ToldWrite {
  return writes.reduce((a, b) => (b.store.start > a.store.start ? b : a));
}

/** What stands under the fewest branches; of several the last, as what `else` does. */
function leastNested(writes: readonly ToldWrite[]): ToldWrite {
  const fewest = Math.min(...writes.map(({ store }) => store.branches));
  return last(writes.filter(({ store }) => store.branches === fewest));
}

/** Tells apart which property of which object is written, by what makes the two. */
function propertyOf(view: ProgramView, { base, key }: ComputedStore): string {
  const originAt = (value: ValueId): string => {
    const at = view.program.nodeAt(value);
    const graph = at === null ? null : view.graphOf(at.file);
    return String(at === null || graph === null ? value : (onlyOrigin(graph, at.node) ?? at.node));
  };
  return `${originAt(base)} ${originAt(key)}`;
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
