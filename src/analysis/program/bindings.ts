// Names of a file: what declares them, who writes them and from where, so that extraction knows which ones it may follow from value to value.
import type { FunctionId, NodeId, Use } from './file-graph.ts';
import type { ListEvent } from './list-events.ts';
import type { Node } from './syntax.ts';

/** A function as scopes see it. `id` is set when its graph is begun. */
export interface FunctionRecord {
  readonly node: Node;
  readonly parent: FunctionRecord | null;
  readonly loop: Region | null;
  /** Called by a method of lists where it stands, any number of times, and by nothing else: like the body of a loop. */
  readonly inline: boolean;
  id: FunctionId;
}

/** Whether `record` is the function that `owner` is, or runs as a part of it. */
export function runsWithin(record: FunctionRecord, owner: FunctionRecord): boolean {
  let at: FunctionRecord | null = record;
  while (at !== null && at !== owner && at.inline) at = at.parent;
  return at === owner;
}

/** A loop, a `try` or what runs as one: which entries of the logs of writes, stores and what lists go through lie within. `parent` is the loop around, in the same function. */
export interface Region {
  readonly parent: Region | null;
  readonly writesFrom: number;
  writesTo: number;
  readonly storesFrom: number;
  storesTo: number;
  readonly listEventsFrom: number;
  listEventsTo: number;
}

export interface Write {
  binding: Binding | null;
  readonly by: FunctionRecord;
  readonly start: number;
  readonly loop: Region | null;
}

export type BindingKind = 'var' | 'lexical' | 'parameter' | 'function' | 'class' | 'import' | 'implicit';

export interface Binding {
  readonly id: number;
  readonly name: string;
  readonly kind: BindingKind;
  readonly owner: FunctionRecord;
  /** The innermost loop that the scope lies in: each round has its own. */
  readonly loop: Region | null;
  readonly start: number;
  readonly end: number;
  readonly writes: Write[];
  /** Where the last write is, and the loops that hold writes. */
  lastWrite: number;
  readonly loops: Set<Region | null>;
  /** True if the only write may be its declaration's. */
  declared: boolean;
  /** Some closure reads or writes it. */
  captured: boolean;
  /** Some closure writes it: its value at a place is not known. */
  shared: boolean;
  exported: boolean;
  /** How many times it is read. */
  reads: number;
  /** The value, once it is known, of a stable binding; else -1. */
  node: NodeId;
  /** Its `variable` node, if one was needed; else -1. */
  variable: NodeId;
  /** All that is ever written. */
  readonly inputs: Use[];
}

export interface StoredProperty {
  readonly by: FunctionRecord;
  /** True if more than one function writes a property of this name. */
  many: boolean;
}

export interface Resolution {
  /** By the place of an identifier that declares or refers to a name of the file: one more than the binding's index; else 0. */
  readonly bindingAt: Int32Array;
  readonly bindings: readonly Binding[];
  readonly functionOf: ReadonlyMap<Node, FunctionRecord>;
  readonly regionOf: ReadonlyMap<Node, Region>;
  readonly writes: readonly Write[];
  /** Names of properties written, in the order of the walk; null where computed. */
  readonly stores: readonly (string | null)[];
  /** What may add to lists, in the order of the walk. */
  readonly listEvents: readonly ListEvent[];
  readonly storedProperties: ReadonlyMap<string, StoredProperty>;
  readonly surprises: Surprises;
}

/** What in the file takes from the plain meaning of its words. */
export interface Surprises {
  /** A variable may be written where none is named: by `eval`, or by `arguments[0] = x`. */
  readonly hidden: boolean;
  /** Something may be put in the place of what the language has, under a name that is not told. */
  readonly builtIn: boolean;
  /** Names of properties that are deleted, or written with anything but a function that stands there. */
  readonly replaced: ReadonlySet<string>;
}

/** Written once, where it is declared: it has one value wherever it can be seen. */
export function isStable(binding: Binding): boolean {
  const [write] = binding.writes;
  if (write === undefined || binding.writes.length !== 1 || !binding.declared) return false;
  // A `var` in a loop is one variable for all rounds.
  return binding.kind !== 'var' || write.loop === binding.loop;
}

/** Whether nothing writes the binding any more once `closure`, which its owner makes where it stands, has been made. */
export function isFinalAt(binding: Binding, closure: FunctionRecord): boolean {
  const { start } = closure.node;
  if (binding.lastWrite >= start) return false;
  for (const loop of binding.loops) if (commonLoop(loop, closure.loop) !== binding.loop) return false;
  return true;
}

function commonLoop(a: Region | null, b: Region | null): Region | null {
  const around = new Set<Region>();
  for (let loop = a; loop !== null; loop = loop.parent) around.add(loop);
  for (let loop = b; loop !== null; loop = loop.parent) if (around.has(loop)) return loop;
  return null;
}
