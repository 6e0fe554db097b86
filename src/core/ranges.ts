// Ranges of whole numbers, both ends included.

export type Range = readonly [from: number, to: number];

/** The same numbers in ranges that are sorted, disjoint and not adjacent; a range whose end comes first holds none. */
export function mergedRanges(ranges: Iterable<Range>): readonly Range[] {
  const sorted = [...ranges].filter(([from, to]) => from <= to).sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
