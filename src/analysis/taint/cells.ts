// What following data makes: what reaches each value in each context, and where it came from.
import type { Edge, ValueId } from '../link/value-flow.ts';
import type { ClassMask, Levels, Transfer } from './levels.ts';

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
