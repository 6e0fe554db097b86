// Objects that a function makes anew for each of its callers: what one of these handed in is in the object that it got, and in no other's.
import { nodeOf } from '../program/file-graph.ts';
import type { Edge, ProgramFunction, ValueId } from '../link/value-flow.ts';
import type { ProgramView } from './program-view.ts';
import type { Tabulation } from './cells.ts';
import type { Way } from './trace.ts';

/** Values that an object is looked for in, those for all objects of a program, and steps of a way that are looked at. */
const mostValues = 4_000;
const mostOfAll = 4_000_000;
const mostSteps = 200;

/** More calls of what was entered are not looked at. */
const mostCalls = 200;

interface Entered {
  readonly fn: ProgramFunction;
  readonly site: ValueId;
}

/** What of the program anything from a source arrives at. */
type Arrivals = Pick<Tabulation, 'cellsAt'>;

/**
 * True where the way went into an object that a function made for one call of it, and is read of one that only other calls of it can have given back, and
 * none of those that gave it back was handed anything from a source.
 */
export function isOfAnotherCall(view: ProgramView, arrivals: Arrivals, { steps }: Way): boolean {
  const { program } = view;
  const entered: Entered[] = [];
  for (const [at, { edge }] of steps.slice(0, mostSteps).entries()) {
    if (edge.kind === 'call') entered.push({ fn: program.functionOf(edge.to) ?? -1, site: edge.site });
    else if (edge.kind === 'return') entered.pop();
    const made = program.literalOf(edge.to);
    const maker = made === null ? null : program.functionOf(made);
    if (made === null || !entered.some(({ fn }) => fn === maker)) continue;
    const exit = steps.slice(at + 1).find(({ edge: { to } }) => program.nodeAt(to) !== null)?.edge;
    const base = exit === undefined ? null : baseOf(view, exit.to);
    if (base !== null && !isHandedTo(view, made, base, entered) && !isOfOthers(view, arrivals, made, base, entered)) return true;
  }
  return false;
}

/** Whether another call of what was entered, that is handed something from a source as well, gives back the object that is read. */
function isOfOthers(view: ProgramView, arrivals: Arrivals, made: ValueId, base: ValueId, entered: readonly Entered[]): boolean {
  return entered.some(({ fn, site }, at) => {
    const handing = parametersOf(view, fn)
      .flatMap((parameter) => view.program.into(parameter))
      .filter((edge) => edge.kind === 'call' && edge.site !== site && arrivals.cellsAt(edge.from).length > 0);
    const sites = new Set(handing.map((edge) => edge.site));
    if (sites.size > mostCalls) return true;
    return [...sites].some((other) => isHandedTo(view, made, base, [{ fn, site: other }, ...entered.slice(at + 1)]));
  });
}

function parametersOf({ program, graphOf, valueOf }: ProgramView, fn: ProgramFunction): readonly ValueId[] {
  const at = program.functionAt(fn);
  return (graphOf(at.file)?.functions[at.fn]?.parameters ?? []).map((node) => valueOf(at.file, node));
}

/** What a property is read of. */
function baseOf(view: ProgramView, value: ValueId): ValueId | null {
  const at = view.program.nodeAt(value);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  return at !== null && node?.kind === 'load' ? view.valueOf(at.file, nodeOf(node.object)) : null;
}

interface Search {
  left: number;
  readonly known: Map<string, ReadonlySet<ValueId> | null>;
}

const searches = new WeakMap<ProgramView, Search>();

/** Whether the object gets there without coming back from another call of what was entered; also where there is too much to look at. */
function isHandedTo(view: ProgramView, made: ValueId, base: ValueId, entered: readonly Entered[]): boolean {
  const sites = new Map(entered.map(({ fn, site }) => [fn, site]));
  if (sites.size < entered.length) return true;
  const search: Search = searches.get(view) ?? { left: mostOfAll, known: new Map() };
  searches.set(view, search);
  const key = [made, ...sites.values()].join(' ');
  const known = search.known.get(key);
  const reached = known === undefined ? reachedBy(view, made, sites, search) : known;
  search.known.set(key, reached);
  return reached?.has(base) ?? true;
}

function reachedBy(
  { program }: ProgramView,
  made: ValueId,
  sites: ReadonlyMap<ProgramFunction, ValueId>,
  search: Search,
): ReadonlySet<ValueId> | null {
  const isOther = ({ kind, from, site }: Edge): boolean => {
    const own = kind === 'return' ? sites.get(program.functionOf(from) ?? -1) : undefined;
    return own !== undefined && own !== site;
  };
  const reached = new Set([made]);
  // The set grows as it is walked.
  for (const value of reached) {
    const edges = program.outOf(value);
    search.left -= 1 + edges.length;
    if (search.left < 0 || reached.size > mostValues) return null;
    for (const edge of edges) if (!isOther(edge)) reached.add(edge.to);
    // Also where what holds it gets: a copy that it was spread into is read in its place.
    const holder = program.literalOf(value);
    if (holder !== null) reached.add(holder);
  }
  return reached;
}
