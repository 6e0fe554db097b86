// Gives equal sets of numbers the same number: sets of states become the states of a deterministic automaton.
import type { SparseSet } from './sparse-set.ts';

const none = -1;

/** Sets in one flat array, found by their hashes. */
export class SetTable {
  readonly #mostSets: number;
  readonly #mostMembers: number;
  #members = new Int32Array(256);
  #starts = new Int32Array(64);
  #hashes = new Int32Array(64);
  /** By hash, one number more than that of the set; 0 where there is none. */
  #index = new Int32Array(128);
  #size = 0;

  /** Keeps `mostSets` sets at most, with `mostMembers` members together. */
  constructor(mostSets: number, mostMembers: number) {
    this.#mostSets = mostSets;
    this.#mostMembers = mostMembers;
  }

  get size(): number {
    return this.#size;
  }

  /** All sets' members; a set's own are from `startOf` to before `endOf`. Good until the next `intern`. */
  get members(): Int32Array {
    return this.#members;
  }

  startOf(id: number): number {
    return this.#starts[id] ?? 0;
  }

  endOf(id: number): number {
    return this.#starts[id + 1] ?? 0;
  }

  /** The set's number: that of an equal one, or the next; -1 if there is no room for it. */
  intern(set: SparseSet): number {
    const { hash } = set;
    const mask = this.#index.length - 1;
    let place = hash & mask;
    for (let id = (this.#index[place] ?? 0) - 1; id !== none; id = (this.#index[place] ?? 0) - 1) {
      if (this.#hashes[id] === hash && this.#equals(id, set)) return id;
      place = (place + 1) & mask;
    }
    return this.#add(set, hash, place);
  }

  /** Forgets all sets but the first so many. */
  keep(size: number): void {
    this.#size = Math.min(size, this.#size);
    this.#reindex();
  }

  #equals(id: number, set: SparseSet): boolean {
    const end = this.endOf(id);
    if (end - this.startOf(id) !== set.size) return false;
    for (let at = this.startOf(id); at < end; at += 1) if (!set.has(this.#members[at] ?? none)) return false;
    return true;
  }

  #add(set: SparseSet, hash: number, place: number): number {
    const id = this.#size;
    const start = this.startOf(id);
    const end = start + set.size;
    if (id >= this.#mostSets || end > this.#mostMembers) return none;
    this.#members = grown(this.#members, end);
    this.#starts = grown(this.#starts, id + 2);
    this.#hashes = grown(this.#hashes, id + 1);
    this.#members.set(set.members.subarray(0, set.size), start);
    this.#starts[id + 1] = end;
    this.#hashes[id] = hash;
    this.#index[place] = id + 1;
    this.#size += 1;
    if (this.#size * 2 > this.#index.length) {
      this.#index = new Int32Array(this.#index.length * 2);
      this.#reindex();
    }
    return id;
  }

  #reindex(): void {
    const mask = this.#index.length - 1;
    this.#index.fill(0);
    for (let id = 0; id < this.#size; id += 1) {
      let place = (this.#hashes[id] ?? 0) & mask;
      while (this.#index[place] !== 0) place = (place + 1) & mask;
      this.#index[place] = id + 1;
    }
  }
}

/** The array itself, or a larger one with the same contents, so that `length` numbers fit. */
export function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const larger = new Int32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
