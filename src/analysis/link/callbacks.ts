// Functions that a library is handed: what it gives their parameters, and what it gets from what they return.
import { noApi } from '../models/compiled.ts';
import { returnValue, type Calls } from './calls.ts';
import { argumentsObject, detailOf, functionParts, restArray, type CallShape, type Core } from './core.ts';
import { anyKey } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ValueId } from './value-flow.ts';

export interface Callbacks {
  /** Whatever function comes to `callee` is called with `value` as its arguments from `from` to `to` (null: all from there), by the library call of the shape. */
  readonly give: (callee: ValueId, value: ValueId, from: number, to: number | null, shape: CallShape) => void;
  /** What functions at `callee` return arrives at `target`. */
  readonly returns: (callee: ValueId, target: ValueId, shape: CallShape) => void;
  /** What functions of the library's that are handed in as parameter `index` get as their argument arrives at `target`. */
  readonly receive: (callee: ValueId, index: number, argument: number, target: ValueId, shape: CallShape) => void;
}

interface Given {
  readonly value: ValueId;
  readonly from: number;
  readonly to: number | null;
  readonly shape: CallShape;
}

export function createCallbacks(core: Core, calls: Calls): Callbacks {
  const { objects, solver, heap, flow } = core;
  const given: Given[] = [];
  const results = new Map<string, ValueId>();
  /** What a library's function gives back to the call that calls it: `texts.map(decodeURIComponent)`. */
  const resultOf = (object: AbstractObject, { index }: CallShape): ValueId => {
    const key = `${String(index)} ${String(object)}`;
    const result = results.get(key) ?? heap.fresh();
    results.set(key, result);
    return result;
  };

  const giveTo = (object: AbstractObject, what: Given, offset: number): void => {
    const kind = objects.kindOf(object);
    if (kind === objectKinds.function) giveFunction(core, objects.payloadOf(object), what, offset);
    else if (kind === objectKinds.handover) {
      const handover = calls.handoverAt(object);
      if (handover !== null && handover.index >= what.from && (what.to === null || handover.index <= what.to))
        flow(what.value, handover.target, 'same');
    } else if (kind === objectKinds.api || kind === objectKinds.class || kind === objectKinds.builtin) {
      calls.callObject(object, libraryCall(core, what, resultOf(object, what.shape)), null);
    }
  };
  const giveHandler = solver.handler((object, index) => {
    const what = given[index];
    const { target, given: offset } = calls.unbound(object);
    if (what !== undefined) giveTo(target, what, offset);
  });
  const returnsHandler = solver.handler((object, target, index) => {
    const shape = core.shapes[index];
    const callee = calls.unbound(object).target;
    if (shape === undefined) return;
    const kind = objects.kindOf(callee);
    if (kind === objectKinds.api) core.seedApi(target, core.models.returned(objects.payloadOf(callee)));
    const result = kind === objectKinds.api || kind === objectKinds.builtin ? resultOf(callee, shape) : -1;
    if (result >= 0) flow(result, target, 'same');
    if (kind !== objectKinds.function) return;
    const fn = objects.payloadOf(callee);
    for (const use of core.numbers.functionGraph(fn)?.returns ?? []) returnValue(core, fn, use, target, shape.result);
  });
  return {
    give: (callee, value, from, to, shape) => {
      solver.watch(callee, giveHandler, given.push({ value, from, to, shape }) - 1, 0);
    },
    returns: (callee, target, shape) => {
      solver.watch(callee, returnsHandler, target, shape.index);
    },
    receive: (callee, index, argument, target, shape) => {
      const handed = heap.fresh();
      if (handed < 0) return;
      solver.add(handed, calls.handover(argument, target));
      solver.watch(callee, giveHandler, given.push({ value: handed, from: index, to: index, shape }) - 1, 0);
    },
  };
}

function giveFunction(core: Core, fn: number, what: Given, offset: number): void {
  const parts = functionParts(core, fn);
  if (parts === null) return;
  const [from, to] = [what.from + offset, what.to === null ? Number.MAX_SAFE_INTEGER : what.to + offset];
  for (const [index, parameter] of parts.parameters.entries()) {
    if (index === parts.rest) {
      if (to >= index) core.flow(what.value, core.heap.place(restArray(core, parameter), anyKey), 'same');
    } else if (index >= from && index <= to) core.flow(what.value, parameter, 'call', { site: what.shape.result });
  }
  if (parts.graph.argumentsNode !== null) core.flow(what.value, core.heap.place(argumentsObject(core, fn), anyKey), 'same', detailOf(0));
}

/** The library's own call of what it was handed. */
function libraryCall(core: Core, what: Given, result: ValueId): CallShape {
  const nowhere = { value: -1, use: 0 };
  const value = { value: what.value, use: 0 };
  return core.shape({
    result,
    origin: what.shape.origin,
    callee: -1,
    receiver: null,
    arguments: [...Array.from({ length: Math.min(what.from, 8) }, () => nowhere), value],
    spread: -1,
    isNew: false,
  });
}

/** Arguments that a library gives a function which does not name them. */
const maxGiven = 6;

/** A state of the models meets a function that the program hands in there. */
export function seedParameters(core: Core, fn: number, state: number, offset: number): void {
  const parts = functionParts(core, fn);
  if (parts === null) return;
  core.seedApi(core.thisOf(fn), core.models.self(state));
  const declared = parts.rest < 0 ? parts.parameters.length : parts.rest;
  const rest = parts.parameters[parts.rest];
  // Counted from behind what is bound: it takes no place among what the library gives.
  for (let index = 0; index < Math.max(declared, maxGiven - offset); index += 1) {
    const given = core.models.parameter(state, index + offset);
    if (given === noApi) continue;
    const parameter = index < declared ? parts.parameters[index] : undefined;
    if (parameter !== undefined) core.seedApi(parameter, given);
    if (index < declared) continue;
    if (rest !== undefined) core.seedApi(core.heap.place(restArray(core, rest), core.heap.propertyId(String(index - declared))), given);
    if (parts.graph.argumentsNode !== null)
      core.seedApi(core.heap.place(argumentsObject(core, fn), core.heap.propertyId(String(index))), given);
  }
}
