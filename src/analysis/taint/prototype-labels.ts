// Objects that may be prototypes: what is read by a name from outside, and where that goes.
import type { ComputedLoad, EdgeKind, ValueFlow, ValueId } from '../link/value-flow.ts';
import type { FactId } from '../program/file-graph.ts';
import type { Arrival } from './choose.ts';
import { sourceGroups } from './confidence.ts';
import type { Guards } from './guards.ts';
import { handingSites } from './handed-lists.ts';
import { isPlace } from './label-places.ts';
import type { Base } from './judging.ts';
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
  type Levels,
  type Transfer,
} from './levels.ts';
import type { ProgramView } from './program-view.ts';
import type { Cell, Seed, Step, Tabulation } from './cells.ts';
import { relevanceOf, type Asked, type Relevance } from './relevance.ts';
import { tabulate } from './tabulation.ts';
import { leavesFunction } from './transfer.ts';
import { transferOf, type Verdict } from './verdict.ts';

/** What labels are found by. */
export interface Labelling {
  readonly view: ProgramView;
  readonly guards: Guards;
  /** What names from outside reach. */
  readonly tabulation: Tabulation;
  readonly steps: number;
  /** See `labelRelevance`. */
  readonly labelled: Relevance;
}

/** A computed read whose name an attacker chooses. */
interface LabelSeed extends Seed {
  readonly load: ComputedLoad;
}

/** What of an object that is read by a name from outside anybody asks: whether it is written to, or read again as what may be a constructor. */
export function labelRelevance(program: ValueFlow): Relevance {
  const written = program.computedStores.flatMap(({ base, harmless }) => (harmless ? [] : [{ value: base, mask: prototypeBit }]));
  const prototypes = relevanceOf(program, written, handsOn);
  const readAgain = program.computedLoads.flatMap(({ base, result, harmless }) =>
    harmless || prototypes(result) === 0 ? [] : [{ value: base, mask: constructorName }],
  );
  return relevanceOf(program, [...written, ...readAgain], handsOn);
}

/** Names that matter: those that objects are written to by, and those of reads that what is written to may come from. */
export function askedForLabels({ computedStores, computedLoads }: ValueFlow, labelled: Relevance): readonly Asked[] {
  const asking = [
    ...computedStores.filter(({ harmless }) => !harmless),
    ...computedLoads.filter(({ harmless, result }) => !harmless && labelled(result) !== 0),
  ];
  return asking.map(({ key }) => ({ value: key, mask: names }));
}

/** The object itself goes on, no part of it. */
function handsOn(kind: EdgeKind): boolean {
  return kind === 'same' || kind === 'call' || kind === 'return';
}

/** What may be a prototype, wherever it goes; null where no name from outside reads anything. */
export function labelsOf(labelling: Labelling): Tabulation | null {
  const { view, steps, labelled } = labelling;
  const { computedLoads } = view.program;
  const seeds = computedLoads.flatMap((load) => labelSeeds(labelling, load));
  if (seeds.length === 0) return null;
  const following = { stepsFrom: labelSteps(view, labelled), relevant: labelled };
  const labels = tabulate(seeds, sourceGroups.length, following, steps);
  const second = computedLoads.flatMap((load) => secondSeeds(labelling, labels, load));
  return second.length === 0 ? labels : tabulate([...seeds, ...second], sourceGroups.length, following, steps);
}

/** What the tests of a name say, where it names a property of `base`. */
export function verdictOf({ view, guards }: Labelling, file: number, facts: readonly FactId[], base: ValueId): Verdict {
  const at = view.program.nodeAt(base);
  const own: Base | null = at?.file === file ? { node: at.node } : null;
  return guards.judge(file, facts, own);
}

/** Of each group and level the first way found: the shortest. */
export type Reaching = Omit<Arrival, 'confidence'> & { readonly after: Level };

/** How the bit reaches the value, past the tests there. */
export function reachings(tabulation: Tabulation, value: ValueId, transfer: Transfer, bit: ClassMask): readonly Reaching[] {
  return reachingsIn(tabulation, tabulation.cellsAt(value), transfer, bit);
}

function reachingsIn(tabulation: Tabulation, cells: readonly Cell[], transfer: Transfer, bit: ClassMask): readonly Reaching[] {
  const found = new Map<number, Reaching>();
  for (const cell of cells) {
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
function labelSeeds(context: Labelling, load: ComputedLoad): readonly LabelSeed[] {
  if (load.harmless) return [];
  const { tabulation } = context;
  const transfer = transferOf(verdictOf(context, load.file, load.keyFacts, load.base));
  return tabulation.cellsAt(load.key).flatMap((cell) => {
    const direct = reachingsIn(tabulation, [cell], transfer, prototypeBit);
    const indirect = reachingsIn(tabulation, [cell], transfer, constructorName);
    return sourceGroups.flatMap((_, group): readonly LabelSeed[] => {
      const levels = noLevels();
      const label = (reaching: Reaching, bit: ClassMask): void => {
        if (reaching.group === group) levels[reaching.after] = bit;
      };
      for (const reaching of direct) label(reaching, prototypeBit);
      const isDirect = !isEmpty(levels);
      if (!isDirect) for (const reaching of indirect) label(reaching, constructorName);
      return isEmpty(levels) ? [] : [seedAt(context, load, cell, group, levels, isDirect ? prototypeBit : constructorName)];
    });
  });
}

/** Calls that one read is told apart by; with more it comes back to all. */
const mostSites = 1000;

/** What is read by a name that a call handed in comes back to that call, and to no other. */
function seedAt(
  { view, guards, tabulation }: Labelling,
  load: ComputedLoad,
  cell: Cell,
  group: number,
  levels: Levels,
  name: ClassMask,
): LabelSeed {
  const sites = tabulation.sitesOf(cell, group, name) ?? handingSites(view, guards, load.key, name);
  return { group, value: load.result, levels, load, ...(sites !== null && sites.length <= mostSites && { sites }) };
}

/** `prototype` of what may be a constructor; told at low confidence, as few checks of names are written for that. */
function secondSeeds(context: Labelling, labels: Tabulation, load: ComputedLoad): readonly LabelSeed[] {
  const { tabulation } = context;
  if (load.harmless || reachings(labels, load.base, labelPasses, constructorName).length === 0) return [];
  const transfer = transferOf(verdictOf(context, load.file, load.keyFacts, load.base));
  return tabulation.cellsAt(load.key).flatMap((cell) =>
    reachingsIn(tabulation, [cell], transfer, prototypeName).map(({ group, after }) => {
      const levels = noLevels();
      levels[joinLevels(after, doubt.weak << 1)] = prototypeBit;
      return seedAt(context, load, cell, group, levels, prototypeName);
    }),
  );
}

const labelBits = prototypeBit | constructorName;
/** Labels go on as they are. */
export const labelPasses: Transfer = { keep: labelBits, promote: 0, guessed: 0, weak: 0 };
const labelGuessed: Transfer = { ...labelPasses, guessed: labelBits };
const labelWeak: Transfer = { ...labelPasses, weak: labelBits };

/** What was kept in the heap in between may be another object just as well. */
function labelSteps(view: ProgramView, labelled: Relevance): (value: ValueId) => readonly Step[] {
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
      if (!handsOn(edge.kind) || labelled(edge.to) === 0) return [];
      const transfer = isKept(edge.to) ? labelWeak : edge.guessed ? labelGuessed : labelPasses;
      return [{ edge, transfer, leaves: leavesFunction(program, edge) }];
    });
    known.set(value, steps);
    return steps;
  };
}
