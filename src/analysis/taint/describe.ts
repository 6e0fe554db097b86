// A way through the program as steps that a person can follow, in words that quote no source.
import type { Edge, ValueId } from '../link/value-flow.ts';
import { isSamePlace, type FailedGuard, type FlowPlace, type FlowStep } from './flow.ts';
import type { ClassMask } from './levels.ts';
import type { ProgramView } from './program-view.ts';
import type { Way } from './trace.ts';
import type { Transfers } from './transfer.ts';
import type { Note } from './verdict.ts';

const mostSteps = 100;
const mostGuards = 10;

export function placeOfValue({ program, nodeOf }: ProgramView, value: ValueId): FlowPlace | null {
  const at = program.nodeAt(value);
  const node = at === null ? null : nodeOf(at.file, at.node);
  return at === null || node === null ? null : { file: at.file, start: node.start, end: node.end };
}

/** From the source to the last step; the middle cut where there are too many. */
export function describeWay(view: ProgramView, way: Way, sourceWhat: string, ending: readonly FlowStep[]): readonly FlowStep[] {
  const steps: FlowStep[] = [];
  const first = placeOfValue(view, way.seed.value);
  if (first !== null) steps.push({ ...first, what: sourceWhat });
  for (const { edge } of way.steps) {
    const what = whatOf(view, edge);
    const place = what === null ? null : placeOfValue(view, edge.to);
    const last = steps.at(-1);
    if (what === null || place === null || (last !== undefined && isSamePlace(last, place))) continue;
    steps.push({ ...place, what });
  }
  steps.push(...ending);
  if (steps.length <= mostSteps) return steps;
  return [...steps.slice(0, mostSteps / 2), ...steps.slice(steps.length - mostSteps / 2)];
}

/** Null for what is no step of its own: the value stays what it is. */
function whatOf(view: ProgramView, { kind, from, to, guessed }: Edge): string | null {
  if (kind === 'call') return 'is passed to a parameter';
  if (kind === 'return') return 'comes back from the call';
  if (kind === 'key') return 'names of its properties are taken';
  if (view.program.holdsNames(from)) return 'comes out as the name of a property';
  const at = view.program.nodeAt(to);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  if (node === null) return null;
  switch (node.kind) {
    case 'concat':
      return 'is joined into text';
    case 'load':
      return 'is read from a property';
    case 'element':
      return 'is taken out of a list';
    case 'call':
      if (guessed) return 'goes through a call that nothing is known of';
      return kind === 'built' ? 'is built into what a call gives back' : 'goes through a call';
    case 'parameter':
      return 'is passed to a parameter';
    case 'await':
    case 'phi':
    case 'variable':
      return null;
    case 'jsx':
    case 'object':
      return 'is put into an object';
    default:
      return kind === 'built' ? 'is built into text' : kind === 'part' ? 'is taken out of it' : null;
  }
}

/** Tests and replacements on the way that did not stop these classes; each once. */
export function failedGuardsOf(transfers: Transfers, way: Way, classes: ClassMask, more: readonly Note[]): readonly FailedGuard[] {
  const found = new Map<string, FailedGuard>();
  const add = (note: Note): void => {
    if ((note.classes & classes) === 0 || found.size >= mostGuards) return;
    const { file, start, end, why } = note;
    found.set(`${String(file)} ${String(start)} ${String(end)} ${why}`, { file, start, end, why });
  };
  for (const { edge } of way.steps) if (found.size < mostGuards) transfers.notesAt(edge).forEach(add);
  more.forEach(add);
  return [...found.values()];
}
