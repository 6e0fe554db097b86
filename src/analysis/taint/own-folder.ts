// Whoever names the folder as well as the file in it reaches every file anyway: nothing was meant to hold that caller back.
import { nodeOf, type NodeId, type Use } from '../program/file-graph.ts';
import type { Edge, ValueId } from '../link/value-flow.ts';
import { sourceGroups } from './confidence.ts';
import { levelCount, paths } from './levels.ts';
import { pathFunctionOf, type ProgramView } from './program-view.ts';
import type { Tabulation } from './tabulation.ts';
import { wayTo, type Way } from './trace.ts';

const parameterGroup = sourceGroups.indexOf('parameter');
/** Ways to a folder that are looked at. */
const mostWays = 4;

/** True where the caller who hands in what goes this way also hands in, in the same call, the folder that it is last put behind. */
export function isInOwnFolder(view: ProgramView, tabulation: Tabulation, { seed, steps }: Way): boolean {
  const last = steps.findLast(({ edge }) => folderOf(view, edge) !== null);
  const folder = last === undefined ? null : folderOf(view, last.edge);
  const caller = view.program.functionOf(seed.value);
  return folder !== null && caller !== null && comesFrom(view, tabulation, folder, caller);
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

function comesFrom(view: ProgramView, tabulation: Tabulation, folder: ValueId, caller: number): boolean {
  return tabulation
    .cellsAt(folder)
    .slice(0, mostWays)
    .some((cell) => {
      const state = tabulation.stateOf(cell, parameterGroup);
      for (let level = 0; level < levelCount; level += 1) {
        const found = (state[level] ?? 0) & paths;
        const bit = found & -found;
        const way = bit === 0 ? null : wayTo(cell, bit, level, parameterGroup);
        if (way !== null && view.program.functionOf(way.seed.value) === caller) return true;
      }
      return false;
    });
}
