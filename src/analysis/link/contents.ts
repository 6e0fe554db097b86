// Writing into whatever objects a value may be, and reading all that they hold: for text that is made of whole objects.
import { everyKey, type PropertyId } from './heap.ts';
import type { Core } from './core.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import { originOf } from './texts.ts';
import type { ValueId } from './value-flow.ts';

export interface Contents {
  /** `target` is made of all that the objects at `base` hold, however deep. */
  readonly into: (base: ValueId, target: ValueId) => void;
  /** The same of arrays only: what a string makes of other objects tells nothing of them. */
  readonly joined: (base: ValueId, target: ValueId) => void;
  readonly store: (base: ValueId, property: PropertyId, value: ValueId) => void;
}

/** Objects that are data: what an instance or a module holds is not handed over with it. */
const data = new Set<number>([objectKinds.literal, objectKinds.arguments, objectKinds.generator, objectKinds.outside]);

export function createContents(core: Core): Contents {
  const { objects, solver, heap } = core;
  const wholes = new Map<AbstractObject, ValueId>();
  const wholeHandler = solver.handler((object, target) => {
    if (data.has(objects.kindOf(object))) core.edges.add(wholeOf(object), target, 'part');
  });
  const joinedHandler = solver.handler((object, target) => {
    if (objects.flavourOf(object) === 'array') core.edges.add(wholeOf(object), target, 'part');
  });
  const wholeOf = (object: AbstractObject): ValueId => {
    const known = wholes.get(object);
    if (known !== undefined) return known;
    const whole = heap.fresh();
    wholes.set(object, whole);
    // What is only read from an outside object comes from the value itself anyway.
    const every = objects.kindOf(object) === objectKinds.outside ? heap.place(object, everyKey) : heap.read(object, everyKey);
    core.flow(every, whole, 'part');
    solver.watch(every, wholeHandler, whole, 0);
    return whole;
  };
  const storeHandler = solver.handler((object, value, property) => {
    core.flow(value, heap.place(object, property), 'same');
  });
  return {
    into: (base, target) => {
      if (target >= 0 && !isText(core, base)) solver.watch(base, wholeHandler, target, 0);
    },
    joined: (base, target) => {
      if (!isText(core, base)) solver.watch(base, joinedHandler, target, 0);
    },
    store: (base, property, value) => {
      if (value >= 0) solver.watch(base, storeHandler, value, property);
    },
  };
}

/** Annotated as text: objects that seem to come there hold nothing of it. */
function isText({ numbers }: Core, value: ValueId): boolean {
  const type = numbers.nodeOf(originOf(numbers, value))?.type;
  return type?.specifier === null && type.name === 'string';
}
