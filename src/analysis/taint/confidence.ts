// How sure a flow is, from what was proved: where it starts, whether text was built up, and how much on the way was guessed.
import type { FlowClass, SourceKind } from '../models/model.ts';
import { doubtOf, doubt, isBuilt, type Doubt, type Level } from './levels.ts';

/** Sources of a group are alike in all that decides confidence. What callers hand in is a group of its own as long as it is where they handed it in. */
export const sourceGroups = ['strong', 'parameter', 'parameter', 'weak'] as const;
export type SourceGroup = (typeof sourceGroups)[number];
export const handedGroup = sourceGroups.indexOf('parameter');
export const parameterGroup = sourceGroups.lastIndexOf('parameter');

/** Who runs the program is rarely who attacks it: its arguments, environment and files are told with less. */
export function groupOf(kind: SourceKind): SourceGroup {
  if (kind === 'parameter') return 'parameter';
  return kind === 'arguments' || kind === 'environment' || kind === 'file' ? 'weak' : 'strong';
}

/** From parameters told at medium; the others depend too much on what callers hand in. */
const parameterClasses: ReadonlySet<FlowClass> = new Set(['command', 'code', 'path', 'archive', 'sql', 'prototype', 'xss', 'template']);
/** From parameters told at medium only where the value became part of a longer text. */
const builtClasses: ReadonlySet<FlowClass> = new Set(['sql', 'xss', 'template']);
/** Whoever hands a library an address wants to go there: told from parameters only where it became part of one. */
const addressClasses: ReadonlySet<FlowClass> = new Set(['request', 'redirect']);
/** Not told from a program's own arguments, environment and files. */
const outsideClasses: ReadonlySet<FlowClass> = new Set(['xss', 'redirect', 'header', 'log', 'nosql', 'pattern', 'request', 'prototype']);

/** Paths from a program's own arguments, environment and listings of folders are where it is meant to work. */
const folderClasses: ReadonlySet<FlowClass> = new Set(['path', 'archive']);

/** To read the file, to ask the host or to make the pattern that a caller names is what many functions are for: told only where it is sure that more is done. */
const purposeClasses: ReadonlySet<FlowClass> = new Set(['path', 'archive', 'request', 'pattern']);

export type Confidence = 'high' | 'medium' | 'low';
/** From the least sure on. */
export const ranks = ['low', 'medium', 'high'] as const;

export function rankOf(confidence: Confidence): number {
  return ranks.indexOf(confidence);
}

/** What of a sink decides confidence. */
export interface SinkTraits {
  readonly plain: boolean;
  readonly outside: boolean;
  readonly guessed: boolean;
  /** The text that is built is all there is: nothing tells what becomes of it. */
  readonly built: boolean;
  /** What arrives is one name: nothing around it makes it more dangerous. */
  readonly whole?: boolean;
  /** In a test, which no user of the package calls; if at all, it is loaded by a name that is not known. */
  readonly inTest?: boolean;
  /** The program puts functions here. */
  readonly isFunction?: boolean;
  /** It is called on what nothing in the program defines: so this code does not run as it stands. */
  readonly isUndefined?: boolean;
}

/** Null where such a flow is not told. */
export function confidenceOf(flowClass: FlowClass, group: SourceGroup, level: Level, sink: SinkTraits): Confidence | null {
  if (group === 'weak' && outsideClasses.has(flowClass)) return null;
  if (group === 'weak' && folderClasses.has(flowClass)) return null;
  if (sink.outside && group !== 'strong') return null;
  if (sink.inTest === true && group === 'parameter') return null;
  const found = doubtOf(level);
  if (sink.built && group !== 'strong' && (group !== 'parameter' || found !== doubt.none)) return null;
  if (found === doubt.weak) return 'low';
  const isPlain = sink.plain && (sink.whole === true || !isBuilt(level));
  if (group === 'parameter' && !isToldOfCallers(flowClass, found, isPlain, isBuilt(level), sink)) return null;
  const base = group === 'parameter' ? parameterRank(flowClass, level, isPlain) : group === 'weak' ? (isPlain ? 0 : 1) : 2;
  if (sink.built && found === doubt.guessed) return 'low';
  const isGuessed = found === doubt.guessed || sink.guessed;
  const rank = sink.isFunction === true || sink.isUndefined === true ? 'low' : (ranks[isGuessed ? Math.max(0, base - 1) : base] ?? 'low');
  return isPurpose(flowClass, group, rank) ? null : rank;
}

function isPurpose(flowClass: FlowClass, group: SourceGroup, rank: Confidence): boolean {
  return rank === 'low' && group === 'parameter' && purposeClasses.has(flowClass);
}

/** Steps of a way beyond which it is one rank less sure, and two. */
const longWays = [8, 11] as const;

/** What of a way says that a run hardly takes it. */
export interface WayDoubts {
  /** By how many ranks it is less sure for what may be another property, object or function than the one that was meant. */
  readonly ranks: number;
  /** What was kept under a name is read under one that is not known. */
  readonly isMixed: boolean;
  /** What was kept under one name comes out under another, though nothing on the way gave it that. */
  readonly isRenamed: boolean;
}

/** What of a way decides how much it proves. */
export interface WayTraits {
  readonly kind: SourceKind;
  /** It begins with an address of the page, whose beginning nobody else chooses. */
  readonly isAddress?: boolean;
  readonly steps: number;
  readonly doubts: WayDoubts;
}

/**
 * Every step through an object or a variable that others write to as well may be one that no run takes: a long way proves less than a short one.
 * Null where such a flow is not told.
 */
export function confidenceOfWay(
  flowClass: FlowClass,
  confidence: Confidence,
  { kind, isAddress = false, steps, doubts }: WayTraits,
): Confidence | null {
  if (flowClass === 'prototype' && isAnotherName(kind, doubts)) return null;
  // Where something was guessed as well.
  if (flowClass === 'prototype' && kind !== 'parameter' && confidence !== 'high' && steps > longWays[1]) return null;
  // What opens files has no page, but where one file is for both, as what compilers make of other languages: that asks where it lies itself.
  if (isOwnAffair(flowClass, kind) || (isAddress && flowClass === 'path')) return 'low';
  const lower = longWays.filter((long) => steps > long).length + doubts.ranks;
  // Below medium a write to a prototype is not told at all, and merges that call themselves have long ways.
  const least = flowClass === 'prototype' ? rankOf('medium') : 0;
  const before = rankOf(confidence);
  const rank = doubts.isRenamed ? 'low' : (ranks[Math.min(before, Math.max(least, before - lower))] ?? 'low');
  return isPurpose(flowClass, groupOf(kind), rank) ? null : rank;
}

/** Where what arrives as a name may as well be another text. What callers hand in is told of with less anyway, and libraries that merge it move it about. */
function isAnotherName(kind: SourceKind, { isMixed, isRenamed, ranks: lower }: WayDoubts): boolean {
  return isRenamed || lower > 1 || (isMixed && kind !== 'parameter');
}

/**
 * Whoever sets the variables of a process runs in it what he likes, and a page's own address sends no more than the browser of whoever opens it: in a
 * network that is his. Files of code and of templates are there to be loaded.
 */
function isOwnAffair(flowClass: FlowClass, kind: SourceKind): boolean {
  if (kind === 'browser') return flowClass === 'request';
  return kind === 'environment' || (kind === 'file' && (flowClass === 'code' || flowClass === 'template'));
}

/** What callers hand in is told of where it can hardly be what such a function is for. */
function isToldOfCallers(flowClass: FlowClass, found: Doubt, isPlain: boolean, built: boolean, { guessed }: SinkTraits): boolean {
  if (addressClasses.has(flowClass)) return built && found === doubt.none;
  return !(guessed && isPlain && builtClasses.has(flowClass));
}

function parameterRank(flowClass: FlowClass, level: Level, isPlain: boolean): number {
  if (!parameterClasses.has(flowClass) || isPlain) return 0;
  return builtClasses.has(flowClass) && !isBuilt(level) ? 0 : 1;
}
