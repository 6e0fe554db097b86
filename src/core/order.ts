// The order of texts: one for everything that is sorted.

/** UTF-16 order, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
