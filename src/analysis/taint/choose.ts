// Of all ways in which a class of harm arrives at one sink the one to tell: the surest, then the shortest.
import { rankOf, type Confidence } from './confidence.ts';
import type { ClassMask, Level } from './levels.ts';
import type { Cell } from './cells.ts';
import { wayTo, type Way } from './trace.ts';

/** A bit that arrives, and how sure that is. */
export interface Arrival {
  readonly cell: Cell;
  readonly group: number;
  readonly bit: ClassMask;
  readonly level: Level;
  readonly confidence: Confidence;
}

/** Ways that are compared by length, of arrivals that are alike sure. */
const mostWays = 6;

export interface Choice {
  readonly arrival: Arrival;
  readonly way: Way;
  /** Of the arrival, less what its way takes of it. */
  readonly confidence: Confidence;
}

/** How sure an arrival is by its way: never surer than before. Null where it is not told. */
export type RateWay = (arrival: Arrival, way: Way) => Confidence | null;

/** Null if nothing arrives. */
export function chooseBest(arrivals: readonly Arrival[], rate: RateWay = ({ confidence }) => confidence): Choice | null {
  const tried = new Map<Confidence, number>();
  let best: Choice | null = null;
  for (const arrival of arrivals.toSorted((a, b) => rankOf(b.confidence) - rankOf(a.confidence))) {
    if (best !== null && rankOf(arrival.confidence) < rankOf(best.confidence)) break;
    const count = tried.get(arrival.confidence) ?? 0;
    tried.set(arrival.confidence, count + 1);
    const way = count < mostWays ? wayTo(arrival.cell, arrival.bit, arrival.level, arrival.group) : null;
    const confidence = way === null ? null : rate(arrival, way);
    if (way !== null && confidence !== null && isBetter({ way, confidence }, best)) best = { arrival, way, confidence };
  }
  return best;
}

function isBetter({ way, confidence }: Omit<Choice, 'arrival'>, best: Choice | null): boolean {
  if (best === null) return true;
  const more = rankOf(confidence) - rankOf(best.confidence);
  return more > 0 || (more === 0 && way.steps.length < best.way.steps.length);
}
