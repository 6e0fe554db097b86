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
    const inner = derivationOf(view, file, nodeOf(use), subject, depth + 1);
    if (inner === 'text') return kind;
    if (inner !== null) return inner === 'path' || kind !== 'text' ? 'path' : inner;
  }
  return null;
}

function kindOf(view: ProgramView, file: number, call: CallView): Derivation | null {
  const made = pathFunctionOf(call);
  if (made !== null) return made === 'relative' ? 'relative' : pathMakers.has(made) ? 'path' : null;
  if (transparent.has(call.method)) return 'text';
  const [separator] = call.node.arguments;
  return call.method === 'split' && separator !== undefined && isSeparator(view, file, nodeOf(separator)) ? 'parts' : null;
}

function isSeparator(view: ProgramView, file: number, id: NodeId): boolean {
  const node = view.nodeOf(file, id);
  if (node?.kind === 'pattern') return node.source.includes('/') || node.source.includes('\\\\');
  const constant = view.constantOf(file, id);
  return constant === '/' || constant === '\\' || (node?.kind === 'load' && node.property === 'sep');
}
