// A set of small numbers that is filled, walked and emptied in no more time than its members take: the working set of an automaton's step.

/** Numbers from 0 to below its capacity. Walking `members` up to `size` while adding meets what is added. */
export class SparseSet {
  readonly members: Int32Array;
  size = 0;
  /** The same for equal sets, whatever the order in which they were filled. */
  hash = 0;
  readonly #places: Int32Array;

  constructor(capacity: number) {
    this.members = new Int32Array(capacity);
    this.#places = new Int32Array(capacity);
  }

  has(member: number): boolean {
    const place = this.#places[member] ?? this.size;
    return place < this.size && this.members[place] === member;
  }

  /** Answers whether the member is new. */
  add(member: number): boolean {
    if (this.has(member)) return false;
    this.#places[member] = this.size;
    this.members[this.size] = member;
    this.size += 1;
    this.hash = (this.hash + mixed(member)) | 0;
    return true;
  }

  /** Puts the last member in the place of this one. Answers whether it was there. */
  delete(member: number): boolean {
    if (!this.has(member)) return false;
    const place = this.#places[member] ?? 0;
    this.size -= 1;
    const last = this.members[this.size] ?? 0;
    this.members[place] = last;
    this.#places[last] = place;
    this.hash = (this.hash - mixed(member)) | 0;
    return true;
  }

  clear(): void {
    this.size = 0;
    this.hash = 0;
  }
}

function mixed(member: number): number {
  const first = Math.imul(member + 1, 0x9e3779b1);
  const second = Math.imul(first ^ (first >>> 16), 0x85ebca6b);
  return second ^ (second >>> 13);
}
