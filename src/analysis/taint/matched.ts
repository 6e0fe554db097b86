// What a match of a regular expression gives back holds no character that the pattern, or the group, does not let through.
import { nodeOf, type FlowNode, type NodeId } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import { classesWithout, prototypeNames } from './danger.ts';
import { bitOf, climbing, paths, type ClassMask } from './levels.ts';
import type { PatternView, ReadPattern } from './pattern-view.ts';
import { isOwn, onlyOrigin, originsOf, type CallView, type ProgramView } from './program-view.ts';

/** A call that matches, and which part of what it gives back is read; null for any. */
interface Part {
  readonly call: CallView;
  readonly index: number | null;
}

/** Classes that what is read of a match can do no harm in, where the edge reads the whole of one, or a group, out of the heap. */
export type MatchedStops = (edge: Edge) => ClassMask;

/** Looks at each place, and at each group of a pattern, once. */
export function createMatchedStops(view: ProgramView, read: ReadPattern): MatchedStops {
  const { program } = view;
  const texts = new Map<ValueId, ValueId | null>();
  const stops = new Map<PatternView, Map<number | null, ClassMask>>();
  const textAt = (place: ValueId): ValueId | null => {
    const known = texts.get(place);
    if (known !== undefined) return known;
    const text = isWritten(view, place) ? null : textOf(program, place);
    texts.set(place, text);
    return text;
  };
  const stoppedIn = (pattern: PatternView | null, index: number | null): ClassMask => {
    if (pattern === null) return 0;
    const known = stops.get(pattern) ?? new Map<number | null, ClassMask>();
    stops.set(pattern, known);
    const stopped = known.get(index) ?? stoppedBy(pattern, index);
    known.set(index, stopped);
    return stopped;
  };
  return ({ from, to }) => {
    const at = program.nodeAt(from) === null ? program.nodeAt(to) : null;
    const node = at === null ? null : view.nodeOf(at.file, at.node);
    const parts = at === null || node === null ? null : partsOf(view, at.file, node);
    if (at === null || parts === null || parts.length === 0) return 0;
    const text = textAt(from);
    if (text === null || parts.some(({ call }) => view.valueOf(at.file, textIn(call)) !== text)) return 0;
    return parts.reduce((mask, { call, index }) => mask & stoppedIn(patternOf(view, read, at.file, call), index), ~0);
  };
}

/** Whether the place is of an object that the program writes itself. */
function isWritten({ program, nodeOf: find }: ProgramView, place: ValueId): boolean {
  const literal = program.literalOf(place);
  const at = literal === null ? null : program.nodeAt(literal);
  return literal === null || (at !== null && find(at.file, at.node)?.kind === 'object');
}

const longestWay = 8;

/** The value of the program that alone comes to the place, by way of what a call makes of it; null where more does, as where a list is added to. */
function textOf(program: ProgramView['program'], place: ValueId): ValueId | null {
  let value = place;
  for (let step = 0; step < longestWay; step += 1) {
    const [only, other] = program.into(value);
    if (only === undefined || other !== undefined) return null;
    if (program.nodeAt(only.from) !== null) return program.literalOf(value) === null ? only.from : null;
    value = only.from;
  }
  return null;
}

/** Null where the text may be part of anything else. */
function partsOf(view: ProgramView, file: number, node: FlowNode): readonly Part[] | null {
  if (node.kind === 'element') return matchesAt(view, file, nodeOf(node.object), null, 'match');
  if (node.kind !== 'load' || typeof node.property !== 'string') return null;
  if (/^\d{1,3}$/u.test(node.property)) return matchesAt(view, file, nodeOf(node.object), Number(node.property), 'match');
  const graph = view.graphOf(file);
  const origin = graph === null ? null : onlyOrigin(graph, nodeOf(node.object));
  const groups = origin === null ? null : view.nodeOf(file, origin);
  return groups?.kind === 'load' && groups.property === 'groups' ? matchesAt(view, file, nodeOf(groups.object), null, 'match') : null;
}

/** The matches that a value is, or (`all`) that are in it. What is written out beside them, as in `text.match(pattern) ?? []`, has places of its own. */
function matchesAt(view: ProgramView, file: number, id: NodeId, index: number | null, wanted: 'match' | 'all'): readonly Part[] | null {
  const graph = view.graphOf(file);
  const origins = graph === null ? null : originsOf(graph, id);
  if (origins === null) return null;
  const found: Part[] = [];
  for (const origin of origins) {
    const node = view.nodeOf(file, origin);
    const call = view.callOf(file, origin);
    if (node?.kind === 'constant' || node?.kind === 'object') continue;
    if (wanted === 'match' && node?.kind === 'element') {
      const all = matchesAt(view, file, nodeOf(node.object), index, 'all');
      if (all === null) return null;
      found.push(...all);
    } else if (call !== null && isMatch(call, wanted)) found.push({ call, index: call.method === 'match' ? null : index });
    else return null;
  }
  return found;
}

function isMatch(call: CallView, wanted: 'match' | 'all'): boolean {
  const { method, node } = call;
  if (isOwn(call) || node.receiver === null || node.arguments.length !== 1 || node.spread.length > 0) return false;
  return wanted === 'all' ? method === 'matchAll' : method === 'exec' || method === 'match';
}

/** The text that is matched. */
function textIn({ method, node }: CallView): NodeId {
  const use = method === 'exec' ? node.arguments[0] : node.receiver;
  return nodeOf(use ?? 0);
}

function patternOf(view: ProgramView, read: ReadPattern, file: number, { node, method }: CallView): PatternView | null {
  const use = method === 'exec' ? node.receiver : node.arguments[0];
  if (use === null || use === undefined) return null;
  const found = view.nodeOf(file, nodeOf(use));
  const pattern = found?.kind === 'pattern' ? found : view.program.patternOf(view.valueOf(file, nodeOf(use)));
  return pattern === null ? null : read(pattern.source, pattern.flags);
}

function stoppedBy(pattern: PatternView, index: number | null): ClassMask {
  const gives = (character: string): boolean => pattern.gives(index, character);
  let kills = classesWithout(gives).kills | bitOf('nosql');
  if (!gives('/') && !gives('\\')) kills |= paths;
  else if (!gives('.')) kills |= climbing;
  for (const { name, bit } of prototypeNames) if (!Array.from(name).every(gives)) kills |= bit;
  return kills;
}
