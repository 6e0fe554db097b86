// Which packages of a tree others can install, so that the parameters of their exported functions come from outside.
import { isPackage, offersApi, type LibraryChoice } from '../../../analysis/link/entries.ts';
import { isRecord, type ManifestFile } from '../../../analysis/link/manifests.ts';

/** Paths of the `package.json` files whose packages count as libraries, sorted. */
export function libraryManifests(manifests: readonly ManifestFile[], choice: LibraryChoice): readonly string[] {
  return manifests
    .filter((manifest) => isPackage(manifest.path) && offersApi(manifest, choice))
    .map(({ path }) => path)
    .sort();
}

/** What a manifest says of how files are loaded, and of nothing else. */
const loading: ReadonlySet<string> = new Set([
  'type',
  'main',
  'module',
  'browser',
  'types',
  'typings',
  'exports',
  'imports',
  'sideEffects',
]);

/**
 * Paths of the `package.json` files that make a package of the files beside them, sorted. One that says no more than how these are loaded, as there
 * is beside each of several builds, makes none: they are of the package around them.
 */
export function packageManifests(manifests: readonly ManifestFile[]): readonly string[] {
  return manifests
    .filter(({ path, json }) => isPackage(path) && !(isRecord(json) && Object.keys(json).every((key) => loading.has(key))))
    .map(({ path }) => path)
    .sort();
}

/** The innermost of `packages`, which are paths of `package.json` files, that a file belongs to; null for one of none. */
export function packageOf(packages: ReadonlySet<string>, path: string): string | null {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const manifest = [...folders.slice(0, depth), 'package.json'].join('/');
    if (packages.has(manifest)) return manifest;
  }
  return null;
}
