// A hash table from two numbers to one, in one flat array: what a step of an automaton leads to.

/** Entries are key, key, value, and one unused so that no entry straddles a cache line. */
const stride = 4;
const smallest = 64;

/** Maps pairs of whole numbers to a whole number of at least 0; `get` allocates nothing. */
export class PairTable {
  readonly #most: number;
  #entries = newEntries(smallest);
  #mask = smallest - 1;
  #size = 0;

  /** Keeps `most` entries at most: without a number, all. */
  constructor(most = Infinity) {
    this.#most = most;
  }

  /** The pair's value, or -1. */
  get(first: number, second: number): number {
    const entries = this.#entries;
    for (let place = hash(first, second) & this.#mask; ; place = (place + 1) & this.#mask) {
      const entry = place * stride;
      const value = entries[entry + 2] ?? -1;
      if (value === -1 || (entries[entry] === first && entries[entry + 1] === second)) return value;
    }
  }

  /** Adds a pair that is not in the table yet. A full table forgets all others first. */
  add(first: number, second: number, value: number): void {
    if (this.#size >= this.#most) this.clear();
    if (this.#size * 2 >= this.#mask) this.#grow();
    this.#put(first, second, value);
    this.#size += 1;
  }

  clear(): void {
    if (this.#size > 0) this.#entries.fill(-1);
    this.#size = 0;
  }

  #put(first: number, second: number, value: number): void {
    const entries = this.#entries;
    let place = hash(first, second) & this.#mask;
    while (entries[place * stride + 2] !== -1) place = (place + 1) & this.#mask;
    entries[place * stride] = first;
    entries[place * stride + 1] = second;
    entries[place * stride + 2] = value;
  }

  #grow(): void {
    const old = this.#entries;
    const places = (this.#mask + 1) * 2;
    this.#entries = newEntries(places);
    this.#mask = places - 1;
    for (let entry = 0; entry < old.length; entry += stride)
      if (old[entry + 2] !== -1) this.#put(old[entry] ?? 0, old[entry + 1] ?? 0, old[entry + 2] ?? 0);
  }
}

function newEntries(places: number): Int32Array {
  return new Int32Array(places * stride).fill(-1);
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
