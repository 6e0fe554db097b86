// Prototype pollution, in two steps: a name from outside reads what may be a prototype, and then another writes to it.
import type { ComputedStore } from '../link/value-flow.ts';
import { nodeOf, type FlowNode, type NodeId } from '../program/file-graph.ts';
import { chooseBest, type Arrival } from './choose.ts';
import { confidenceOf, confidenceOfWay, sourceGroups } from './confidence.ts';
import { describeWay, failedGuardsOf, placeOfValue } from './describe.ts';
import type { Flow, FlowStep } from './flow.ts';
import { constructorName, doubt, joinLevels, names, prototypeBit, prototypeName } from './levels.ts';
import type { ProgramView } from './program-view.ts';
import { labelPasses, labelsOf, reachings, verdictOf, type Labelling, type Reaching } from './prototype-labels.ts';
import { seedOf } from './seeds.ts';
import type { Tabulation } from './cells.ts';
import { tellWrites } from './told-writes.ts';
import type { Way } from './trace.ts';
import { doubtsOf, takesKeysOfText } from './way-doubts.ts';
import type { Transfers } from './transfer.ts';
import { transferOf, type Verdict } from './verdict.ts';

interface Pollution extends Labelling {
  readonly transfers: Transfers;
}

const sinkWhat = 'property of an object that may be a prototype';

export function findPollution(context: Pollution): { readonly flows: readonly Flow[]; readonly isWhole: boolean } {
  const { view } = context;
  const labels = freezesPrototype(view) ? null : labelsOf(context);
  if (labels === null) return { flows: [], isWhole: true };
  const writes = view.program.computedStores.flatMap((store) => {
    const flow = store.harmless ? null : flowAt(context, labels, store);
    return flow === null ? [] : [{ store, flow }];
  });
  return { flows: tellWrites(view, writes), isWhole: labels.isWhole };
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
  { view, transfers, tabulation }: Pollution,
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
    const traits = { kind: seedOf(way).kind, steps: stepsOf(arrival, way).length, doubts: doubtsOf(view, tabulation, way) };
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
