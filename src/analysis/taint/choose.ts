// Of all ways in which a class of harm arrives at one sink the one to tell: the surest, then the shortest.
import { rankOf, type Confidence } from './confidence.ts';
import type { ClassMask, Level } from './levels.ts';
import type { Cell } from './tabulation.ts';
import { wayTo, type Way } from './trace.ts';

/** A bit that arrives, and how sure that is. */
export interface Arrival {
  readonly cell: Cell;
  readonly group: number;
  readonly bit: ClassMask;
  readonly level: Level;
  readonly confidence: Confidence;
}

/** Ways that are compared by length. */
const mostWays = 6;

/** Null if nothing arrives. */
export function chooseBest(arrivals: readonly Arrival[]): { readonly arrival: Arrival; readonly way: Way } | null {
  const sorted = arrivals.toSorted((a, b) => rankOf(b.confidence) - rankOf(a.confidence));
  let best: { readonly arrival: Arrival; readonly way: Way } | null = null;
  let tried = 0;
  for (const arrival of sorted) {
    if (tried >= mostWays || (best !== null && rankOf(arrival.confidence) < rankOf(best.arrival.confidence))) break;
    const way = wayTo(arrival.cell, arrival.bit, arrival.level, arrival.group);
    tried += 1;
    if (way !== null && (best === null || way.steps.length < best.way.steps.length)) best = { arrival, way };
  }
  return best;
}
