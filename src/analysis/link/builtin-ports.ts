// What the meanings of builtins are written with.
import type { Callbacks } from './callbacks.ts';
import type { Calls } from './calls.ts';
import type { Consumers } from './consumers.ts';
import type { Contents } from './contents.ts';
import { detailOf, type CallShape, type Core, type ValueUse } from './core.ts';
import { objectKinds, type AbstractObject, type Flavour } from './objects.ts';
import type { Stores } from './stores.ts';
import type { ValueId } from './value-flow.ts';

export interface BuiltinPorts {
  readonly calls: Calls;
  readonly callbacks: Callbacks;
  readonly contents: Contents;
  readonly stores: Stores;
  readonly consumers: Consumers;
  /** The text that a value is, where it is one constant. */
  readonly textOf: (value: ValueId) => string | null;
  /** A module by the specifier that the call's file would write. */
  readonly importInto: (shape: CallShape, specifier: string, target: ValueId) => void;
  /** What the module of the call's file exports. */
  readonly exportsOf: (shape: CallShape) => ValueId;
  /** The constant `key` of a descriptor literal. */
  readonly keyOfDescriptor: (literal: ValueId) => string | null;
}

/** What one builtin does at a call; `argument` gives the value -1 where there is none. */
export type Act = (shape: CallShape, argument: (index: number) => ValueUse) => void;

export function same(core: Core, from: ValueUse, to: ValueId): void {
  core.flow(from.value, to, 'same', detailOf(from.use));
}

/** An object made by the call. */
export function make(core: Core, shape: CallShape, flavour: Flavour): AbstractObject {
  const object = core.objects.intern(objectKinds.literal, shape.result, flavour);
  core.solver.add(shape.result, object);
  return object;
}
