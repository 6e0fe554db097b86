// What wiring one file works on, and which class and function a node is within.
import { nodeOf, type FlowNode } from '../program/file-graph.ts';
import { type BuiltinTable } from './builtin-names.ts';
import type { Callbacks } from './callbacks.ts';
import type { Calls, ClassParts } from './calls.ts';
import type { Consumers } from './consumers.ts';
import type { Contents } from './contents.ts';
import { type Core } from './core.ts';
import type { Modules } from './modules.ts';
import type { HandlerId } from './solver.ts';
import type { Stores } from './stores.ts';
import type { ComputedKeys } from './symbol-keys.ts';
import type { LinkedFile, ProgramFunction, ValueId } from './value-flow.ts';

/** Made once for all files. */
export interface WiringHandlers {
  readonly bind: HandlerId;
  readonly superclass: HandlerId;
  readonly component: HandlerId;
}

export interface WiringPorts {
  readonly callbacks: Callbacks;
  readonly builtins: BuiltinTable;
  readonly calls: Calls;
  readonly consumers: Consumers;
  readonly contents: Contents;
  readonly modules: Modules;
  readonly stores: Stores;
  readonly computedKeys: ComputedKeys;
}

export type NodeOf<Kind extends FlowNode['kind']> = Extract<FlowNode, { kind: Kind }>;

export interface FileWiring extends WiringPorts {
  readonly handlers: WiringHandlers;
  readonly core: Core;
  readonly file: LinkedFile;
  readonly index: number;
  readonly firstFunction: ProgramFunction;
  /** The class, and whether static, of functions that are its members. */
  readonly homes: ReadonlyMap<number, Home>;
}

export interface Home {
  readonly node: ValueId;
  readonly isStatic: boolean;
}

/** The class by its node, for calls. */
export function classParts(core: Core, value: ValueId): ClassParts | null {
  const file = core.numbers.fileOf(value);
  const node = core.numbers.nodeOf(value);
  const first = core.numbers.files[file]?.first ?? 0;
  if (node?.kind !== 'class') return null;
  return {
    construct: node.construct === null ? null : (core.numbers.firstFunction[file] ?? 0) + node.construct,
    superclass: node.superclass === null ? null : first + nodeOf(node.superclass),
  };
}

/** The innermost function with a `this` of its own. */
export function ownerOf(wiring: FileWiring, fn: number): number {
  const { functions } = wiring.file.graph;
  let current = fn;
  for (let depth = 0; depth < 64; depth += 1) {
    const graph = functions[current];
    if (graph?.kind !== 'arrow' || graph.parent === null) return current;
    current = graph.parent;
  }
  return current;
}
