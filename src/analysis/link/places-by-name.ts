// What values are that nothing is known of but the names they are read by: places of the library `any`.
import { nodeOf } from '../program/file-graph.ts';
import { noApi, type ApiNode } from '../models/compiled.ts';
import type { Core } from './core.ts';
import { originOf } from './texts.ts';
import type { ValueId } from './value-flow.ts';

const mostNames = 4;

/** What a value may be by how it is read: `a.b.c` is a member of anything, and perhaps the `c` of what `b` of anything is known for. */
export function placesByName({ numbers, models }: Core, value: ValueId): readonly ApiNode[] {
  const any = models.root('any');
  const names: string[] = [];
  for (let at = originOf(numbers, value); names.length < mostNames;) {
    const node = numbers.nodeOf(at);
    if (node?.kind !== 'load' || typeof node.property !== 'string') break;
    names.unshift(node.property);
    at = originOf(numbers, (numbers.files[numbers.fileOf(at)]?.first ?? 0) + nodeOf(node.object));
  }
  const places = names.map((_, from) => names.slice(from).reduce((state, name) => models.member(state, name), any));
  return [any, ...new Set(places.filter((state) => state !== noApi))];
}
