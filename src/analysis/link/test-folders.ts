// Files in folders of tests that nothing outside of those imports: what is written in them was most likely made up for a test.
import type { Imports } from './imports.ts';
import { pathsNamedIn, type ManifestFile } from './manifests.ts';
import type { Resolver } from './resolve.ts';
import type { GraphedFile } from './value-flow.ts';

const folder = /(?:^|\/)(?:tests?|test[_-]data|testdata|specs?|e2e|(?:test[_-])?fixtures?|__(?:tests|mocks|fixtures)__)\//iu;

/** True for a path in a folder of tests, by the folder's whole name: `contest/` and `latest/` are none. */
export function isInTestFolder(path: string): boolean {
  return folder.test(path);
}

/**
 * A folder's name is no cloak: what a manifest names as the package's is no test, nor is what a file elsewhere imports, also through others. A manifest's
 * scripts run tests.
 */
export function filesInTestFolders(
  files: readonly Pick<GraphedFile, 'path'>[],
  { reachedFrom }: Pick<Imports, 'reachedFrom'>,
  { fileAt }: Pick<Resolver, 'fileAt'>,
  manifests: readonly ManifestFile[],
): ReadonlySet<number> {
  const tests = new Set(files.flatMap(({ path }, index) => (isInTestFolder(path) ? [index] : [])));
  if (tests.size === 0) return tests;
  for (const path of manifests.flatMap(withoutScripts).flatMap(pathsNamedIn)) tests.delete(fileAt(path));
  for (const index of reachedFrom(files.flatMap((_, at) => (tests.has(at) ? [] : [at])))) tests.delete(index);
  return tests;
}

function withoutScripts(manifest: ManifestFile): readonly ManifestFile[] {
  const { path, json } = manifest;
  if (typeof json !== 'object' || json === null) return [manifest];
  return [{ path, json: { ...json, scripts: null } }];
}
