// What is done with a function's parameters, also by the functions that they are handed on to: as far as it tells requests and responses of HTTP from
// other things of these names.
import { nodeOf, type FileGraph, type FlowNode, type Store } from '../program/file-graph.ts';
import type { Calls } from './calls.ts';
import { functionParts, type CallShape, type Core } from './core.ts';
import { objectKinds } from './objects.ts';
import { originOf } from './texts.ts';
import type { LinkedFile, ValueId } from './value-flow.ts';

/** What a use tells; bits. */
export const hints = {
  /** It is called itself. */
  called: 1,
  /** Something is read that only a request has, such as its address; that other messages have as well. */
  readsRequest: 2,
  readsMessage: 4,
  /** Something is done that only a server does with its response; that is done with any stream or connection. */
  answers: 8,
  writes: 16,
  /** It is read as the answer that a client got; it is made and sent as a client's own request. */
  readsAnswer: 32,
  sendsRequest: 64,
  /** An answer is put into it, as into what is request and response at once; what is asked is read out of that. */
  answersContext: 128,
  readsContext: 256,
  /** Something is read that only an event has which a cloud calls a function with: of a request, or of messages. */
  readsEvent: 512,
} as const;

/** Of a parameter: all that its uses tell. */
export type ParameterUses = (parameter: ValueId) => number;

const reads = hintsByName([
  [hints.readsRequest, 'url originalUrl baseUrl headers rawHeaders httpVersion cookies signedCookies hostname'],
  [hints.readsMessage, 'method query params body rawBody path file files session'],
  [hints.readsAnswer, 'headers rawHeaders httpVersion body data text ok'],
  [hints.readsContext, 'request req header href querystring'],
  [hints.readsEvent, 'queryStringParameters multiValueQueryStringParameters pathParameters rawQueryString Records'],
]);
const calls = hintsByName([
  [hints.readsMessage, 'on once pipe get param header is accepts read'],
  [hints.readsAnswer, 'text blob arrayBuffer setEncoding pipe'],
  [hints.sendsRequest, 'end write abort send setHeader then'],
  [hints.writes, 'end write'],
  [hints.answers, 'writeHead setHeader removeHeader flushHeaders sendFile sendfile sendStatus redirect render jsonp download'],
]);
/** Those that say so with something in hand only. */
const callsWith = hintsByName([
  [hints.writes, 'send json'],
  [hints.answers, 'status'],
]);
const callsWithout = hintsByName([[hints.readsAnswer, 'json']]);
const writes = hintsByName([
  [hints.answers, 'statusCode statusMessage'],
  [hints.answersContext, 'body status'],
]);
const nothing: UsesInFile = { hints: new Map(), handed: new Map() };

function hintsByName(listed: readonly (readonly [hint: number, names: string])[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [hint, names] of listed) for (const name of names.split(' ')) found.set(name, (found.get(name) ?? 0) | hint);
  return found;
}

/** By parameter, over all files. */
interface UsesInFile {
  readonly hints: ReadonlyMap<ValueId, number>;
  /** Calls that it is an argument of, with its index. */
  readonly handed: ReadonlyMap<ValueId, readonly (readonly [call: ValueId, index: number])[]>;
}

/** What others do with it tells what it may be, never what it can't be: they may be meant for something else as well. */
const toldByOthers =
  hints.readsRequest | hints.readsMessage | hints.answers | hints.writes | hints.answersContext | hints.readsContext | hints.readsEvent;
/** Parameters that one is handed on as, and calls of each that are looked at. */
const maxPassed = 40;
const maxHanded = 50;

/** Reads each file once, when it is first asked for. */
export function createParameterUses(core: Core, resolved: Calls): ParameterUses {
  const { numbers, objects } = core;
  const files = new Map<number, UsesInFile>();
  const shapes = new Map<ValueId, CallShape>(core.shapes.flatMap((shape) => (shape.callee < 0 ? [] : [[shape.result, shape]])));
  const inFile = (index: number): UsesInFile => {
    const file = numbers.files[index];
    const known = files.get(index) ?? (file === undefined ? nothing : usesIn(core, file));
    files.set(index, known);
    return known;
  };
  const takenAs = (parameter: ValueId): ReadonlySet<ValueId> => {
    const handed = inFile(numbers.fileOf(parameter)).handed.get(parameter) ?? [];
    const found = handed.slice(0, maxHanded).flatMap(([call, index]) => {
      const shape = shapes.get(call);
      const callees = shape === undefined ? [] : resolved.calleesOf(shape);
      const functions = callees.filter((callee) => objects.kindOf(callee) === objectKinds.function);
      return functions.flatMap((callee) => functionParts(core, objects.payloadOf(callee))?.parameters[index] ?? []);
    });
    return new Set(found);
  };
  const takers = new Map<ValueId, ReadonlySet<ValueId>>();
  const takersOf = (parameter: ValueId): ReadonlySet<ValueId> => {
    const known = takers.get(parameter) ?? takenAs(parameter);
    takers.set(parameter, known);
    return known;
  };
  const follow = (parameter: ValueId): number => {
    let found = hintsOf(parameter);
    const passed = new Set([parameter]);
    for (const current of passed) {
      if (current !== parameter) found |= hintsOf(current) & toldByOthers;
      for (const taken of passed.size < maxPassed ? takersOf(current) : []) if (passed.size < maxPassed) passed.add(taken);
    }
    return found;
  };
  const hintsOf = (parameter: ValueId): number => inFile(numbers.fileOf(parameter)).hints.get(parameter) ?? 0;
  const known = new Map<ValueId, number>();
  return (parameter) => {
    const found = known.get(parameter) ?? follow(parameter);
    known.set(parameter, found);
    return found;
  };
}

function usesIn({ numbers }: Core, { graph, first }: LinkedFile): UsesInFile {
  const found = new Map<ValueId, number>();
  const handed = new Map<ValueId, (readonly [ValueId, number])[]>();
  const parameterOf = (local: number): ValueId | null => {
    const origin = originOf(numbers, first + local);
    return numbers.nodeOf(origin)?.kind === 'parameter' ? origin : null;
  };
  const tell = (local: number, hint: number | undefined): void => {
    const parameter = hint === undefined || hint === 0 ? null : parameterOf(local);
    if (parameter !== null) found.set(parameter, (found.get(parameter) ?? 0) | (hint ?? 0));
  };
  const called = methodsOf(graph);
  graph.nodes.forEach((node, local) => {
    if (node.kind === 'load' && typeof node.property === 'string' && !called.has(local))
      tell(nodeOf(node.object), reads.get(node.property));
    else if (node.kind === 'element') tell(nodeOf(node.object), hints.readsMessage);
    else if (node.kind === 'call') {
      tell(nodeOf(node.callee), hints.called);
      if (node.receiver !== null) tell(nodeOf(node.receiver), hintOfCall(graph, node));
      for (const [index, use] of node.arguments.entries()) {
        const parameter = parameterOf(nodeOf(use));
        if (parameter === null) continue;
        if (isPipe(graph, node)) tell(nodeOf(use), hints.writes);
        const known = handed.get(parameter) ?? [];
        known.push([first + local, index]);
        handed.set(parameter, known);
      }
    }
  });
  for (const store of graph.stores) tell(nodeOf(store.object), hintOfWrite(store));
  return { hints: found, handed };
}

type CallNode = Extract<FlowNode, { kind: 'call' }>;

/** Properties that are read to call them. */
function methodsOf({ nodes }: FileGraph): ReadonlySet<number> {
  return new Set(nodes.flatMap((node) => (node.kind === 'call' && node.receiver !== null ? [nodeOf(node.callee)] : [])));
}

function methodName({ nodes }: FileGraph, { callee }: CallNode): string {
  const node = nodes[nodeOf(callee)];
  return node?.kind === 'load' && typeof node.property === 'string' ? node.property : '';
}

function isPipe(graph: FileGraph, node: CallNode): boolean {
  return methodName(graph, node) === 'pipe';
}

function hintOfCall(graph: FileGraph, node: CallNode): number {
  const name = methodName(graph, node);
  return (calls.get(name) ?? 0) | ((node.arguments.length > 0 ? callsWith : callsWithout).get(name) ?? 0);
}

function hintOfWrite({ property }: Store): number | undefined {
  return typeof property === 'string' ? writes.get(property) : undefined;
}
