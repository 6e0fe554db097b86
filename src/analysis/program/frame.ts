// The function that is being read, and where its statements lead.
import type { Binding, FunctionRecord } from './bindings.ts';
import type { Exit, RawValue } from './branches.ts';
import type { FunctionId, NodeId } from './file-graph.ts';
import type { FunctionDraft } from './graph-builder.ts';
import type { Learned } from './learned.ts';
import type { FunctionSyntax, Node } from './syntax.ts';

/** Where `break` and `continue` go to. `continues` is null for what is no loop. */
export interface Target {
  readonly labels: readonly string[];
  readonly mark: number;
  readonly breaks: (Exit | null)[];
  readonly continues: (Exit | null)[] | null;
  /** False for a labelled block, where only a `break` with its label goes. */
  readonly plain: boolean;
}

/** The end of a function: what is known of its parameters there, and what it returns. */
export interface Outcome {
  readonly known: readonly Learned[];
  readonly value: NodeId | null;
}

/** A declared function, read after the body it stands in. */
export interface PendingFunction {
  readonly node: FunctionSyntax;
  readonly id: FunctionId;
  readonly binding: Binding | null;
}

/** Elements that `shift` has taken off a list of arguments by now: so many at least, so many at most; Infinity where they were moved as well. */
export interface Shifted {
  readonly least: number;
  readonly most: number;
}

/** A callback that is written as an argument, the list, and which parameter gets the element. */
export interface ElementCallback {
  readonly callback: Node;
  readonly list: NodeId;
  readonly element: number;
}

/** The function that is being read. */
export interface Frame {
  readonly id: FunctionId;
  readonly parent: Frame | null;
  readonly record: FunctionRecord;
  readonly draft: FunctionDraft;
  readonly arrow: boolean;
  /** Read when the function around it had ended, not where it stands. */
  readonly deferred: boolean;
  readonly mark: number;
  /** Of what runs as a loop does: what its ends leave behind. */
  readonly ends: (Exit | null)[];
  /** Branches of `if` around the place that the walk has come to. */
  branches: number;
  readonly targets: Target[];
  readonly outcomes: Outcome[];
  readonly pending: PendingFunction[];
  /** Declared functions of which every reference has been read. */
  readonly ready: Binding[];
  /** For each `try` that is open: what its block has written. */
  readonly handlers: Map<number, Set<RawValue>>[];
  /** Labels of the statement that comes next. */
  labels: readonly string[];
  /** What `this` is, where it is no plain function's. */
  receiver: NodeId | null;
}
