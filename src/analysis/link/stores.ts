// Writing properties: what a file's stores and its classes' members put into the heap, accessors, and the models' `Written` sinks.
import { nodeOf, type Property, type Store, type Use } from '../program/file-graph.ts';
import { noApi, type ApiNode } from '../models/compiled.ts';
import type { Consumers, SinkPlace } from './consumers.ts';
import { copiedFrom, mergedFrom } from './copies.ts';
import type { EdgeDetail } from './edges.ts';
import { detailOf, functionParts, nodeIn, valueUse, type Core } from './core.ts';
import { anyKey, everyKey, spreadKey, type PropertyId } from './heap.ts';
import type { ComputedKeys } from './symbol-keys.ts';
import { isConstructor } from './loads.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import { placesByName } from './places-by-name.ts';
import type { LinkedFile, ValueId } from './value-flow.ts';

export interface Stores {
  readonly store: (file: LinkedFile, fileIndex: number, store: Store) => void;
  /** The functions at `value` read or write `property` of the objects at `base`. */
  readonly accessor: (base: ValueId, value: ValueId, property: PropertyId, kind: 'get' | 'set') => void;
  readonly accessorOf: (value: ValueId, owner: AbstractObject, property: PropertyId, kind: 'get' | 'set') => void;
  /** By name; computed keys that are one constant are names too. */
  readonly propertyOf: (file: LinkedFile, property: Property) => PropertyId;
  /** Texts of an array literal, in order. */
  readonly constantsOfArray: (value: ValueId) => readonly string[];
  /** The constant `key` of a literal that describes a member. */
  readonly keyOfDescriptor: (literal: ValueId) => string | null;
  /** Writes that are sinks by the property's name, if it turns out that nothing is known of the object. */
  readonly unsure: readonly UnsureWrite[];
}

export interface UnsureWrite {
  readonly base: ValueId;
  readonly value: ValueId;
  readonly use: Use;
  readonly state: ApiNode;
  readonly where: SinkPlace;
}

interface Write {
  readonly value: ValueId;
  readonly use: Use;
  readonly where: SinkPlace;
  /** Of what another object holds under the same name. */
  readonly copied?: boolean;
}

export function createStores(
  core: Core,
  consumers: Consumers,
  computedKeys: ComputedKeys,
  textOf: (value: ValueId) => string | null,
): Stores {
  const { objects, solver, heap, models } = core;
  const writes: Write[] = [];
  const arrays = new Map<ValueId, string[]>();
  const keys = new Map<ValueId, string>();
  const unsure: UnsureWrite[] = [];

  const propertyOf = (file: LinkedFile, property: Property): PropertyId => {
    if (typeof property === 'string') return heap.propertyId(property);
    const text = textOf(file.first + nodeOf(property.key));
    return text === null ? anyKey : heap.propertyId(text);
  };
  const getter = solver.handler((object, place) => {
    if (objects.kindOf(object) !== objectKinds.function) return;
    const fn = objects.payloadOf(object);
    for (const use of core.numbers.functionGraph(fn)?.returns ?? [])
      core.flow(nodeIn(core.numbers, fn, nodeOf(use)), place, 'same', detailOf(use));
  });
  const setter = solver.handler((object, place) => {
    const parameter =
      objects.kindOf(object) === objectKinds.function ? functionParts(core, objects.payloadOf(object))?.parameters[0] : undefined;
    if (parameter !== undefined) core.flow(place, parameter, 'same');
  });
  const receiver = solver.handler((object, owner) => {
    if (objects.kindOf(object) !== objectKinds.function) return;
    const self = objects.kindOf(owner) === objectKinds.prototype ? heap.instanceOf(objects.payloadOf(owner)) : owner;
    solver.add(core.thisOf(objects.payloadOf(object)), self);
  });
  const accessorOf = (value: ValueId, owner: AbstractObject, property: PropertyId, kind: 'get' | 'set'): void => {
    const place = heap.place(owner, property);
    if (place < 0) return;
    solver.watch(value, kind === 'get' ? getter : setter, place, 0);
    solver.watch(value, receiver, owner, 0);
  };
  const accessorHandlers = (['get', 'set'] as const).map((kind) =>
    solver.handler((owner, value, property) => {
      accessorOf(value, owner, property, kind);
    }),
  );
  const accessor: Stores['accessor'] = (base, value, property, kind) => {
    if (value >= 0) solver.watch(base, accessorHandlers[kind === 'get' ? 0 : 1] ?? 0, value, property);
  };
  const written = (object: AbstractObject, write: Write, property: PropertyId): void => {
    const kind = objects.kindOf(object);
    const name = heap.nameOf(property);
    if (kind === objectKinds.api)
      consumers.consume(write.value, write.use, models.written(models.member(objects.payloadOf(object), name)), write.where);
    if (name === 'prototype' && isConstructor(core, object)) solver.watch(write.value, core.inheritHandler, heap.prototypeOf(object), 0);
    else if (name === '__proto__') solver.watch(write.value, core.inheritHandler, object, 0);
    else
      core.flow(
        write.value,
        heap.place(object, property),
        'same',
        write.copied === true ? { use: write.use, copied: true } : detailOf(write.use),
      );
  };
  const storeHandler = solver.handler((object, index, property) => {
    const write = writes[index];
    if (write !== undefined) written(object, write, property);
  });
  const factsOfWrite = ({ use, where }: Write): EdgeDetail | undefined => detailOf(use) && { use, file: where.file };
  const copied = solver.handler((source, object, index) => {
    const write = writes[index];
    if (write !== undefined && !heap.addCopy(object, source, factsOfWrite(write))) written(object, write, anyKey);
  });
  const copyHandler = solver.handler((object, index, source) => {
    const write = writes[index];
    if (write === undefined) return;
    if (objects.kindOf(object) === objectKinds.api || objects.flavourOf(object) === 'array') written(object, write, anyKey);
    else {
      const place = heap.place(object, anyKey);
      solver.copy(write.value, place);
      core.flow(source, place, 'part', detailOf(write.use));
      solver.watch(source, copied, object, index);
    }
  });
  const merged = solver.handler((source, object) => {
    heap.addMerged(object, source);
  });
  const mergeHandler = solver.handler((object, source) => {
    if (objects.kindOf(object) !== objectKinds.api && objects.flavourOf(object) !== 'array') solver.watch(source, merged, object, 0);
  });
  const spreadFrom = solver.handler((parent, object) => {
    heap.addSpread(object, parent);
  });
  const spread = solver.handler((object, index) => {
    const write = writes[index];
    if (write === undefined) return;
    const isArray = objects.flavourOf(object) === 'array';
    const place = heap.place(object, isArray ? anyKey : spreadKey);
    core.flow(write.value, place, 'part', detailOf(write.use));
    // Elements move to other indexes.
    if (isArray) core.load(write.value, everyKey, place);
    else solver.watch(write.value, spreadFrom, object, 0);
  });
  const literalFacts = (base: ValueId, property: Property, value: ValueId): void => {
    if (typeof property !== 'string' || core.numbers.nodeOf(base)?.kind !== 'object') return;
    const text = property === 'key' || /^\d{1,3}$/u.test(property) ? textOf(value) : null;
    if (text === null) return;
    if (property === 'key') keys.set(base, text);
    else {
      const listed = arrays.get(base) ?? [];
      arrays.set(base, listed);
      for (let index = listed.length; index < Number(property); index += 1) listed.push('');
      listed[Number(property)] = text;
    }
  };
  /** What stands in a literal hides what was spread into it before. */
  const ownProperty = (base: ValueId, { property, accessor, start, end }: Store): void => {
    const literal = core.numbers.nodeOf(base);
    if (literal?.kind !== 'object' || literal.array || start < literal.start || end > literal.end) return;
    const object = objects.intern(objectKinds.literal, base, literal.bare === true ? 'bare' : 'plain');
    if (property === null) heap.clearOwn(object);
    else if (typeof property === 'string' && accessor === null && property !== '__proto__') heap.setOwn(object, heap.propertyId(property));
  };
  return {
    store: (file, fileIndex, store) => {
      const base = file.first + nodeOf(store.object);
      const { value, use } = valueUse(file, store.value);
      ownProperty(base, store);
      const where = { file: fileIndex, start: store.start, end: store.end, shape: null, guessed: false };
      if (store.property === null) {
        solver.watch(base, spread, writes.push({ value, use, where }) - 1, 0);
        return;
      }
      const property = propertyOf(file, store.property);
      if (property === anyKey && typeof store.property !== 'string') {
        const source = store.accessor === null ? copiedFrom(core.numbers, file, store) : null;
        for (const model of store.accessor === null ? mergedFrom(core.numbers, file, store) : [])
          solver.watch(base, mergeHandler, model, 0);
        const name = valueUse(file, store.property.key);
        const write = writes.push({ value, use, where, copied: source !== null }) - 1;
        computedKeys.later(name.value, (symbol) => {
          if (symbol === null) core.names.give(base, name.value, detailOf(name.use));
          if (symbol === null && source !== null) solver.watch(base, copyHandler, write, source);
          else if (store.accessor === null) solver.watch(base, storeHandler, write, symbol ?? anyKey);
          else accessor(base, value, symbol ?? anyKey, store.accessor);
        });
        return;
      }
      if (store.accessor !== null) {
        accessor(base, value, property, store.accessor);
        return;
      }
      literalFacts(base, store.property, value);
      solver.watch(base, storeHandler, writes.push({ value, use, where }) - 1, property);
      for (const place of property === anyKey ? [] : placesByName(core, base)) {
        const guessed = models.written(models.member(place, heap.nameOf(property)));
        if (guessed !== noApi) unsure.push({ base, value, use, state: guessed, where: { ...where, guessed: true } });
      }
    },
    accessor,
    accessorOf,
    propertyOf,
    constantsOfArray: (value) => (arrays.get(value) ?? []).slice(),
    keyOfDescriptor: (literal) => keys.get(literal) ?? null,
    unsure,
  };
}
