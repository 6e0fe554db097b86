// What an edge of the program does to what goes along it: sanitizers, tests, constant text before it, and what some calls are known to leave.
import { nodeOf, type FlowNode, type NodeId, type Property } from '../program/file-graph.ts';
import type { Edge, ValueFlow, ValueId } from '../link/value-flow.ts';
import { elementFacts } from './element-facts.ts';
import type { Guards } from './guards.ts';
import type { SanitizerModel } from '../models/model.ts';
import {
  absolute,
  addressXss,
  bitOf,
  climbing,
  everything,
  killsOfLength,
  maskOf,
  names,
  passes,
  paths,
  prototypeBit,
  type ClassMask,
  type Transfer,
} from './levels.ts';
import { createMatchedStops } from './matched.ts';
import { createPathParts } from './path-parts.ts';
import type { ReadPattern } from './pattern-view.ts';
import { isOwn, originsOf, pathFunctionOf, type CallView, type ProgramView } from './program-view.ts';
import type { Relevance } from './relevance.ts';
import { createHeaderReads } from './request-headers.ts';
import { judgeReplacing } from './replacing.ts';
import { createSchemas } from './schemas.ts';
import type { Step } from './cells.ts';
import { createReadBehind } from './read-behind.ts';
import { textMethods } from './text-methods.ts';
import { judgeBefore, judgeRooted, textBefore } from './text-before.ts';
import type { Note } from './verdict.ts';

export interface Transfers {
  /** The edges that hand something on, and to where anything is asked for. */
  readonly stepsFrom: (value: ValueId) => readonly Step[];
  /** Why what stands at the edge does not stop the classes. */
  readonly notesAt: (edge: Edge) => readonly Note[];
}

interface Change {
  kills: ClassMask;
  promote: ClassMask;
  guessed: ClassMask;
  weak: ClassMask;
  readonly notes: Note[];
}

/** Judges each edge once. */
export function createTransfers(view: ProgramView, guards: Guards, pattern: ReadPattern, relevant: Relevance): Transfers {
  const { program } = view;
  const known = new Map<ValueId, readonly Step[]>();
  const schemas = createSchemas(view, pattern);
  const matchedStops = createMatchedStops(view, pattern);
  const doubtedOfHeader = createHeaderReads(view);
  const { readBehind, isSplitLater, isCutAtDots } = createReadBehind(view);
  const stoppedAsPart = createPathParts(view);
  const judge = (edge: Edge): Change => {
    const change: Change = {
      kills: 0,
      promote: edge.kind === 'built' ? everything : 0,
      guessed: edge.guessed ? everything : 0,
      weak: 0,
      notes: [],
    };
    // What an object is merged into is seldom a constructor: of its keys only `__proto__` counts.
    const isName = program.holdsNames(edge.from);
    if (edge.kind === 'key' || isName) change.kills |= names & ~prototypeBit;
    // What was written as `__proto__` is no property; as a part of a name it is.
    if (isName && !isSplitLater(edge.to)) change.kills |= names;
    for (const sanitizer of edge.sanitizers) change.kills |= stoppedBy(sanitizer);
    const own = { file: edge.factFile, facts: edge.facts, spared: 0, isPath: false };
    for (const { file, facts, spared, isPath } of [own, ...elementFacts(view, edge)]) {
      if (isPath) {
        if (guards.isNone(file, facts, '..')) change.kills |= climbing & ~readBehind(edge);
        continue;
      }
      const verdict = guards.judge(file, facts);
      const passing = verdict.kills & ~verdict.lasting;
      change.kills |= verdict.kills & ~spared & ~(passing === 0 ? 0 : passing & readBehind(edge));
      if (verdict.dotted !== 0 && isCutAtDots(edge)) change.kills |= verdict.dotted & ~spared;
      change.weak |= verdict.weak & ~spared;
      change.notes.push(...verdict.notes);
    }
    change.kills |= matchedStops(edge);
    change.weak |= doubtedOfHeader(edge);
    if (edge.kind !== 'call' && edge.kind !== 'return') {
      changeAtNode(view, pattern, edge, change);
      change.kills |= schemas.stoppedAt(edge);
      const { kills, weak } = stoppedAsPart(edge);
      change.kills |= kills;
      change.weak |= weak;
    }
    return change;
  };
  return {
    stepsFrom: (value) => {
      const before = known.get(value);
      if (before !== undefined) return before;
      const steps = program.outOf(value).flatMap((edge) => {
        if (relevant(edge.to) === 0) return [];
        const transfer = transferOf(judge(edge));
        return transfer === null ? [] : [{ edge, transfer, leaves: leavesFunction(program, edge) }];
      });
      known.set(value, steps);
      return steps;
    },
    notesAt: (edge) => judge(edge).notes,
  };
}

function stoppedBy({ classes, address }: SanitizerModel): ClassMask {
  return classes === null || address ? maskOf(classes) : maskOf(classes) & ~addressXss;
}

/** Into another function or the heap, but by no call or return. */
export function leavesFunction(program: ValueFlow, { kind, from, to }: Edge): boolean {
  if (kind === 'call' || kind === 'return') return false;
  const source = program.functionOf(from);
  return source === null || source !== program.functionOf(to);
}

function transferOf({ kills, promote, guessed, weak }: Change): Transfer | null {
  const keep = everything & ~kills;
  if (keep === 0) return null;
  if (keep === everything && promote === 0 && guessed === 0 && weak === 0) return passes;
  return { keep, promote, guessed: guessed & keep, weak: weak & keep };
}

const fewElements = 10;

/** How long at most what the call cuts out of its receiver can be: `text.slice(0, 200)`. */
function longestCut(view: ProgramView, file: number, { node, method }: CallView): number {
  if (method === 'charAt' || method === 'at') return 2;
  if (method !== 'slice' && method !== 'substring' && method !== 'substr') return Infinity;
  if (node.spread.length > 0) return Infinity;
  const [first, second] = node.arguments.slice(0, 2).map((use) => view.constantOf(file, nodeOf(use)));
  const isOpen = typeof second !== 'number';
  if (method === 'substr') return isOpen ? Infinity : Math.max(0, second);
  if (method === 'slice' && isOpen && node.arguments.length === 1)
    return typeof first === 'number' && first <= -fewElements ? -first : Infinity;
  if (isOpen || typeof first !== 'number') return Infinity;
  if (method === 'substring') return Math.abs(second - first);
  const cut = first >= 0 === second >= 0 ? Math.max(0, second - first) : Infinity;
  // Of so few it is rather the elements of an array.
  return cut < fewElements ? Infinity : cut;
}

function changeAtNode(view: ProgramView, pattern: ReadPattern, edge: Edge, change: Change): void {
  const to = view.program.nodeAt(edge.to);
  const from = view.program.nodeAt(edge.from);
  if (to !== null) changeAtTextMethod(view, to.file, to.node, change);
  const node = to === null ? null : view.nodeOf(to.file, to.node);
  if (node?.kind === 'scalar' || (node?.kind === 'load' && isLength(node.property))) change.kills = everything;
  else if (to !== null && from === null && node?.kind === 'concat') changeAtList(view, to.file, node, change);
  else if (to === null || from?.file !== to.file) return;
  else if (node?.kind === 'concat') changeAtText(view, to.file, node, from.node, edge, change);
  else if (node?.kind === 'call') changeAtCall(view, pattern, to.file, to.node, from.node, change);
}

/** `process.cwd()`, also beside the option that stands for it: `options.cwd ?? process.cwd()`. By its name alone a property may be any folder. */
function isStart(view: ProgramView, file: number, id: NodeId): boolean {
  const graph = view.graphOf(file);
  const origins = graph === null ? null : originsOf(graph, id);
  if (origins === null) return false;
  const others = origins.filter((origin) => !isStartAt(view, file, origin));
  return others.length < origins.length && others.every((origin) => isOptionForStart(view, file, origin));
}

function isStartAt(view: ProgramView, file: number, id: NodeId): boolean {
  const call = view.callOf(file, id);
  return call?.method === 'cwd' && call.node.arguments.length === 0 && !isOwn(call);
}

function isOptionForStart(view: ProgramView, file: number, id: NodeId): boolean {
  const node = view.nodeOf(file, id);
  return node?.kind === 'load' && node.property === 'cwd';
}

/** Lengths are numbers: what may write such a property of another object is not counted. */
function isLength(property: Property): boolean {
  return property === 'length' || property === 'size' || property === 'byteLength';
}

function changeAtTextMethod(view: ProgramView, file: number, id: NodeId, change: Change): void {
  const call = view.callOf(file, id);
  if (call === null || !textMethods.has(call.method)) return;
  if (call.node.receiver !== null && !isOwn(call)) change.kills |= bitOf('nosql');
}

function changeAtText(view: ProgramView, file: number, node: FlowNode, operand: NodeId, edge: Edge, change: Change): void {
  const before = textBefore(view, file, node, operand) ?? edge.prefix ?? '\0';
  const { kills, guessed } = judgeBefore(before);
  if (before === '') change.promote &= ~paths;
  // Text is no operator of a query.
  change.kills |= kills | bitOf('nosql');
  change.guessed |= guessed;
}

/** Elements of a list that an operand may be, no matter which: what stands before all that may be one stands before them. */
function changeAtList(view: ProgramView, file: number, node: Extract<FlowNode, { kind: 'concat' }>, change: Change): void {
  const operands = node.operands.map(nodeOf).filter((operand) => view.nodeOf(file, operand)?.kind !== 'constant');
  const found = operands.map((operand) => judgeBefore(textBefore(view, file, node, operand) ?? ''));
  change.kills |= found.reduce((all, { kills }) => all & kills, found.length === 0 ? 0 : everything) | bitOf('nosql');
}

function changeAtCall(view: ProgramView, pattern: ReadPattern, file: number, id: NodeId, from: NodeId, change: Change): void {
  const call = view.callOf(file, id);
  if (call === null) return;
  const { node } = call;
  const made = pathFunctionOf(call);
  const first = node.arguments[0];
  const isFirst = first === undefined || nodeOf(first) === from || node.spread.includes(0);
  // From where the program was started every path is resolved anyway.
  const isAlone =
    isFirst ||
    (made === 'resolve' && node.arguments[1] !== undefined && nodeOf(node.arguments[1]) === from && isStart(view, file, nodeOf(first)));
  // Whatever is added to it, a path that comes first is still that path handed through.
  if (made === 'join' || made === 'resolve') change.promote = isAlone ? change.promote & ~paths : change.promote | paths;
  if (made === 'join' && !isFirst) {
    const root = judgeRooted(view.constantOf(file, nodeOf(first)));
    change.kills |= root.kills === 0 ? absolute : root.kills;
  } else if (made === 'resolve' && !isFirst) {
    change.kills |= judgeRooted(view.constantOf(file, nodeOf(first))).kills;
  } else if (made === 'normalize') {
    const text = view.nodeOf(file, from);
    const first = text?.kind === 'concat' ? text.operands[0] : undefined;
    const constant = first === undefined ? undefined : view.constantOf(file, nodeOf(first));
    change.kills |= judgeRooted(constant).kills;
  } else if (node.receiver !== null && nodeOf(node.receiver) === from) {
    change.kills |= killsOfLength(longestCut(view, file, call));
    const { kills, weak, notes } = judgeReplacing(view, pattern, file, call);
    change.kills |= kills;
    change.weak |= weak;
    change.notes.push(...notes);
  }
}
