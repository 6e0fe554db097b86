// What of a way says that a run hardly takes it: what an object holds was guessed to come out, or came out under another name than it was kept under.
import type { Kept, ValueFlow } from '../link/value-flow.ts';
import { textMethods } from './text-methods.ts';
import { isOwn, type ProgramView } from './program-view.ts';
import { seedOf } from './seeds.ts';
import type { Way } from './trace.ts';

export interface WayDoubts {
  /** By how many ranks it is less sure for what may be another property, or another object, than the one that was written. */
  readonly ranks: number;
  /** What was kept under one name comes out under another, by names in between that are not known. */
  readonly isRenamed: boolean;
}

export function doubtsOf(program: Pick<ValueFlow, 'nodeAt' | 'keptAs'>, way: Way): WayDoubts {
  const ranks = Number(isVague(program, way)) + Number(isMixed(program, way)) + Math.max(0, depthOf(program, way) - plainDepth);
  return { ranks, isRenamed: isRenamed(program, way) };
}

/** What an object holds is guessed to come out of a call that was handed the object. */
function isVague({ nodeAt }: Pick<ValueFlow, 'nodeAt'>, { steps }: Way): boolean {
  return steps.some(({ edge }) => edge.guessed && nodeAt(edge.from) === null);
}

/** What was kept under a name is read under one that is not known, which may mean all other properties. */
function isMixed({ keptAs }: Pick<ValueFlow, 'keptAs'>, { steps }: Way): boolean {
  return steps.some(({ edge }, at) => {
    const next = steps[at + 1]?.edge;
    return forgottenName(keptAs(edge.from), keptAs(edge.to)) !== null && next?.kind === 'same' && keptAs(next.to) === null;
  });
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

/**
 * True where text that was kept under one name was read under a name that is not known, written under one that is not known, and then read under another
 * name. Mostly the two unknown names are one: what reads and writes them copies.
 */
function isRenamed({ keptAs }: Pick<ValueFlow, 'keptAs'>, { steps }: Way): boolean {
  let name: string | null = null;
  for (const { edge } of steps) {
    const [from, to] = [keptAs(edge.from), keptAs(edge.to)];
    name = forgottenName(from, to) ?? name;
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

/** Whether what arrives at the step is known to be text: made so, and handed on as it was. */
function isTextBefore(view: ProgramView, { seed, steps }: Way, at: number): boolean {
  for (let step = at - 1; step >= 0; step -= 1) {
    const { kind, to, guessed } = steps[step]?.edge ?? {};
    if (kind === undefined || to === undefined || guessed === true) return false;
    if (makesText(view, to)) return true;
    if (kind !== 'same' && kind !== 'call' && kind !== 'return') return false;
  }
  return seedOf({ seed, steps }).isText;
}

function makesText(view: ProgramView, value: number): boolean {
  const at = view.program.nodeAt(value);
  const node = at === null ? null : view.nodeOf(at.file, at.node);
  if (at === null || node?.kind !== 'call') return node?.kind === 'concat';
  const call = view.callOf(at.file, at.node);
  return call !== null && node.receiver !== null && textMethods.has(call.method) && !isOwn(call);
}
