// The way a flow took, from its parents: in order, with the calls it went in by and came out of again.
import { levelCount, levelAfter, joinLevels, type ClassMask, type Level } from './levels.ts';
import type { Cell, Parent, Seed, Step, Update } from './cells.ts';

export interface Way {
  readonly seed: Seed;
  /** From the seed to the end. */
  readonly steps: readonly Step[];
}

/** Steps that are looked for at all; what calls do inside is left out beyond it. */
const mostSteps = 3000;

/** Told last to first. `reach`: how the bit came to the cell, within a summary to its entry. `enter`: what handed it in at the cell's entry. */
type Task =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'reach' | 'enter'; readonly cell: Cell; readonly level: Level; readonly before: number; readonly group: number };

/** A way by which the bit came to the cell at that level, for that group of seeds. Short, as the nearest was found first. */
export function wayTo(cell: Cell, bit: ClassMask, level: Level, group: number): Way | null {
  const reversed: Step[] = [];
  const open: Task[] = [];
  let seed: Seed | null = null;
  const push = (tasks: readonly Task[] | null): boolean => {
    if (tasks === null) return false;
    open.push(...tasks.toReversed());
    return true;
  };
  if (!push(startOf(cell, bit, level, group))) return null;
  for (let task = open.pop(), count = 0; task !== undefined; task = open.pop(), count += 1) {
    if (count > 20 * mostSteps) return null;
    if (task.kind === 'step') {
      reversed.push(task.step);
      continue;
    }
    const update = findUpdate(task.kind === 'reach' ? task.cell.updates : inflowOf(task), task.level, bit, task.before);
    if (update === null) return null;
    if (update.parent.kind === 'seed') seed = update.parent.seed;
    else if (update.parent.kind !== 'entry' && !push(tasksOf(update.parent, bit, task, update.order, reversed.length < mostSteps)))
      return null;
  }
  return seed === null ? null : { seed, steps: reversed.toReversed() };
}

function startOf(cell: Cell, bit: ClassMask, level: Level, group: number): readonly Task[] | null {
  if (cell.context.group !== null) return [{ kind: 'reach', cell, level, before: Infinity, group }];
  return splitAtEntry(cell, bit, level, Infinity, group, (inner) => inner);
}

function inflowOf({ cell, group }: Extract<Task, { kind: 'reach' | 'enter' }>): readonly Update[] {
  return cell.context.inflowUpdates[group] ?? [];
}

function findUpdate(updates: readonly Update[], level: Level, bit: ClassMask, before: number): Update | null {
  for (const update of updates) {
    if (update.order >= before) return null;
    if (((update.added[level] ?? 0) & bit) !== 0) return update;
  }
  return null;
}

function isThere({ updates }: Cell, level: Level, bit: ClassMask, before: number): boolean {
  return findUpdate(updates, level, bit, before) !== null;
}

function tasksOf(
  parent: Extract<Parent, { kind: 'step' | 'escape' | 'summary' }>,
  bit: ClassMask,
  { level, group }: { readonly level: Level; readonly group: number },
  before: number,
  withInside: boolean,
): readonly Task[] | null {
  const { cell } = parent;
  if (parent.kind === 'summary') return summaryTasks(parent, bit, level, before, group, withInside);
  const { step } = parent;
  const last: Task = { kind: 'step', step };
  if (parent.kind === 'escape') {
    const rest = splitAtEntry(cell, bit, level, before, parent.group, (inner) => levelAfter(step.transfer, bit, inner));
    return rest === null ? null : [last, ...rest];
  }
  for (let from = 0; from < levelCount; from += 1) {
    if (levelAfter(step.transfer, bit, from) === level && isThere(cell, from, bit, before))
      return [last, { kind: 'reach', cell, level: from, before, group }];
  }
  return null;
}

/** In a function's context: the way inside it, and then what its entry was handed, such that together they give the level. */
function splitAtEntry(
  cell: Cell,
  bit: ClassMask,
  level: Level,
  before: number,
  group: number,
  after: (inner: Level) => Level,
): readonly Task[] | null {
  for (let inner = 0; inner < levelCount; inner += 1) {
    const left = after(inner);
    if (left === -1 || !isThere(cell, inner, bit, before)) continue;
    for (let entering = 0; entering < levelCount; entering += 1) {
      if (joinLevels(left, entering) !== level) continue;
      if (findUpdate(cell.context.inflowUpdates[group] ?? [], entering, bit, before) === null) continue;
      return [
        { kind: 'reach', cell, level: inner, before, group },
        { kind: 'enter', cell, level: entering, before, group },
      ];
    }
  }
  return null;
}

function summaryTasks(
  { cell, call, exit, back }: Extract<Parent, { kind: 'summary' }>,
  bit: ClassMask,
  level: Level,
  before: number,
  group: number,
  withInside: boolean,
): readonly Task[] | null {
  for (let outer = 0; outer < levelCount; outer += 1) {
    const entered = levelAfter(call.transfer, bit, outer);
    if (entered === -1 || !isThere(cell, outer, bit, before)) continue;
    for (let inner = 0; inner < levelCount; inner += 1) {
      const left = levelAfter(back.transfer, bit, inner);
      if (left === -1 || joinLevels(entered, left) !== level || !isThere(exit, inner, bit, before)) continue;
      const inside: readonly Task[] = withInside ? [{ kind: 'reach', cell: exit, level: inner, before, group }] : [];
      return [{ kind: 'step', step: back }, ...inside, { kind: 'step', step: call }, { kind: 'reach', cell, level: outer, before, group }];
    }
  }
  return null;
}
