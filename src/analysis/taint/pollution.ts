// Prototype pollution, in two steps: a name from outside reads what may be a prototype, and then another writes to it.
import type { ComputedLoad, ComputedStore, ValueId } from '../link/value-flow.ts';
import { nodeOf, type FlowNode, type NodeId } from '../program/file-graph.ts';
import { chooseBest, type Arrival } from './choose.ts';
import { confidenceOf, confidenceOfWay, sourceGroups } from './confidence.ts';
import { describeWay, failedGuardsOf, placeOfValue } from './describe.ts';
import type { Flow, FlowStep } from './flow.ts';
import type { Base } from './judging.ts';
import type { Guards } from './guards.ts';
import {
  constructorName,
  doubt,
  isEmpty,
  joinLevels,
  levelAfter,
  levelCount,
  names,
  noLevels,
  prototypeBit,
  prototypeName,
  type ClassMask,
  type Level,
  type Transfer,
} from './levels.ts';
import type { ProgramView } from './program-view.ts';
import { seedOf } from './seeds.ts';
import { tabulate, type Seed, type Step, type Tabulation } from './tabulation.ts';
import { tellWrites } from './told-writes.ts';
import type { Way } from './trace.ts';
import { doubtsOf, takesKeysOfText } from './way-doubts.ts';
import { leavesFunction, type Transfers } from './transfer.ts';
import { transferOf, type Verdict } from './verdict.ts';
import type { FactId } from '../program/file-graph.ts';

interface Pollution {
  readonly view: ProgramView;
  readonly guards: Guards;
  readonly transfers: Transfers;
  /** What names from outside reach. */
  readonly tabulation: Tabulation;
  readonly steps: number;
}

/** A computed read whose name an attacker chooses. */
interface LabelSeed extends Seed {
  readonly load: ComputedLoad;
}

const sinkWhat = 'property of an object that may be a prototype';

export function findPollution(context: Pollution): { readonly flows: readonly Flow[]; readonly isWhole: boolean } {
  const { view, steps } = context;
  const { program } = view;
  const seeds = program.computedLoads.flatMap((load) => labelSeeds(context, load));
  if (seeds.length === 0 || freezesPrototype(view)) return { flows: [], isWhole: true };
  const stepsFrom = labelSteps(view);
  let labels = tabulate(seeds, sourceGroups.length, stepsFrom, steps);
  const second = program.computedLoads.flatMap((load) => secondSeeds(context, labels, load));
  if (second.length > 0) labels = tabulate([...seeds, ...second], sourceGroups.length, stepsFrom, steps);
  const writes = program.computedStores.flatMap((store) => {
    const flow = store.harmless ? null : flowAt(context, labels, store);
    return flow === null ? [] : [{ store, flow }];
  });
  return { flows: tellWrites(view, writes), isWhole: labels.isWhole };
}

function verdictOf({ view, guards }: Pollution, file: number, facts: readonly FactId[], base: ValueId): Verdict {
  const at = view.program.nodeAt(base);
  const own: Base | null = at?.file === file ? { node: at.node } : null;
  return guards.judge(file, facts, own);
}

/** Of each group and level the first way found: the shortest. */
type Reaching = Omit<Arrival, 'confidence'> & { readonly after: Level };

function reachings(tabulation: Tabulation, value: ValueId, transfer: Transfer, bit: ClassMask): readonly Reaching[] {
  const found = new Map<number, Reaching>();
  for (const cell of tabulation.cellsAt(value)) {
    for (const [group] of sourceGroups.entries()) {
      const state = tabulation.stateOf(cell, group);
      for (let level = 0; level < levelCount; level += 1) {
        const after = ((state[level] ?? 0) & bit) === 0 ? -1 : levelAfter(transfer, bit, level);
        const key = group * levelCount + after;
        if (after !== -1 && !found.has(key)) found.set(key, { cell, group, bit, level, after });
      }
    }
  }
  return [...found.values()];
}

/** What `__proto__` reads is a prototype, what `constructor` reads may have one: labels by the bits of the names. */
function labelSeeds(context: Pollution, load: ComputedLoad): readonly LabelSeed[] {
  if (load.harmless) return [];
  const transfer = transferOf(verdictOf(context, load.file, load.keyFacts, load.base));
  const direct = reachings(context.tabulation, load.key, transfer, prototypeBit);
  const indirect = reachings(context.tabulation, load.key, transfer, constructorName);
  return sourceGroups.flatMap((_, group) => {
    const levels = noLevels();
    for (const { group: own, after } of direct) if (own === group) levels[after] = prototypeBit;
    if (isEmpty(levels)) for (const { group: own, after } of indirect) if (own === group) levels[after] = constructorName;
    return isEmpty(levels) ? [] : [{ group, value: load.result, levels, load }];
  });
}

/** `prototype` of what may be a constructor; told at low confidence, as few checks of names are written for that. */
function secondSeeds(context: Pollution, labels: Tabulation, load: ComputedLoad): readonly LabelSeed[] {
  const bases = reachings(labels, load.base, labelPasses, constructorName);
  if (load.harmless || bases.length === 0) return [];
  const transfer = transferOf(verdictOf(context, load.file, load.keyFacts, load.base));
  return reachings(context.tabulation, load.key, transfer, prototypeName).map(({ group, after }) => {
    const levels = noLevels();
    levels[joinLevels(after, doubt.weak << 1)] = prototypeBit;
    return { group, value: load.result, levels, load };
  });
}

const labelBits = prototypeBit | constructorName;
const labelPasses: Transfer = { keep: labelBits, promote: 0, guessed: 0, weak: 0 };
const labelGuessed: Transfer = { ...labelPasses, guessed: labelBits };
const labelWeak: Transfer = { ...labelPasses, weak: labelBits };

/** The object itself goes on, no part of it. What was kept in the heap in between may be another object just as well. */
function labelSteps(view: ProgramView): (value: ValueId) => readonly Step[] {
  const { program } = view;
  const known = new Map<ValueId, readonly Step[]>();
  const places = new Map<ValueId, boolean>();
  const isKept = (value: ValueId): boolean => {
    const before = places.get(value) ?? isPlace(view, value);
    places.set(value, before);
    return before;
  };
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const steps = program.outOf(value).flatMap((edge): readonly Step[] => {
      if (edge.kind !== 'same' && edge.kind !== 'call' && edge.kind !== 'return') return [];
      const transfer = isKept(edge.to) ? labelWeak : edge.guessed ? labelGuessed : labelPasses;
      return [{ edge, transfer, leaves: leavesFunction(program, edge) }];
    });
    known.set(value, steps);
    return steps;
  };
}

/** A place in the heap; what hands values to a callback and back stands there as well, and so do `arguments`, but these are none. */
function isPlace(view: ProgramView, value: ValueId): boolean {
  const { program } = view;
  if (program.nodeAt(value) !== null) return false;
  return (
    !program.outOf(value).some(({ kind, to }) => kind === 'call' || readsArguments(view, to)) &&
    !program.into(value).some(({ kind }) => kind === 'return')
  );
}

function readsArguments(view: ProgramView, value: ValueId): boolean {
  const at = view.program.nodeAt(value);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  return at !== null && node?.kind === 'load' && view.nodeOf(at.file, nodeOf(node.object))?.kind === 'arguments';
}

function flowAt(context: Pollution, labels: Tabulation, store: ComputedStore): Flow | null {
  const bases = reachings(labels, store.base, labelPasses, prototypeBit);
  if (bases.length === 0 || isNoPrototype(context.view, store)) return null;
  const verdict = verdictOf(context, store.file, store.keyFacts, store.base);
  const transfer = transferOf(verdict);
  const arrivals = [prototypeBit, constructorName, prototypeName].flatMap((bit) => reachings(context.tabulation, store.key, transfer, bit));
  return tell(context, bases, arrivals, store, verdict, 'none');
}

function tell(
  { view, transfers }: Pollution,
  bases: readonly Reaching[],
  arrivals: readonly Reaching[],
  { file, start, end }: { readonly file: number; readonly start: number; readonly end: number },
  verdict: Verdict,
  more: keyof typeof doubt,
): Flow | null {
  const rated = arrivals.flatMap((arrival) =>
    bases.flatMap((base): (Arrival & { readonly base: Reaching })[] => {
      const group = sourceGroups[arrival.group];
      // The less sure of the two sources decides.
      const other = sourceGroups[base.group];
      if (group === undefined || other === undefined) return [];
      const level = joinLevels(joinLevels(arrival.after, base.level), doubt[more] << 1);
      const confidence = confidenceOf('prototype', base.group > arrival.group ? other : group, level, {
        plain: false,
        outside: false,
        guessed: false,
        built: false,
      });
      // Computed writes are everywhere: one that is doubtful is not worth a reader's time.
      return confidence === null || confidence === 'low' ? [] : [{ ...arrival, confidence, base }];
    }),
  );
  const baseOf = (arrival: Arrival): Reaching | undefined =>
    rated.find((each) => each.cell === arrival.cell && each.confidence === arrival.confidence)?.base;
  const stepsOf = (arrival: Arrival, way: Way): readonly FlowStep[] => {
    const base = baseOf(arrival);
    const label = base === undefined ? null : chooseBest([{ ...base, confidence: 'low' }]);
    const read = label === null ? null : placeOfValue(view, label.way.seed.value);
    const reading: readonly FlowStep[] = read === null ? [] : [{ ...read, what: 'names the object that is read and written to' }];
    return describeWay(view, way, seedOf(way).what, [...reading, { file, start, end, what: `goes into ${sinkWhat}` }]);
  };
  const best = chooseBest(rated, (arrival, way) => {
    const traits = { kind: seedOf(way).kind, steps: stepsOf(arrival, way).length, doubts: doubtsOf(view, way) };
    return takesKeysOfText(view, way) ? null : confidenceOfWay('prototype', arrival.confidence, traits);
  });
  if (best === null) return null;
  const seed = seedOf(best.way);
  return {
    class: 'prototype',
    sinkWhat,
    sourceKind: seed.kind,
    sourceWhat: seed.what,
    api: seed.api,
    steps: stepsOf(best.arrival, best.way),
    failedGuards: failedGuardsOf(transfers, best.way, names, verdict.notes),
    confidence: best.confidence,
    slow: null,
  };
}

/** `if (base === Object.prototype) return` before it. */
function isNoPrototype(view: ProgramView, { file, baseFacts }: ComputedStore): boolean {
  const graph = view.graphOf(file);
  return baseFacts.some((id) => {
    const fact = graph?.facts[id];
    return fact !== undefined && !fact.holds && fact.test.kind === 'equals' && isObjectPrototype(graph?.nodes ?? [], fact.test.other);
  });
}

function isObjectPrototype(nodes: readonly FlowNode[], id: NodeId): boolean {
  const node = nodes[id];
  if (node?.kind !== 'load' || node.property !== 'prototype') return false;
  const object = nodes[nodeOf(node.object)];
  return object?.kind === 'global' && object.name === 'Object';
}

/** `Object.freeze(Object.prototype)` anywhere in the program. */
function freezesPrototype(view: ProgramView): boolean {
  for (const [file, { graph }] of view.program.files.entries()) {
    for (const [id, node] of graph.nodes.entries()) {
      if (node.kind !== 'call') continue;
      const [first] = node.arguments;
      if (first === undefined || !isObjectPrototype(graph.nodes, nodeOf(first))) continue;
      const method = view.callOf(file, id)?.method;
      if (method === 'freeze') return true;
    }
  }
  return false;
}
