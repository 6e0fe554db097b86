// What the builtins of `builtin-names.ts` do with objects.
import { noApi, type ApiNode } from '../models/compiled.ts';
import type { BuiltinAction } from './builtin-names.ts';
import type { Callbacks } from './callbacks.ts';
import type { Calls } from './calls.ts';
import type { Consumers } from './consumers.ts';
import type { Contents } from './contents.ts';
import { detailOf, type CallShape, type Core, type ValueUse } from './core.ts';
import { anyKey, everyKey, mapKeys } from './heap.ts';
import { objectKinds, type AbstractObject, type Flavour } from './objects.ts';
import type { HandlerId } from './solver.ts';
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

export type CallBuiltin = (shape: CallShape, action: BuiltinAction) => void;

type Act = (shape: CallShape, argument: (index: number) => ValueUse) => void;

const nowhere: ValueUse = { value: -1, use: 0 };

export function createBuiltins(core: Core, ports: BuiltinPorts): CallBuiltin {
  const acts: Readonly<Record<BuiltinAction, Act>> = {
    ...objectActs(core, ports),
    ...collectionActs(core, ports),
    ...compilerActs(core, ports),
  };
  return (shape, action) => {
    acts[action](shape, (index) => ports.calls.argumentAt(shape, index) ?? nowhere);
  };
}

function same(core: Core, from: ValueUse, to: ValueId): void {
  core.flow(from.value, to, 'same', detailOf(from.use));
}

/** An object made by the call. */
function make(core: Core, shape: CallShape, flavour: Flavour): AbstractObject {
  const object = core.objects.intern(objectKinds.literal, shape.result, flavour);
  core.solver.add(shape.result, object);
  return object;
}

/** Whatever is at `source` is a parent of whatever is at `target`: a prototype, or something that was copied into it. */
function inherits(core: Core, pairs: HandlerId, target: ValueUse, source: ValueUse): void {
  if (source.value >= 0) core.solver.watch(target.value, pairs, source.value, 0);
}

/** Instances of the class or function are instances of the library's; `value` tells where that is said. */
export function extendLibrary(core: Core, consumers: Consumers, constructor: AbstractObject, state: ApiNode, value: ValueId): void {
  if (state === noApi) return;
  const prototype = core.heap.prototypeOf(constructor);
  core.heap.addParent(prototype, core.objects.intern(objectKinds.api, state));
  const node = core.numbers.nodeOf(value);
  const where = { file: core.numbers.fileOf(value), start: node?.start ?? 0, end: node?.end ?? 0, shape: null, guessed: false };
  consumers.extend(prototype, state, where);
  consumers.extend(core.heap.instanceOf(constructor), state, where);
}

type ObjectAction =
  | 'assign'
  | 'create'
  | 'first-argument'
  | 'second-argument'
  | 'all-arguments'
  | 'set-prototype'
  | 'inherit'
  | 'define-property'
  | 'define-field'
  | 'define-class';

function objectActs(core: Core, ports: BuiltinPorts): Readonly<Record<ObjectAction, Act>> {
  const { solver, heap, objects } = core;
  const parentOfTarget = solver.handler((target, source) => {
    solver.watch(source, core.inheritHandler, target, 0);
  });
  const copied = solver.handler((target, source) => {
    solver.watch(source, core.inheritHandler, target, 0);
    core.flow(source, heap.place(target, anyKey), 'part');
  });
  const extended = solver.handler((parent, constructor, source) => {
    heap.addParent(constructor, parent);
    if (objects.kindOf(parent) !== objectKinds.api) heap.addParent(heap.prototypeOf(constructor), heap.prototypeOf(parent));
    else extendLibrary(core, ports.consumers, constructor, core.models.returned(objects.payloadOf(parent)), source);
  });
  const extendedTarget = solver.handler((constructor, source) => {
    solver.watch(source, extended, constructor, source);
  });
  const describedIn = solver.handler((descriptor, target, isStatic) => {
    const key = objects.kindOf(descriptor) === objectKinds.literal ? ports.keyOfDescriptor(objects.payloadOf(descriptor)) : null;
    const owner = isStatic === 1 ? target : heap.prototypeOf(target);
    if (key === null) return;
    const property = heap.propertyId(key);
    core.flow(heap.read(descriptor, heap.propertyId('value')), heap.place(owner, property), 'same');
    ports.stores.accessorOf(heap.read(descriptor, heap.propertyId('get')), owner, property, 'get');
    ports.stores.accessorOf(heap.read(descriptor, heap.propertyId('set')), owner, property, 'set');
  });
  const defineClass = solver.handler((constructor, members, isStatic) => {
    const descriptors = heap.fresh();
    core.load(members, everyKey, descriptors);
    if (descriptors >= 0) solver.watch(descriptors, isStatic === 1 ? describedStatic : described, constructor, 0);
  });
  const described = solver.handler((descriptor, constructor) => {
    describe(descriptor, constructor, 0);
  });
  const describedStatic = solver.handler((descriptor, constructor) => {
    describe(descriptor, constructor, 1);
  });
  const describe = (descriptor: AbstractObject, constructor: AbstractObject, isStatic: number): void => {
    const carrier = heap.fresh();
    if (carrier < 0) return;
    solver.add(carrier, descriptor);
    solver.watch(carrier, describedIn, constructor, isStatic);
  };
  const assign: Act = (shape, argument) => {
    const target = argument(0);
    same(core, target, shape.result);
    for (const source of shape.arguments.slice(1)) {
      inherits(core, copied, target, source);
      core.edges.add(source.value, shape.result, 'part', detailOf(source.use));
    }
  };
  const setPrototype: Act = (shape, argument) => {
    same(core, argument(0), shape.result);
    inherits(core, parentOfTarget, argument(0), argument(1));
  };
  return {
    assign,
    create: (shape, argument) => {
      const prototype = argument(0);
      const bare = core.numbers.nodeOf(prototype.value);
      const object = make(core, shape, bare?.kind === 'constant' && bare.value === null ? 'bare' : 'plain');
      solver.watch(prototype.value, core.inheritHandler, object, 0);
      core.edges.add(prototype.value, shape.result, 'part', detailOf(prototype.use));
    },
    'first-argument': (shape, argument) => {
      same(core, argument(0), shape.result);
    },
    'second-argument': (shape, argument) => {
      same(core, argument(1), shape.result);
    },
    'all-arguments': (shape) => {
      for (const given of shape.arguments) same(core, given, shape.result);
    },
    'set-prototype': setPrototype,
    inherit: (_shape, argument) => {
      solver.watch(argument(0).value, extendedTarget, argument(1).value, 0);
      ports.contents.store(argument(0).value, heap.propertyId('super_'), argument(1).value);
    },
    'define-property': (shape, argument) => {
      same(core, argument(0), shape.result);
      const key = ports.textOf(argument(1).value);
      const property = key === null ? anyKey : heap.propertyId(key);
      const [value, get, set] = [heap.fresh(), heap.fresh(), heap.fresh()];
      core.load(argument(2).value, heap.propertyId('value'), value);
      core.load(argument(2).value, heap.propertyId('get'), get);
      core.load(argument(2).value, heap.propertyId('set'), set);
      ports.contents.store(argument(0).value, property, value);
      ports.stores.accessor(argument(0).value, get, property, 'get');
      ports.stores.accessor(argument(0).value, set, property, 'set');
    },
    'define-field': (shape, argument) => {
      same(core, argument(0), shape.result);
      const key = ports.textOf(argument(1).value);
      ports.contents.store(argument(0).value, key === null ? anyKey : heap.propertyId(key), argument(2).value);
    },
    'define-class': (shape, argument) => {
      same(core, argument(0), shape.result);
      if (argument(1).value >= 0) solver.watch(argument(0).value, defineClass, argument(1).value, 0);
      if (argument(2).value >= 0) solver.watch(argument(0).value, defineClass, argument(2).value, 1);
    },
  };
}

type CollectionAction =
  'keys' | 'values' | 'entries' | 'array-of' | 'array-from' | 'map' | 'set' | 'promise' | 'symbol' | 'any-of' | 'apply';

function collectionActs(core: Core, ports: BuiltinPorts): Readonly<Record<CollectionAction, Act>> {
  const { heap } = core;
  /** What is in the first argument, as an element of what the call makes. */
  const elements = (shape: CallShape, from: ValueUse, flavour: Flavour): void => {
    const place = heap.place(make(core, shape, flavour), anyKey);
    core.flow(from.value, place, 'part', detailOf(from.use));
    core.load(from.value, everyKey, place);
  };
  return {
    keys: (shape, argument) => {
      core.flow(argument(0).value, heap.place(make(core, shape, 'array'), anyKey), 'key', detailOf(argument(0).use));
    },
    values: (shape, argument) => {
      elements(shape, argument(0), 'array');
    },
    entries: (shape, argument) => {
      const from = argument(0);
      const pairs = heap.fresh();
      const pair = core.objects.intern(objectKinds.outside, pairs, 'array');
      core.solver.add(pairs, pair);
      core.flow(from.value, heap.place(pair, heap.propertyId('0')), 'key', detailOf(from.use));
      const value = heap.place(pair, heap.propertyId('1'));
      core.flow(from.value, value, 'part', detailOf(from.use));
      core.load(from.value, everyKey, value);
      core.flow(pairs, heap.place(make(core, shape, 'array'), anyKey), 'same');
    },
    'array-of': (shape) => {
      const array = make(core, shape, 'array');
      for (const given of shape.arguments) same(core, given, heap.place(array, anyKey));
    },
    'array-from': (shape, argument) => {
      const mapper = shape.arguments[1];
      if (mapper === undefined) {
        elements(shape, argument(0), 'array');
        return;
      }
      const element = heap.fresh();
      core.flow(argument(0).value, element, 'part', detailOf(argument(0).use));
      core.load(argument(0).value, everyKey, element);
      ports.callbacks.give(mapper.value, element, 0, 0, shape);
      ports.callbacks.returns(mapper.value, heap.place(make(core, shape, 'array'), anyKey), shape);
    },
    map: (shape, argument) => {
      const pair = heap.fresh();
      const made = make(core, shape, 'map');
      const place = heap.place(made, anyKey);
      core.load(argument(0).value, everyKey, pair);
      core.load(pair, heap.propertyId('0'), heap.place(made, heap.propertyId(mapKeys)));
      core.load(pair, heap.propertyId('1'), place);
      core.flow(argument(0).value, place, 'part', detailOf(argument(0).use));
    },
    set: (shape, argument) => {
      elements(shape, argument(0), 'map');
    },
    symbol: (shape) => {
      make(core, shape, 'symbol');
    },
    promise: (shape, argument) => {
      ports.callbacks.receive(argument(0).value, 0, 0, shape.result, shape);
    },
    'any-of': (shape, argument) => {
      core.flow(argument(0).value, shape.result, 'part', detailOf(argument(0).use));
      core.load(argument(0).value, everyKey, shape.result);
    },
    apply: (shape, argument) => {
      const [callee, receiver, given] = [argument(0), argument(1), argument(2)];
      const inner = core.shape({
        result: shape.result,
        origin: shape.origin,
        callee: -1,
        receiver: { ...receiver, explicit: true },
        arguments: given.value < 0 ? [] : [given],
        spread: given.value < 0 ? -1 : 0,
        isNew: false,
      });
      ports.calls.watch(callee.value, inner);
    },
  };
}

type CompilerAction = 'interop' | 'export-all' | 'bind-export' | 'awaiter' | 'generator' | 'amd';

function compilerActs(core: Core, ports: BuiltinPorts): Readonly<Record<CompilerAction, Act>> {
  const { heap } = core;
  const intoTarget = core.solver.handler((target, source) => {
    core.solver.watch(source, core.inheritHandler, target, 0);
  });
  const amd = (shape: CallShape): void => {
    const factory = shape.arguments.at(-1);
    const listed = shape.arguments.at(-2);
    if (factory === undefined) return;
    ports.callbacks.returns(factory.value, ports.exportsOf(shape), shape);
    if (core.numbers.nodeOf(factory.value)?.kind === 'object') same(core, factory, ports.exportsOf(shape));
    for (const [index, specifier] of listed === undefined ? [] : ports.stores.constantsOfArray(listed.value).entries()) {
      const module = heap.fresh();
      ports.importInto(shape, specifier, module);
      ports.callbacks.give(factory.value, module, index, index, shape);
    }
  };
  return {
    // The module is its own namespace, and the default of one that wraps it.
    interop: (shape, argument) => {
      same(core, argument(0), shape.result);
      same(core, argument(0), heap.place(make(core, shape, 'plain'), heap.propertyId('default')));
    },
    'export-all': (_shape, argument) => {
      const [from, to] = [argument(0), argument(1)];
      if (to.value >= 0 && from.value >= 0) core.solver.watch(to.value, intoTarget, from.value, 0);
    },
    'bind-export': (_shape, argument) => {
      const name = ports.textOf(argument(2).value);
      const alias = ports.textOf(argument(3).value) ?? name;
      if (name === null || alias === null) return;
      const value = heap.fresh();
      core.load(argument(1).value, heap.propertyId(name), value);
      ports.contents.store(argument(0).value, heap.propertyId(alias), value);
    },
    awaiter: (shape, argument) => {
      const body = argument(3);
      const inner = core.shape({
        ...shape,
        callee: -1,
        receiver: { ...argument(0), explicit: true },
        arguments: [],
        spread: -1,
        isNew: false,
      });
      ports.calls.watch(body.value, inner);
    },
    // The body's steps are pairs of an operation and a value.
    generator: (shape, argument) => {
      const step = heap.fresh();
      const inner = core.shape({
        result: step,
        origin: shape.origin,
        callee: -1,
        receiver: { ...argument(0), explicit: true },
        arguments: [],
        spread: -1,
        isNew: false,
      });
      ports.calls.watch(argument(1).value, inner);
      core.load(step, heap.propertyId('1'), shape.result);
    },
    amd,
  };
}
