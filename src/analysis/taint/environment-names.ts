// Settings that a program keeps in its environment under names that are not known: what is read by one name is hardly what came in by another.
import { nodeOf } from '../program/file-graph.ts';
import type { ValueId } from '../link/value-flow.ts';
import { onlyOrigin, type ProgramView } from './program-view.ts';
import type { Way } from './trace.ts';

/** True where the way was kept in `process.env` under any name, and is read there by one. */
export function isOneOfSettings(view: ProgramView, { steps }: Way): boolean {
  const { program } = view;
  let isKept = false;
  for (const { edge } of steps) {
    if (program.nodeAt(edge.to) !== null && isKept && isReadOfEnvironment(view, edge.to)) return true;
    isKept = program.nodeAt(edge.to) === null && (isKept || program.keptAs(edge.to) === 'written');
  }
  return false;
}

function isReadOfEnvironment(view: ProgramView, value: ValueId): boolean {
  const at = view.program.nodeAt(value);
  const graph = at === null ? null : view.graphOf(at.file);
  const read = at === null ? null : view.nodeOf(at.file, at.node);
  if (at === null || graph === null || read?.kind !== 'load') return false;
  const environment = view.nodeOf(at.file, onlyOrigin(graph, nodeOf(read.object)) ?? -1);
  const owner = environment?.kind === 'load' && environment.property === 'env' ? onlyOrigin(graph, nodeOf(environment.object)) : null;
  const node = owner === null ? null : view.nodeOf(at.file, owner);
  return node?.kind === 'global' && node.name === 'process';
}
