// The stack of a backtracking matcher, in integers: where to go on when what was tried fails, and what to put back on the way there.

/** Kinds of entries, which the stack holds as (a, b, kind). */
export const choicePoint = 0;
export const restore = 1;
export const barrier = 2;
/** Numbers that one step puts on the stack, at most. */
export const entriesOfStep = 6;
/** Numbers that there is room for at first. */
export const firstEntries = 3 * 256;
/** Of a round that is made at once. */
const mostAtOnce = 9;

/** The stack, or a larger one where what is done at once does not fit. */
export function withRoom(stack: Int32Array<ArrayBuffer>, height: number): Int32Array<ArrayBuffer> {
  return height + mostAtOnce <= stack.length ? stack : grown(stack);
}

function grown(stack: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * stack.length);
  larger.set(stack);
  return larger;
}

/** Forgets the choices made since `base` and keeps what undoes captures; the new height. */
export function commit(stack: Int32Array, base: number, height: number): number {
  let kept = base;
  for (let index = base; index < height; index += 3) {
    if (stack[index + 2] !== restore) continue;
    stack.copyWithin(kept, index, index + 3);
    kept += 3;
  }
  return kept;
}

/** Undoes all that was done since `base`; the new height. */
export function undo(stack: Int32Array, base: number, height: number, registers: Int32Array): number {
  for (let index = height - 3; index >= base; index -= 3) {
    if (stack[index + 2] === restore) registers[stack[index] ?? 0] = stack[index + 1] ?? 0;
  }
  return Math.min(base, height);
}
