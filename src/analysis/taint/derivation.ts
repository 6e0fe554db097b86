// How a call's result comes from a value: what a test of the one says of the other.
import { nodeOf, type NodeId } from '../program/file-graph.ts';
import { isOwn, pathFunctionOf, type CallView, type ProgramView } from './program-view.ts';

/**
 * `text`: it is the same text but for case, blanks and the like. `parts`: the list of its parts between separators. `path`: a path that was made plain,
 * alone or behind a folder. `relative`: the way to it from some folder.
 */
export type Derivation = 'text' | 'parts' | 'path' | 'relative';

const transparent: ReadonlySet<string> = new Set([
  'toLowerCase',
  'toUpperCase',
  'toString',
  'trim',
  'String',
  'decodeURIComponent',
  'decodeURI',
]);
const pathMakers: ReadonlySet<string> = new Set(['normalize', 'resolve', 'join']);

/** Operands of a call, and calls in calls, that are looked at. */
const mostOperands = 6;
const deepest = 3;

/** Null where nothing is told. */
export function derivationOf(view: ProgramView, file: number, id: NodeId, subject: NodeId, depth = 0): Derivation | null {
  if (id === subject) return 'text';
  const call = view.callOf(file, id);
  if (call === null || isOwn(call) || depth > deepest) return null;
  const kind = kindOf(view, file, call);
  if (kind === null) return null;
  const operands = call.node.receiver === null ? call.node.arguments : [call.node.receiver, ...call.node.arguments];
  for (const use of operands.slice(0, mostOperands)) {
    const inner =
      kind === 'path' ? withinPath(view, file, nodeOf(use), subject, depth + 1) : derivationOf(view, file, nodeOf(use), subject, depth + 1);
    if (inner === 'text') return kind;
    if (inner !== null) return inner === 'path' || kind !== 'text' ? 'path' : inner;
  }
  return null;
}

/** `path.normalize('./' + x)`: behind a folder that is written there. */
function withinPath(view: ProgramView, file: number, id: NodeId, subject: NodeId, depth: number): Derivation | null {
  const node = view.nodeOf(file, id);
  if (node?.kind !== 'concat') return derivationOf(view, file, id, subject, depth);
  const last = node.operands.at(-1);
  const before = node.operands.slice(0, -1).every((use) => isDotOrSeparator(view, file, nodeOf(use)));
  return before && last !== undefined ? derivationOf(view, file, nodeOf(last), subject, depth) : null;
}

/** Nothing that `..` behind it could lead out of. */
function isDotOrSeparator(view: ProgramView, file: number, id: NodeId): boolean {
  const constant = view.constantOf(file, id);
  return isSeparator(view, file, id) || constant === '.' || constant === './' || constant === '.\\';
}

function kindOf(view: ProgramView, file: number, call: CallView): Derivation | null {
  const made = pathFunctionOf(call);
  if (made !== null) return made === 'relative' ? 'relative' : pathMakers.has(made) ? 'path' : null;
  if (transparent.has(call.method)) return 'text';
  const [separator] = call.node.arguments;
  return call.method === 'split' && separator !== undefined && isSeparator(view, file, nodeOf(separator)) ? 'parts' : null;
}

/** The text that the node is the part of that stands before the first separator: of `x.split('/')[0]`, `x`. */
export function firstPartOf(view: ProgramView, file: number, part: NodeId): NodeId | null {
  const load = view.nodeOf(file, part);
  const call = load?.kind === 'load' && load.property === '0' ? view.callOf(file, nodeOf(load.object)) : null;
  const [separator] = call?.node.arguments ?? [];
  if (call?.method !== 'split' || call.node.receiver === null || separator === undefined) return null;
  return isSeparator(view, file, nodeOf(separator)) ? nodeOf(call.node.receiver) : null;
}

function isSeparator(view: ProgramView, file: number, id: NodeId): boolean {
  const node = view.nodeOf(file, id);
  if (node?.kind === 'pattern') return node.source.includes('/') || node.source.includes('\\\\');
  const constant = view.constantOf(file, id);
  return constant === '/' || constant === '\\' || (node?.kind === 'load' && node.property === 'sep');
}
