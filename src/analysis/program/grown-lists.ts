// Lists that get more elements: what a loop or `every` told of all that a list holds says nothing of these.
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import type { Binding, FunctionRecord } from './bindings.ts';
import { adders, isKnownMethod, isLanguageWritten, languageNames, namesOf, readers, writers, type ListEvent } from './list-events.ts';
import type { Node } from './syntax.ts';
import type { Walker } from './walker.ts';

/** Variables; of more, all lists are forgotten. */
const mostHeld = 200;

/** At the head of what runs again: in the next round lists may hold more. */
export function forgetGrownIn(w: Walker, events: readonly ListEvent[]): void {
  w.graph.spend(events.length);
  const handed = new Set<Binding>();
  const names = new Map<Binding, Set<Binding>>();
  let isOpen = false;
  for (const event of events) {
    if (event.kind === 'added') {
      w.facts.forgetAllElements();
      return;
    }
    isOpen ||= mayReachHeld(w, event);
    if (event.kind === 'named') {
      const [list, as] = [w.bindingOf(event.list), w.bindingOf(event.as)];
      if (list !== null && as !== null) names.set(as, (names.get(as) ?? new Set()).add(list));
    }
    for (const list of listsOf(w, event)) {
      const binding = w.bindingOf(list);
      if (binding !== null) handed.add(binding);
    }
  }
  if (isOpen) forgetHeld(w);
  // A set's loop meets what is added on the way.
  for (const binding of handed) for (const list of names.get(binding) ?? []) handed.add(list);
  for (const binding of handed) {
    if (binding.shared || binding.owner !== w.frame.record) w.facts.forgetAllElements();
    else forgetWritten(w, w.env.slot(binding.id), false);
  }
}

/** The names of lists that it may add to. */
function listsOf(w: Walker, event: ListEvent): readonly Node[] {
  switch (event.kind) {
    case 'called':
      return isLanguage(w, event.callee) && !isWriter(event.method) ? receiversOf(event) : [...receiversOf(event), ...event.lists];
    case 'written':
      return namesOf(event.object);
    case 'left':
      return event.lists;
    case 'added':
    case 'kept':
    case 'named':
      return [];
  }
}

function receiversOf({ callee, method }: Extract<ListEvent, { kind: 'called' }>): readonly Node[] {
  return callee.type !== 'MemberExpression' || (method !== null && readers.has(method)) ? [] : namesOf(callee.object);
}

/** What others hold may be added to. */
function mayReachHeld(w: Walker, event: ListEvent): boolean {
  if (event.kind === 'written') return true;
  if (event.kind !== 'called') return event.kind === 'left';
  return !isLanguage(w, event.callee) && !(event.method !== null && callsNothing(event.method, event.given));
}

function isLanguage(w: Walker, callee: Node): boolean {
  return isLanguageWritten(callee, (name) => w.bindingOf(name) === null);
}

function isWriter(method: string | null): boolean {
  return method !== null && writers.has(method);
}

/** A call was made: of its receiver, of what it was handed, and of what others hold. */
export function forgetGrown(w: Walker, callee: NodeId, receiver: NodeId | null, name: string, given: readonly Use[]): void {
  if (receiver !== null && adders.has(name)) forgetWritten(w, receiver, true);
  else if (receiver !== null && !readers.has(name)) w.facts.forgetElements(receiver, false);
  const isOwn = !isOfLanguage(w, callee);
  if (!isOwn && !isWriter(name)) return;
  for (const use of given) for (const list of behind(w, nodeOf(use))) w.facts.forgetElements(list, false);
  if (receiver === null || !callsNothing(name, given.length)) forgetHeld(w);
}

function callsNothing(method: string, given: number): boolean {
  return isKnownMethod(method) && (given === 0 || !readers.has(method));
}

/** A list was written to; `surely`: it is a list, and no text. What was not made where it stands may be one of those that others hold. */
export function forgetWritten(w: Walker, list: NodeId, surely: boolean): void {
  for (const each of behind(w, list)) {
    w.facts.forgetElements(each, surely);
    if (w.graph.get(each).kind !== 'object') forgetHeld(w);
  }
}

/** The value, and what it may be. */
function behind(w: Walker, value: NodeId): ReadonlySet<NodeId> {
  const found = new Set(value < 0 ? [] : [value]);
  if (!w.facts.knowsElements()) return found;
  for (const each of found) {
    const shape = w.graph.get(each);
    if (shape.kind === 'phi') for (const input of shape.inputs) found.add(nodeOf(input));
  }
  w.graph.spend(found.size);
  return found;
}

/** Others were called, or may run now. */
export function forgetHeld(w: Walker): void {
  if (!w.facts.knowsElements()) return;
  const groups: (readonly Binding[])[] = [];
  let count = 0;
  for (let record: FunctionRecord | null = w.frame.record; record !== null && count <= mostHeld; record = record.parent) {
    const group = w.held().get(record) ?? [];
    groups.push(group);
    count += group.length;
  }
  if (count > mostHeld) {
    w.facts.forgetAllElements();
    return;
  }
  w.graph.spend(count);
  for (const { id, node, variable } of groups.flat())
    for (const list of [w.env.slot(id), node, variable]) if (list >= 0) w.facts.forgetElements(list, false);
}

/** `Array.isArray`, `console.log`, `/^a/.test`. */
function isOfLanguage(w: Walker, callee: NodeId): boolean {
  const method = w.graph.get(callee);
  const root = method.kind === 'load' ? w.graph.get(nodeOf(method.object)) : method;
  if (root.kind === 'global') return languageNames.has(root.name);
  return method.kind === 'load' && (root.kind === 'pattern' || root.kind === 'constant');
}
