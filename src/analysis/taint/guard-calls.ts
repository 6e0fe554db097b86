// Tests by a call: what the language's own methods, libraries and the program's functions say of their arguments.
import { nodeOf, type Fact, type FactId, type FlowNode, type NodeId, type Test } from '../program/file-graph.ts';
import type { Callee } from '../link/value-flow.ts';
import { derivationOf, type Derivation } from './derivation.ts';
import { climbing, everything, maskOf, paths, names, type ClassMask } from './levels.ts';
import { gatherAbsolute, gatherContained, gatherStart, isPlainPath, isResolvedPath } from './guard-text.ts';
import { stoppedByPart } from './guard-host.ts';
import { placeOf, type Judging } from './judging.ts';
import type { MethodTest, Outcome } from './method-test.ts';
import { onlyOrigin, originsOf, type CallView, type ProgramView } from './program-view.ts';
import {
  addNote,
  addVerdict,
  conclude,
  constantKills,
  eitherVerdict,
  gatherMatch,
  gatherNothing,
  type Gathered,
  type Verdict,
} from './verdict.ts';

type CallTest = Extract<Test, { kind: 'call' }>;
type ReturnedTest = Extract<Test, { kind: 'returned' }>;

export function gatherCall(judging: Judging, fact: Fact, test: CallTest, gathered: Gathered): void {
  const { view, file } = judging;
  const call = view.callOf(file, test.call);
  if (call === null) return;
  const outcome = outcomeOf(judging, fact, test);
  const method = methodTestOf(view, file, call, test.argument);
  const operand = method.subject === -1 ? method.receiver : method.arguments[method.subject];
  if (operand !== undefined && operand !== null && operand !== fact.subject) {
    gatherDerived(judging, fact, method, operand, outcome, gathered);
    return;
  }
  if (gatherMethod(judging, fact, method, outcome, gathered)) return;
  if (outcome !== 'yes' && outcome !== 'no') return;
  gatherCallees(judging, fact, call, test.argument, outcome === 'yes' ? 'onTrue' : 'onFalse', gathered);
}

export function gatherReturned(judging: Judging, fact: Fact, test: ReturnedTest, gathered: Gathered): void {
  const call = judging.view.callOf(judging.file, test.call);
  if (call !== null) gatherCallees(judging, fact, call, test.argument, 'onReturn', gathered);
}

function outcomeOf({ view, file }: Judging, { holds }: Fact, { result }: CallTest): Outcome {
  if (result.operator === 'truthy') return holds ? 'yes' : 'no';
  const other = view.constantOf(file, result.other);
  if (result.operator === '===') {
    if (other === true) return holds ? 'yes' : 'unknown';
    if (other === false || other === null) return holds ? 'no' : 'yes';
    if (other === -1) return holds ? 'absent' : 'found';
    if (other === 0) return holds ? 'start' : 'not-start';
    return 'unknown';
  }
  const isFound = (result.operator === '>' && other === -1) || (result.operator === '>=' && other === 0);
  if (isFound) return holds ? 'found' : 'absent';
  const isAbsent = (result.operator === '<' && other === 0) || (result.operator === '<=' && other === -1);
  if (isAbsent) return holds ? 'absent' : 'found';
  const isBeyond = (result.operator === '>' && other === 0) || (result.operator === '>=' && other === 1);
  return isBeyond && holds ? 'found' : 'unknown';
}

function methodTestOf(view: ProgramView, file: number, call: CallView, subject: number): MethodTest {
  const graph = view.graphOf(file);
  const { node, names } = call;
  const given = node.arguments.map(nodeOf);
  const receiver = node.receiver === null ? null : nodeOf(node.receiver);
  const borrowed =
    call.method === 'call' && graph !== null ? loadOf(graph.nodes, originsOf(graph, nodeOf(node.receiver ?? node.callee))) : null;
  if (borrowed === null) return { method: call.method, receiver, arguments: given, subject, names };
  return { method: borrowed, receiver: given[0] ?? null, arguments: given.slice(1), subject: subject - 1, names };
}

function loadOf(nodes: readonly FlowNode[], origins: readonly NodeId[] | null): string | null {
  const [only, other] = origins ?? [];
  const node = only === undefined || other !== undefined ? undefined : nodes[only];
  return node?.kind === 'load' && typeof node.property === 'string' ? node.property : null;
}

/** A test of what a call made of the subject: `path.relative(root, x).startsWith('..')`, `list.includes(x.toLowerCase())`. */
function gatherDerived(judging: Judging, fact: Fact, test: MethodTest, operand: NodeId, outcome: Outcome, gathered: Gathered): void {
  const { view, file } = judging;
  const derivation = derivationOf(view, file, operand, fact.subject);
  if (derivation === 'text') {
    gatherMethod(judging, fact, test, outcome, gathered);
    return;
  }
  const stopped = derivation === null ? stoppedByPart(view, file, operand, fact.subject) : toldBy(judging, derivation, test);
  if (stopped === 0) return;
  const inner = gatherNothing();
  gatherMethod(judging, fact, test, outcome, inner);
  const { kills, weak, notes } = conclude(inner);
  addVerdict(gathered, { kills: kills & stopped, weak: weak & stopped, notes });
}

/** Of a path that another was made of, it tells whether that climbs; of an absolute one it depends on where it is used. */
function toldBy({ view, file }: Judging, derivation: Exclude<Derivation, 'text'>, { method, arguments: given }: MethodTest): ClassMask {
  if (derivation === 'path') return climbing;
  const [wanted] = given;
  if (derivation === 'parts') return wanted !== undefined && view.constantOf(file, wanted) === '..' ? climbing : 0;
  return method === 'startsWith' || method === 'indexOf' ? paths : 0;
}

/** True where the method is one of the language's, so that nothing else need be asked. */
function gatherMethod(judging: Judging, fact: Fact, test: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  switch (test.method) {
    case 'test':
    case 'exec':
      return test.subject === 0 && gatherPattern(judging, fact, test.receiver, test.arguments[0] ?? null, outcome, gathered);
    case 'match':
    case 'search':
      return test.subject === -1 && gatherPattern(judging, fact, test.arguments[0] ?? null, test.receiver, outcome, gathered);
    case 'includes':
    case 'has':
    case 'indexOf':
    case 'lastIndexOf':
    case 'contains':
      if (test.subject === -1) return gatherContained(judging, fact, test, outcome, gathered);
      return test.subject === 0 && gatherMember(judging, fact, test, outcome, gathered);
    case 'startsWith':
      return test.subject === -1 && gatherStart(judging, fact, test, outcome, gathered);
    case 'some':
    case 'every':
      return test.subject === -1 && gatherElements(judging, test, outcome, gathered);
    case 'hasOwnProperty':
    case 'hasOwn':
      return gatherOwn(judging, fact, test, outcome, gathered);
    case 'isAbsolute':
      return test.subject === 0 && gatherAbsolute(judging, fact, outcome, gathered);
    case 'isInteger':
    case 'isSafeInteger':
    case 'isFinite':
      if (outcome === 'yes' && test.subject === 0) gathered.kills |= everything;
      return test.subject === 0;
    case 'isNaN':
      if (outcome === 'no' && test.subject === 0) gathered.kills |= everything;
      return test.subject === 0;
    default:
      return false;
  }
}

function gatherPattern(
  judging: Judging,
  fact: Fact,
  pattern: NodeId | null,
  subject: NodeId | null,
  outcome: Outcome,
  gathered: Gathered,
): boolean {
  const { view, file } = judging;
  if (pattern === null) return false;
  const node = view.nodeOf(file, pattern);
  const found = node?.kind === 'pattern' ? node : view.program.patternOf(view.valueOf(file, pattern));
  const read = found === null ? null : judging.pattern(found.source, found.flags);
  if (read === null) return false;
  if (outcome === 'yes' || outcome === 'found') gatherMatch(gathered, read, placeOf(file, fact));
  else if (outcome === 'start' && read.startsWhole) gatherMatch(gathered, read, placeOf(file, fact));
  else if (outcome === 'no' || outcome === 'absent')
    gathered.patterns.push({ view: read, place: placeOf(file, fact), isResolved: isResolvedPath(view, file, subject) });
  return true;
}

/** The names of an object's own properties. */
const ownNames: ReadonlySet<string> = new Set(['Object.keys', 'Object.getOwnPropertyNames', 'Reflect.ownKeys']);

/** `Object.keys(base).includes(x)`. */
function isOwnName({ view, file, base }: Judging, list: NodeId): boolean {
  const graph = view.graphOf(file);
  const made = graph === null ? null : onlyOrigin(graph, list);
  const call = made === null ? null : view.callOf(file, made);
  const [object] = call?.node.arguments ?? [];
  if (call === null || object === undefined || base === null) return false;
  return call.names.some((name) => ownNames.has(name)) && isSameObject(view, file, base.node, nodeOf(object));
}

/** Names in a folder hold no separator. */
const listing = /^(?:fs|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?readdir(?:Sync)?$/;

function isListing({ view, file }: Judging, list: NodeId): boolean {
  const graph = view.graphOf(file);
  const made = graph === null ? null : onlyOrigin(graph, list);
  return made !== null && (view.callOf(file, made)?.names ?? []).some((name) => listing.test(name));
}

/** `list.includes(x)`, `set.has(x)`, `list.indexOf(x) !== -1`; of a constant text, `x` is a part of it. */
function gatherMember(judging: Judging, fact: Fact, { receiver }: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  const { view, file } = judging;
  if (receiver === null) return false;
  const isMember = outcome === 'yes' || outcome === 'found' || outcome === 'start';
  const isNone = outcome === 'no' || outcome === 'absent';
  if (!isMember && !isNone) return true;
  const constants = view.program.elementConstantsOf(view.valueOf(file, receiver));
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
function gatherElements(judging: Judging, { method, arguments: given }: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  const { view, file } = judging;
  const graph = view.graphOf(file);
  const [callback] = given;
  const when = method === 'every' && outcome === 'yes' ? 'onTrue' : method === 'some' && outcome === 'no' ? 'onFalse' : null;
  const made = graph === null || callback === undefined ? null : onlyOrigin(graph, callback);
  const node = made === null ? null : view.nodeOf(file, made);
  if (when === null || graph === null || node?.kind !== 'function' || judging.depth >= deepestCalls) return true;
  const called = graph.functions[node.function];
  const parameter = called?.parameters[0];
  if (called === undefined || parameter === undefined) return true;
  const facts = called[when].filter((id) => graph.facts[id]?.subject === parameter);
  judging.gather({ ...judging, base: null, plain: null, depth: judging.depth + 1 }, facts, gathered);
  return true;
}

/** A property of the object's own is no inherited one; that says nothing of another object. */
function gatherOwn(judging: Judging, fact: Fact, test: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
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

function isSameObject(view: ProgramView, file: number, a: NodeId, b: NodeId): boolean {
  if (a === b) return true;
  const graph = view.graphOf(file);
  const [first, second] = graph === null ? [null, null] : [originsOf(graph, a), originsOf(graph, b)];
  return first !== null && second !== null && first.length === second.length && first.every((id) => second.includes(id));
}

const mostCallees = 8;
const deepestCalls = 3;
/** Names of functions that say they check; what they check is open. */
const checkName = /valid|safe|allow|whitelist|white_list|permit|sanit/i;

type When = 'onTrue' | 'onFalse' | 'onReturn';

function gatherCallees(judging: Judging, fact: Fact, call: CallView, argument: number, when: When, gathered: Gathered): void {
  const callees = call.callees.slice(0, mostCallees);
  const [only, other] = callees;
  if (only?.kind === 'function' && other === undefined) {
    gatherFunction(judging, call, only, argument, when, gathered);
    if (gathered.kills === 0) noteName(judging, fact, call.method, when, gathered);
    return;
  }
  if (callees.length === 0) {
    noteName(judging, fact, call.method, when, gathered);
    return;
  }
  const verdicts = callees.map((callee): Verdict => {
    const inner = gatherNothing();
    if (callee.kind === 'function') gatherFunction(judging, call, callee, argument, when, inner);
    else gatherLibrary(callee, argument, when, inner);
    const name = callee.kind === 'function' ? call.method : callee.name;
    if (inner.kills === 0) noteName(judging, fact, name, when, inner);
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
  const node = baseAt === -1 ? undefined : called.parameters[baseAt];
  const given = argument === -1 ? call.node.receiver : call.node.arguments[argument];
  const isPlain = given !== undefined && given !== null && isPlainPath(judging, nodeOf(given));
  const inside = {
    ...judging,
    file,
    base: node === undefined ? null : { node },
    plain: isPlain ? parameter : null,
    depth: judging.depth + 1,
  };
  judging.gather(inside, facts, gathered);
}

function noteName({ file }: Judging, fact: Fact, name: string, when: When, gathered: Gathered): void {
  if (when === 'onFalse' || !checkName.test(name)) return;
  gathered.weak |= everything;
  addNote(gathered, placeOf(file, fact), everything, 'what the function that it is handed to checks is not known');
}
