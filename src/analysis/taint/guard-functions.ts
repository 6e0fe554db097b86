// Tests by functions: what libraries and the program's own say of their arguments.
import { nodeOf, type Fact, type FactId, type FileGraph, type FlowNode, type NodeId } from '../program/file-graph.ts';
import type { Callee } from '../link/value-flow.ts';
import { isPlainPath } from './guard-text.ts';
import { isSameObject } from './guard-members.ts';
import { deepestCalls, placeOf, type Judging } from './judging.ts';
import { everything, maskOf, paths, type ClassMask } from './levels.ts';
import type { CallView } from './program-view.ts';
import { addNote, addVerdict, conclude, eitherVerdict, gatherNothing, type Gathered, type Verdict } from './verdict.ts';

const mostCallees = 8;
/** Names of functions that say they check; what they check is open. */
const checkName = /valid|safe|allow|whitelist|white_list|permit|sanit/i;

type When = 'onTrue' | 'onFalse' | 'onReturn';

export function gatherCallees(judging: Judging, fact: Fact, call: CallView, argument: number, when: When, gathered: Gathered): void {
  const { callees } = call;
  const [only, other] = callees;
  if (only?.kind === 'function' && other === undefined) {
    gatherFunction(judging, call, only, argument, when, gathered);
    if (gathered.kills === 0 && isLookedAt(judging, only, argument)) noteName(judging, fact, call, call.method, when, gathered);
    return;
  }
  // Past the bound nothing is known: one that was not looked at may check nothing.
  if (callees.length === 0 || callees.length > mostCallees) {
    noteName(judging, fact, call, call.method, when, gathered);
    return;
  }
  const verdicts = callees.map((callee): Verdict => {
    const inner = gatherNothing();
    if (callee.kind === 'function') gatherFunction(judging, call, callee, argument, when, inner);
    else gatherLibrary(callee, argument, when, inner);
    const name = callee.kind === 'function' ? call.method : callee.name;
    const mayCheck = callee.kind !== 'function' || isLookedAt(judging, callee, argument);
    if (inner.kills === 0 && mayCheck) noteName(judging, fact, call, name, when, inner);
    return conclude(inner);
  });
  addVerdict(gathered, eitherVerdict(verdicts));
}

function gatherLibrary(callee: Exclude<Callee, { kind: 'function' }>, argument: number, when: When, gathered: Gathered): void {
  if (callee.kind === 'unknown') return;
  for (const guard of callee.guards) {
    const isThis = guard.argument === 'receiver' ? argument === -1 : guard.argument === argument;
    if (isThis && when !== (guard.holds ? 'onFalse' : 'onTrue')) gathered.kills |= maskOf(guard.classes);
  }
}

/** What the function's own tests say of the parameter, told of the argument. */
function gatherFunction(
  judging: Judging,
  call: CallView,
  callee: Extract<Callee, { kind: 'function' }>,
  argument: number,
  when: When,
  gathered: Gathered,
): void {
  const { view, base } = judging;
  if (judging.depth >= deepestCalls || call.node.spread.length > 0) return;
  const { file, fn } = view.program.functionAt(callee.fn);
  const graph = view.graphOf(file);
  const called = graph?.functions[fn];
  const parameter = called?.parameters[argument];
  if (graph === null || called === undefined || parameter === undefined) return;
  const facts = called[when].filter((id: FactId) => graph.facts[id]?.subject === parameter);
  const baseAt = base === null ? -1 : call.node.arguments.findIndex((use) => isSameObject(view, judging.file, nodeOf(use), base.node));
  const node = baseAt === -1 ? sameField(judging, call, graph, fn) : called.parameters[baseAt];
  const given = argument === -1 ? call.node.receiver : call.node.arguments[argument];
  const isPlain = given !== undefined && given !== null && isPlainPath(judging, nodeOf(given));
  const inside = {
    ...judging,
    file,
    base: node === undefined ? null : { node },
    plain: isPlain ? parameter : null,
    among: null,
    depth: judging.depth + 1,
  };
  judging.gather(inside, facts, gathered);
}

/** Where the object is a field of what the method is called on too, `this.table`, that field as the method reads it. */
function sameField({ view, file, base }: Judging, { node: { receiver } }: CallView, graph: FileGraph, fn: number): NodeId | undefined {
  const field = base === null ? null : view.nodeOf(file, base.node);
  if (field?.kind !== 'load' || typeof field.property !== 'string' || receiver === null) return undefined;
  if (nodeOf(field.object) !== nodeOf(receiver)) return undefined;
  const self = graph.functions[fn]?.thisNode ?? null;
  return self === null ? undefined : fieldsOf(graph).get(`${String(self)} ${field.property}`);
}

const fieldsOfGraphs = new WeakMap<FileGraph, ReadonlyMap<string, NodeId>>();

/** Where fields are read, by the object and the name. */
function fieldsOf(graph: FileGraph): ReadonlyMap<string, NodeId> {
  const known = fieldsOfGraphs.get(graph) ?? new Map(graph.nodes.flatMap((node, id) => readOf(node, id)).toReversed());
  fieldsOfGraphs.set(graph, known);
  return known;
}

function readOf(node: FlowNode, id: NodeId): readonly (readonly [string, NodeId])[] {
  return node.kind === 'load' && typeof node.property === 'string' ? [[`${String(nodeOf(node.object))} ${node.property}`, id]] : [];
}

/** Whether the function does anything with the parameter: one that does not checks nothing, whatever its name says. */
function isLookedAt({ view }: Judging, callee: Extract<Callee, { kind: 'function' }>, argument: number): boolean {
  const { file, fn } = view.program.functionAt(callee.fn);
  const graph = view.graphOf(file);
  const parameter = graph?.functions[fn]?.parameters[argument];
  if (graph === null) return false;
  if (parameter === undefined) return graph.nodes.some((node) => node.fn === fn && holdsUnnamed(node));
  const isUsed = view.program.outOf(view.valueOf(file, parameter)).length > 0 || graph.facts.some(({ subject }) => subject === parameter);
  return isUsed || graph.nodes.some((node) => isReadBy(node, parameter));
}

/** `table[key]`. */
function isReadBy(node: FlowNode, key: NodeId): boolean {
  return node.kind === 'load' && typeof node.property !== 'string' && nodeOf(node.property.key) === key;
}

/** What is handed in and has no name stands there. */
function holdsUnnamed(node: FlowNode): boolean {
  return node.kind === 'arguments' || node.kind === 'this' || (node.kind === 'parameter' && node.rest);
}

function noteName(judging: Judging, fact: Fact, call: CallView, name: string, when: When, gathered: Gathered): void {
  if (when === 'onFalse') return;
  const note = (classes: ClassMask, why: string): void => {
    gathered.weak |= classes;
    addNote(gathered, placeOf(judging.file, fact), classes, why);
  };
  if (checkName.test(name)) note(everything, 'what the function that it is handed to checks is not known');
  // Of commands, code and queries that is not enough: whoever may choose a name that is stored, chooses one that does harm.
  else if (when === 'onTrue' && isLookup(judging, call, name))
    note(paths, 'something must be stored under it, but which keys there are is not known');
}

/** Names of functions that look up what is stored under a key. */
const lookupName = /^(?:get|find)(?:By|One|Unique|First|[A-Z])/;
/** What is found for any text, or by a path. */
const notStored =
  /file|path|dir|folder|stat|stream|ur[li]|content|type|ext|mime|asset|template|image|page|module|text|source|resource|config|document|json|body|buffer|data|value|param|header|cookie|query|env|option|setting|propert|element|node|bin|command|exec|version|package|up$/i;

/** Whether the call waits for what is stored under a key: whoever asks whether there is anything goes on with keys that are there. */
function isLookup({ view, file }: Judging, { id }: CallView, name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const next = view.nodeOf(file, id + 1);
  return next?.kind === 'await' && nodeOf(next.value) === id && lookupName.test(last) && !notStored.test(last);
}
