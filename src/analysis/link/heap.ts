// Places in the heap: a property of an abstract object is a value like any other; what an object inherits or was copied from is linked when read.
import { noApi, type CompiledModels } from '../models/compiled.ts';
import type { EdgeDetail } from './edges.ts';
import { createIntList } from './int-list.ts';
import { objectKinds, type AbstractObject, type ObjectTable } from './objects.ts';
import { createPairTable } from './pair-table.ts';
import type { HandlerId, Solver } from './solver.ts';
import type { Kept, ValueId } from './value-flow.ts';

/** A property's name as a number. */
export type PropertyId = number;

/** Written by keys that are not constant, and the elements of collections. */
export const anyKey: PropertyId = 0;
/** Read by keys that are not constant: whatever any property holds. */
export const everyKey: PropertyId = 1;

/** What was spread into a literal, `{ ...x }`, without it being known under which names. */
export const spreadKey: PropertyId = 2;

export function isHidden(name: string | null | undefined): boolean {
  return name?.startsWith('\0') === true;
}

export interface HeapPlace {
  readonly property: PropertyId;
  readonly value: ValueId;
}

/** A property that no program can name: no computed key means it. */
export function hiddenName(name: string): string {
  return `\0${name}`;
}

/** Where a Map that is made of pairs keeps what is first in them. */
export const mapKeys = hiddenName('keys');

/** Where an object keeps the texts that properties of it were given as names. */
export const givenNames = hiddenName('names');

/** What the heap needs of its surroundings. */
export interface HeapPorts {
  readonly solver: Solver;
  readonly objects: ObjectTable;
  readonly models: CompiledModels;
  /** The first number that is no file's node. */
  readonly firstPlace: ValueId;
  readonly limit: number;
  /** An edge `same` that objects go along. */
  readonly flow: (from: ValueId, to: ValueId) => void;
  /** The same without objects. */
  readonly carry: (from: ValueId, to: ValueId, detail?: EdgeDetail) => void;
  readonly seedApi: (node: ValueId, state: number) => void;
  /** Handler that makes its `a` the receiver of functions that come to a place. */
  readonly receiverHandler: HandlerId;
}

export interface Heap {
  readonly propertyId: (name: string) => PropertyId;
  readonly nameOf: (property: PropertyId) => string | null;
  /** For writing; -1 past the limit. */
  readonly place: (object: AbstractObject, property: PropertyId) => ValueId;
  /** For reading: with what is inherited. */
  readonly read: (object: AbstractObject, property: PropertyId) => ValueId;
  readonly addParent: (object: AbstractObject, parent: AbstractObject) => void;
  /** The same for what is spread into a literal: properties that stand behind it hide those of the parent. */
  readonly addSpread: (object: AbstractObject, parent: AbstractObject) => void;
  /** The property stands in the literal, behind what was spread into it so far. */
  readonly setOwn: (object: AbstractObject, property: PropertyId) => void;
  /** Takes all such back, for what is spread behind them. */
  readonly clearOwn: (object: AbstractObject) => void;
  /** What `source` holds is in `object` under the same names, as data: no object goes along. False past the bound. */
  readonly addCopy: (object: AbstractObject, source: AbstractObject, detail?: EdgeDetail) => boolean;
  /** The functions that `source` holds are in `object` under the same names, since a merge put them there. */
  readonly addMerged: (object: AbstractObject, source: AbstractObject) => void;
  readonly parentsOf: (object: AbstractObject) => readonly AbstractObject[];
  readonly instanceOf: (constructor: AbstractObject) => AbstractObject;
  readonly prototypeOf: (constructor: AbstractObject) => AbstractObject;
  readonly outsideAt: (value: ValueId) => AbstractObject;
  readonly placesOf: (object: AbstractObject) => readonly HeapPlace[];
  readonly has: (object: AbstractObject, property: PropertyId) => boolean;
  /** The object literal that a value is a place of; null for what is none. */
  readonly literalOf: (value: ValueId) => ValueId | null;
  /** Whether it is a place of an `arguments`. */
  readonly isOfArguments: (value: ValueId) => boolean;
  /** See `ValueFlow.holdsNames`. */
  readonly holdsNames: (value: ValueId) => boolean;
  /** See `ValueFlow.keptAs`. */
  readonly keptAs: (value: ValueId) => Kept | null;
  /** It may have properties that nobody named. */
  readonly isOpen: (object: AbstractObject) => boolean;
  /** A value that is neither a file's node nor a property. */
  readonly fresh: () => ValueId;
  readonly size: () => number;
  readonly full: () => boolean;
}

/** Objects that inherit from one another further than this are cut. */
const maxChain = 40;
/** Objects that one object inherits from or is copied from; more say nothing any longer. */
const maxParents = 8;
/** Objects that properties of one object are copied from by name. */
const maxSources = 8;
/** `a.b.c` of a value that nothing is known of has objects of its own down to here. */
const maxOutsideDepth = 2;
const maxProperties = 4_194_304;

export function createHeap(ports: HeapPorts): Heap {
  const { solver, objects, models, flow } = ports;
  const names: (string | null)[] = [null, null, hiddenName('spread')];
  const ids = new Map<string, PropertyId>();
  const placeAt = createPairTable();
  const places = new Map<AbstractObject, HeapPlace[]>();
  const parents = new Map<AbstractObject, AbstractObject[]>();
  /** Parents by a spread alone, and properties that stand behind it. */
  const spreads = new Map<AbstractObject, Set<AbstractObject>>();
  const owns = new Map<AbstractObject, Set<PropertyId>>();
  const sources = new Map<AbstractObject, Map<AbstractObject, EdgeDetail | undefined>>();
  const merged = new Map<AbstractObject, Set<AbstractObject>>();
  /** 1 for a place that what its object inherits is linked to. */
  const linked = createIntList(256);
  /** 1 for a place that something is written to. */
  const writtenPlaces = createIntList(256);
  /** The property of each place, plus one. */
  const propertiesOfPlaces = createIntList(256);
  const objectsOfPlaces = createIntList(256);
  const outsideDepth = new Map<AbstractObject, number>();
  let next = ports.firstPlace;

  const propertyId = (name: string): PropertyId => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    if (names.length >= maxProperties) return anyKey;
    const id = names.push(name) - 1;
    ids.set(name, id);
    return id;
  };
  const isFull = (): boolean => next - ports.firstPlace >= ports.limit;
  const isOwn = (object: AbstractObject, property: PropertyId): boolean => owns.get(object)?.has(property) === true;
  const setOwn: Heap['setOwn'] = (object, property) => {
    owns.set(object, (owns.get(object) ?? new Set()).add(property));
  };
  const clearOwn: Heap['clearOwn'] = (object) => {
    owns.get(object)?.clear();
  };
  const indexLike = (property: PropertyId): boolean => /^\d{1,9}$/u.test(names[property] ?? '');
  /**
   * What was written under some key is in any property, as data. Objects go along among elements only: through one table that is filled in a loop,
   * every method of a program would else be every other.
   */
  const fromAnyKey = (object: AbstractObject, property: PropertyId, any: ValueId, value: ValueId): void => {
    const flavour = objects.flavourOf(object);
    if (indexLike(property)) flow(any, value);
    else if ((flavour === 'plain' || flavour === 'bare') && names[property] !== givenNames) ports.carry(any, value);
  };

  const receiverOf = (object: AbstractObject): AbstractObject =>
    objects.kindOf(object) === objectKinds.prototype ? instanceOf(objects.payloadOf(object)) : object;

  const place = (object: AbstractObject, property: PropertyId): ValueId => {
    const value = placeFor(object, property);
    if (value < 0 || property < 2 || writtenPlaces.get(value - ports.firstPlace) === 1 || isHidden(names[property])) return value;
    // What is only ever read (methods of arrays, what is inherited) is not what a computed key means.
    writtenPlaces.set(value - ports.firstPlace, 1);
    const every = placeAt.get(object, everyKey);
    if (every !== undefined) flow(value, every);
    return value;
  };
  const placeFor = (object: AbstractObject, property: PropertyId): ValueId => {
    const known = placeAt.get(object, property);
    if (known !== undefined) return known;
    if (isFull()) return -1;
    const value = next;
    next += 1;
    placeAt.set(object, property, value);
    propertiesOfPlaces.set(value - ports.firstPlace, property + 1);
    objectsOfPlaces.set(value - ports.firstPlace, object);
    const siblings = places.get(object) ?? [];
    if (siblings.length === 0) places.set(object, siblings);
    for (const sibling of property < 2 ? siblings : []) {
      if (property === everyKey) {
        if (sibling.property === anyKey || writtenPlaces.get(sibling.value - ports.firstPlace) === 1) flow(sibling.value, value);
      } else if (sibling.property === everyKey) flow(value, sibling.value);
      else if (isLinked(sibling.value)) fromAnyKey(object, sibling.property, value, sibling.value);
    }
    siblings.push({ property, value });
    if (property === spreadKey) for (const sibling of siblings) fromSpread(object, sibling.property, value, sibling.value);
    solver.watch(value, ports.receiverHandler, receiverOf(object), 0);
    return value;
  };
  const fromSpread = (object: AbstractObject, property: PropertyId, spread: ValueId, value: ValueId): void => {
    const isNamed = property > spreadKey && isLinked(value) && !isHidden(names[property]) && !isOwn(object, property);
    if (property === everyKey || isNamed) ports.carry(spread, value);
  };
  const isLinked = (value: ValueId): boolean => linked.get(value - ports.firstPlace) === 1;

  const linkParent = (value: ValueId, parent: AbstractObject, property: PropertyId, depth: number): void => {
    if (objects.kindOf(parent) !== objectKinds.api) {
      flow(readAt(parent, property, depth + 1), value);
      return;
    }
    const name = names[property] ?? null;
    const state = models.member(objects.payloadOf(parent), name);
    if (state !== noApi) ports.seedApi(value, state);
    else if (name !== null && placeAt.get(parent, property) !== undefined) flow(place(parent, property), value);
  };
  const linkSource = (value: ValueId, source: AbstractObject, property: PropertyId, depth: number, detail?: EdgeDetail): void => {
    if (objects.kindOf(source) === objectKinds.api) linkParent(value, source, property, depth);
    else ports.carry(readAt(source, property, depth + 1), value, detail);
  };
  const methodHandler = solver.handler((object, target) => {
    const kind = objects.kindOf(object);
    if (kind === objectKinds.function || kind === objectKinds.class || kind === objectKinds.bound) solver.add(target, object);
  });
  const linkMerged = (value: ValueId, source: AbstractObject, property: PropertyId, depth: number): void => {
    if (property <= spreadKey || objects.kindOf(source) === objectKinds.api) return;
    solver.watch(readAt(source, property, depth + 1), methodHandler, value, 0);
  };
  const seedDefaults = (object: AbstractObject, property: PropertyId, value: ValueId): void => {
    const kind = objects.kindOf(object);
    const flavour = objects.flavourOf(object);
    const name = names[property] ?? null;
    if (isHidden(name)) return;
    if (kind === objectKinds.outside) {
      const depth = outsideDepth.get(object) ?? 0;
      if (depth < maxOutsideDepth) solver.add(value, outsideWithin(value, depth + 1));
    }
    if (kind === objectKinds.prototype && name === 'constructor') solver.add(value, objects.payloadOf(object));
    if (name === null || (flavour !== 'array' && flavour !== 'map')) return;
    const state = models.member(models.root(flavour), name);
    if (state !== noApi) ports.seedApi(value, state);
  };
  const readAt = (object: AbstractObject, property: PropertyId, depth: number): ValueId => {
    const value = placeFor(object, property);
    if (value < 0 || isLinked(value) || depth > maxChain) return value;
    linked.set(value - ports.firstPlace, 1);
    seedDefaults(object, property, value);
    const any = property < 2 ? undefined : placeAt.get(object, anyKey);
    if (any !== undefined) fromAnyKey(object, property, any, value);
    const spread = placeAt.get(object, spreadKey);
    if (spread !== undefined) fromSpread(object, property, spread, value);
    for (const parent of parents.get(object) ?? [])
      if (!isOwn(object, property) || spreads.get(object)?.has(parent) !== true) linkParent(value, parent, property, depth);
    for (const [source, detail] of sources.get(object) ?? []) linkSource(value, source, property, depth, detail);
    for (const source of merged.get(object) ?? []) linkMerged(value, source, property, depth);
    return value;
  };
  const link = (object: AbstractObject, parent: AbstractObject, isLinkedTo: (property: PropertyId) => boolean): void => {
    for (const own of (places.get(object) ?? []).slice())
      if (isLinked(own.value) && isLinkedTo(own.property)) linkParent(own.value, parent, own.property, 0);
  };
  const addParent = (object: AbstractObject, parent: AbstractObject): void => {
    const known = parents.get(object) ?? [];
    if (object === parent) return;
    if (known.includes(parent)) {
      if (spreads.get(object)?.delete(parent) === true) link(object, parent, (property) => isOwn(object, property));
      return;
    }
    if (known.length >= maxParents) return;
    known.push(parent);
    parents.set(object, known);
    link(object, parent, () => true);
  };
  const addSpread = (object: AbstractObject, parent: AbstractObject): void => {
    const known = parents.get(object) ?? [];
    if (object === parent || known.includes(parent) || known.length >= maxParents) return;
    known.push(parent);
    parents.set(object, known);
    const spread = spreads.get(object) ?? new Set<AbstractObject>();
    spreads.set(object, spread.add(parent));
    link(object, parent, (property) => !isOwn(object, property));
  };
  const addCopy: Heap['addCopy'] = (object, source, detail) => {
    const known = sources.get(object) ?? new Map<AbstractObject, EdgeDetail | undefined>();
    if (object === source || (known.has(source) && known.get(source) === undefined)) return true;
    if (!known.has(source) && known.size >= maxSources) return false;
    // Of two copies each has tests of its own.
    const told = known.has(source) ? undefined : detail;
    known.set(source, told);
    sources.set(object, known);
    for (const own of (places.get(object) ?? []).slice()) if (isLinked(own.value)) linkSource(own.value, source, own.property, 0, told);
    return true;
  };
  const addMerged: Heap['addMerged'] = (object, source) => {
    const known = merged.get(object) ?? new Set<AbstractObject>();
    if (object === source || known.has(source) || known.size >= maxSources) return;
    merged.set(object, known.add(source));
    for (const own of (places.get(object) ?? []).slice()) if (isLinked(own.value)) linkMerged(own.value, source, own.property, 0);
  };
  const prototypeOf = (constructor: AbstractObject): AbstractObject => objects.intern(objectKinds.prototype, constructor);
  const instanceOf = (constructor: AbstractObject): AbstractObject => {
    const instance = objects.intern(objectKinds.instance, constructor);
    if (!parents.has(instance)) addParent(instance, prototypeOf(constructor));
    return instance;
  };
  const outsideWithin = (value: ValueId, depth: number): AbstractObject => {
    const object = objects.intern(objectKinds.outside, value);
    if (!outsideDepth.has(object)) outsideDepth.set(object, depth);
    return object;
  };
  const keptAs: Heap['keptAs'] = (value) => {
    const property = value < ports.firstPlace ? 0 : propertiesOfPlaces.get(value - ports.firstPlace);
    if (property === 0) return null;
    if (property - 1 === anyKey) return 'written';
    if (property - 1 === everyKey) return 'read';
    const name = names[property - 1] ?? null;
    return name === null || isHidden(name) ? null : { name };
  };
  const holdsNames: Heap['holdsNames'] = (value) =>
    value >= ports.firstPlace && names[propertiesOfPlaces.get(value - ports.firstPlace) - 1] === givenNames;
  const objectOf = (value: ValueId): AbstractObject | null => {
    const isPlace = value >= ports.firstPlace && propertiesOfPlaces.get(value - ports.firstPlace) > 0;
    return isPlace ? objectsOfPlaces.get(value - ports.firstPlace) : null;
  };
  const literalOf: Heap['literalOf'] = (value) => {
    const object = objectOf(value);
    return object !== null && objects.kindOf(object) === objectKinds.literal ? objects.payloadOf(object) : null;
  };
  const isOfArguments: Heap['isOfArguments'] = (value) => {
    const object = objectOf(value);
    return object !== null && objects.kindOf(object) === objectKinds.arguments;
  };
  return {
    propertyId,
    nameOf: (property) => names[property] ?? null,
    place,
    read: (object, property) => readAt(object, property, 0),
    addParent,
    addSpread,
    setOwn,
    clearOwn,
    addCopy,
    addMerged,
    parentsOf: (object) => parents.get(object) ?? [],
    instanceOf,
    prototypeOf,
    outsideAt: (value) => outsideWithin(value, 0),
    holdsNames,
    placesOf: (object) => places.get(object) ?? [],
    has: (object, property) => placeAt.get(object, property) !== undefined,
    keptAs,
    literalOf,
    isOfArguments,
    isOpen: (object) => placeAt.get(object, anyKey) !== undefined || placeAt.get(object, spreadKey) !== undefined || parents.has(object),
    fresh: () => {
      if (isFull()) return -1;
      next += 1;
      return next - 1;
    },
    size: () => next,
    full: isFull,
  };
}
