// What package.json says of its files, and paths within the tree.
export interface ManifestFile {
  readonly path: string;
  readonly json: unknown;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isPackageManifest(path: string): boolean {
  return path === 'package.json' || path.endsWith('/package.json');
}

/** The fields of a package.json that name what it depends on. */
export const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** All that a package.json names as a dependency, of whatever kind. */
export function dependenciesOf(json: unknown): readonly string[] {
  if (!isRecord(json)) return [];
  return dependencyFields.flatMap((field) => {
    const named = json[field];
    return isRecord(named) ? Object.keys(named) : [];
  });
}

/** What a package named as dependencies before a change, and names no more. */
export interface FormerDependencies {
  /** Of its package.json. */
  readonly path: string;
  readonly names: readonly string[];
}

/** `next` of `next/server`, `@a/b` of `@a/b/c`. */
export function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Joins and normalises; null where it leads out of the tree. */
export function joinPath(folder: string, path: string): string | null {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** What a package offers under its own name, the source before what is built of it. */
export function entriesOf(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const named = ['source', 'main', 'module', 'browser', 'types']
    .map((field) => manifest[field])
    .filter((value) => typeof value === 'string');
  return [...subpathTargets(manifest, '.'), ...named, ...insteadOf(manifest)];
}

const builtFolders = /^(?:\.\/)?(?:(?:dist|lib|build|out|cjs|esm)\/)+/u;

/** Where the source of a built file may stand, without its ending: often that is all that there is in the tree. None for what is not built. */
export function sourcesOf(target: string): readonly string[] {
  const inner = target.replace(builtFolders, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/u, '');
  return builtFolders.test(target) ? [`src/${inner}`, inner] : [];
}

/** What bundlers for browsers load instead of files of the package. */
function insteadOf({ browser }: Readonly<Record<string, unknown>>): readonly string[] {
  const replaced = isRecord(browser) ? Object.entries(browser) : [];
  return replaced.flatMap(([file, target]) =>
    file.startsWith('.') && typeof target === 'string' && target.startsWith('.') ? [target] : [],
  );
}

/** All targets of `exports` for one subpath, whatever their conditions. */
export function subpathTargets(manifest: Readonly<Record<string, unknown>> | undefined, subpath: string): readonly string[] {
  const map = manifest?.['exports'];
  if (typeof map === 'string') return subpath === '.' ? [map] : [];
  if (!isRecord(map)) return [];
  const hasSubpaths = Object.keys(map).some((key) => key.startsWith('.'));
  if (!hasSubpaths) return subpath === '.' ? targetsIn(map, 0) : [];
  for (const [key, value] of Object.entries(map)) {
    if (key === subpath) return targetsIn(value, 0);
    const star = key.indexOf('*');
    if (star < 0 || !subpath.startsWith(key.slice(0, star)) || !subpath.endsWith(key.slice(star + 1))) continue;
    const middle = subpath.slice(star, subpath.length - (key.length - star - 1));
    return targetsIn(value, 0).map((target) => target.replaceAll('*', () => middle));
  }
  return [];
}

/** All files that `exports` names. */
export function exportedFiles(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  return targetsIn(manifest['exports'], 0);
}

/** Whatever a package.json names that may be a file, in any of its fields: what it offers, runs and is configured by. */
export function pathsNamedIn({ path, json }: ManifestFile): readonly string[] {
  if (!isPackageManifest(path)) return [];
  const folder = folderOf(path);
  const found: string[] = [];
  const waiting: unknown[] = [json];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const words = typeof value === 'string' ? value.split(/["'\s=,;&|]+/u) : [];
    found.push(...words.map((word) => joinPath(folder, word)).filter((joined) => joined !== null));
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) waiting.push(inner);
  }
  return found;
}

function targetsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth > 6) return [];
  if (Array.isArray(value)) return value.flatMap((part) => targetsIn(part, depth + 1));
  return isRecord(value) ? Object.values(value).flatMap((part) => targetsIn(part, depth + 1)) : [];
}

/** `imports` reads like `exports` with its keys behind a dot. */
export function dotted(imports: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(imports).map(([key, value]) => [`./${key}`, value]));
}
