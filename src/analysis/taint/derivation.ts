// How a call's result comes from a value: what a test of the one says of the other.
import { nodeOf, type NodeId } from '../program/file-graph.ts';
import { isSep } from './folder-ends.ts';
import { isOwn, pathFunctionOf, type CallView, type ProgramView } from './program-view.ts';
import { addressDecoders } from './text-methods.ts';

/**
 * `text`: it is the same text but for case, blanks and the like. `parts`: the list of its parts between separators. `path`: a path that was made plain,
 * alone or behind a folder. `relative`: the way to it from some folder.
 */
export type Derivation = 'text' | 'parts' | 'path' | 'relative';

const transparent: ReadonlySet<string> = new Set(['toLowerCase', 'toUpperCase', 'toString', 'trim', 'String', ...addressDecoders]);
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
  const { receiver, arguments: given } = call.node;
  // How to get to the second; from there, everything is behind the root.
  const operands = kind === 'relative' ? given.slice(1, 2) : receiver === null ? given : [receiver, ...given];
  for (const use of operands.slice(0, mostOperands)) {
    const inner =
      kind === 'path' ? withinPath(view, file, nodeOf(use), subject, depth + 1) : derivationOf(view, file, nodeOf(use), subject, depth + 1);
    if (inner === 'text' || (kind === 'relative' && isAlone(view, file, nodeOf(use), subject))) return kind;
    if (inner !== null) return inner === 'path' || kind !== 'text' ? 'path' : inner;
  }
  return null;
}

/** `path.resolve(x)`: the same place as `x`. */
function isAlone(view: ProgramView, file: number, id: NodeId, subject: NodeId): boolean {
  const call = view.callOf(file, id);
  const [only, other] = call?.node.arguments ?? [];
  return (
    call !== null &&
    !isOwn(call) &&
    pathFunctionOf(call) === 'resolve' &&
    only !== undefined &&
    other === undefined &&
    nodeOf(only) === subject
  );
}

/** `path.normalize('./' + x)`: behind the folder that one is in. Behind a root every `..` is gone, and behind another folder some are. */
function withinPath(view: ProgramView, file: number, id: NodeId, subject: NodeId, depth: number): Derivation | null {
  const node = view.nodeOf(file, id);
  if (node?.kind !== 'concat') return derivationOf(view, file, id, subject, depth);
  const [first, ...rest] = node.operands.map(nodeOf);
  const last = rest.pop();
  if (first === undefined || last === undefined || !isDot(view.constantOf(file, first))) return null;
  return rest.every((between) => isSeparator(view, file, between)) ? derivationOf(view, file, last, subject, depth) : null;
}

function isDot(constant: string | number | boolean | null | undefined): boolean {
  return typeof constant === 'string' && /^\.[/\\]?$/u.test(constant);
}

function kindOf(view: ProgramView, file: number, call: CallView): Derivation | null {
  const made = pathFunctionOf(call);
  if (made !== null) return made === 'relative' ? 'relative' : pathMakers.has(made) ? 'path' : null;
  if (transparent.has(call.method)) return 'text';
  return isSplitBySlash(view, file, call) ? 'parts' : null;
}

/** The text that the node is the part of that stands before the first separator: of `x.split('/')[0]`, `x`. */
export function firstPartOf(view: ProgramView, file: number, part: NodeId): NodeId | null {
  const load = view.nodeOf(file, part);
  const call = load?.kind === 'load' && load.property === '0' ? view.callOf(file, nodeOf(load.object)) : null;
  const text = call?.node.receiver ?? null;
  return text !== null && isSplitBySlash(view, file, call) ? nodeOf(text) : null;
}

/** `x.split('/')`, all of it. */
export function isSplitBySlash(view: ProgramView, file: number, call: CallView | null): boolean {
  return call?.method === 'split' && !isOwn(call) && takesSlash(view, file, call);
}

/** Whether a separator is all that the call is handed: a limit, or a place to begin at, would leave out something. */
export function takesSlash(view: ProgramView, file: number, { node }: CallView): boolean {
  const [separator, other] = node.arguments;
  return separator !== undefined && other === undefined && isSeparator(view, file, nodeOf(separator));
}

/** `/`, `path.sep`, or a pattern of characters of which that is one: what is split by it has none left. */
function isSeparator(view: ProgramView, file: number, id: NodeId): boolean {
  const node = view.nodeOf(file, id);
  return node?.kind === 'pattern' ? slashes.test(node.source) : view.constantOf(file, id) === '/' || isSep(view, file, id);
}

const slashes = /^(?:\\?\/|\[(?!\^)(?:[^\\\]]|\\.)*?\/(?:[^\\\]]|\\.)*\])\+?$/u;
