// Names of properties that are values: what `object[name] = x` was given comes out again where names are gone through.
import type { EdgeDetail } from './edges.ts';
import { givenNames, type Heap } from './heap.ts';
import { objectKinds, type AbstractObject, type ObjectTable } from './objects.ts';
import type { Solver } from './solver.ts';
import type { EdgeKind, ValueId } from './value-flow.ts';

export interface GivenNames {
  /** A property of the objects at `base` has the text at `name` as its name. */
  readonly give: (base: ValueId, name: ValueId, detail?: EdgeDetail) => void;
  /** `target` is one of the names that the objects at `base` were given. */
  readonly take: (base: ValueId, target: ValueId) => void;
  /** Where an object keeps them. */
  readonly placeOf: (object: AbstractObject) => ValueId;
}

/** What it needs of its surroundings. */
export interface NamePorts {
  readonly solver: Solver;
  readonly objects: ObjectTable;
  readonly heap: Heap;
  readonly flow: (from: ValueId, to: ValueId, kind: EdgeKind, detail?: EdgeDetail) => void;
}

export function createGivenNames({ solver, objects, heap, flow }: NamePorts): GivenNames {
  const property = heap.propertyId(givenNames);
  const given: { readonly name: ValueId; readonly detail: EdgeDetail | undefined }[] = [];
  // Names of elements are indexes, and those of a library's objects are for its models to tell.
  const hasNames = (object: AbstractObject): boolean => {
    const kind = objects.kindOf(object);
    return kind !== objectKinds.api && kind !== objectKinds.builtin && objects.flavourOf(object) !== 'array';
  };
  const giveHandler = solver.handler((object, index) => {
    const name = given[index];
    if (name !== undefined && hasNames(object)) flow(name.name, heap.place(object, property), 'same', name.detail);
  });
  const takeHandler = solver.handler((object, target) => {
    if (hasNames(object)) flow(heap.read(object, property), target, 'same');
  });
  return {
    give: (base, name, detail) => {
      solver.watch(base, giveHandler, given.push({ name, detail }) - 1, 0);
    },
    take: (base, target) => {
      if (target >= 0) solver.watch(base, takeHandler, target, 0);
    },
    placeOf: (object) => heap.place(object, property),
  };
}
