// What a call may call, and where its arguments, its receiver and what it returns go.
import { nodeOf, type FunctionGraph, type Use } from '../program/file-graph.ts';
import {
  argumentsObject,
  detailOf,
  functionParts,
  nodeIn,
  restArray,
  type CallShape,
  type Core,
  type FunctionParts,
  type ValueUse,
} from './core.ts';
import { anyKey, everyKey } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { HandlerId } from './solver.ts';
import type { ProgramFunction, ValueId } from './value-flow.ts';

/** A class by its node: what is needed to make an instance. */
export interface ClassParts {
  readonly construct: ProgramFunction | null;
  readonly superclass: ValueId | null;
}

export interface CallPorts {
  readonly callApi: (shape: CallShape, state: number) => void;
  readonly callBuiltin: (shape: CallShape, builtin: number) => void;
  readonly classOf: (node: ValueId) => ClassParts | null;
}

export interface Calls {
  /** Calls whatever comes to `callee`. */
  readonly watch: (callee: ValueId, shape: CallShape) => void;
  /** One call of a known object; instances are the caller's if `self` is given (`super(…)`). */
  readonly callObject: (object: AbstractObject, shape: CallShape, self: ValueId | null) => void;
  /** Calls the constructors of what comes to `callee` for the `this` of the shape's receiver. */
  readonly watchSuper: (callee: ValueId, shape: CallShape) => void;
  /** What `inner` is found to call, `shape` is said to call. */
  readonly alias: (shape: CallShape, inner: CallShape) => void;
  readonly bind: (target: AbstractObject, shape: CallShape) => void;
  /** What the call was found to call: functions, classes and places of libraries. */
  readonly calleesOf: (shape: CallShape) => readonly AbstractObject[];
  /** False where nothing is known of what the call does. */
  readonly isKnown: (shape: CallShape) => boolean;
  /** The function that is called in the end, and how many arguments are bound before the call's own; of what is not bound, itself and none. */
  readonly unbound: (object: AbstractObject) => { readonly target: AbstractObject; readonly given: number };
  /** A function that hands its argument of this index on to `target`. */
  readonly handover: (index: number, target: ValueId) => AbstractObject;
  readonly handoverAt: (object: AbstractObject) => { readonly index: number; readonly target: ValueId } | null;
  /** A value for an argument, also where it may come from one that is spread. */
  readonly argumentAt: (shape: CallShape, index: number) => ValueUse | null;
}

/** Arguments told apart in what is spread: all behind them are one. */
const maxSpread = 8;
/** Calls have fewer arguments than that: files have fewer nodes. */
const maxArguments = 2 ** 20;
const maxBound = 4;

export function createCalls(core: Core, ports: CallPorts): Calls {
  const { objects, solver, heap, flow } = core;
  const callees = new Map<number, AbstractObject[]>();
  const bounds: { target: AbstractObject; shape: CallShape }[] = [];
  const boundOf = new Map<string, AbstractObject>();
  const handovers: { index: number; target: ValueId }[] = [];
  const binding = new Set<number>();
  const aliases = new Map<number, number>();
  const spreadArguments = new Map<number, ValueUse>();
  const generatorsWired = new Set<ProgramFunction>();
  const argumentsWired = new Set<ProgramFunction>();

  /** An argument behind one that is spread: nobody knows which it is. */
  const handOn = (argument: ValueUse, target: ValueId): void => {
    flow(argument.value, target, argument.spread === true ? 'part' : 'same', detailOf(argument.use));
    if (argument.spread === true) core.load(argument.value, everyKey, target);
  };
  const argumentAt = (shape: CallShape, index: number): ValueUse | null => {
    const { spread } = shape;
    if (spread < 0 || index < spread) return shape.arguments[index] ?? null;
    const told = Math.min(index - spread, maxSpread);
    const key = shape.index * maxArguments + spread + told;
    const known = spreadArguments.get(key);
    if (known !== undefined) return known;
    const value = heap.fresh();
    const made = { value, use: 0 };
    spreadArguments.set(key, made);
    for (const [position, argument] of shape.arguments.entries()) {
      if (position === spread) {
        flow(argument.value, value, 'part', detailOf(argument.use));
        core.load(argument.value, told < maxSpread ? heap.propertyId(String(told)) : everyKey, value);
      } else if (position > spread) handOn(argument, value);
    }
    return made;
  };

  const wireArguments = (fn: ProgramFunction, parts: FunctionParts): void => {
    if (parts.graph.argumentsNode === null || argumentsWired.has(fn)) return;
    argumentsWired.add(fn);
    const object = argumentsObject(core, fn);
    for (const [index, parameter] of parts.parameters.entries()) {
      if (index !== parts.rest) flow(parameter, heap.place(object, heap.propertyId(String(index))), 'same');
    }
  };
  /** Arguments that no parameter takes by itself: into the rest parameter and into `arguments`. */
  const passBeyond = (shape: CallShape, fn: ProgramFunction, parts: FunctionParts): void => {
    const declared = parts.rest >= 0 ? parts.rest : parts.parameters.length;
    const targets: { object: AbstractObject; offset: number }[] = [];
    const restParameter = parts.parameters[parts.rest];
    if (restParameter !== undefined) targets.push({ object: restArray(core, restParameter), offset: declared });
    if (parts.graph.argumentsNode !== null) targets.push({ object: argumentsObject(core, fn), offset: 0 });
    for (const { object, offset } of targets) {
      for (const [index, argument] of shape.arguments.entries()) {
        if (shape.spread >= 0 && index >= shape.spread) {
          const place = heap.place(object, anyKey);
          handOn({ ...argument, spread: argument.spread === true || index === shape.spread }, place);
        } else if (index >= declared)
          flow(argument.value, heap.place(object, heap.propertyId(String(index - offset))), 'same', detailOf(argument.use));
      }
    }
  };
  const passReturns = (target: ValueId, site: ValueId, fn: ProgramFunction, graph: FunctionGraph): void => {
    for (const use of graph.returns) returnValue(core, fn, use, target, site);
    if (!graph.isGenerator) return;
    const object = objects.intern(objectKinds.generator, fn, 'array');
    solver.add(target, object);
    if (generatorsWired.has(fn)) return;
    generatorsWired.add(fn);
    for (const use of graph.yields)
      flow(nodeIn(core.numbers, fn, typeof use === 'number' ? use : use[0]), heap.place(object, anyKey), 'same', detailOf(use));
  };
  const callFunction = (fn: ProgramFunction, shape: CallShape, self: ValueId | null): void => {
    const parts = functionParts(core, fn);
    if (parts === null) return;
    const site = shape.result;
    for (const [index, parameter] of parts.parameters.entries()) {
      if (index === parts.rest) continue;
      const argument = argumentAt(shape, index);
      if (argument !== null) flow(argument.value, parameter, 'call', { site, use: argument.use });
    }
    wireArguments(fn, parts);
    passBeyond(shape, fn, parts);
    const thisNode = core.thisOf(fn);
    if (thisNode >= 0 && self !== null) flow(self, thisNode, 'call', { site });
    else if (thisNode >= 0 && shape.receiver !== null)
      core.edges.add(shape.receiver.value, thisNode, 'call', { site, use: shape.receiver.use });
    passReturns(shape.result, site, fn, parts.graph);
  };
  const construct = (object: AbstractObject, shape: CallShape, self: ValueId | null): void => {
    const parts = ports.classOf(objects.payloadOf(object));
    if (self === null) solver.add(shape.result, heap.instanceOf(object));
    if (parts === null) return;
    if (parts.construct !== null) {
      const thisNode = core.thisOf(parts.construct);
      if (self === null && thisNode >= 0) solver.add(thisNode, heap.instanceOf(object));
      callFunction(parts.construct, shape, self);
    } else if (parts.superclass !== null) {
      const instance = self ?? heap.fresh();
      if (self === null) solver.add(instance, heap.instanceOf(object));
      solver.watch(parts.superclass, superHandler, shape.index, instance);
    }
  };
  const boundAt = (object: AbstractObject): { readonly target: AbstractObject; readonly shape: CallShape } | null =>
    objects.kindOf(object) === objectKinds.bound ? (bounds[objects.payloadOf(object)] ?? null) : null;
  const callBound = (object: AbstractObject, shape: CallShape): void => {
    const bound = boundAt(object);
    if (bound === null) return;
    const [receiver, ...given] = bound.shape.arguments;
    const fixed = bound.shape.spread < 0 ? given : [];
    const inner = core.shape({
      result: shape.result,
      origin: shape.origin,
      callee: -1,
      receiver: receiver === undefined ? null : { ...receiver, explicit: true },
      arguments: [...fixed, ...shape.arguments],
      spread: shape.spread < 0 ? -1 : shape.spread + fixed.length,
      isNew: shape.isNew,
    });
    callObject(bound.target, inner, null);
    for (const callee of calleesOf(inner)) note(shape, callee);
  };
  const calleesOf = (shape: CallShape): readonly AbstractObject[] => {
    const own = callees.get(shape.index) ?? [];
    const inner = aliases.get(shape.index);
    return inner === undefined ? own : [...own, ...(callees.get(inner) ?? [])];
  };
  /** False if the call was linked to it before. */
  const note = (shape: CallShape, object: AbstractObject): boolean => {
    const known = callees.get(shape.index);
    if (known === undefined) callees.set(shape.index, [object]);
    else if (known.includes(object)) return false;
    else known.push(object);
    return true;
  };
  const callObject = (object: AbstractObject, shape: CallShape, self: ValueId | null): void => {
    const kind = objects.kindOf(object);
    const payload = objects.payloadOf(object);
    if (kind === objectKinds.outside || kind === objectKinds.literal || kind === objectKinds.instance || !note(shape, object)) return;
    if (kind === objectKinds.function) {
      if (shape.isNew) {
        solver.add(shape.result, heap.instanceOf(object));
        solver.add(core.thisOf(payload), heap.instanceOf(object));
      }
      callFunction(payload, shape, self ?? (shape.isNew ? null : explicitThis(shape)));
    } else if (kind === objectKinds.class) construct(object, shape, self);
    else if (kind === objectKinds.api) ports.callApi(shape, payload);
    else if (kind === objectKinds.builtin) ports.callBuiltin(shape, payload);
    else if (kind === objectKinds.bound) callBound(object, shape);
    else if (kind === objectKinds.handover) {
      const handover = handovers[payload];
      const argument = handover === undefined ? null : argumentAt(shape, handover.index);
      if (handover !== undefined && argument !== null) flow(argument.value, handover.target, 'same', detailOf(argument.use));
    }
  };
  const callHandler: HandlerId = solver.handler((object, shape) => {
    const found = core.shapes[shape];
    if (found !== undefined) callObject(object, found, null);
  });
  const superHandler: HandlerId = solver.handler((object, shape, self) => {
    const found = core.shapes[shape];
    if (found !== undefined) callObject(object, found, self);
  });
  return {
    watch: (callee, shape) => {
      solver.watch(callee, callHandler, shape.index, 0);
    },
    callObject,
    watchSuper: (callee, shape) => {
      if (shape.receiver === null) return;
      flow(shape.receiver.value, shape.result, 'same');
      solver.watch(callee, superHandler, shape.index, shape.receiver.value);
    },
    alias: (shape, inner) => {
      aliases.set(shape.index, inner.index);
    },
    bind: (target, shape) => {
      const key = `${String(target)} ${String(shape.index)}`;
      let depth = 0;
      for (let inner = boundAt(target); inner !== null && depth <= maxBound; depth += 1) inner = boundAt(inner.target);
      if (boundOf.has(key) || depth > maxBound) return;
      binding.add(shape.index);
      const bound = objects.intern(objectKinds.bound, bounds.push({ target, shape }) - 1);
      boundOf.set(key, bound);
      solver.add(shape.result, bound);
    },
    calleesOf,
    isKnown: (shape) => binding.has(shape.index) || calleesOf(shape).length > 0,
    unbound: (object) => {
      let [target, given] = [object, 0];
      // A bound function is made of one that was there before: the way ends.
      for (let bound = boundAt(target); bound !== null; bound = boundAt(target)) {
        target = bound.target;
        given += Math.max(0, bound.shape.arguments.length - 1);
      }
      return { target, given };
    },
    handover: (index, target) => objects.intern(objectKinds.handover, handovers.push({ index, target }) - 1),
    handoverAt: (object) => (objects.kindOf(object) === objectKinds.handover ? (handovers[objects.payloadOf(object)] ?? null) : null),
    argumentAt,
  };
}

/** The receiver that `call`, `apply` and bound functions name: all it may be is `this`; of a method call, what the method was found on is. */
function explicitThis(shape: CallShape): ValueId | null {
  return shape.receiver !== null && shape.receiver.explicit === true ? shape.receiver.value : null;
}

/** What a function hands back. A value of a function around it comes back by no call that it went in by: it is what it is there. */
export function returnValue(core: Core, fn: ProgramFunction, use: Use, target: ValueId, site: ValueId): void {
  const value = nodeIn(core.numbers, fn, nodeOf(use));
  if (core.numbers.functionOf(value) === fn) core.flow(value, target, 'return', { site, use });
  else core.flow(value, target, 'same', detailOf(use));
}
