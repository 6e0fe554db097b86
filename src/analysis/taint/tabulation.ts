// Reachability with matched calls and returns: tabulation with summaries per function and entry (Reps, Horwitz and Sagiv 1995; Sagiv, Reps and Horwitz 1996).
import type { Edge, ValueId } from '../link/value-flow.ts';
import type { Cell, Parent, Seed, Step, Tabulation, Update } from './cells.ts';
import type { Relevance } from './relevance.ts';
import { addLevels, composed, isEmpty, noLevels, passes, transferred, type Levels } from './levels.ts';
import {
  addUpdate,
  newCell,
  newContext,
  noteSite,
  pushTo,
  united,
  type Passage,
  type Work,
  type WorkCell,
  type WorkContext,
} from './tabulation-work.ts';

/** Calls that seeds may come back to, of all of them together: what is seeded beyond goes wherever it goes, unmatched. */
const mostSites = 200_000;

/** The group that what a group hands in belongs to once it has left the function by this step; -1 where it does not leave by it. */
export type GroupAfter = (group: number, step: Step) => number;

/** How what is followed goes on, and which classes are asked for where that leads. */
export interface Following {
  readonly stepsFrom: (value: ValueId) => readonly Step[];
  readonly relevant: Relevance;
}

/**
 * Follows the seeds to all that they reach, of each value the classes that are relevant there. Deterministic; a value is visited again in a context only
 * when bits are added there. Ends after `bound` steps with `isWhole` false.
 */
export function tabulate(
  seeds: readonly Seed[],
  groups: number,
  { stepsFrom, relevant }: Following,
  bound: number,
  groupAfter: GroupAfter = (group) => group,
): Tabulation {
  const cellsAt = new Map<ValueId, WorkCell[]>();
  const groupContexts = Array.from({ length: groups }, (_, group) => newContext(groups, group, null));
  const entries = new Map<ValueId, WorkContext>();
  let queue: Work[] = [];
  let order = 0;
  let count = 0;

  const cellOf = (context: WorkContext, value: ValueId): WorkCell => {
    const known = context.cells.get(value);
    if (known !== undefined) return known;
    const cell = newCell(context, value);
    context.cells.set(value, cell);
    const others = cellsAt.get(value);
    if (others === undefined) cellsAt.set(value, [cell]);
    else others.push(cell);
    return cell;
  };
  const note = (cell: WorkCell, added: Levels, parent: Parent): void => {
    addUpdate(cell, { order: (order += 1), added, parent });
    if (cell.pending === null) queue.push(cell);
    cell.pending = cell.pending === null ? added : united(cell.pending, added);
  };
  const add = (context: WorkContext, value: ValueId, levels: Levels, parent: Parent): void => {
    const cell = cellOf(context, value);
    const added = addLevels(cell.levels, levels, relevant(value));
    if (added !== null) note(cell, added, parent);
  };

  const entryContext = (value: ValueId): WorkContext => {
    const known = entries.get(value);
    if (known !== undefined) return known;
    const context = newContext(groups, null, value);
    entries.set(value, context);
    const whole = noLevels();
    whole[0] = relevant(value);
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
    const added = addLevels(inflow, levels, relevant(into.entry ?? -1));
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
        const added = addLevels(next.levels, out, relevant(edge.to));
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
