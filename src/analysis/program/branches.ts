// What a branch of control flow leaves behind where it ends.
import type { NodeId, Use } from './file-graph.ts';
import type { Known, Learned } from './learned.ts';

/** A node's id; -1 for nothing written; below that, a join that is no node yet. */
export type RawValue = number;

/** One of the values that a join takes (-1: undefined), and the branch that brings it. `truth`: what is known of it there by the way it came. */
export interface Alternative {
  readonly value: Use;
  readonly learned: readonly Learned[];
  readonly truth: boolean | null;
}

/** A value found before. `at`: when; `forward`: it was stored, not loaded; or a callback was handed it as the element. */
export interface KnownValue {
  readonly node: NodeId;
  readonly at: number;
  readonly forward: boolean;
  /** The key of a computed load, the operands of a call: they have to be known alike. */
  readonly operands: readonly Use[] | null;
}

/** What changed from a mark to the end of a branch. */
export interface Exit {
  readonly slots: ReadonlyMap<number, RawValue>;
  /** What is known of values, where it differs from before; undefined where nothing is. */
  readonly facts: ReadonlyMap<NodeId, Known | undefined>;
  /** The facts that were not known before. */
  readonly learned: readonly Learned[];
  readonly values: ReadonlyMap<number | string, KnownValue | undefined>;
}
