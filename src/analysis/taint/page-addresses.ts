// Addresses whose beginning nobody else chooses, as `location.pathname` is: as a whole they run no script, while what is taken out of them may.
import { nodeOf, type NodeId } from '../program/file-graph.ts';
import type { Edge } from '../link/value-flow.ts';
import { addressXss, levelAfter, noLevels, type Levels } from './levels.ts';
import { isOwn, type ProgramView } from './program-view.ts';
import type { SourceSeed } from './seeds.ts';
import { textBefore } from './text-before.ts';
import type { Transfers } from './transfer.ts';

/** Values that are looked at for each, and steps for all; where there are more, nothing is taken for whole. */
const mostValues = 2000;
const mostSteps = 500_000;

/** The seeds, where those that are such addresses begin no address that runs, and what is taken out of them does. */
export function withPageAddresses(
  view: ProgramView,
  { stepsFrom }: Pick<Transfers, 'stepsFrom'>,
  seeds: readonly SourceSeed[],
): readonly SourceSeed[] {
  const left = { steps: mostSteps };
  return seeds.flatMap((seed) => {
    const parts = seed.isAddress ? partsOf(view, stepsFrom, seed, left) : null;
    return parts === null ? [seed] : [{ ...seed, levels: seed.levels.map((bits) => bits & ~addressXss) }, ...parts];
  });
}

/** What was written to `document.location` is read again as the object that it always is; no text has such properties. */
const ofLocation: ReadonlySet<string> = new Set(['href', 'pathname', 'search', 'hash', 'origin']);

/** Null where not all of them are known. */
function partsOf(
  view: ProgramView,
  stepsFrom: Transfers['stepsFrom'],
  seed: SourceSeed,
  left: { steps: number },
): readonly SourceSeed[] | null {
  const parts: SourceSeed[] = [];
  const seen = new Set([seed.value]);
  const level = seed.levels.findIndex((bits) => (bits & addressXss) !== 0);
  if (level < 0) return null;
  // The set grows as it is walked.
  for (const value of seen) {
    for (const { edge, transfer } of stepsFrom(value)) {
      left.steps -= 1;
      if (left.steps < 0 || seen.size > mostValues) return null;
      const after = levelAfter(transfer, addressXss, level);
      if (after === -1) continue;
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

/** `address.substring(0, end)`: as much of it as there is begins as it does. */
function isBeginning(view: ProgramView, file: number, id: NodeId, from: NodeId): boolean {
  const call = view.callOf(file, id);
  const receiver = call?.node.receiver ?? null;
  if (call === null || receiver === null || isOwn(call) || nodeOf(receiver) !== from) return false;
  const [first] = call.node.arguments;
  const isFromStart = first !== undefined && call.node.spread.length === 0 && view.constantOf(file, nodeOf(first)) === 0;
  return (call.method === 'substring' || call.method === 'substr') && isFromStart;
}

/** Whether what comes out begins as what went in. */
function isWhole(view: ProgramView, edge: Edge): boolean {
  if (edge.guessed) return false;
  if (edge.kind === 'same' || edge.kind === 'return') return true;
  const [from, to] = [view.program.nodeAt(edge.from), view.program.nodeAt(edge.to)];
  const node = to === null ? null : view.nodeOf(to.file, to.node);
  if (node?.kind === 'load') return typeof node.property === 'string' && ofLocation.has(node.property);
  if (to === null || from?.file !== to.file) return false;
  if (node?.kind === 'call') return isBeginning(view, to.file, to.node, from.node);
  if (node?.kind !== 'concat') return false;
  return nodeOf(node.operands[0] ?? from.node) === from.node && textBefore(view, to.file, node, from.node) === '';
}
