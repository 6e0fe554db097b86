// The bound of a comparison. It counts work, never time, so that the answer is the same on every machine.

/** How much work is still allowed. The only mutable part of a comparison that several searches share. */
export interface Steps {
  left: number;
}

/** The work was not finished within the bound: what it was to decide is undetermined. Never leaves `difference/`. */
export class BoundReached extends Error {}

/** @throws {BoundReached} when nothing is left. */
export function spend(steps: Steps, count: number): void {
  steps.left -= count;
  if (steps.left < 0) {
    throw new BoundReached();
  }
}

/** Does some work within `bound` steps of those that are left; `beyond` is the answer where they do not suffice. */
export function within<T>(steps: Steps, bound: number, work: () => T, beyond: T): T {
  const outer = steps.left;
  const inner = Math.max(0, Math.min(outer, bound));
  steps.left = inner;
  try {
    return work();
  } catch (error) {
    if (error instanceof BoundReached) return beyond;
    throw error;
  } finally {
    steps.left = outer - (inner - Math.max(0, steps.left));
  }
}
