// Addresses whose beginning nobody else chooses, as `location.pathname` is: as a whole they run no script, while what is taken out of them may.
import { nodeOf } from '../program/file-graph.ts';
import type { Edge } from '../link/value-flow.ts';
import { addressXss, levelAfter, noLevels, type Levels } from './levels.ts';
import type { ProgramView } from './program-view.ts';
import type { SourceSeed } from './seeds.ts';
import { textBefore } from './text-before.ts';
import type { Transfers } from './transfer.ts';

/** Values that are looked at for each; where there are more, nothing is taken for whole. */
const mostValues = 2000;

/** The seeds, where those that are such addresses begin no address that runs, and what is taken out of them does. */
export function withPageAddresses(
  view: ProgramView,
  { stepsFrom }: Pick<Transfers, 'stepsFrom'>,
  seeds: readonly SourceSeed[],
): readonly SourceSeed[] {
  return seeds.flatMap((seed) => {
    const parts = seed.isAddress ? partsOf(view, stepsFrom, seed) : null;
    return parts === null ? [seed] : [{ ...seed, levels: seed.levels.map((bits) => bits & ~addressXss) }, ...parts];
  });
}

/** What was written to `document.location` is read again as the object that it always is; no text has such properties. */
const ofLocation: ReadonlySet<string> = new Set(['href', 'pathname', 'search', 'hash', 'origin']);

/** Null where not all of them are known. */
function partsOf(view: ProgramView, stepsFrom: Transfers['stepsFrom'], seed: SourceSeed): readonly SourceSeed[] | null {
  const parts: SourceSeed[] = [];
  const seen = new Set([seed.value]);
  const level = seed.levels.findIndex((bits) => (bits & addressXss) !== 0);
  if (level < 0) return null;
  // The set grows as it is walked.
  for (const value of seen) {
    for (const { edge, transfer } of stepsFrom(value)) {
      const after = levelAfter(transfer, addressXss, level);
      if (after === -1) continue;
      if (seen.size > mostValues) return null;
      // What a function does with it is not looked at.
      if (edge.kind === 'call') parts.push({ ...seed, value: edge.to, levels: levelsOf(after), sites: [edge.site] });
      else if (isWhole(view, edge)) seen.add(edge.to);
      else parts.push({ ...seed, value: edge.to, levels: levelsOf(after) });
    }
  }
  return parts;
}

function levelsOf(level: number): Levels {
  const levels = noLevels();
  levels[level] = addressXss;
  return levels;
}

/** Whether what comes out begins with all that went in. */
function isWhole(view: ProgramView, edge: Edge): boolean {
  if (edge.guessed) return false;
  if (edge.kind === 'same' || edge.kind === 'return') return true;
  const [from, to] = [view.program.nodeAt(edge.from), view.program.nodeAt(edge.to)];
  const node = to === null ? null : view.nodeOf(to.file, to.node);
  if (node?.kind === 'load') return typeof node.property === 'string' && ofLocation.has(node.property);
  if (from === null || to === null || node?.kind !== 'concat' || from.file !== to.file) return false;
  return nodeOf(node.operands[0] ?? from.node) === from.node && textBefore(view, to.file, node, from.node) === '';
}
