// What of a way says that a run hardly takes it: what an object holds was guessed to come out, or came out under another name than it was kept under.
import type { Kept, ValueFlow } from '../link/value-flow.ts';
import type { WayDoubts } from './confidence.ts';
import { isMisdirected } from './dispatchers.ts';
import { isLookedUp } from './lookups.ts';
import { isOfAnotherCall } from './other-calls.ts';
import { isOneOfSettings } from './environment-names.ts';
import { textMethods } from './text-methods.ts';
import { isOwn, type ProgramView } from './program-view.ts';
import { seedOf } from './seeds.ts';
import type { Tabulation } from './cells.ts';
import type { Way } from './trace.ts';

export function doubtsOf(view: ProgramView, tabulation: Pick<Tabulation, 'cellsAt'>, way: Way): WayDoubts {
  const { program } = view;
  const depth = Math.max(0, depthOf(program, way) - plainDepth);
  const small = [isVague(program, way), isMixed(program, way), isElsewhere(program, way)].filter(Boolean).length;
  const isHardly =
    isMisdirected(view, way) ||
    isLookedUp(view, way) ||
    isOneOfSettings(view, way) ||
    (seedOf(way).kind !== 'parameter' && isOfAnotherCall(view, tabulation, way));
  const ranks = small + depth + (isHardly ? 2 : 0);
  return { ranks, isMixed: isForgotten(program, way), isRenamed: isRenamed(program, way) };
}

/** What an object holds is guessed to come out of a call that was handed the object. */
function isVague({ nodeAt }: Pick<ValueFlow, 'nodeAt'>, { steps }: Way): boolean {
  return steps.some(({ edge }) => edge.guessed && nodeAt(edge.from) === null);
}

/** What a package's callers hand in goes through code that the package doesn't hold: that is a caller as well, and hands in what it will. */
function isElsewhere({ nodeAt }: Pick<ValueFlow, 'nodeAt'>, way: Way): boolean {
  const { files } = seedOf(way);
  const isOutside = ({ edge }: Way['steps'][number]): boolean => {
    const at = nodeAt(edge.to);
    return at !== null && files?.has(at.file) === false;
  };
  return way.steps.some(isOutside);
}

/** What was kept under a name is read under one that is not known, which may mean all other properties; what makes text of all of them does not. */
function isMixed(program: Pick<ValueFlow, 'nodeAt' | 'keptAs'>, { steps }: Way): boolean {
  const { keptAs } = program;
  return steps.some(({ edge }, at) => {
    if (forgottenName(keptAs(edge.from), keptAs(edge.to)) === null) return false;
    const next = steps
      .slice(at + 1)
      .find((step) => step.edge.kind !== 'same' || program.nodeAt(step.edge.to) !== null || keptAs(step.edge.to) !== null);
    return next !== undefined && next.edge.kind !== 'part' && next.edge.kind !== 'built' && keptAs(next.edge.to) === null;
  });
}

/** The same, whatever becomes of it then. */
function isForgotten({ keptAs }: Pick<ValueFlow, 'keptAs'>, { steps }: Way): boolean {
  return steps.some(({ edge }, at) => forgottenName(keptAs(edge.from), keptAs(edge.to)) !== null && steps[at + 1]?.edge.kind === 'same');
}

/** The name of a property that is read as one of all; null of elements of lists, which do move. */
function forgottenName(from: Kept | null, to: Kept | null): string | null {
  return to === 'read' && typeof from === 'object' && from !== null && !index.test(from.name) ? from.name : null;
}

/** Objects within one another that are made text as a whole; that many are common. */
const plainDepth = 2;

/** In how many objects at most, one within the other, something stands that is made text with them. */
function depthOf({ nodeAt }: Pick<ValueFlow, 'nodeAt'>, { steps }: Way): number {
  let [depth, most] = [0, 0];
  for (const { edge } of steps) {
    depth = edge.kind === 'part' && nodeAt(edge.from) === null && nodeAt(edge.to) === null ? depth + 1 : 0;
    most = Math.max(most, depth);
  }
  return most;
}

const index = /^\d{1,9}$/u;

/** True where text that was kept under one name was copied under its own, though the engine lost which that is, and then read under another. */
function isRenamed({ keptAs, nodeAt }: Pick<ValueFlow, 'nodeAt' | 'keptAs'>, { steps }: Way): boolean {
  let name: string | null = null;
  for (const { edge } of steps) {
    const [from, to] = [keptAs(edge.from), keptAs(edge.to)];
    name = forgottenName(from, to) ?? name;
    // What a library moves are elements of lists.
    if (to === 'written' && from === null && !edge.copied && nodeAt(edge.from) !== null) name = null;
    if (to === null || typeof to === 'string') continue;
    if (from === 'written' && name !== null && name !== to.name && !index.test(to.name)) return true;
    // The program itself gives it this name.
    if (from === null) name = null;
  }
  return false;
}

/** True where the way takes the names of the properties of a text: they are indexes. */
export function takesKeysOfText(view: ProgramView, way: Way): boolean {
  const { steps } = way;
  return steps.some(({ edge }, at) => edge.kind === 'key' && isTextBefore(view, way, at));
}

/** True where the way goes through the names of an object's properties. */
export function takesNames({ program }: ProgramView, { steps }: Way): boolean {
  return steps.some(({ edge }) => edge.kind === 'key' || program.holdsNames(edge.from));
}

/** Whether what arrives at the step is known to be text: made so, and handed on as it was. */
function isTextBefore(view: ProgramView, { steps }: Way, at: number): boolean {
  for (let step = at - 1; step >= 0; step -= 1) {
    const { kind, to, guessed } = steps[step]?.edge ?? {};
    if (kind === undefined || to === undefined || guessed === true) return false;
    if (makesText(view, to)) return true;
    if (kind !== 'same' && kind !== 'call' && kind !== 'return') return false;
  }
  return false;
}

function makesText(view: ProgramView, value: number): boolean {
  const at = view.program.nodeAt(value);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  if (at === null || node?.kind !== 'call') return node?.kind === 'concat';
  const call = view.callOf(at.file, at.node);
  return call !== null && node.receiver !== null && textMethods.has(call.method) && !isOwn(call);
}
