// Finds mcgate's other entry files (child processes, workers), from source and from the bundle.

/** An entry's folder and bare name. */
export type SiblingEntry = 'cli/gate-child' | 'cli/code-worker' | 'action/fetch';

/** URL of an entry. Source and bundle have the same folders, and every file of either lies in one of them. */
export function siblingEntry(name: SiblingEntry): URL {
  const self = import.meta.url;
  return new URL(`../${name}${self.endsWith('.ts') ? '.ts' : '.js'}`, self);
}
