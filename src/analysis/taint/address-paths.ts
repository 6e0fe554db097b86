// The path of an address that was read as one (https://url.spec.whatwg.org/#path-state): every `..` has led somewhere, also where it was written with `%2e`.
import { nodeOf, type NodeId } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import { climbing, type ClassMask } from './levels.ts';
import { originsOf, type ProgramView } from './program-view.ts';
import { isDecoded } from './read-behind.ts';

/** Values that may come of the path and are looked at; more, and nothing is known. */
const mostLooks = 60;

export interface Stopped {
  readonly kills: ClassMask;
  readonly weak: ClassMask;
}

const nothing: Stopped = { kills: 0, weak: 0 };

/**
 * What an edge into `new URL(x, base).pathname` stops, where nothing that comes of it is decoded: `%2f` is left as it is. Of other addresses than a
 * request's, which always begins with a slash, one may have a path that none was led out of (`a:../b`).
 */
export function createAddressPaths(view: ProgramView): (edge: Edge) => Stopped {
  return ({ from, to }) => {
    const at = view.program.nodeAt(to);
    const load = at === null ? null : view.nodeOf(at.file, at.node);
    if (at === null || load?.kind !== 'load' || load.property !== 'pathname') return nothing;
    const address = addressRead(view, at.file, nodeOf(load.object));
    if (address === null || view.program.nodeAt(from)?.file !== at.file || mayBeDecoded(view, to)) return nothing;
    return isOfRequest(view, at.file, address) ? { kills: climbing, weak: 0 } : { kills: 0, weak: climbing };
  };
}

/** What `new URL` was handed to make the object; null if it did not. */
function addressRead(view: ProgramView, file: number, object: NodeId): NodeId | null {
  const graph = view.graphOf(file);
  const [made, other] = (graph === null ? null : originsOf(graph, object)) ?? [];
  const call = made === undefined || other !== undefined ? null : view.callOf(file, made);
  const [address] = call?.node.new === true && call.method === 'URL' ? call.node.arguments : [];
  return address === undefined ? null : nodeOf(address);
}

function isOfRequest(view: ProgramView, file: number, address: NodeId): boolean {
  const graph = view.graphOf(file);
  const origins = (graph === null ? null : originsOf(graph, address)) ?? [];
  const isAddress = (id: NodeId): boolean => {
    const node = view.nodeOf(file, id);
    return node?.kind === 'load' && (node.property === 'url' || node.property === 'originalUrl');
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
