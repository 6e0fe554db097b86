// Builtins that make collections, promises and symbols.
import { make, same, type Act, type BuiltinPorts } from './builtin-ports.ts';
import { detailOf, type CallShape, type Core, type ValueUse } from './core.ts';
import { anyKey, everyKey, mapKeys } from './heap.ts';
import { objectKinds, type Flavour } from './objects.ts';

export type CollectionAction =
  'keys' | 'values' | 'entries' | 'from-entries' | 'array-of' | 'array-from' | 'map' | 'set' | 'promise' | 'symbol' | 'any-of';

export function collectionActs(core: Core, ports: BuiltinPorts): Readonly<Record<CollectionAction, Act>> {
  const { heap } = core;
  /** What is in the first argument, as an element of what the call makes. */
  const elements = (shape: CallShape, from: ValueUse, flavour: Flavour): void => {
    const place = heap.place(make(core, shape, flavour), anyKey);
    core.flow(from.value, place, 'part', detailOf(from.use));
    core.load(from.value, everyKey, place);
  };
  return {
    keys: (shape, argument) => {
      const place = heap.place(make(core, shape, 'array'), anyKey);
      core.flow(argument(0).value, place, 'key', detailOf(argument(0).use));
      core.names.take(argument(0).value, place);
    },
    values: (shape, argument) => {
      elements(shape, argument(0), 'array');
    },
    entries: (shape, argument) => {
      const from = argument(0);
      const pairs = heap.fresh();
      const pair = core.objects.intern(objectKinds.outside, pairs, 'array');
      core.solver.add(pairs, pair);
      const name = heap.place(pair, heap.propertyId('0'));
      core.flow(from.value, name, 'key', detailOf(from.use));
      core.names.take(from.value, name);
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
    'from-entries': (shape, argument) => {
      const pair = heap.fresh();
      const made = make(core, shape, 'plain');
      const place = heap.place(made, anyKey);
      core.load(argument(0).value, everyKey, pair);
      core.load(pair, heap.propertyId('0'), core.names.placeOf(made));
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
  };
}
