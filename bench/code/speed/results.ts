// What a run measures, as speed.json holds it.
import type { Machine } from '../../machine.ts';
import type { Cost } from './cost.ts';

export interface Measured {
  readonly name: string;
  readonly findings: number;
  /** In the order of the rounds. */
  readonly runs: readonly Cost[];
}

export interface RepositoryResults {
  readonly name: string;
  readonly files: number;
  readonly lines: number;
  readonly measured: readonly Measured[];
}

export interface GrowthPoint extends Cost {
  readonly files: number;
  readonly lines: number;
}

export interface Growth {
  readonly points: readonly GrowthPoint[];
  /** Wall time and processor time go with lines to the power of this: least squares over the points from 10,000 lines on. */
  readonly exponents: { readonly wall: number; readonly cpu: number };
}

export interface Results {
  readonly measuredAt: string;
  readonly machine: Machine & {
    /** Processes that were ready to run, in the mean of the last minute, before and after. */
    readonly load: readonly [number, number];
  };
  readonly peers: readonly string[];
  readonly repositories: readonly RepositoryResults[];
  readonly growth: Growth | null;
  readonly seconds: number;
}

export type Quantity = keyof Cost;

/** The least of a contender's rounds: what others do on the machine only adds. Of memory the most. */
export function best({ runs }: Measured, quantity: Quantity): number {
  const values = runs.map((run) => run[quantity]);
  return quantity === 'peakBytes' ? Math.max(...values) : Math.min(...values);
}

export function find({ measured }: RepositoryResults, name: string): Measured | null {
  return measured.find((one) => one.name === name) ?? null;
}

/** The power of the lines that time goes with between the two largest sets: one line through all points hides what only these show. */
export function powerAtTheEnd({ points }: Growth, of: 'wallMs' | 'cpuMs'): number {
  const [last, one] = [points.at(-1), points.at(-2)];
  return last === undefined || one === undefined ? NaN : Math.log(last[of] / one[of]) / Math.log(last.lines / one.lines);
}
