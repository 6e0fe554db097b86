// Finds the flows of a program: from every source at once, by the classes that are still dangerous where they arrive.
import { flowClasses, type FlowClass, type SinkModel } from '../models/model.ts';
import type { SinkUse, ValueFlow } from '../link/value-flow.ts';
import { confidenceOf, confidenceOfWay, rankOf, sourceGroups, type SinkTraits } from './confidence.ts';
import { chooseBest, type Arrival } from './choose.ts';
import { builtSinks, joinsInto, type BuiltSink } from './built-text.ts';
import { createConfigured } from './configured.ts';
import { createContentTypes } from './content-type.ts';
import { describeWay, failedGuardsOf } from './describe.ts';
import { toldStepOf, type Flow, type FlowAnswer, type FlowPlace, type FlowStep } from './flow.ts';
import { createGuards } from './guards.ts';
import { groupsOf } from './handed-back.ts';
import {
  prototypeBit,
  addressXss,
  attributeXss,
  bitOf,
  levelAfter,
  isBuilt,
  levelCount,
  wholeMaskOf,
  type ClassMask,
  type Transfer,
} from './levels.ts';
import { isInOwnFolder } from './own-folder.ts';
import { createPatternReader } from './pattern-view.ts';
import { lessOfMinified } from './minified.ts';
import { withPageAddresses } from './page-addresses.ts';
import { tellPieces } from './pieces.ts';
import { findPollution } from './pollution.ts';
import { functionAround, viewProgram, type ProgramView } from './program-view.ts';
import { askedForLabels, labelRelevance } from './prototype-labels.ts';
import { relevanceOf, type Asked } from './relevance.ts';
import { seedOf, seedsOf } from './seeds.ts';
import { isShownAsText } from './shown-text.ts';
import { askedAtMatches, findSlowMatches } from './slow-matches.ts';
import type { Cell, Tabulation } from './cells.ts';
import { tabulate } from './tabulation.ts';
import type { Way } from './trace.ts';
import { createTransfers } from './transfer.ts';
import { transferOf, type Verdict } from './verdict.ts';
import { doubtsOf } from './way-doubts.ts';

export interface FlowBounds {
  /** Steps of following values; of the whole program, and again for its prototypes. */
  readonly steps: number;
}

export interface FlowOptions {
  readonly bounds?: Partial<FlowBounds>;
}

/** Each value is passed a few times, more where it goes through many functions. */
const leastSteps = 4_000_000;
const stepsPerValue = 60;

/** All flows, one for each sink and class, in the order of files and places. The same program gives the same answer; bounded by counted steps. */
export function findFlows(program: ValueFlow, { bounds = {} }: FlowOptions = {}): FlowAnswer {
  const steps = bounds.steps ?? leastSteps + stepsPerValue * program.size;
  const view = viewProgram(program);
  const pattern = createPatternReader();
  const guards = createGuards(view, pattern);
  const built = builtSinks(view);
  const labelled = labelRelevance(program);
  const asked = [...askedAtSinks([...program.sinks, ...built]), ...askedAtMatches(program), ...askedForLabels(program, labelled)];
  const relevant = relevanceOf(program, asked, () => true);
  const transfers = createTransfers(view, guards, pattern, relevant);
  const seeds = withPageAddresses(view, transfers, seedsOf(view));
  const tabulation = tabulate(seeds, sourceGroups.length, { stepsFrom: transfers.stepsFrom, relevant }, steps, groupsOf(program));
  const isPlainResponse = createContentTypes(view);
  const isConfigured = createConfigured(view);
  const flowInto = (sink: SinkUse, built: BuiltSink | null): Flow | null => {
    const verdict = guards.judge(sink.factFile, sink.facts);
    const flowClass = sink.model.class;
    const { file, start, end } = sink;
    const stepsOf = (way: Way): readonly FlowStep[] =>
      describeWay(view, way, seedOf(way).what, [{ file, start, end, what: `goes into ${sink.model.what}` }]);
    const best = chooseBest(arrivalsAt(tabulation, sink, verdict, built), ({ confidence }, way) => {
      const { kind, isAddress } = seedOf(way);
      const isPurpose = kind === 'parameter' && flowClass === 'path' && isInOwnFolder({ view, tabulation, transfers }, way);
      const traits = { kind, isAddress, steps: stepsOf(way).length, doubts: doubtsOf(view, tabulation, way) };
      const rated = isPurpose ? null : confidenceOfWay(flowClass, confidence, traits);
      if (rated !== null && flowClass === 'path' && isConfigured(way, sink)) return 'low';
      return rated === null ? null : lessOfMinified(view, flowClass, way, sink, rated);
    });
    if (best === null || (flowClass === 'xss' && isPlainResponse(sink))) return null;
    const seed = seedOf(best.way);
    const isEntry = seed.kind === 'archive' && flowClass === 'path';
    const steps = stepsOf(best.way);
    const told = built !== null ? null : joinOf(view, best.way, sink, steps);
    return {
      class: isEntry ? 'archive' : flowClass,
      sinkWhat: sink.model.what,
      sourceKind: seed.kind,
      sourceWhat: seed.what,
      api: seed.api,
      steps,
      ...(told !== null && { told }),
      failedGuards: failedGuardsOf(transfers, best.way, best.arrival.bit, verdict.notes),
      confidence: best.confidence,
      slow: null,
    };
  };
  const told = program.sinks.flatMap((sink) => {
    const flow = flowInto(sink, null);
    return flow === null ? [] : [{ sink, flow }];
  });
  const flows = [...tellPieces(view, told)];
  const known = told.map(({ flow }) => flow);
  flows.push(...builtFlows(view, known, built, (sink) => flowInto(sink, sink)));
  flows.push(...findSlowMatches({ view, guards, transfers, tabulation }));
  const pollution = findPollution({ view, guards, transfers, tabulation, steps, labelled });
  flows.push(...pollution.flows);
  const isWhole = tabulation.isWhole && pollution.isWhole;
  return { flows: onePerPlace(flows), gaps: isWhole ? [] : ['following data took too many steps: flows may be missing'] };
}

/** The step in which the text was first put into HTML or SQL, if another function than the sink's did that: there it has to be escaped. */
function joinOf(view: ProgramView, { steps: edges }: Way, sink: SinkUse, steps: readonly FlowStep[]): number | null {
  const { program } = view;
  for (const { edge } of edges) {
    const [from, to] = [program.nodeAt(edge.from), program.nodeAt(edge.to)];
    const node = to === null ? null : view.nodeOf(to.file, to.node);
    const graph = to === null ? null : view.graphOf(to.file);
    if (from === null || to === null || node === null || graph === null || from.file !== to.file) continue;
    if (joinsInto(graph, node, from.node) !== sink.model.class) continue;
    if (sink.file === to.file && node.fn === functionAround(graph, sink.start)) return null;
    const index = steps.findIndex(({ file, start, end }) => file === to.file && start === node.start && end === node.end);
    return index < 0 ? null : index;
  }
  return null;
}

/** A package that puts together what its callers hand in in more functions than these is for that: a renderer, a query builder. */
const mostBuilders = 8;

/** One of a class in each function, where no flow into a known sink tells of the same text. */
function builtFlows(
  view: ProgramView,
  known: readonly Flow[],
  sinks: readonly BuiltSink[],
  follow: (sink: BuiltSink) => Flow | null,
): readonly Flow[] {
  const told = new Set(known.flatMap((flow) => flow.steps.map((step) => placeKey(flow.class, step))));
  const functions = new Set<string>();
  const flows = sinks.flatMap((sink) => {
    const flowClass = sink.model.class;
    const place = `${flowClass} ${String(sink.file)} in ${String(sink.fn)}`;
    if (functions.has(place) || told.has(placeKey(flowClass, sink))) return [];
    const flow = follow(sink);
    if (flow === null) return [];
    // What is but shown must not stand for what the function builds besides.
    if (flowClass === 'xss' && isShownAsText(view, sink.file, sink.node)) return [{ ...flow, confidence: 'low' as const }];
    functions.add(place);
    return [flow];
  });
  const isOf = (flowClass: FlowClass) => (flow: Flow) => flow.class === flowClass && flow.sourceKind === 'parameter';
  const isPurpose = (flowClass: FlowClass): boolean => flows.filter(isOf(flowClass)).length > mostBuilders;
  const builders = flowClasses.filter(isPurpose);
  return flows.filter((flow) => flow.sourceKind !== 'parameter' || !builders.includes(flow.class));
}

function placeKey(flowClass: string, { file, start, end }: FlowPlace): string {
  return `${flowClass} ${String(file)} ${String(start)} ${String(end)}`;
}

/** What the tests at the last use leave. */
function arrivalsAt(tabulation: Tabulation, sink: SinkUse, verdict: Verdict, built: BuiltSink | null): readonly Arrival[] {
  const { class: flowClass, plain, whole, outside } = sink.model;
  const { guessed, inTest = false, isFunction = false, isUndefined = false } = sink;
  const traits = { plain, whole, outside, guessed, built: built !== null, inTest, isFunction, isUndefined };
  const inAttribute = built?.inAttribute ?? null;
  const arrivals: Arrival[] = [];
  const transfer = transferOf(verdict);
  for (const cell of tabulation.cellsAt(sink.value)) {
    for (const [group] of sourceGroups.entries()) {
      arrivals.push(...arrivalsOf(tabulation, cell, group, sunkMask(sink.model), transfer, flowClass, traits, inAttribute));
    }
  }
  return arrivals;
}

function askedAtSinks(sinks: readonly SinkUse[]): readonly Asked[] {
  return sinks.map(({ value, model }) => ({ value, mask: sunkMask(model) }));
}

/** Of markup an address is asked only how it begins, and all else never. */
function sunkMask({ class: flowClass, address }: SinkModel): ClassMask {
  // A library's own checks of the other names are its own matter.
  if (flowClass === 'prototype') return prototypeBit;
  if (flowClass !== 'xss') return wholeMaskOf(flowClass);
  return address ? addressXss : bitOf('xss') | attributeXss;
}

function arrivalsOf(
  tabulation: Tabulation,
  cell: Cell,
  group: number,
  mask: ClassMask,
  transfer: Transfer,
  flowClass: FlowClass,
  sink: SinkTraits,
  inAttribute: boolean | null,
): readonly Arrival[] {
  const state = tabulation.stateOf(cell, group);
  const name = sourceGroups[group];
  const arrivals: Arrival[] = [];
  for (let level = 0; level < levelCount; level += 1) {
    for (let rest = (state[level] ?? 0) & mask; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      const after = levelAfter(transfer, bit, level);
      // What cannot open a tag does harm only where it stands in one.
      if (bit === attributeXss && !(inAttribute ?? isBuilt(after))) continue;
      const told = after === -1 || name === undefined ? null : confidenceOf(flowClass, name, after, sink);
      const confidence = told !== null && bit === attributeXss ? 'low' : told;
      if (confidence !== null) arrivals.push({ cell, group, bit, level, confidence });
    }
  }
  return arrivals;
}

/** Of the flows that are told at one place and end at one place, the surest. */
function onePerPlace(flows: readonly Flow[]): readonly Flow[] {
  const best = new Map<string, Flow>();
  for (const flow of flows) {
    const [place, use] = [toldStepOf(flow), flow.steps.at(-1)];
    if (place === undefined || use === undefined) continue;
    // Each use of what is put together elsewhere is a fault of its own: a new one must not hide behind a known one.
    const key = `${placeKey(flow.slow === null ? flow.class : 'slow', place)} ${placeKey('into', use)}`;
    const before = best.get(key);
    if (before === undefined || isBetter(flow, before)) best.set(key, flow);
  }
  return [...best.values()].sort(inOrder);
}

function isBetter(flow: Flow, other: Flow): boolean {
  const more = rankOf(flow.confidence) - rankOf(other.confidence);
  return more > 0 || (more === 0 && flow.steps.length < other.steps.length);
}

function inOrder(a: Flow, b: Flow): number {
  const byPlace = inOrderOfPlace(toldStepOf(a), toldStepOf(b));
  return byPlace || flowClasses.indexOf(a.class) - flowClasses.indexOf(b.class) || inOrderOfPlace(a.steps.at(-1), b.steps.at(-1));
}

function inOrderOfPlace(one: FlowPlace | undefined, other: FlowPlace | undefined): number {
  return one === undefined || other === undefined ? 0 : one.file - other.file || one.start - other.start || one.end - other.end;
}
