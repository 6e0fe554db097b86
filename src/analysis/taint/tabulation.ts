// Reachability with matched calls and returns: tabulation with summaries per function and entry (Reps, Horwitz and Sagiv 1995; Sagiv, Reps and Horwitz 1996).
import type { Edge, ValueId } from '../link/value-flow.ts';
import {
  addLevels,
  composed,
  everything,
  isEmpty,
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
  readonly updates: readonly Update[];
}

/** Seeds of a group wherever they go unmatched (`entry` null), or a function entered by a parameter. */
export interface Context {
  readonly group: number | null;
  readonly entry: ValueId | null;
  /** Of each group that hands something in at the entry, what, and by which updates. */
  readonly inflow: readonly (Levels | undefined)[];
  readonly inflowUpdates: readonly (readonly Update[] | undefined)[];
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
  readonly kind: 'step';
  readonly cell: Cell;
  readonly step: Step;
}

/** Most functions are entered, and few of these tables are needed: each is made when something is put in. */
interface WorkContext extends Context {
  readonly inflow: (Levels | undefined)[];
  readonly inflowUpdates: (Update[] | undefined)[];
  readonly cells: Map<ValueId, WorkCell>;
  /** Calls in and returns out, by call site. */
  incoming: Map<ValueId, Passage[]> | null;
  exits: Map<ValueId, Passage[]> | null;
  /** Calls and what leaves otherwise: what has to be told of more inflow. */
  outward: Passage[] | null;
  /** Of each group what each call handed in. */
  readonly handedBy: (Map<ValueId, Levels> | undefined)[];
}

interface WorkCell extends Cell {
  readonly kind: 'cell';
  readonly context: WorkContext;
  updates: Update[];
  /** Never written to: it may be what an update added. */
  pending: Levels | null;
  isOpened: boolean;
}

/** What one way is worth in order of work: the nearest first, so that the first parent is a short one. */
type Work = WorkCell | { readonly kind: 'inflow'; readonly context: WorkContext; readonly group: number; readonly added: Levels };

const noUpdates: Update[] = [];

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
    inflow: new Array<Levels | undefined>(groups).fill(undefined),
    inflowUpdates: new Array<Update[] | undefined>(groups).fill(undefined),
    cells: new Map(),
    incoming: null,
    exits: null,
    outward: null,
    handedBy: new Array<Map<ValueId, Levels> | undefined>(groups).fill(undefined),
  });
  const groupContexts = Array.from({ length: groups }, (_, group) => newContext(group, null));
  const entries = new Map<ValueId, WorkContext>();
  let queue: Work[] = [];
  let order = 0;
  let count = 0;

  const cellOf = (context: WorkContext, value: ValueId): WorkCell => {
    const known = context.cells.get(value);
    if (known !== undefined) return known;
    const cell: WorkCell = { kind: 'cell', context, value, levels: noLevels(), updates: noUpdates, pending: null, isOpened: false };
    context.cells.set(value, cell);
    const others = cellsAt.get(value);
    if (others === undefined) cellsAt.set(value, [cell]);
    else others.push(cell);
    return cell;
  };
  const note = (cell: WorkCell, added: Levels, parent: Parent): void => {
    const update = { order: (order += 1), added, parent };
    // A literal has room for one, and most have one.
    if (cell.updates === noUpdates) cell.updates = [update];
    else cell.updates.push(update);
    if (cell.pending === null) queue.push(cell);
    cell.pending = cell.pending === null ? added : united(cell.pending, added);
  };
  const add = (context: WorkContext, value: ValueId, levels: Levels, parent: Parent): void => {
    const cell = cellOf(context, value);
    const added = addLevels(cell.levels, levels);
    if (added !== null) note(cell, added, parent);
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
      if (inflow === undefined) continue;
      const state = composed(inflow, levels);
      if (!isEmpty(state)) each(group, state);
    }
  };

  const handIn = (into: WorkContext, group: number, levels: Levels, parent: Parent): void => {
    const inflow = into.inflow[group] ?? noLevels();
    const added = addLevels(inflow, levels);
    if (added === null) return;
    into.inflow[group] = inflow;
    (into.inflowUpdates[group] ??= []).push({ order: (order += 1), added, parent });
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
      if (edge.kind === 'call') {
        const callee = entryContext(edge.to);
        const passage: Passage = { kind: 'step', cell, step };
        if (isFirst) {
          callee.incoming = pushTo(callee.incoming, edge.site, passage);
          if (context.group === null) (context.outward ??= []).push(passage);
        }
        if (isEmpty(out)) continue;
        forGroups(context, out, (group, levels) => {
          goOut(context, passage, group, levels);
        });
        for (const exit of callee.exits?.get(edge.site) ?? [])
          comeBack(passage, out, exit, transferred(exit.cell.levels, exit.step.transfer));
      } else if (edge.kind === 'return' && context.group === null) {
        const passage: Passage = { kind: 'step', cell, step };
        if (isFirst) context.exits = pushTo(context.exits, edge.site, passage);
        if (isEmpty(out)) continue;
        for (const call of context.incoming?.get(edge.site) ?? [])
          comeBack(call, transferred(call.cell.levels, call.step.transfer), passage, out);
      } else if (step.leaves && context.group === null) {
        const passage: Passage = { kind: 'step', cell, step };
        if (isFirst) (context.outward ??= []).push(passage);
        if (isEmpty(out)) continue;
        forGroups(context, out, (group, levels) => {
          goOut(context, passage, group, levels);
        });
      } else if (!isEmpty(out)) {
        const next = cellOf(context, edge.to);
        const added = addLevels(next.levels, out);
        if (added !== null) note(next, added, { kind: 'step', cell, step });
      }
    }
  };

  const tell = (context: WorkContext, group: number, added: Levels): void => {
    for (const passage of context.outward ?? []) {
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
      const cell: Cell = { context: outer, value: seed.value, levels: seed.levels, updates: [update] };
      context.incoming = pushTo(context.incoming, site, { kind: 'step', cell, step: callAt(seed.value, site) });
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
  let isWhole = queue.length === 0;
  while (!isWhole && count < bound) {
    // What was done is let go.
    const due = queue;
    queue = [];
    let at = 0;
    for (; at < due.length && count < bound; at += 1) {
      const work = due[at];
      if (work === undefined) break;
      if (work.kind === 'inflow') tell(work.context, work.group, work.added);
      else if (work.pending !== null) {
        const fresh = work.pending;
        work.pending = null;
        visit(work, fresh);
      }
    }
    isWhole = at >= due.length && queue.length === 0;
  }
  return {
    cellsAt: (value) => cellsAt.get(value) ?? [],
    stateOf: (cell, group) => {
      if (cell.context.group !== null) return cell.context.group === group ? cell.levels : noLevels();
      return composed(cell.context.inflow[group] ?? noLevels(), cell.levels);
    },
    sitesOf: ({ context }, group, bit) => {
      if (context.group !== null) return null;
      return [...((context as WorkContext).handedBy[group] ?? [])].flatMap(([site, levels]) =>
        levels.some((bits) => (bits & bit) !== 0) ? [site] : [],
      );
    },
    isWhole,
    steps: count,
  };
}

function noteSite({ handedBy }: WorkContext, group: number, site: ValueId, levels: Levels): void {
  const sites = (handedBy[group] ??= new Map<ValueId, Levels>());
  const known = sites.get(site);
  if (known === undefined) sites.set(site, [...levels]);
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

function pushTo(table: Map<ValueId, Passage[]> | null, key: ValueId, passage: Passage): Map<ValueId, Passage[]> {
  const map = table ?? new Map<ValueId, Passage[]>();
  const list = map.get(key);
  if (list === undefined) map.set(key, [passage]);
  else list.push(passage);
  return map;
}

function united(one: Levels, other: Levels): Levels {
  return one.map((bits, level) => bits | (other[level] ?? 0));
}
