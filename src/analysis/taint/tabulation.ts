// Reachability with matched calls and returns: tabulation with summaries per function and entry (Reps, Horwitz and Sagiv 1995; Sagiv, Reps and Horwitz 1996).
import type { Edge, ValueId } from '../link/value-flow.ts';
import {
  addLevels,
  composed,
  everything,
  isEmpty,
  levelCount,
  noLevels,
  passes,
  transferred,
  type ClassMask,
  type Levels,
  type Transfer,
} from './levels.ts';

/** Seeds of one group share their contexts. */
export interface Seed {
  readonly group: number;
  readonly value: ValueId;
  readonly levels: Levels;
  /** A parameter that a caller outside of the program hands it in by: what the function gives back goes to that caller, and to none that is known. */
  readonly isHandedIn?: boolean;
  /** Calls that it may come back to out of its function, where only those are meant; of these each goes on unmatched. */
  readonly sites?: readonly ValueId[];
}

/** An edge that hands something on. `leaves`: by neither call nor return into another function or the heap, where nothing tells who called. */
export interface Step {
  readonly edge: Edge;
  readonly transfer: Transfer;
  readonly leaves: boolean;
}

/** Where the bits of an update came from. */
export type Parent =
  | { readonly kind: 'seed'; readonly seed: Seed }
  | { readonly kind: 'entry' }
  | { readonly kind: 'step'; readonly cell: Cell; readonly step: Step }
  /** From a function that was entered with what the group handed in. */
  | { readonly kind: 'escape'; readonly cell: Cell; readonly step: Step; readonly group: number }
  | { readonly kind: 'summary'; readonly cell: Cell; readonly call: Step; readonly exit: Cell; readonly back: Step };

/** Bits that were added at once. Ordered by `order`: whatever they came from was there before. */
export interface Update {
  readonly order: number;
  readonly added: Levels;
  readonly parent: Parent;
}

/** A value in a context: what reaches it there. In a group's context as it is; else told from (plain, sure) at the entry. */
export interface Cell {
  readonly context: Context;
  readonly value: ValueId;
  readonly levels: Levels;
  readonly updates: Update[];
}

/** Seeds of a group wherever they go unmatched (`entry` null), or a function entered by a parameter. */
export interface Context {
  readonly group: number | null;
  readonly entry: ValueId | null;
  /** What each group hands in at the entry, and by which updates. */
  readonly inflow: readonly Levels[];
  readonly inflowUpdates: readonly Update[][];
}

export interface Tabulation {
  readonly cellsAt: (value: ValueId) => readonly Cell[];
  /** The cell's state for a group. */
  readonly stateOf: (cell: Cell, group: number) => Levels;
  /** The calls that handed the bit in, for the group, at the entry of the cell's function; null where it is not known who called. */
  readonly sitesOf: (cell: Cell, group: number, bit: ClassMask) => readonly ValueId[] | null;
  readonly isWhole: boolean;
  readonly steps: number;
}

interface Passage {
  readonly cell: Cell;
  readonly step: Step;
}

interface WorkContext extends Context {
  readonly cells: Map<ValueId, WorkCell>;
  /** Calls in and returns out, by call site. */
  readonly incoming: Map<ValueId, Passage[]>;
  readonly exits: Map<ValueId, Passage[]>;
  /** Calls and what leaves otherwise: what has to be told of more inflow. */
  readonly outward: Passage[];
  /** Of each group what each call handed in. */
  readonly handedBy: readonly Map<ValueId, Levels>[];
}

interface WorkCell extends Cell {
  readonly context: WorkContext;
  pending: Levels | null;
  isOpened: boolean;
}

/** What one way is worth in order of work: the nearest first, so that the first parent is a short one. */
type Work =
  | { readonly kind: 'cell'; readonly cell: WorkCell }
  | { readonly kind: 'inflow'; readonly context: WorkContext; readonly group: number; readonly added: Levels };

/** Calls that seeds may come back to, of all of them together: what is seeded beyond goes wherever it goes, unmatched. */
const mostSites = 200_000;

/** The group that what a group hands in belongs to once it has left the function by this step; -1 where it does not leave by it. */
export type GroupAfter = (group: number, step: Step) => number;

/**
 * Follows the seeds to all that they reach. Deterministic; a value is visited again in a context only when bits are added there. Ends after `bound`
 * steps with `isWhole` false.
 */
export function tabulate(
  seeds: readonly Seed[],
  groups: number,
  stepsFrom: (value: ValueId) => readonly Step[],
  bound: number,
  groupAfter: GroupAfter = (group) => group,
): Tabulation {
  const cellsAt = new Map<ValueId, WorkCell[]>();
  const newContext = (group: number | null, entry: ValueId | null): WorkContext => ({
    group,
    entry,
    inflow: Array.from({ length: groups }, noLevels),
    inflowUpdates: Array.from({ length: groups }, () => []),
    cells: new Map(),
    incoming: new Map(),
    exits: new Map(),
    outward: [],
    handedBy: Array.from({ length: groups }, () => new Map<ValueId, Levels>()),
  });
  const groupContexts = Array.from({ length: groups }, (_, group) => newContext(group, null));
  const entries = new Map<ValueId, WorkContext>();
  const queue: Work[] = [];
  let order = 0;
  let count = 0;

  const add = (context: WorkContext, value: ValueId, levels: Levels, parent: Parent): void => {
    let cell = context.cells.get(value);
    if (cell === undefined) {
      cell = { context, value, levels: noLevels(), updates: [], pending: null, isOpened: false };
      context.cells.set(value, cell);
      const others = cellsAt.get(value);
      if (others === undefined) cellsAt.set(value, [cell]);
      else others.push(cell);
    }
    const added = addLevels(cell.levels, levels);
    if (added === null) return;
    cell.updates.push({ order: (order += 1), added, parent });
    if (cell.pending === null) {
      cell.pending = noLevels();
      queue.push({ kind: 'cell', cell });
    }
    const { pending } = cell;
    for (let level = 0; level < levelCount; level += 1) pending[level] = (pending[level] ?? 0) | (added[level] ?? 0);
  };

  const entryContext = (value: ValueId): WorkContext => {
    const known = entries.get(value);
    if (known !== undefined) return known;
    const context = newContext(null, value);
    entries.set(value, context);
    const whole = noLevels();
    whole[0] = everything;
    add(context, value, whole, { kind: 'entry' });
    return context;
  };

  /** What a group's context or an entry's inflow makes of a relative state, and for which groups. */
  const forGroups = (context: WorkContext, levels: Levels, each: (group: number, levels: Levels) => void): void => {
    if (context.group !== null) {
      each(context.group, levels);
      return;
    }
    for (let group = 0; group < groups; group += 1) {
      const inflow = context.inflow[group];
      if (inflow === undefined || isEmpty(inflow)) continue;
      const state = composed(inflow, levels);
      if (!isEmpty(state)) each(group, state);
    }
  };

  const handIn = (into: WorkContext, group: number, levels: Levels, parent: Parent): void => {
    const inflow = into.inflow[group];
    if (inflow === undefined) return;
    const added = addLevels(inflow, levels);
    if (added === null) return;
    into.inflowUpdates[group]?.push({ order: (order += 1), added, parent });
    queue.push({ kind: 'inflow', context: into, group, added });
  };

  /** A call, or what leaves, for one group. */
  const goOut = (from: WorkContext, passage: Passage, group: number, levels: Levels): void => {
    const { cell, step } = passage;
    const parent: Parent = from.group === null ? { kind: 'escape', cell, step, group } : { kind: 'step', cell, step };
    const after = groupAfter(group, step);
    if (after < 0) return;
    if (step.edge.kind === 'call') {
      const callee = entryContext(step.edge.to);
      noteSite(callee, after, step.edge.site, levels);
      handIn(callee, after, levels, parent);
      return;
    }
    const context = groupContexts[after];
    if (context !== undefined) add(context, step.edge.to, levels, parent);
  };

  const comeBack = (call: Passage, entering: Levels, exit: Passage, leaving: Levels): void => {
    count += 1;
    const levels = composed(entering, leaving);
    if (isEmpty(levels)) return;
    const context = (call.cell as WorkCell).context;
    add(context, exit.step.edge.to, levels, { kind: 'summary', cell: call.cell, call: call.step, exit: exit.cell, back: exit.step });
  };

  const visit = (cell: WorkCell, fresh: Levels): void => {
    const { context } = cell;
    const isFirst = !cell.isOpened;
    cell.isOpened = true;
    for (const step of stepsFrom(cell.value)) {
      count += 1;
      const { edge } = step;
      const out = transferred(fresh, step.transfer);
      const passage = { cell, step };
      if (edge.kind === 'call') {
        const callee = entryContext(edge.to);
        if (isFirst) {
          pushTo(callee.incoming, edge.site, passage);
          if (context.group === null) context.outward.push(passage);
        }
        if (isEmpty(out)) continue;
        forGroups(context, out, (group, levels) => {
          goOut(context, passage, group, levels);
        });
        for (const exit of callee.exits.get(edge.site) ?? [])
          comeBack(passage, out, exit, transferred(exit.cell.levels, exit.step.transfer));
      } else if (edge.kind === 'return' && context.group === null) {
        if (isFirst) pushTo(context.exits, edge.site, passage);
        if (isEmpty(out)) continue;
        for (const call of context.incoming.get(edge.site) ?? [])
          comeBack(call, transferred(call.cell.levels, call.step.transfer), passage, out);
      } else if (step.leaves && context.group === null) {
        if (isFirst) context.outward.push(passage);
        if (isEmpty(out)) continue;
        forGroups(context, out, (group, levels) => {
          goOut(context, passage, group, levels);
        });
      } else if (!isEmpty(out)) add(context, edge.to, out, { kind: 'step', cell, step });
    }
  };

  const tell = (context: WorkContext, group: number, added: Levels): void => {
    for (const passage of context.outward) {
      count += 1;
      const levels = composed(added, transferred(passage.cell.levels, passage.step.transfer));
      if (!isEmpty(levels)) goOut(context, passage, group, levels);
    }
  };

  /** As if each of the calls had handed the seed in. */
  const begin = (seed: Seed, sites: readonly ValueId[]): void => {
    const context = entryContext(seed.value);
    const outer = groupContexts[seed.group];
    for (const site of sites) {
      if (outer === undefined) break;
      const update: Update = { order: (order += 1), added: seed.levels, parent: { kind: 'seed', seed } };
      const cell = { context: outer, value: seed.value, levels: seed.levels, updates: [update], pending: null, isOpened: true };
      pushTo(context.incoming, site, { cell, step: callAt(seed.value, site) });
    }
    handIn(context, seed.group, seed.levels, { kind: 'seed', seed });
  };

  let sitesLeft = mostSites;
  for (const seed of seeds) {
    const context = groupContexts[seed.group];
    sitesLeft -= seed.sites?.length ?? 0;
    if (seed.sites !== undefined && sitesLeft >= 0) begin(seed, seed.sites);
    else if (seed.isHandedIn === true) handIn(entryContext(seed.value), seed.group, seed.levels, { kind: 'seed', seed });
    else if (context !== undefined) add(context, seed.value, seed.levels, { kind: 'seed', seed });
  }
  let at = 0;
  for (; at < queue.length && count < bound; at += 1) {
    const work = queue[at];
    if (work === undefined) break;
    if (work.kind === 'inflow') tell(work.context, work.group, work.added);
    else if (work.cell.pending !== null) {
      const fresh = work.cell.pending;
      work.cell.pending = null;
      visit(work.cell, fresh);
    }
  }
  return {
    cellsAt: (value) => cellsAt.get(value) ?? [],
    stateOf: (cell, group) => {
      if (cell.context.group !== null) return cell.context.group === group ? cell.levels : noLevels();
      return composed(cell.context.inflow[group] ?? noLevels(), cell.levels);
    },
    sitesOf: ({ context }, group, bit) => {
      if (context.group !== null) return null;
      const sites = (context as WorkContext).handedBy[group] ?? new Map<ValueId, Levels>();
      return [...sites].flatMap(([site, levels]) => (levels.some((bits) => (bits & bit) !== 0) ? [site] : []));
    },
    isWhole: at >= queue.length,
    steps: count,
  };
}

function noteSite({ handedBy }: WorkContext, group: number, site: ValueId, levels: Levels): void {
  const known = handedBy[group]?.get(site);
  if (known === undefined) handedBy[group]?.set(site, [...levels]);
  else addLevels(known, levels);
}

/** A call that hands the value in as it is. */
function callAt(value: ValueId, site: ValueId): Step {
  const edge: Edge = {
    from: value,
    to: value,
    kind: 'call',
    site,
    facts: [],
    factFile: 0,
    sanitizers: [],
    prefix: null,
    guessed: false,
    copied: false,
  };
  return { edge, transfer: passes, leaves: false };
}

function pushTo(map: Map<ValueId, Passage[]>, key: ValueId, passage: Passage): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [passage]);
  else list.push(passage);
}
