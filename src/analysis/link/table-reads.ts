// Places that a read of large tables may be: lists of lists of more objects than the pointer analysis keeps at one value.
import { nodeOf, type Use } from '../program/file-graph.ts';
import type { Core } from './core.ts';
import { isHidden } from './heap.ts';
import { objectKinds, type AbstractObject } from './objects.ts';
import type { ValueId } from './value-flow.ts';

/** Tables within tables, and objects of one answer. */
const deepest = 4;
const mostObjects = 2000;
/** Of all questions of a program. */
const mostInAll = 200_000;

/**
 * For a read by a computed key, or of a list's elements, of what may be too many objects to be kept: the places of all of them, as they are written in
 * literals. Nothing where the pointer analysis had room, for then its edges tell.
 */
export function createTableReads(core: Core): (value: ValueId) => readonly ValueId[] {
  const { numbers, solver, heap, objects } = core;
  const left = { objects: mostInAll };
  const baseOf = (value: ValueId): Use | null => {
    const node = numbers.nodeOf(value);
    if (node?.kind === 'element') return node.object;
    return node?.kind === 'load' && typeof node.property !== 'string' ? node.object : null;
  };
  const placesOf = (found: ReadonlySet<AbstractObject>): readonly ValueId[] =>
    [...found].flatMap((object) =>
      objects.kindOf(object) === objectKinds.literal
        ? heap.placesOf(object).flatMap(({ property, value }) => (isHidden(heap.nameOf(property)) ? [] : [value]))
        : [],
    );
  const objectsAt = (value: ValueId, depth: number): ReadonlySet<AbstractObject> => {
    const known = new Set(solver.pointsTo(value));
    if (!solver.isFull(value) || depth > deepest) return known;
    const file = numbers.files[numbers.fileOf(value)];
    const node = file === undefined ? null : numbers.nodeOf(value);
    if (file === undefined || node === null) return known;
    const base = baseOf(value);
    if (base !== null)
      for (const place of placesOf(objectsAt(file.first + nodeOf(base), depth + 1)))
        for (const object of solver.pointsTo(place)) if (known.size < mostObjects && (left.objects -= 1) > 0) known.add(object);
    if (node.kind === 'variable' || node.kind === 'phi')
      for (const input of node.inputs)
        for (const object of objectsAt(file.first + nodeOf(input), depth + 1)) if (known.size < mostObjects) known.add(object);
    return known;
  };
  return (value) => {
    const file = numbers.files[numbers.fileOf(value)];
    const base = file === undefined ? null : baseOf(value);
    if (file === undefined || base === null || !solver.isFull(file.first + nodeOf(base))) return [];
    return placesOf(objectsAt(file.first + nodeOf(base), 0));
  };
}
