// The state of tabulation while it works: tables of each context, made when something is put in, and the work that is left.
import type { ValueId } from '../link/value-flow.ts';
import type { Cell, Context, Step, Update } from './cells.ts';
import { addLevels, noLevels, type Levels } from './levels.ts';

export interface Passage {
  readonly kind: 'step';
  readonly cell: Cell;
  readonly step: Step;
}

/** Most functions are entered, and few of these tables are needed: each is made when something is put in. */
export interface WorkContext extends Context {
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

export interface WorkCell extends Cell {
  readonly kind: 'cell';
  readonly context: WorkContext;
  updates: Update[];
  /** Never written to: it may be what an update added. */
  pending: Levels | null;
  isOpened: boolean;
}

/** What one way is worth in order of work: the nearest first, so that the first parent is a short one. */
export type Work = WorkCell | { readonly kind: 'inflow'; readonly context: WorkContext; readonly group: number; readonly added: Levels };

const noUpdates: Update[] = [];

export function newContext(groups: number, group: number | null, entry: ValueId | null): WorkContext {
  return {
    group,
    entry,
    inflow: new Array<Levels | undefined>(groups).fill(undefined),
    inflowUpdates: new Array<Update[] | undefined>(groups).fill(undefined),
    cells: new Map(),
    incoming: null,
    exits: null,
    outward: null,
    handedBy: new Array<Map<ValueId, Levels> | undefined>(groups).fill(undefined),
  };
}

export function newCell(context: WorkContext, value: ValueId): WorkCell {
  return { kind: 'cell', context, value, levels: noLevels(), updates: noUpdates, pending: null, isOpened: false };
}

export function addUpdate(cell: WorkCell, update: Update): void {
  // A literal has room for one, and most have one.
  if (cell.updates === noUpdates) cell.updates = [update];
  else cell.updates.push(update);
}

export function noteSite({ handedBy }: WorkContext, group: number, site: ValueId, levels: Levels): void {
  const sites = (handedBy[group] ??= new Map<ValueId, Levels>());
  const known = sites.get(site);
  if (known === undefined) sites.set(site, [...levels]);
  else addLevels(known, levels);
}

export function pushTo(table: Map<ValueId, Passage[]> | null, key: ValueId, passage: Passage): Map<ValueId, Passage[]> {
  const map = table ?? new Map<ValueId, Passage[]>();
  const list = map.get(key);
  if (list === undefined) map.set(key, [passage]);
  else list.push(passage);
  return map;
}

export function united(one: Levels, other: Levels): Levels {
  return one.map((bits, level) => bits | (other[level] ?? 0));
}
