// Whoever names the folder as well as the file in it reaches every file anyway: nothing was meant to hold that caller back.
import { nodeOf, type NodeId, type Use } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import { handedGroup, parameterGroup } from './confidence.ts';
import { absolutePath, bitOf, levelAfter } from './levels.ts';
import { pathFunctionOf, type ProgramView } from './program-view.ts';
import type { Tabulation } from './cells.ts';
import { wayTo, type Way } from './trace.ts';
import type { Transfers } from './transfer.ts';

const parameterGroups = [handedGroup, parameterGroup];
/** As it was handed in: nothing was put to it, and it went by nothing that is guessed, nor past a test that may well hold it back. */
const untouched = 0;
const climbs = bitOf('path');
const anyPath = climbs | absolutePath;
/** Ways to a folder that are looked at. */
const mostWays = 4;

/** What the own folder of a caller is told by. */
export interface Callers {
  readonly view: ProgramView;
  readonly tabulation: Tabulation;
  readonly transfers: Pick<Transfers, 'stepsFrom'>;
}

/** True where the caller who hands in what goes this way also hands in, in the same call, the whole folder that it is last put behind. */
export function isInOwnFolder(callers: Callers, { seed, steps }: Way): boolean {
  const { view } = callers;
  const last = steps.findLast(({ edge }) => folderOf(view, edge) !== null);
  const folder = last === undefined ? null : folderOf(view, last.edge);
  const caller = view.program.functionOf(seed.value);
  return last !== undefined && folder !== null && caller !== null && comesFrom(callers, { folder, made: last.edge.to }, caller);
}

/** What stands first where the edge's value is put behind it: in a call of `join` or `resolve`, or in a text. */
function folderOf({ program, nodeOf: node, callOf, valueOf }: ProgramView, { from, to }: Edge): ValueId | null {
  const [source, target] = [program.nodeAt(from), program.nodeAt(to)];
  if (source === null || target?.file !== source.file) return null;
  const made = node(target.file, target.node);
  const call = made?.kind === 'call' ? pathFunctionOf(callOf(target.file, target.node)) : null;
  const isPath = made?.kind === 'call' && (call === 'join' || call === 'resolve');
  const parts: readonly Use[] = made?.kind === 'concat' ? made.operands : isPath ? made.arguments : [];
  const first = firstOf(parts);
  return first === null || first === source.node ? null : valueOf(target.file, first);
}

function firstOf([first]: readonly Use[]): NodeId | null {
  return first === undefined ? null : nodeOf(first);
}

function comesFrom(
  { view, tabulation, transfers }: Callers,
  { folder, made }: { readonly folder: ValueId; readonly made: ValueId },
  caller: number,
): boolean {
  if (!goesUntouched(transfers, folder, made)) return false;
  return tabulation
    .cellsAt(folder)
    .slice(0, mostWays)
    .some((cell) =>
      parameterGroups.some((group) => {
        const found = tabulation.stateOf(cell, group)[untouched] ?? 0;
        const way = (found & anyPath) === anyPath ? wayTo(cell, climbs, untouched, group) : null;
        return way !== null && view.program.functionOf(way.seed.value) === caller;
      }),
    );
}

/** Whether no test stands where the file's name is put behind the folder: one that is tested was not the caller's to choose. */
function goesUntouched({ stepsFrom }: Pick<Transfers, 'stepsFrom'>, folder: ValueId, made: ValueId): boolean {
  const steps = stepsFrom(folder).filter(({ edge }) => edge.to === made);
  return (
    steps.length > 0 &&
    steps.every(({ transfer }) => [climbs, absolutePath].every((bit) => levelAfter(transfer, bit, untouched) === untouched))
  );
}
