// A list of 32-bit numbers that grows: what the linker's large tables are made of.

/** `get` beyond the end is 0, so that a table of links or marks needs no filling. */
export interface IntList {
  readonly length: () => number;
  readonly get: (index: number) => number;
  readonly set: (index: number, value: number) => void;
  readonly push: (value: number) => number;
  /** The numbers so far, without a copy; not valid after the next `push` or `set`. */
  readonly view: () => Int32Array;
}

export function createIntList(capacity = 64): IntList {
  let data = new Int32Array(capacity);
  let used = 0;
  const grow = (needed: number): void => {
    if (needed <= data.length) return;
    const larger = new Int32Array(Math.max(needed, data.length * 2));
    larger.set(data);
    data = larger;
  };
  return {
    length: () => used,
    get: (index) => data[index] ?? 0,
    set: (index, value) => {
      grow(index + 1);
      data[index] = value;
      if (index >= used) used = index + 1;
    },
    push: (value) => {
      grow(used + 1);
      data[used] = value;
      used += 1;
      return used - 1;
    },
    view: () => data.subarray(0, used),
  };
}
