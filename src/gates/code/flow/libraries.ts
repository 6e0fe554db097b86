// Which packages of a tree others can install, so that the parameters of their exported functions come from outside.
import type { LibraryParameters, Manifest } from './engine.ts';

/** Paths of the `package.json` files whose packages count as libraries, sorted. `auto`: those with a name that are not private. */
export function libraryManifests(manifests: readonly Manifest[], mode: LibraryParameters): readonly string[] {
  if (mode === 'off') return [];
  return manifests
    .filter(({ path, text }) => /(?:^|\/)package\.json$/u.test(path) && (mode === 'on' || isInstallable(text)))
    .map(({ path }) => path)
    .sort();
}

function isInstallable(text: string): boolean {
  try {
    const { name, private: isPrivate } = (JSON.parse(text) ?? {}) as { readonly name?: unknown; readonly private?: unknown };
    return typeof name === 'string' && name !== '' && isPrivate !== true;
  } catch {
    return false;
  }
}
