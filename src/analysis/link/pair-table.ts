// Numbers by pairs of numbers: what the heap's places are found by. A Map would need a key of its own making for each, and an object for that.

export interface PairTable {
  readonly get: (first: number, second: number) => number | undefined;
  /** Of a pair that has none yet. */
  readonly set: (first: number, second: number, value: number) => void;
}

export function createPairTable(): PairTable {
  // Else whoever writes a program could choose pairs that all fall together. No answer depends on it.
  const [one, other] = [oddNumber(), oddNumber()];
  let bits = 10;
  let heads = new Int32Array(2 ** bits);
  /** Of each entry: the pair, the value, and the next entry plus one. */
  let entries = new Int32Array(2 ** bits * 4);
  let count = 0;
  const slotOf = (first: number, second: number): number => {
    const mixed = Math.imul(first, one) + Math.imul(second, other);
    return Math.imul(mixed ^ (mixed >>> 15), one) >>> (32 - bits);
  };
  const link = (entry: number): void => {
    const slot = slotOf(entries[entry * 4] ?? 0, entries[entry * 4 + 1] ?? 0);
    entries[entry * 4 + 3] = heads[slot] ?? 0;
    heads[slot] = entry + 1;
  };
  const grow = (): void => {
    bits += 1;
    const larger = new Int32Array(2 ** bits * 4);
    larger.set(entries);
    entries = larger;
    heads = new Int32Array(2 ** bits);
    for (let entry = 0; entry < count; entry += 1) link(entry);
  };
  return {
    get: (first, second) => {
      for (let entry = heads[slotOf(first, second)] ?? 0; entry !== 0; entry = entries[entry * 4 - 1] ?? 0) {
        const at = entry * 4 - 4;
        if (entries[at] === first && entries[at + 1] === second) return entries[at + 2];
      }
      return undefined;
    },
    set: (first, second, value) => {
      if (count === heads.length) grow();
      const at = count * 4;
      entries[at] = first;
      entries[at + 1] = second;
      entries[at + 2] = value;
      link(count);
      count += 1;
    },
  };
}

function oddNumber(): number {
  return Math.floor(Math.random() * 2 ** 31) * 2 + 1;
}
