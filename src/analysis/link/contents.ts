// Writing into whatever objects a value may be, and reading all that they hold: for text that is made of whole objects.
import { everyKey, type PropertyId } from './heap.ts';
import type { Core } from './core.ts';
import type { EdgeDetail } from './edges.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import { originOf } from './texts.ts';
import type { ValueId } from './value-flow.ts';

export interface Contents {
  /** `target` is made of all that the objects at `base` hold, however deep. */
  readonly into: (base: ValueId, target: ValueId) => void;
  /** The same of arrays only: what a string makes of other objects tells nothing of them. */
  readonly joined: (base: ValueId, target: ValueId) => void;
  readonly store: (base: ValueId, property: PropertyId, value: ValueId) => void;
  /** Once all is known of where objects come: how sure it is which array is made text where it was read from a property. */
  readonly settle: () => void;
}

/** Objects that are data: what an instance or a module holds is not handed over with it. */
const data = new Set<number>([objectKinds.literal, objectKinds.arguments, objectKinds.generator, objectKinds.outside]);

export function createContents(core: Core): Contents {
  const { objects, solver, heap } = core;
  const wholes = new Map<AbstractObject, ValueId>();
  const wholeHandler = solver.handler((object, target, isGuessed) => {
    if (data.has(objects.kindOf(object))) core.edges.add(wholeOf(object), target, 'part', detailOf(isGuessed));
  });
  const joinedHandler = solver.handler((object, target, isGuessed) => {
    if (objects.flavourOf(object) === 'array') core.edges.add(wholeOf(object), target, 'part', detailOf(isGuessed));
  });
  const joins: { readonly base: ValueId; readonly target: ValueId; readonly arrays: ValueId[] }[] = [];
  const readHandler = solver.handler((object, index) => {
    if (objects.flavourOf(object) === 'array') joins[index]?.arrays.push(wholeOf(object));
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
      if (target >= 0) solver.watch(base, wholeHandler, target, isText(core, base) ? 1 : 0);
    },
    joined: (base, target) => {
      if (isRead(core, base)) solver.watch(base, readHandler, joins.push({ base, target, arrays: [] }) - 1, 0);
      else solver.watch(base, joinedHandler, target, isText(core, base) ? 1 : 0);
    },
    store: (base, property, value) => {
      if (value >= 0) solver.watch(base, storeHandler, value, property);
    },
    settle: () => {
      for (const { base, target, arrays } of joins) {
        // In a large program nearly any may come to a property, and few are meant to be text.
        const isGuessed = isText(core, base) || arrays.length > 1 || solver.isFull(base);
        for (const whole of arrays) core.edges.add(whole, target, 'part', detailOf(isGuessed ? 1 : 0));
      }
    },
  };
}

function detailOf(isGuessed: number): EdgeDetail | undefined {
  return isGuessed === 1 ? { guessed: true } : undefined;
}

/** Read from a property, not from a variable. */
function isRead({ numbers }: Core, value: ValueId): boolean {
  return numbers.nodeOf(originOf(numbers, value))?.kind === 'load';
}

/** Annotated as text: objects seldom come there, but nothing at run time holds them back (`any`, parsed data), so that this is a guess and no proof. */
function isText({ numbers }: Core, value: ValueId): boolean {
  const type = numbers.nodeOf(originOf(numbers, value))?.type;
  return type?.specifier === null && type.name === 'string';
}
