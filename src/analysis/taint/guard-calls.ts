// Tests by a call: what the language's own methods say of their arguments.
import { nodeOf, type Fact, type FlowNode, type NodeId, type Test } from '../program/file-graph.ts';
import { elementTests } from '../program/list-events.ts';
import { derivationOf, type Derivation } from './derivation.ts';
import { endsFolder } from './folder-ends.ts';
import { gatherAbsolute, gatherContained, gatherStart, isPlainPath, isResolvedPath } from './guard-text.ts';
import { stoppedByPart } from './guard-host.ts';
import { gatherEach, gatherElements, gatherMember, gatherOwn } from './guard-members.ts';
import { gatherCallees } from './guard-functions.ts';
import { placeOf, type Judging } from './judging.ts';
import { climbing, paths, type ClassMask } from './levels.ts';
import type { MethodTest, Outcome } from './method-test.ts';
import { isOwn, originsOf, type CallView, type ProgramView } from './program-view.ts';
import { addVerdict, conclude, gatherMatch, gatherNothing, type Gathered, type Verdict } from './verdict.ts';
import { isDecoded } from './read-behind.ts';

type CallTest = Extract<Test, { kind: 'call' }>;
type ReturnedTest = Extract<Test, { kind: 'returned' }>;

export function gatherCall(judging: Judging, fact: Fact, test: CallTest, gathered: Gathered): void {
  const { view, file } = judging;
  const call = view.callOf(file, test.call);
  if (call === null) return;
  const outcome = outcomeOf(judging, fact, test);
  const when = outcome === 'yes' ? 'onTrue' : outcome === 'no' ? 'onFalse' : null;
  const method = methodTestOf(view, file, call, test.argument);
  const operand = method.subject === -1 ? method.receiver : method.arguments[method.subject];
  if (operand !== undefined && operand !== null && operand !== fact.subject) {
    if (!isOwn(call)) gatherDerived(judging, fact, method, operand, outcome, gathered);
    return;
  }
  if (!isOwn(call) && gatherMethod(judging, fact, method, outcome, gathered)) return;
  if (when !== null) gatherCallees(judging, fact, call, test.argument, when, gathered);
}

export function gatherReturned(judging: Judging, fact: Fact, test: ReturnedTest, gathered: Gathered): void {
  const call = judging.view.callOf(judging.file, test.call);
  if (call === null) return;
  if (test.argument >= 0) gatherCallees(judging, fact, call, test.argument, 'onReturn', gathered);
  else if (!isOwn(call)) gatherEach(judging, call.node.arguments.map(nodeOf), gathered);
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
export function gatherDerived(judging: Judging, fact: Fact, test: MethodTest, operand: NodeId, outcome: Outcome, gathered: Gathered): void {
  const { view, file } = judging;
  const derivation = derivationOf(view, file, operand, fact.subject);
  if (derivation === 'text') {
    const decoded = isDecoded(view, file, operand) ? gatherNothing() : gathered;
    gatherMethod(judging, fact, test, outcome, decoded);
    if (decoded !== gathered) addVerdict(gathered, lastingVerdict(conclude(decoded)));
    return;
  }
  if (derivation === 'parts' && elementTests.has(test.method)) {
    const inner = gatherNothing();
    gatherElements(judging, test, outcome, inner);
    // `path.split('/').some((part) => part === '..')`.
    if (inner.words.has('..')) gathered.whole |= climbing;
    return;
  }
  const stopped = derivation === null ? stoppedByPart(view, file, operand, fact.subject) : toldBy(judging, derivation, test);
  if (stopped === 0) return;
  const inner = gatherNothing();
  gatherMethod(judging, fact, test, outcome, inner);
  const { kills, lasting, dotted, weak, notes } = conclude(inner);
  addVerdict(gathered, { kills: kills & stopped, lasting: lasting & stopped, dotted: dotted & stopped, weak: weak & stopped, notes });
}

/** What is said of a text that is decoded already. */
function lastingVerdict(verdict: Verdict): Verdict {
  return { ...verdict, lasting: verdict.kills };
}

/** Of a path that another was made of, it tells whether that climbs; of an absolute one it depends on where it is used. */
function toldBy({ view, file }: Judging, derivation: Exclude<Derivation, 'text'>, { method, arguments: given }: MethodTest): ClassMask {
  if (derivation === 'path') return climbing;
  const [wanted] = given;
  if (derivation === 'parts') return wanted !== undefined && view.constantOf(file, wanted) === '..' ? climbing : 0;
  return method === 'startsWith' || method === 'indexOf' ? paths : 0;
}

const searching: ReadonlySet<string> = new Set(['includes', 'indexOf', 'startsWith']);

/** `x.includes('..', 3)`: what stands before that was not looked at. What was found in a list, anywhere, is in it. */
function asksARest({ view, file }: Judging, { method, subject, arguments: given }: MethodTest, outcome: Outcome): boolean {
  const [, from] = given;
  const isPart = searching.has(method) && from !== undefined && view.constantOf(file, from) !== 0;
  return isPart && (subject === -1 || outcome === 'no' || outcome === 'absent');
}

/** True where the method is one of the language's, so that nothing else need be asked. */
function gatherMethod(judging: Judging, fact: Fact, test: MethodTest, outcome: Outcome, gathered: Gathered): boolean {
  if (asksARest(judging, test, outcome)) return true;
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
    case 'hasOwnProperty':
    case 'hasOwn':
      return gatherOwn(judging, fact, test, outcome, gathered);
    case 'isAbsolute':
      return test.subject === 0 && gatherAbsolute(judging, fact, outcome, gathered);
    default:
      return elementTests.has(test.method) && test.subject === -1 && gatherElements(judging, test, outcome, gathered);
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
  const isMatch = outcome === 'yes' || outcome === 'found' || (outcome === 'start' && read.startsWhole);
  // `/^\/srv\//` of a path that was made plain.
  if (isMatch && read.startsWhole && endsFolder(read.prefix) && subject !== null && isPlainPath(judging, subject)) gathered.kills |= paths;
  if (outcome === 'yes' || outcome === 'found') gatherMatch(gathered, read, placeOf(file, fact));
  else if (outcome === 'start' && read.startsWhole) gatherMatch(gathered, read, placeOf(file, fact));
  else if (outcome === 'no' || outcome === 'absent')
    gathered.patterns.push({ view: read, place: placeOf(file, fact), isResolved: isResolvedPath(view, file, subject) });
  return true;
}
