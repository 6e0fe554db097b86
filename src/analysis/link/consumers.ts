// Values that stand at a place of a library: its models' sinks are met there, and what is within (members, elements, callbacks) is followed along their paths.
import { nodeOf, type Use } from '../program/file-graph.ts';
import { noApi, type ApiNode } from '../models/compiled.ts';
import type { SinkModel } from '../models/model.ts';
import type { Calls } from './calls.ts';
import { seedParameters } from './callbacks.ts';
import { nodeIn, type CallShape, type Core } from './core.ts';
import { everyKey, type PropertyId } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ValueId } from './value-flow.ts';

export interface FoundSink {
  readonly model: SinkModel;
  readonly value: ValueId;
  readonly use: Use;
  readonly where: SinkPlace;
}

/** Where a sink is reported, and the call whose arguments its conditions are about. */
export interface SinkPlace {
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly shape: CallShape | null;
  readonly guessed: boolean;
}

export interface Consumers {
  readonly consume: (value: ValueId, use: Use, state: ApiNode, where: SinkPlace) => void;
  /** What an object adds to one of the library's at this state, its methods first of all, the library will read or call. */
  readonly extend: (object: AbstractObject, state: ApiNode, where: SinkPlace) => void;
  /** Looks again at what was extended: members may have come since. True if there were any. */
  readonly extendAgain: () => void;
  readonly sinks: readonly FoundSink[];
  readonly placeOfCall: (shape: CallShape, guessed: boolean) => SinkPlace;
}

/** Pairs of a state and a sink's place; numbers below it are packed together with values. */
const maxConsumers = 4_194_304;

/** What a callback makes to give it back is told where it does so: the call that it is handed to may span many lines. */
function placeOfReturn({ numbers }: Core, value: ValueId, where: SinkPlace): SinkPlace {
  const node = numbers.nodeOf(value);
  const isMade = node?.kind === 'concat' || node?.kind === 'call' || node?.kind === 'load';
  return isMade ? { ...where, file: numbers.fileOf(value), start: node.start, end: node.end } : where;
}

export function createConsumers(core: Core, calls: Calls): Consumers {
  const { objects, solver, heap, models } = core;
  const consumers: { state: ApiNode; where: SinkPlace }[] = [];
  const consumerIds = new Map<ApiNode, Map<SinkPlace, number>>();
  const done = new Set<number>();
  const sinks: FoundSink[] = [];
  const places = new Map<number, SinkPlace>();

  const consumerId = (state: ApiNode, where: SinkPlace): number => {
    const byPlace = consumerIds.get(state) ?? new Map<SinkPlace, number>();
    consumerIds.set(state, byPlace);
    const known = byPlace.get(where);
    if (known !== undefined) return known;
    const id = consumers.push({ state, where }) - 1;
    byPlace.set(where, id);
    return id;
  };
  const consume = (value: ValueId, use: Use, state: ApiNode, where: SinkPlace): void => {
    if (state === noApi || value < 0 || consumers.length >= maxConsumers) return;
    const id = consumerId(state, where);
    const key = value * maxConsumers + id;
    if (done.has(key)) return;
    done.add(key);
    for (const model of models.sinks(state)) sinks.push({ model, value, use, where });
    solver.watch(value, handler, id, value);
  };
  const member = (object: AbstractObject, property: PropertyId, state: ApiNode, where: SinkPlace): void => {
    if (state === noApi) return;
    const place = heap.read(object, property);
    // Whoever hands in an object of his own chooses what is in it.
    if (objects.kindOf(object) === objectKinds.outside) core.edges.add(objects.payloadOf(object), place, 'part');
    consume(place, 0, state, where);
  };
  const within = (object: AbstractObject, state: ApiNode, where: SinkPlace): void => {
    for (const name of models.memberNames(state))
      if (!where.guessed || isNamed(object, name)) member(object, heap.propertyId(name), models.member(state, name), where);
    member(object, everyKey, models.member(state, null), where);
    member(object, everyKey, models.element(state), where);
    added(object, state, where);
  };
  /** By the program itself, not by whoever chooses what an object holds: that makes what a method is guessed from what is written. */
  const isNamed = (object: AbstractObject, name: string): boolean =>
    heap.placesOf(object).some(({ property }) => heap.nameOf(property) === name);
  const added = (object: AbstractObject, state: ApiNode, where: SinkPlace): void => {
    for (const { property } of heap.placesOf(object).slice()) {
      const name = heap.nameOf(property);
      if (name !== null) member(object, property, models.written(models.member(state, name)), where);
    }
  };
  /** Data of a library, or text: what its models name within it is part of it. */
  const withinOpaque = (value: ValueId, state: ApiNode, where: SinkPlace): void => {
    const inner = where.guessed ? [] : models.memberNames(state).map((name) => models.member(state, name));
    for (const found of [...inner, models.member(state, null), models.element(state)]) {
      if (found === noApi || models.sinks(found).length === 0) continue;
      const part = heap.fresh();
      if (part < 0) return;
      core.edges.add(value, part, 'part');
      for (const model of models.sinks(found)) sinks.push({ model, value: part, use: 0, where });
    }
  };
  const callback = (fn: number, state: ApiNode, where: SinkPlace, offset: number): void => {
    seedParameters(core, fn, state, offset);
    const returned = models.returned(state);
    if (returned === noApi) return;
    for (const use of core.numbers.functionGraph(fn)?.returns ?? []) {
      const value = nodeIn(core.numbers, fn, nodeOf(use));
      consume(value, use, returned, placeOfReturn(core, value, where));
    }
  };
  const handler = solver.handler((object, id, value) => {
    const found = consumers[id];
    if (found === undefined) return;
    const { state, where } = found;
    const kind = objects.kindOf(object);
    if (kind === objectKinds.function) callback(objects.payloadOf(object), state, where, 0);
    else if (kind === objectKinds.class) within(heap.instanceOf(object), models.returned(state), where);
    else if (kind === objectKinds.api) withinOpaque(value, state, where);
    else if (kind === objectKinds.bound) {
      const { target, given } = calls.unbound(object);
      // What was bound comes first: the library's first argument is a later parameter.
      if (objects.kindOf(target) === objectKinds.function) callback(objects.payloadOf(target), state, where, -given);
    } else if (kind !== objectKinds.builtin && kind !== objectKinds.handover) within(object, state, where);
    if (kind === objectKinds.function || kind === objectKinds.class) within(object, state, where);
  });
  const extensions: { object: AbstractObject; state: ApiNode; where: SinkPlace }[] = [];
  return {
    consume,
    extend: (object, state, where) => {
      extensions.push({ object, state, where });
      added(object, state, where);
    },
    extendAgain: () => {
      for (const { object, state, where } of extensions) added(object, state, where);
    },
    sinks,
    placeOfCall: (shape, guessed) => {
      const key = shape.index * 2 + (guessed ? 1 : 0);
      const known = places.get(key);
      if (known !== undefined) return known;
      const node = core.numbers.nodeOf(shape.origin);
      const place = { file: core.numbers.fileOf(shape.origin), start: node?.start ?? 0, end: node?.end ?? 0, shape, guessed };
      places.set(key, place);
      return place;
    },
  };
}
