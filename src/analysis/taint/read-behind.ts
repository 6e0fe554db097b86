// What is made of a text behind a test of it: one that is decoded, or cut into parts, may then hold what the text itself did not.
import { nodeOf, type FlowNode, type NodeId } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import { names, paths, type ClassMask } from './levels.ts';
import { isOwn, type ProgramView } from './program-view.ts';
import { decodes, textMethods } from './text-methods.ts';

/** Methods that give a part of a text or of a list, or all that is in one, besides those that give all of a text otherwise. */
const cutters: ReadonlySet<string> = new Set(['slice', 'shift', 'pop', 'at', 'join']);

/** Nodes that have the text itself, or hold it. */
const goingOn: ReadonlySet<string> = new Set(['variable', 'phi', 'element', 'parameter', 'concat']);

/** Values that are looked at. */
const mostLooks = 20;

interface ReadBehind {
  /** Classes of which a test of the text where an edge begins says nothing that lasts: it is decoded behind it (paths), or split (names of properties). */
  readonly readBehind: (edge: Edge) => ClassMask;
  /** Whether the value, or what has it as a whole, may be cut into parts. */
  readonly isSplitLater: (value: ValueId) => boolean;
  /** Whether the edge begins at a text that is split at its dots, and never otherwise, and leads to the parts. */
  readonly isCutAtDots: (edge: Edge) => boolean;
}

export function createReadBehind(view: ProgramView): ReadBehind {
  const known = new Map<number, SplitTexts>();
  const splitIn = (file: number): SplitTexts => {
    const texts = known.get(file) ?? splitTexts(view, file);
    known.set(file, texts);
    return texts;
  };
  return {
    readBehind: (edge) => readBehind(view, edge, splitIn),
    isSplitLater: (value) => isSplitLater(view, value, splitIn),
    isCutAtDots: ({ from, kind }) => {
      const at = kind === 'part' ? view.program.nodeAt(from) : null;
      return at !== null && splitIn(at.file).get(at.node) === '.';
    },
  };
}

/** Values that may come of a name and are looked at; more, and it may be split. */
const mostPlaces = 60;

function isSplitLater(view: ProgramView, value: ValueId, splitIn: (file: number) => SplitTexts): boolean {
  const seen = new Set([value]);
  for (const each of seen) {
    const at = view.program.nodeAt(each);
    if (at !== null && splitIn(at.file).has(at.node)) return true;
    for (const { to, kind } of view.program.outOf(each)) if (kind !== 'built') seen.add(to);
    if (seen.size > mostPlaces) return true;
  }
  return false;
}

function readBehind(view: ProgramView, { from, to, kind }: Edge, splitIn: (file: number) => SplitTexts): ClassMask {
  const start = view.program.nodeAt(from);
  // Out of a list or an object.
  const begin = start ?? view.program.nodeAt(to);
  if (begin === null || (start !== null && (kind === 'call' || kind === 'return'))) return 0;
  // The parts stand in a list: the way goes there, and not by the call.
  let found: ClassMask = kind === 'part' && start !== null && splitIn(start.file).has(start.node) ? names : 0;
  const seen = new Set([to]);
  for (const value of seen) {
    const at = view.program.nodeAt(value);
    if (at !== null && at.file !== begin.file) continue;
    if (at !== null && isDecoded(view, at.file, at.node)) found |= paths;
    if (at !== null && !goesOn(view, at.file, at.node)) continue;
    for (const next of usesOf(view, value)) if (seen.size < mostLooks) seen.add(next);
  }
  return found;
}

/** True if the text is decoded by the node itself. */
export function isDecoded(view: ProgramView, file: number, id: NodeId): boolean {
  return decodes(methodOf(view, file, id, view.nodeOf(file, id)));
}

/** Texts that are split, each with what it is split by; null where that is not one constant. */
type SplitTexts = ReadonlyMap<NodeId, string | null>;

function splitTexts(view: ProgramView, file: number): SplitTexts {
  const nodes = view.graphOf(file)?.nodes ?? [];
  const found = new Map<NodeId, string | null>();
  for (const node of nodes) {
    const callee = node.kind === 'call' ? nodes[nodeOf(node.callee)] : undefined;
    if (node.kind !== 'call' || callee?.kind !== 'load' || callee.property !== 'split') continue;
    const [first] = node.arguments;
    const separator = first === undefined ? null : view.constantOf(file, nodeOf(first));
    const text = nodeOf(callee.object);
    const isOne = typeof separator === 'string' && (!found.has(text) || found.get(text) === separator);
    found.set(text, isOne ? separator : null);
  }
  return found;
}

function methodOf(view: ProgramView, file: number, id: NodeId, node: FlowNode | null): string {
  const call = node?.kind === 'call' ? view.callOf(file, id) : null;
  return call === null || isOwn(call) ? '' : call.method;
}

/** The text itself, a part of it, or an element of a list of its parts. */
function goesOn(view: ProgramView, file: number, id: NodeId): boolean {
  const node = view.nodeOf(file, id);
  if (node?.kind === 'load') return typeof node.property === 'string' && /^\d+$/u.test(node.property);
  const method = methodOf(view, file, id, node);
  return goingOn.has(node?.kind ?? '') || textMethods.has(method) || cutters.has(method);
}

function usesOf({ program }: ProgramView, value: ValueId): readonly ValueId[] {
  return program.outOf(value).flatMap(({ to, kind }) => (kind === 'call' || kind === 'return' ? [] : [to]));
}
