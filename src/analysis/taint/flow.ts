// What following data gives: flows from where an attacker puts text to where it does harm.
import type { FlowClass, SourceKind } from '../models/model.ts';
import type { Vulnerability } from '../regex/check.ts';

/** A place in a file, as offsets into its text as parsed. */
export interface FlowPlace {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

export interface FlowStep extends FlowPlace {
  /** What happens here, in a few words that quote no source: "parameter `name`" is out, "is joined to a path" is in. */
  readonly what: string;
}

/** A test on the way that did not stop it, and why. */
export interface FailedGuard extends FlowPlace {
  readonly why: string;
}

/** A slow regular expression that the text is matched by, with what proves it. */
export interface SlowPattern {
  /** Where it is written. */
  readonly place: FlowPlace | null;
  readonly vulnerability: Vulnerability;
}

export interface Flow {
  readonly class: FlowClass;
  /** What is sunk, and what was read, for the message. */
  readonly sinkWhat: string;
  readonly sourceKind: SourceKind;
  readonly sourceWhat: string;
  /** How users of the package reach the source; null unless `sourceKind` is `parameter`. */
  readonly api: string | null;
  /** From source to sink; the first is the source, the last the sink. At most 100, the middle cut. */
  readonly steps: readonly FlowStep[];
  /**
   * The step that is told as the place of the fault; the last if left out. It is another one where text is put into HTML or SQL without being escaped, and
   * some other function uses that.
   */
  readonly told?: number;
  readonly failedGuards: readonly FailedGuard[];
  /** Other places of the same fault, the worst first, that are mended with it and told nowhere else. */
  readonly also?: readonly FlowStep[];
  readonly confidence: 'high' | 'medium' | 'low';
  /** Set where the text is no pattern itself, but matched by a slow one. */
  readonly slow: SlowPattern | null;
}

export interface FlowAnswer {
  readonly flows: readonly Flow[];
  /** Why some may be missing; empty if nothing was cut. */
  readonly gaps: readonly string[];
}

/** The place of the fault, by its index among the steps. */
export function toldIndexOf({ steps, told }: Pick<Flow, 'steps' | 'told'>): number {
  return told ?? steps.length - 1;
}

/** The place of the fault. */
export function toldStepOf(flow: Pick<Flow, 'steps' | 'told'>): FlowStep | undefined {
  return flow.steps[toldIndexOf(flow)];
}

export function isSamePlace(a: FlowPlace, b: FlowPlace): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}
