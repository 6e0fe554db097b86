// Parts of addresses and paths that lead nowhere: the path of an address that was read as one (https://url.spec.whatwg.org/#path-state), out of which every
// `..` has led already, also where it was written with `%2e`; and what stands behind the last separator.
import { nodeOf, type FlowNode, type NodeId } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import { climbing, paths, type ClassMask } from './levels.ts';
import { isSplitBySlash, takesSlash } from './derivation.ts';
import { isLeftAlone } from './element-facts.ts';
import { isOwn, onlyOrigin, originsOf, pathFunctionOf, type CallView, type ProgramView } from './program-view.ts';
import { isDecoded } from './read-behind.ts';

/** Values that may come of the path and are looked at; more, and nothing is known. */
const mostLooks = 60;

type Load = Extract<FlowNode, { readonly kind: 'load' }>;

export interface Stopped {
  readonly kills: ClassMask;
  readonly weak: ClassMask;
}

const nothing: Stopped = { kills: 0, weak: 0 };

/** What an edge into such a part stops. */
export function createPathParts(view: ProgramView): (edge: Edge) => Stopped {
  const sources = new Set(view.program.sources.map(({ value }) => value));
  return (edge) => {
    const at = view.program.nodeAt(edge.to);
    const node = at === null ? null : view.nodeOf(at.file, at.node);
    if (at === null || node === null) return nothing;
    if (node.kind === 'load')
      return node.property === 'pathname' ? ofAddress(view, sources, edge, at.file, node) : ofParsed(view, at.file, node);
    const call = node.kind === 'call' ? view.callOf(at.file, at.node) : null;
    return call !== null && !isOwn(call) && isLastPart(view, at.file, call) ? { kills: paths, weak: 0 } : nothing;
  };
}

/** `path.parse(x).base`. */
function ofParsed(view: ProgramView, file: number, { object, property }: Load): Stopped {
  if (property !== 'base' && property !== 'name' && property !== 'ext') return nothing;
  const made = onlyMaker(view, file, nodeOf(object));
  return pathFunctionOf(made === null ? null : view.callOf(file, made)) === 'parse' ? { kills: paths, weak: 0 } : nothing;
}

/** `x.split('/').pop()`, `x.slice(x.lastIndexOf('/') + 1)`. */
function isLastPart(view: ProgramView, file: number, { node, method }: CallView): boolean {
  if (node.receiver === null) return false;
  const [first] = node.arguments;
  const text = nodeOf(node.receiver);
  if (method === 'pop' || (method === 'at' && first !== undefined && view.constantOf(file, nodeOf(first)) === -1)) {
    const made = onlyMaker(view, file, text);
    const split = made === null ? null : view.callOf(file, made);
    // What is put into the list may be its last.
    return isSplitBySlash(view, file, split) && split !== null && isLeftAlone(view, file, split.id);
  }
  if ((method !== 'slice' && method !== 'substring' && method !== 'substr') || first === undefined) return false;
  const sum = view.nodeOf(file, nodeOf(first));
  const [index, one, more] = sum?.kind === 'concat' ? sum.operands.map(nodeOf) : [];
  const last = index === undefined ? null : view.callOf(file, index);
  const isNext = one !== undefined && more === undefined && String(view.constantOf(file, one)) === '1';
  return (
    isNext && last?.method === 'lastIndexOf' && !isOwn(last) && nodeOf(last.node.receiver ?? -1) === text && takesSlash(view, file, last)
  );
}

function onlyMaker(view: ProgramView, file: number, id: NodeId): NodeId | null {
  const graph = view.graphOf(file);
  return graph === null ? null : onlyOrigin(graph, id);
}

/**
 * What an edge into `new URL(x, base).pathname` stops, where nothing that comes of it is decoded: `%2f` is left as it is. Of other addresses than a
 * request's, which always begins with a slash, one may have a path that none was led out of (`a:../b`).
 */
function ofAddress(view: ProgramView, sources: ReadonlySet<ValueId>, { from, to }: Edge, file: number, { object }: Load): Stopped {
  const address = addressRead(view, file, nodeOf(object));
  if (address === null || view.program.nodeAt(from)?.file !== file || mayBeDecoded(view, to)) return nothing;
  return isOfRequest(view, sources, file, address) ? { kills: climbing, weak: 0 } : { kills: 0, weak: climbing };
}

/** What `new URL` was handed to make the object; null if it did not. */
function addressRead(view: ProgramView, file: number, object: NodeId): NodeId | null {
  const made = onlyMaker(view, file, object);
  const call = made === null ? null : view.callOf(file, made);
  const [address] = call?.node.new === true && call.method === 'URL' ? call.node.arguments : [];
  return address === undefined ? null : nodeOf(address);
}

/** The property of a request itself: not of what it carries (`req.body.url`). */
function isOfRequest(view: ProgramView, sources: ReadonlySet<ValueId>, file: number, address: NodeId): boolean {
  const graph = view.graphOf(file);
  const origins = (graph === null ? null : originsOf(graph, address)) ?? [];
  const isAddress = (id: NodeId): boolean => {
    const node = view.nodeOf(file, id);
    return node?.kind === 'load' && (node.property === 'url' || node.property === 'originalUrl') && sources.has(view.valueOf(file, id));
  };
  return origins.length > 0 && origins.every(isAddress);
}

function mayBeDecoded(view: ProgramView, path: ValueId): boolean {
  const seen = new Set([path]);
  for (const value of seen) {
    const at = view.program.nodeAt(value);
    if (at !== null && isDecoded(view, at.file, at.node)) return true;
    for (const { to } of view.program.outOf(value)) seen.add(to);
    if (seen.size > mostLooks) return true;
  }
  return false;
}
