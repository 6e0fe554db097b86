// Where a state goes by a kind of segment: a hash table in one flat array, as small as it can be, for all of it has to stay near the processor.

/** Entries are a key and a value. */
const stride = 2;
const smallest = 64;
const none = -1;

/** States and kinds are below this: together they are one key of 32 bits. */
export const mostNumbers = 2 ** 16;

/** Maps a state and a kind, each from 0 to below `mostNumbers`, to a state; `get` allocates nothing. */
export class StepTable {
  readonly #most: number;
  #entries = newEntries(smallest);
  #mask = smallest - 1;
  #size = 0;

  /** Keeps `most` steps at most. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The state that follows, or -1. */
  get(state: number, kind: number): number {
    const entries = this.#entries;
    const key = keyOf(state, kind);
    for (let place = hash(key) & this.#mask; ; place = (place + 1) & this.#mask) {
      const next = entries[place * stride + 1] ?? none;
      if (next === none || entries[place * stride] === key) return next;
    }
  }

  /** Adds a step that is not in the table yet. A full table forgets all others first. */
  add(state: number, kind: number, next: number): void {
    if (this.#size >= this.#most) this.clear();
    if (this.#size * 2 >= this.#mask) this.#grow();
    this.#put(keyOf(state, kind), next);
    this.#size += 1;
  }

  clear(): void {
    if (this.#size > 0) this.#entries.fill(none);
    this.#size = 0;
  }

  #put(key: number, next: number): void {
    const entries = this.#entries;
    let place = hash(key) & this.#mask;
    while (entries[place * stride + 1] !== none) place = (place + 1) & this.#mask;
    entries[place * stride] = key;
    entries[place * stride + 1] = next;
  }

  #grow(): void {
    const old = this.#entries;
    const places = (this.#mask + 1) * 2;
    this.#entries = newEntries(places);
    this.#mask = places - 1;
    for (let entry = 0; entry < old.length; entry += stride) if (old[entry + 1] !== none) this.#put(old[entry] ?? 0, old[entry + 1] ?? 0);
  }
}

function newEntries(places: number): Int32Array {
  return new Int32Array(places * stride).fill(none);
}

function keyOf(state: number, kind: number): number {
  return (state << 16) | kind;
}

function hash(key: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
