// `to[key] = from[key]`: properties that keep their names, as in every `extend` that is written by hand.
import { nodeOf, type Property, type Store } from '../program/file-graph.ts';
import type { ProgramNumbers } from './numbering.ts';
import { originOf } from './texts.ts';
import type { LinkedFile, ValueId } from './value-flow.ts';

/** The object that a write takes the property of the same name from; null where it is another, or more is done to it. */
export function copiedFrom(numbers: ProgramNumbers, file: LinkedFile, { property, value }: Store): ValueId | null {
  const key = keyOf(numbers, file, property);
  if (key === null) return null;
  const node = numbers.nodeOf(originOf(numbers, file.first + nodeOf(value)));
  if (node?.kind !== 'load' || keyOf(numbers, file, node.property) !== key) return null;
  return file.first + nodeOf(node.object);
}

/**
 * The objects that a merge is handed the property of the same name from: `to[key] = merge(to[key], from[key])`. Whatever it makes of them, a function that
 * comes out stands for the one of that name.
 */
export function mergedFrom(numbers: ProgramNumbers, file: LinkedFile, { object, property, value }: Store): readonly ValueId[] {
  const key = keyOf(numbers, file, property);
  const node = key === null ? null : numbers.nodeOf(originOf(numbers, file.first + nodeOf(value)));
  if (node?.kind !== 'call') return [];
  const sources = node.arguments.flatMap((use) => {
    const given = numbers.nodeOf(originOf(numbers, file.first + nodeOf(use)));
    return given?.kind === 'load' && keyOf(numbers, file, given.property) === key
      ? [originOf(numbers, file.first + nodeOf(given.object))]
      : [];
  });
  const target = originOf(numbers, file.first + nodeOf(object));
  return sources.includes(target) ? sources.filter((source) => source !== target) : [];
}

/** What names the property, where it is the same wherever it is read; null for a name that is written out. */
function keyOf(numbers: ProgramNumbers, file: LinkedFile, property: Property | null): ValueId | null {
  if (property === null || typeof property === 'string') return null;
  const key = originOf(numbers, file.first + nodeOf(property.key));
  // A variable of several functions may be written in between.
  return numbers.nodeOf(key)?.kind === 'variable' ? null : key;
}
