// The shape of results.json.
import type { Machine } from '../machine.ts';
import type { DiffFigure, FreshFigure, OtherKind } from './measure.ts';

export interface Results {
  readonly measuredAt: string;
  readonly machine: Machine;
  /** name@version of each peer. */
  readonly peers: readonly string[];
  /** Paths over the whole request. `slowerThanMcgate` is the median of each round's own ratio; 1 for mcgate. */
  readonly decisions: readonly {
    readonly peer: string;
    readonly rules: number;
    readonly requests: number;
    /** Decisions a second of the thread's processor time. */
    readonly rate: number;
    readonly warmP99Us: number;
    /** First questions to a fresh policy; null where it was not measured. */
    readonly coldP99Us: number | null;
    readonly slowerThanMcgate: number;
    /** Requests that it answered as mcgate did, before anything was measured; all that were compared. */
    readonly agreed: number;
  }[];
  /** mcgate with 1,000 rules to picomatch with three globs, on the same requests, rates by rounds. */
  readonly toThreeGlobs: number;
  readonly threeGlobs: {
    readonly globs: readonly string[];
    readonly rate: number;
    readonly rateWhereMostMatch: number;
    readonly toRateWhereMostMatch: number;
  };
  /** Cost at 10,000 rules by cost at 10, by the number of distinct requests: at the quietest round of each, and the median of all rounds. */
  readonly growth: Readonly<Record<1000 | 10_000, { readonly quietest: number; readonly median: number }>>;
  readonly compile: readonly { readonly peer: string; readonly rules: number; readonly milliseconds: number }[];
  readonly otherKinds: readonly OtherKind[];
  readonly diff: readonly DiffFigure[];
  readonly fresh: readonly FreshFigure[];
  /** Minified, for a browser. */
  readonly bundles: readonly { readonly name: string; readonly bytes: number; readonly gzipBytes: number }[];
  readonly seconds: number;
}
