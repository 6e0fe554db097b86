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

/** What names the property, where it is the same wherever it is read; null for a name that is written out. */
function keyOf(numbers: ProgramNumbers, file: LinkedFile, property: Property | null): ValueId | null {
  if (property === null || typeof property === 'string') return null;
  const key = originOf(numbers, file.first + nodeOf(property.key));
  // A variable of several functions may be written in between.
  return numbers.nodeOf(key)?.kind === 'variable' ? null : key;
}
