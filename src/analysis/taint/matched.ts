// What a match of a regular expression gives back holds no character that the pattern, or the group, does not let through.
import { nodeOf, type FlowNode, type NodeId } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import { classesWithout, prototypeNames } from './danger.ts';
import { bitOf, climbing, paths, type ClassMask } from './levels.ts';
import type { PatternView, ReadPattern } from './pattern-view.ts';
import { onlyOrigin, originsOf, type CallView, type ProgramView } from './program-view.ts';

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
  const untouched = new Map<ValueId, boolean>();
  const stops = new Map<PatternView, Map<number | null, ClassMask>>();
  const isUntouched = (place: ValueId): boolean => {
    const known = untouched.get(place) ?? holdsOneText(program, place);
    untouched.set(place, known);
    return known;
  };
  const stoppedIn = (pattern: PatternView, index: number | null): ClassMask => {
    const known = stops.get(pattern) ?? new Map<number | null, ClassMask>();
    stops.set(pattern, known);
    const stopped = known.get(index) ?? stoppedBy(pattern, index);
    known.set(index, stopped);
    return stopped;
  };
  const stoppedAt = (file: number, { call, index }: Part): ClassMask => {
    const pattern = patternOf(view, file, call);
    const found = pattern === null ? null : read(pattern.source, pattern.flags);
    if (pattern === null || found === null) return 0;
    // Of all matches each is whole.
    return stoppedIn(found, call.method === 'match' && pattern.flags.includes('g') ? 0 : index);
  };
  return ({ from, to }) => {
    const at = program.nodeAt(from) === null ? program.nodeAt(to) : null;
    const node = at === null ? null : view.nodeOf(at.file, at.node);
    const parts = at === null || node === null ? null : partsOf(view, at.file, node);
    if (at === null || parts === null || parts.length === 0) return 0;
    if (!isOfMatch(view, at.file, parts, from) || !isUntouched(from)) return 0;
    return parts.reduce((mask, part) => mask & stoppedAt(at.file, part), ~0);
  };
}

/** Whether the place is of what one of the calls made, or of what stands in that: its groups, or a match among all. */
function isOfMatch({ program, valueOf }: ProgramView, file: number, parts: readonly Part[], place: ValueId): boolean {
  const literal = program.literalOf(place);
  if (literal === null) return false;
  return program.nodeAt(literal) === null || parts.some(({ call }) => valueOf(file, call.id) === literal);
}

const longestWay = 8;

/** Whether one value of the program alone comes to the place: to a list that is added to, more do. */
function holdsOneText(program: ProgramView['program'], place: ValueId): boolean {
  let value = place;
  for (let step = 0; step < longestWay; step += 1) {
    const [only, other] = program.into(value);
    if (only === undefined || other !== undefined) return false;
    if (program.nodeAt(only.from) !== null) return true;
    value = only.from;
  }
  return false;
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
    } else if (call !== null && isMatch(call, wanted)) found.push({ call, index });
    else return null;
  }
  return found;
}

function isMatch({ method, node }: CallView, wanted: 'match' | 'all'): boolean {
  if (node.receiver === null || node.arguments.length !== 1 || node.spread.length > 0) return false;
  return wanted === 'all' ? method === 'matchAll' : method === 'exec' || method === 'match';
}

function patternOf(
  view: ProgramView,
  file: number,
  { node, method }: CallView,
): { readonly source: string; readonly flags: string } | null {
  const use = method === 'exec' ? node.receiver : node.arguments[0];
  if (use === null || use === undefined) return null;
  const found = view.nodeOf(file, nodeOf(use));
  return found?.kind === 'pattern' ? found : view.program.patternOf(view.valueOf(file, nodeOf(use)));
}

function stoppedBy(pattern: PatternView, index: number | null): ClassMask {
  const gives = (character: string): boolean => pattern.gives(index, character);
  let kills = classesWithout(gives).kills | bitOf('nosql');
  if (!gives('/') && !gives('\\')) kills |= paths;
  else if (!gives('.')) kills |= climbing;
  for (const { name, bit } of prototypeNames) if (!Array.from(name).every(gives)) kills |= bit;
  return kills;
}
