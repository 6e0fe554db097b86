// What a search has seen and what it goes to next: of places to avoid, fewer are better, since what more can reach, fewer can reach too.
import { spend } from './steps.ts';
import type { Steps } from './steps.ts';

/** Whether all of `a` are in `b`; both sorted. */
export function isSubset(a: readonly number[], b: readonly number[]): boolean {
  if (a.length > b.length) return false;
  let at = 0;
  for (const value of a) {
    while (at < b.length && (b[at] ?? Infinity) < value) at += 1;
    if (b[at] !== value) return false;
    at += 1;
  }
  return true;
}

/** Sorted sets of numbers by a key, none of them a superset of another with the same key. */
export class Antichain {
  readonly #sets = new Map<string, (readonly number[])[]>();

  /**
   * Adds the set; answers false, and adds nothing, if one of its subsets is there.
   * @throws {BoundReached}
   */
  add(key: string, set: readonly number[], steps: Steps): boolean {
    spend(steps, 1);
    const known = this.#sets.get(key) ?? [];
    for (const other of known) {
      spend(steps, 1 + Math.min(other.length, set.length));
      if (isSubset(other, set)) return false;
    }
    this.#sets.set(key, [...known.filter((other) => !isSubset(set, other)), set]);
    return true;
  }
}

/** What is still to be looked at: that of the lowest rank first, and of one rank what was put first. */
export class Frontier<Item> {
  readonly #ranks: ({ readonly items: Item[]; next: number } | undefined)[] = [];
  #lowest = 0;

  put(rank: number, item: Item): void {
    const level = (this.#ranks[rank] ??= { items: [], next: 0 });
    level.items.push(item);
    this.#lowest = Math.min(this.#lowest, rank);
  }

  /** Null when nothing is left. */
  take(): Item | null {
    for (; this.#lowest < this.#ranks.length; this.#lowest += 1) {
      const level = this.#ranks[this.#lowest];
      const item = level?.items[level.next];
      if (level !== undefined && item !== undefined) {
        level.next += 1;
        return item;
      }
      this.#ranks[this.#lowest] = undefined;
    }
    return null;
  }
}
