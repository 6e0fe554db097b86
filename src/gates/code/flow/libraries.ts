// Which packages of a tree others can install, so that the parameters of their exported functions come from outside; and what they depended on before a change.
import { mayBeProgram } from '../../../analysis/link/entry-files.ts';
import { isPackage, offersApi, type LibraryChoice, type LibraryMode } from '../../../analysis/link/entries.ts';
import {
  dependenciesOf,
  isPackageManifest,
  isRecord,
  type FormerDependencies,
  type ManifestFile,
} from '../../../analysis/link/manifests.ts';

/** Paths of the `package.json` files whose packages count as libraries, sorted. */
export function libraryManifests(manifests: readonly ManifestFile[], choice: LibraryChoice): readonly string[] {
  return manifests
    .filter((manifest) => isPackage(manifest.path) && offersApi(manifest, choice))
    .map(({ path }) => path)
    .sort();
}

/**
 * Paths of the `package.json` files of packages that were libraries before a change and are none by what they say after it, or may be programs only
 * since, sorted. One that was moved is known by its name.
 */
export function formerLibraries(before: readonly ManifestFile[], after: readonly ManifestFile[], mode: LibraryMode): readonly string[] {
  const choice = { mode, known: [] };
  const [libraries, still] = [new Set(libraryManifests(before, choice)), new Set(libraryManifests(after, choice))];
  const [pathsBefore, pathsAfter] = [pathsOf(before), pathsOf(after)];
  const programs = new Set(before.filter(mayBeProgram).map(({ path }) => path));
  const isStill = (manifest: ManifestFile): boolean => still.has(manifest.path) && (programs.has(manifest.path) || !mayBeProgram(manifest));
  const gone = before.filter(({ path }) => libraries.has(path) && !pathsAfter.has(path));
  const names = new Set(gone.flatMap(({ json }) => nameOf(json) ?? []));
  const isFormer = ({ path, json }: ManifestFile): boolean =>
    libraries.has(path) || (!pathsBefore.has(path) && isPackage(path) && names.has(nameOf(json) ?? ''));
  return after
    .filter((manifest) => !isStill(manifest) && isFormer(manifest))
    .map(({ path }) => path)
    .sort();
}

/**
 * What packages named as dependencies before a change and name no more after it, by the path of their `package.json`. Of one that is gone all counts where
 * it stood, and where one of its name is new, what that one lacks.
 */
export function formerDependencies(before: readonly ManifestFile[], after: readonly ManifestFile[]): readonly FormerDependencies[] {
  const pathsBefore = pathsOf(before);
  const now = new Map(after.map(({ path, json }) => [path, json]));
  const moved = Map.groupBy(
    after.filter(({ path }) => isPackageManifest(path) && !pathsBefore.has(path)),
    ({ json }) => nameOf(json) ?? '',
  );
  const lackedBy = (path: string, json: unknown, named: readonly string[]): readonly FormerDependencies[] => {
    const still = new Set(dependenciesOf(json));
    const names = named.filter((name) => !still.has(name));
    return names.length === 0 ? [] : [{ path, names }];
  };
  return before
    .filter(({ path }) => isPackageManifest(path))
    .flatMap(({ path, json }) => {
      const named = dependenciesOf(json);
      const others = now.has(path) ? [] : (moved.get(nameOf(json) ?? '') ?? []);
      return [lackedBy(path, now.get(path), named), ...others.map((other) => lackedBy(other.path, other.json, named))].flat();
    });
}

function pathsOf(manifests: readonly ManifestFile[]): ReadonlySet<string> {
  return new Set(manifests.map(({ path }) => path));
}

function nameOf(json: unknown): string | null {
  return isRecord(json) && typeof json['name'] === 'string' ? json['name'] : null;
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
