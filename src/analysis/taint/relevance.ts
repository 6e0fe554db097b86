// What of a value anybody asks about, wherever it goes: found backwards from where it is asked, so that the rest need not be followed.
import type { EdgeKind, ValueFlow, ValueId } from '../link/value-flow.ts';
import type { ClassMask } from './levels.ts';

/** A value and the classes that are asked for there. */
export interface Asked {
  readonly value: ValueId;
  readonly mask: ClassMask;
}

/** The classes that may still be asked for when they are at the value. */
export type Relevance = (value: ValueId) => ClassMask;

/** Calls and returns are not matched, and nothing on the way is judged: it is never too little. */
export function relevanceOf(
  { size, eachInto }: Pick<ValueFlow, 'size' | 'eachInto'>,
  asked: readonly Asked[],
  isFollowed: (kind: EdgeKind) => boolean,
): Relevance {
  const masks = new Int32Array(size);
  let queue: ValueId[] = [];
  const isQueued = new Uint8Array(size);
  const add = (value: ValueId, mask: ClassMask): void => {
    const before = masks[value] ?? 0;
    if ((mask & ~before) === 0) return;
    masks[value] = before | mask;
    if (isQueued[value] === 1) return;
    isQueued[value] = 1;
    queue.push(value);
  };
  let mask: ClassMask = 0;
  const hand = (from: ValueId, kind: EdgeKind): void => {
    if (isFollowed(kind)) add(from, mask);
  };
  for (const each of asked) add(each.value, each.mask);
  while (queue.length > 0) {
    const due = queue;
    queue = [];
    for (const value of due) {
      isQueued[value] = 0;
      mask = masks[value] ?? 0;
      eachInto(value, hand);
    }
  }
  return (value) => masks[value] ?? 0;
}
