// Lists that get more elements: what a loop or `every` told of all that a list holds says nothing of these.
import { nodeOf, type NodeId, type Use } from './file-graph.ts';
import type { Binding } from './bindings.ts';
import { adders, languageNames, readers, strangers, writers, type ListEvent } from './list-events.ts';
import { isWrapper, type Node } from './syntax.ts';
import type { Walker } from './walker.ts';

/** Who is called: the language's own, a library, which knows of the file's lists only what it is handed, or what may hold any of them. */
type Callee = 'language' | 'library' | 'unknown';

/** Of the file's own program: by path, or by an alias of one. */
const ownImport = /^(?:[./~#]|@\/)/u;
const deepest = 16;

/** At the head of what runs again: in the next round lists may hold more. */
export function forgetGrownIn(w: Walker, events: readonly ListEvent[]): void {
  w.graph.spend(events.length);
  const handed = new Set<Binding>();
  const names = new Map<Binding, Set<Binding>>();
  for (const event of events) {
    if (mayAdd(w, event)) {
      w.facts.forgetAllElements();
      return;
    }
    if (event.kind === 'named') {
      const [list, as] = [w.bindingOf(event.list), w.bindingOf(event.as)];
      if (list !== null && as !== null) names.set(as, (names.get(as) ?? new Set()).add(list));
    } else if (event.kind === 'called') {
      const isTaken = takesLists(calleeWritten(w, event.callee, event.method), event.method);
      for (const list of isTaken ? event.lists : []) {
        const binding = w.bindingOf(list);
        if (binding !== null) handed.add(binding);
      }
    }
  }
  // A set's loop meets what is added on the way.
  for (const binding of handed) for (const list of names.get(binding) ?? []) handed.add(list);
  for (const binding of handed) {
    if (binding.shared || binding.owner !== w.frame.record) w.facts.forgetAllElements();
    else w.facts.forgetElements(w.env.slot(binding.id), false);
  }
}

/** To a list that is not named. */
function mayAdd(w: Walker, event: ListEvent): boolean {
  switch (event.kind) {
    case 'called':
      return (event.method !== null && adders.has(event.method)) || calleeWritten(w, event.callee, event.method) === 'unknown';
    case 'written':
      return !isNewObject(w, event.object);
    case 'left':
      return true;
    case 'named':
      return false;
  }
}

/** A call was made: of its receiver, and of what it was handed. */
export function forgetGrown(w: Walker, callee: NodeId, receiver: NodeId | null, name: string, given: readonly Use[]): void {
  if (receiver !== null && adders.has(name)) forgetWritten(w, receiver, true);
  else if (receiver !== null && !readers.has(name)) w.facts.forgetElements(receiver, false);
  const kind = ofMethod(kindOf(w, callee), receiver === null ? null : name);
  if (kind === 'unknown') w.facts.forgetAllElements();
  else if (takesLists(kind, name)) for (const use of given) forgetHanded(w, nodeOf(use));
}

/** A list was written to; `surely`: it is a list, and no text. What was made where it stands is no other list. */
export function forgetWritten(w: Walker, list: NodeId, surely: boolean): void {
  w.facts.forgetElements(list, surely);
  if (w.graph.get(list).kind !== 'object') w.facts.forgetAllElements();
}

/** What may be or hold any list is all of them. */
function forgetHanded(w: Walker, value: NodeId): void {
  w.facts.forgetElements(value, false);
  const { kind } = w.graph.get(value);
  if (kind === 'object' || kind === 'phi') w.facts.forgetAllElements();
}

function takesLists(callee: Callee, method: string | null): boolean {
  return callee !== 'language' || (method !== null && writers.has(method));
}

/** What is called `trim` or `filter` knows of no list but what it is handed, whoever's it is. */
function ofMethod(callee: Callee, name: string | null): Callee {
  const isKnown = name !== null && (adders.has(name) || readers.has(name) || strangers.has(name));
  return callee === 'unknown' && isKnown ? 'library' : callee;
}

/** `Array.isArray`, `console.log`, `/^a/.test`; `path.join`. */
function kindOf(w: Walker, callee: NodeId): Callee {
  let shape = w.graph.get(callee);
  for (let step = 0; step < deepest; step += 1) {
    if (shape.kind === 'global') return languageNames.has(shape.name) ? 'language' : 'unknown';
    if (shape.kind === 'pattern' || shape.kind === 'constant') return 'language';
    if (shape.kind === 'import') return ownImport.test(shape.specifier) ? 'unknown' : 'library';
    if (shape.kind === 'load') shape = w.graph.get(nodeOf(shape.object));
    else if (shape.kind === 'call') shape = w.graph.get(nodeOf(shape.callee));
    else return 'unknown';
  }
  return 'unknown';
}

/** The same, by what is written. */
function calleeWritten(w: Walker, callee: Node, method: string | null): Callee {
  return ofMethod(kindWritten(w, callee), method);
}

function kindWritten(w: Walker, callee: Node): Callee {
  let root = callee;
  for (let step = 0; step < deepest; step += 1) {
    if (root.type === 'MemberExpression') root = root.object;
    else if (root.type === 'CallExpression' || root.type === 'NewExpression') root = root.callee;
    else if (root.type === 'ChainExpression' || isWrapper(root)) root = root.expression;
    else break;
  }
  if (root.type === 'Literal' || root.type === 'TemplateLiteral') return 'language';
  if (root.type !== 'Identifier') return 'unknown';
  const binding = w.bindingOf(root);
  if (binding === null) return languageNames.has(root.name) ? 'language' : 'unknown';
  return binding.node < 0 ? 'unknown' : kindOf(w, binding.node);
}

/** A variable whose object was made where it is declared. */
function isNewObject(w: Walker, object: Node): boolean {
  const binding = object.type === 'Identifier' ? w.bindingOf(object) : null;
  const node = binding === null || binding.node < 0 ? null : w.graph.get(binding.node);
  return node?.kind === 'object';
}
