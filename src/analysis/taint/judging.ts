// What judging tests goes with: the program, the file they stand in, and what they are asked for.
import type { Fact, FactId, NodeId } from '../program/file-graph.ts';
import type { FlowPlace } from './flow.ts';
import type { ReadPattern } from './pattern-view.ts';
import type { ProgramView } from './program-view.ts';
import type { Gathered } from './verdict.ts';

/** The object that a computed property belongs to, for tests of own properties; in the file of the facts. */
export interface Base {
  readonly node: NodeId;
}

/** What judging one set of facts goes with. */
export interface Judging {
  readonly view: ProgramView;
  /** The parameter of a function that was handed a path made plain; null if none is. */
  readonly plain: NodeId | null;
  readonly pattern: ReadPattern;
  readonly file: number;
  readonly base: Base | null;
  /** The list that a callback asks the elements of, and its parameter that gets each; in the file of the facts. */
  readonly among?: { readonly element: NodeId; readonly list: NodeId } | null;
  /** Facts that may still be looked at. */
  readonly left: { facts: number };
  /** Calls of the program's own functions that were looked into. */
  readonly depth: number;
  readonly gather: (judging: Judging, facts: readonly FactId[], gathered: Gathered) => void;
}

export function placeOf(file: number, { start, end }: Pick<Fact, 'start' | 'end'>): FlowPlace {
  return { file, start, end };
}

/** Calls of the program's functions within each other that are looked into. */
export const deepestCalls = 3;
