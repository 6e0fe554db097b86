// Which packages of a tree others can install, so that the parameters of their exported functions come from outside.

/** As `linkProgram` takes it. */
export type LibraryMode = 'auto' | 'on' | 'off';

/** Paths of the `package.json` files whose packages count as libraries, sorted. `auto`: those with a name that are not private. */
export function libraryManifests(
  manifests: readonly { readonly path: string; readonly json: unknown }[],
  mode: LibraryMode,
): readonly string[] {
  if (mode === 'off') return [];
  return manifests
    .filter(({ path, json }) => /(?:^|\/)package\.json$/u.test(path) && (mode === 'on' || isInstallable(json)))
    .map(({ path }) => path)
    .sort();
}

function isInstallable(json: unknown): boolean {
  const { name, private: isPrivate } = (json ?? {}) as { readonly name?: unknown; readonly private?: unknown };
  return typeof name === 'string' && name !== '' && isPrivate !== true;
}
