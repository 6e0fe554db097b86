// Questions that are asked once.
/** Asks at the first call; all get that answer, also where it failed. */
export function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | null = null;
  return () => (answer ??= ask());
}
