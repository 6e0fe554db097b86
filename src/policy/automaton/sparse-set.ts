// A set of small numbers that is filled, walked and emptied in no more time than its members take: the working set of an automaton's step.

/** Numbers from 0 to below its capacity, in the order in which they came. Walking `members` while adding meets what is added. */
export class SparseSet {
  readonly members: Int32Array;
  size = 0;
  readonly #places: Int32Array;

  constructor(capacity: number) {
    this.members = new Int32Array(capacity);
    this.#places = new Int32Array(capacity);
  }

  has(member: number): boolean {
    const place = this.#places[member] ?? this.size;
    return place < this.size && this.members[place] === member;
  }

  add(member: number): void {
    if (this.has(member)) return;
    this.#places[member] = this.size;
    this.members[this.size] = member;
    this.size += 1;
  }

  clear(): void {
    this.size = 0;
  }
}
