// Responses that a browser does not read as HTML: their content type says so before the text is sent.
import { nodeOf, type FileGraph, type FlowNode, type FunctionId, type NodeId } from '../program/file-graph.ts';
import type { SinkUse } from '../link/value-flow.ts';
import { originsOf, type CallView, type ProgramView } from './program-view.ts';

/** Types, and names of files that tell one, whose text may run scripts. */
const running = /htm|xml|svg|xsl/i;
const typeHeader = /^content-type$/i;
const setters: ReadonlySet<string> = new Set(['set', 'header', 'setHeader', 'append', 'appendHeader']);
const namers: ReadonlySet<string> = new Set(['type', 'contentType']);
const enders: ReadonlySet<string> = new Set(['end', 'send', 'json', 'redirect', 'render', 'sendFile', 'sendStatus', 'download']);
/** Calls in a row on one response: `res.status(404).type('txt').send(x)`. */
const longestChain = 12;
/** Calls of one response. */
const mostCalls = 400;

interface ResponseCall {
  readonly fn: FunctionId;
  readonly start: number;
  /** What it does: null if it ends the response, else whether its type runs no scripts. */
  readonly isPlain: boolean | null;
}

interface FileCalls {
  /** By response. */
  readonly calls: ReadonlyMap<NodeId, readonly ResponseCall[]>;
  readonly byPlace: ReadonlyMap<string, NodeId>;
}

export type IsPlainResponse = (sink: SinkUse) => boolean;

/**
 * Whether the sink is what a response is sent by whose content type is not HTML. A type counts that is set before, in the function or one around it, unless
 * the response was ended in between: then it was another branch's.
 */
export function createContentTypes(view: ProgramView): IsPlainResponse {
  const known = new Map<number, FileCalls>();
  const callsOf = (file: number, graph: FileGraph): FileCalls => {
    let calls = known.get(file);
    if (calls === undefined) known.set(file, (calls = readCalls(view, file, graph)));
    return calls;
  };
  return ({ file, start, end }) => {
    const graph = view.graphOf(file);
    if (graph === null) return false;
    const { calls, byPlace } = callsOf(file, graph);
    const call = byPlace.get(`${String(start)} ${String(end)}`);
    const node = call === undefined ? undefined : graph.nodes[call];
    const base = call === undefined ? null : baseOf(graph, call);
    if (node === undefined || base === null) return false;
    const all = calls.get(base) ?? [];
    if (all.length > mostCalls) return false;
    const isCut = (type: ResponseCall): boolean =>
      all.some(({ isPlain, fn, start: at }) => isPlain === null && fn === type.fn && at > type.start && at < node.start);
    const governing = all.filter(
      (type) => type.isPlain !== null && type.start <= node.start && isWithin(graph, node.fn, type.fn) && !isCut(type),
    );
    return governing.length > 0 && governing.every(({ isPlain }) => isPlain === true);
  };
}

function readCalls(view: ProgramView, file: number, graph: FileGraph): FileCalls {
  const calls = new Map<NodeId, ResponseCall[]>();
  const headers = headersOf(graph);
  const byPlace = new Map<string, NodeId>();
  for (const [id, node] of graph.nodes.entries()) {
    const call = node.kind === 'call' && node.receiver !== null ? view.callOf(file, id) : null;
    if (call === null) continue;
    if (enders.has(call.method) || call.method === 'write') byPlace.set(`${String(node.start)} ${String(node.end)}`, id);
    const type = typeOf(view, file, headers, call);
    if (type === null && !enders.has(call.method)) continue;
    const base = baseOf(graph, id);
    if (base === null) continue;
    const others = calls.get(base);
    const found = { fn: node.fn, start: node.start, isPlain: type };
    if (others === undefined) calls.set(base, [found]);
    else others.push(found);
  }
  return { calls, byPlace };
}

/** Null if the call sets no content type; else whether it runs no scripts. */
function typeOf(view: ProgramView, file: number, types: ReadonlyMap<NodeId, NodeId>, { method, node }: CallView): boolean | null {
  const given = node.arguments.map(nodeOf);
  const [first, second] = given;
  if (namers.has(method)) return first === undefined ? null : isPlainType(view, file, first);
  if (method === 'writeHead') {
    const type = given.map((id) => types.get(id)).find((id) => id !== undefined);
    return type === undefined ? null : isPlainType(view, file, type);
  }
  if (!setters.has(method) || first === undefined) return null;
  const type = types.get(first);
  if (type !== undefined) return isPlainType(view, file, type);
  const name = view.constantOf(file, first);
  return typeof name === 'string' && typeHeader.test(name) && second !== undefined ? isPlainType(view, file, second) : null;
}

/** The content types that objects with headers hold. */
function headersOf(graph: FileGraph): ReadonlyMap<NodeId, NodeId> {
  const found = new Map<NodeId, NodeId>();
  for (const { object, property, value } of graph.stores)
    if (typeof property === 'string' && typeHeader.test(property)) found.set(nodeOf(object), nodeOf(value));
  return found;
}

function isPlainType(view: ProgramView, file: number, id: NodeId): boolean {
  const constants = view.constantsOf(file, id);
  if (constants !== null) return constants.every((constant) => typeof constant === 'string' && constant !== '' && !running.test(constant));
  // `text/plain; charset=` and what comes then.
  const node = view.nodeOf(file, id);
  const first = node?.kind === 'concat' ? node.operands[0] : undefined;
  const text = first === undefined ? undefined : view.constantOf(file, nodeOf(first));
  return typeof text === 'string' && /^[\w-]+\/[\w.+-]+\s*;/.test(text) && !running.test(text);
}

/** The response itself, of calls that hand it back. */
function baseOf(graph: FileGraph, id: NodeId): NodeId | null {
  let at: FlowNode | undefined = graph.nodes[id];
  let base: NodeId | null = null;
  for (let depth = 0; depth < longestChain && at?.kind === 'call' && at.receiver !== null; depth += 1) {
    const [only, other] = originsOf(graph, nodeOf(at.receiver)) ?? [];
    if (only === undefined || other !== undefined) return null;
    base = only;
    at = graph.nodes[only];
  }
  return base;
}

function isWithin(graph: FileGraph, inner: FunctionId, outer: FunctionId): boolean {
  let at: FunctionId | null = inner;
  for (let depth = 0; at !== null && depth < 64; depth += 1) {
    if (at === outer) return true;
    at = graph.functions[at]?.parent ?? null;
  }
  return false;
}
