// Where one is in some sequences after reading some segments.
import type { anyDepth } from '../automaton/sequence.ts';
import type { Segment } from './segment.ts';

/** A sequence whose segments are interned. Two that are equal place by place are one language. */
export type Steady = readonly (Segment | typeof anyDepth)[];

export interface Place {
  readonly id: number;
  /** Where a segment leads, by the pattern's number. */
  readonly children: ReadonlyMap<number, Child>;
  /** Behind any number of segments. */
  readonly deep: Place | null;
  /** Whether it is such a place: every segment leads back to it. */
  readonly loops: boolean;
  /** Whether such a place is on the way here, or this is one. */
  readonly isBehindLoop: boolean;
  /** What ends here, and what ends here or behind, as bits. */
  readonly ends: number;
  readonly below: number;
}

export interface Child {
  readonly segment: Segment;
  readonly to: Place;
}
