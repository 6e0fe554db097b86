// Tests of what a list, a set or an object holds.
import { nodeOf, type Fact, type FactId, type FunctionGraph, type NodeId } from '../program/file-graph.ts';
import { deepestCalls, placeOf, type Judging } from './judging.ts';
import { everything, names, paths } from './levels.ts';
import type { MethodTest, Outcome } from './method-test.ts';
import { isOwn, onlyOrigin, originsOf, type ProgramView } from './program-view.ts';
import { addNote, constantKills, type Gathered } from './verdict.ts';

/** The names of an object's own properties. */
const ownNames: ReadonlySet<string> = new Set(['Object.keys', 'Object.getOwnPropertyNames', 'Reflect.ownKeys']);

/** The object whose names a list is: of `Object.keys(object)`. */
function namedBy({ view, file }: Judging, list: NodeId): NodeId | null {
  const graph = view.graphOf(file);
  const made = graph === null ? null : onlyOrigin(graph, list);
  const call = made === null ? null : view.callOf(file, made);
  const [object] = call?.node.arguments ?? [];
  return call !== null && object !== undefined && call.names.some((name) => ownNames.has(name)) ? nodeOf(object) : null;
}

/** `Object.keys(base).includes(x)`. */
function isOwnName(judging: Judging, list: NodeId): boolean {
  const { view, file, base } = judging;
  const object = namedBy(judging, list);
  return object !== null && base !== null && isSameObject(view, file, base.node, object);
}

/**
 * All that a list holds; also of the names of an object whose names are all known, where nothing else is done with the list. Of an array these are what it
 * holds, while its names are numbers: that is harmless where a text must be among them, and would be wrong where it must not.
 */
function constantsIn(judging: Judging, list: NodeId): readonly string[] | null {
  const { view, file } = judging;
  const isAlone = view.nodeOf(file, list)?.kind === 'call' && view.usesOf(file, list) === 2;
  const object = isAlone ? namedBy(judging, list) : null;
  return view.program.elementConstantsOf(view.valueOf(file, object ?? list));
}

/** Names in a folder hold no separator. */
const listing = /^(?:fs|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?readdir(?:Sync)?$/;

/** What makes a list of some of a list, or of what becomes of each. */
const listMakers: ReadonlySet<string> = new Set(['filter', 'map', 'slice', 'sort', 'reverse']);
const mostListMakers = 5;

function isListing({ view, file }: Judging, list: NodeId): boolean {
  const graph = view.graphOf(file);
  let made = graph === null ? null : onlyOrigin(graph, list);
  for (let makers = 0; graph !== null && made !== null && makers < mostListMakers; makers += 1) {
    const call = view.callOf(file, made);
    if ((call?.names ?? []).some((name) => listing.test(name))) return true;
    if (call === null || isOwn(call) || call.node.receiver === null || !listMakers.has(call.method)) return false;
    made = onlyOrigin(graph, nodeOf(call.node.receiver));
  }
  return false;
}

/** `list.includes(x)`, `set.has(x)`, `list.indexOf(x) !== -1`; of a constant text, `x` is a part of it. */
export function gatherMember(judging: Judging, fact: Fact, { receiver }: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  const { view, file } = judging;
  if (receiver === null) return false;
  const isMember = outcome === 'yes' || outcome === 'found' || outcome === 'start';
  const isNone = outcome === 'no' || outcome === 'absent';
  if (!isMember && !isNone) return true;
  const constants = isNone ? view.program.elementConstantsOf(view.valueOf(file, receiver)) : constantsIn(judging, receiver);
  const text = view.constantOf(file, receiver);
  if (isNone) {
    for (const word of constants ?? []) gathered.words.set(word, placeOf(file, fact));
  } else if (constants !== null) gathered.kills |= constantKills(constants);
  else if (typeof text === 'string') gathered.kills |= everything & ~names;
  else {
    if (isListing(judging, receiver)) gathered.kills |= paths;
    if (isOwnName(judging, receiver)) gathered.kills |= names;
    gathered.weak |= everything;
    addNote(gathered, placeOf(file, fact), everything, 'the values that it must be among are not known');
  }
  return true;
}

/** `list.every(isSafe)`, `!list.some(isBad)`: what the function says of an element holds for all of the list, and for the list as what they come from. */
export function gatherElements(judging: Judging, { method, arguments: given }: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  const isNone = method === 'findIndex' ? outcome === 'absent' : outcome === 'no';
  const when = method === 'every' ? (outcome === 'yes' ? 'onTrue' : null) : isNone ? 'onFalse' : null;
  if (when !== null) gatherOfEach(judging, given[0], when, gathered);
  return true;
}

/** `list.forEach(check)` came back: it threw for none. */
export function gatherEach(judging: Judging, [callback]: readonly NodeId[], gathered: Gathered): void {
  gatherOfEach(judging, callback, 'onReturn', gathered);
}

function gatherOfEach(judging: Judging, callback: NodeId | undefined, when: 'onTrue' | 'onFalse' | 'onReturn', gathered: Gathered): void {
  const called = functionHanded(judging, callback);
  const parameter = called?.parameters[0];
  // What waits throws later, and a promise is always true.
  if (called === null || parameter === undefined || called.isAsync) return;
  gatherInside({ ...judging, base: null, plain: null, among: null }, called[when], parameter, gathered);
}

/** `list.some((each) => each === x)`: for some element, what the function says of what is around it holds. */
export function gatherAsked(judging: Judging, { subject }: Fact, asking: NodeId, gathered: Gathered): void {
  const call = judging.view.callOf(judging.file, asking);
  if (call === null || isOwn(call)) return;
  const { node } = call;
  const [first] = node.arguments;
  const called = first === undefined ? null : functionHanded(judging, nodeOf(first));
  // A promise is always true.
  if (called === null || called.isAsync) return;
  const element = called.parameters[0];
  const among = element === undefined || node.receiver === null ? null : { element, list: nodeOf(node.receiver) };
  gatherInside({ ...judging, among }, called.onTrue, subject, gathered);
}

function functionHanded({ view, file, depth }: Judging, callback: NodeId | undefined): FunctionGraph | null {
  const graph = view.graphOf(file);
  const made = graph === null || callback === undefined ? null : onlyOrigin(graph, callback);
  const node = made === null ? null : view.nodeOf(file, made);
  return node?.kind === 'function' && depth < deepestCalls ? (graph?.functions[node.function] ?? null) : null;
}

function gatherInside(judging: Judging, facts: readonly FactId[], subject: NodeId, gathered: Gathered): void {
  const all = judging.view.graphOf(judging.file)?.facts ?? [];
  const about = facts.filter((id) => all[id]?.subject === subject);
  judging.gather({ ...judging, depth: judging.depth + 1 }, about, gathered);
}

/** A property of the object's own is no inherited one; that says nothing of another object. */
export function gatherOwn(judging: Judging, fact: Fact, test: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  const { view, file, base } = judging;
  const isStatic = test.method === 'hasOwn';
  const object = isStatic ? test.arguments[0] : test.receiver;
  if (test.subject !== (isStatic ? 1 : 0) || object === null || object === undefined) return false;
  if (outcome !== 'yes') return true;
  const constants = view.program.elementConstantsOf(view.valueOf(file, object));
  if (constants !== null) {
    gathered.kills |= constantKills(constants);
    return true;
  }
  const place = placeOf(file, fact);
  if (base !== null && isSameObject(view, file, base.node, object)) gathered.kills |= names;
  else addNote(gathered, place, names, 'asks whether another object has the property');
  gathered.weak |= everything & ~names;
  addNote(gathered, place, everything & ~names, 'the names that it must be among are not known');
  return true;
}

export function isSameObject(view: ProgramView, file: number, a: NodeId, b: NodeId): boolean {
  if (a === b) return true;
  const graph = view.graphOf(file);
  const [first, second] = graph === null ? [null, null] : [originsOf(graph, a), originsOf(graph, b)];
  return first !== null && second !== null && first.length === second.length && first.every((id) => second.includes(id));
}
