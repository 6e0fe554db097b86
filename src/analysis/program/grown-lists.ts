// Lists that get more elements: what a loop or `every` told of all that a list holds says nothing of these.
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import type { Binding } from './bindings.ts';
import { adders, writers, type ListEvent } from './list-events.ts';
import { constantKey, type Node } from './syntax.ts';
import type { Walker } from './walker.ts';

/** What leaves the list without any new element. */
const readers: ReadonlySet<string> = new Set(
  (
    'at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map pop reduce reduceRight ' +
    'reverse shift slice some sort toString values'
  ).split(' '),
);

/** At the head of what runs again: in the next round lists may hold more. */
export function forgetGrownIn(w: Walker, events: readonly ListEvent[]): void {
  w.graph.spend(events.length);
  const handed = new Set<Binding>();
  const names = new Map<Binding, Set<Binding>>();
  for (const event of events) {
    if (event.kind === 'added') {
      w.facts.forgetAllElements();
      return;
    }
    const list = w.bindingOf(event.list);
    const as = event.kind === 'named' ? w.bindingOf(event.as) : null;
    if (list === null) continue;
    if (event.kind === 'handed' && !isWordOfLanguage(w, event.callee)) handed.add(list);
    if (as === null) continue;
    const values = names.get(as) ?? new Set();
    names.set(as, values.add(list));
  }
  // A set's loop meets what is added on the way.
  for (const binding of handed) for (const list of names.get(binding) ?? []) handed.add(list);
  for (const binding of handed) {
    if (binding.shared || binding.owner !== w.frame.record) w.facts.forgetAllElements();
    else w.facts.forgetElements(w.env.slot(binding.id), false);
  }
}

/** The same as `isOfLanguage`, by what is written. */
function isWordOfLanguage(w: Walker, callee: Node): boolean {
  const object = callee.type === 'MemberExpression' ? callee.object : callee;
  if (callee.type === 'MemberExpression' && writers.has(constantKey(callee.property, callee.computed) ?? '')) return false;
  return object.type === 'Literal' || (object.type === 'Identifier' && w.bindingOf(object) === null);
}

/** A call was made: of its receiver, and of what it was handed. */
export function forgetGrown(w: Walker, callee: NodeId, receiver: NodeId | null, name: string, given: readonly Use[]): void {
  if (receiver !== null && !readers.has(name)) w.facts.forgetElements(receiver, adders.has(name));
  if (isOfLanguage(w, callee) && !writers.has(name)) return;
  for (const use of given) w.facts.forgetElements(nodeOf(use), false);
}

/** `Array.isArray`, `console.log`, `/^a/.test`. */
function isOfLanguage(w: Walker, callee: NodeId): boolean {
  const shape = w.graph.get(callee);
  if (shape.kind !== 'load') return shape.kind === 'global';
  return ['global', 'pattern', 'constant'].includes(w.graph.get(nodeOf(shape.object)).kind);
}
