// Builtins that make, copy, extend and define objects.
import { noApi, type ApiNode } from '../models/compiled.ts';
import { make, same, type Act, type BuiltinPorts } from './builtin-ports.ts';
import type { Consumers } from './consumers.ts';
import { detailOf, type Core, type ValueUse } from './core.ts';
import { anyKey, everyKey, type PropertyId } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { HandlerId } from './solver.ts';
import type { ValueId } from './value-flow.ts';

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

export type ObjectAction =
  | 'assign'
  | 'clone'
  | 'create'
  | 'first-argument'
  | 'all-arguments'
  | 'set-prototype'
  | 'inherit'
  | 'define-property'
  | 'define-properties'
  | 'define-field'
  | 'define-class';

export function objectActs(core: Core, ports: BuiltinPorts): Readonly<Record<ObjectAction, Act>> {
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
  /** What a descriptor at `place` says is at `property` of whatever is at `target`. */
  const define = (target: ValueId, property: PropertyId, place: ValueId): void => {
    const [value, get, set] = [heap.fresh(), heap.fresh(), heap.fresh()];
    core.load(place, heap.propertyId('value'), value);
    core.load(place, heap.propertyId('get'), get);
    core.load(place, heap.propertyId('set'), set);
    ports.contents.store(target, property, value);
    ports.stores.accessor(target, get, property, 'get');
    ports.stores.accessor(target, set, property, 'set');
  };
  const defineAll = solver.handler((descriptors, target) => {
    const named = heap.placesOf(descriptors).filter(({ property }) => heap.nameOf(property) !== null);
    for (const { property, value } of named) define(target, property, value);
    // Gathered under names that are not constant: whatever is in them may be under any.
    define(target, anyKey, heap.read(descriptors, named.length > 0 ? anyKey : everyKey));
  });
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
    clone: (shape, argument) => {
      make(core, shape, 'plain');
      inherits(core, copied, { value: shape.result, use: 0 }, argument(0));
      core.edges.add(argument(0).value, shape.result, 'part', detailOf(argument(0).use));
    },
    create: (shape, argument) => {
      const prototype = argument(0);
      const bare = core.numbers.nodeOf(prototype.value);
      const object = make(core, shape, bare?.kind === 'constant' && bare.value === null ? 'bare' : 'plain');
      solver.watch(prototype.value, core.inheritHandler, object, 0);
      core.edges.add(prototype.value, shape.result, 'part', detailOf(prototype.use));
      if (argument(1).value >= 0) solver.watch(argument(1).value, defineAll, shape.result, 0);
    },
    'first-argument': (shape, argument) => {
      same(core, argument(0), shape.result);
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
      define(argument(0).value, key === null ? anyKey : heap.propertyId(key), argument(2).value);
    },
    'define-properties': (shape, argument) => {
      same(core, argument(0), shape.result);
      if (argument(0).value >= 0) solver.watch(argument(1).value, defineAll, argument(0).value, 0);
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
