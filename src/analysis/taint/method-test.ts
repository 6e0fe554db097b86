// A test by a method's call, read: what was asked of what, and what the answer was.
import type { NodeId } from '../program/file-graph.ts';

/** A test by a method, `f.call(receiver, …)` read as `receiver.f(…)`. */
export interface MethodTest {
  readonly method: string;
  readonly receiver: NodeId | null;
  readonly arguments: readonly NodeId[];
  /** Which of them the subject is; -1 for the receiver. */
  readonly subject: number;
  readonly names: readonly string[];
}

/** What a comparison of a call's result says: the test held, or not; of an index, that it was found, absent, or found at the start. */
export type Outcome = 'yes' | 'no' | 'found' | 'absent' | 'start' | 'not-start' | 'unknown';
