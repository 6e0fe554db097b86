// Finds mcgate's other entry files (child process, workers), from source and from the bundle.
import { existsSync } from 'node:fs';

/**
 * URL of an entry in src/cli/ by its bare name. Run from source it is the `.ts` file; from the bundle the `.js` file beside
 * this chunk or in the bundle's cli/ folder. Nothing outside mcgate's own folder is looked at.
 */
export function siblingEntry(name: string): URL {
  const self = import.meta.url;
  if (self.endsWith('.ts')) return new URL(`../cli/${name}.ts`, self);
  const candidates = ['./', './cli/', '../cli/', '../'].map((folder) => new URL(`${folder}${name}.js`, self));
  return candidates.find((url) => existsSync(url)) ?? new URL(`./${name}.js`, self);
}
