// Which file of the program a specifier means, by the rules of Node.js, bundlers and TypeScript's paths; everything else is a library.
import { builtinModules } from 'node:module';
import {
  dotted,
  entriesOf,
  folderOf,
  isPackageManifest,
  isRecord,
  joinPath,
  packageNameOf,
  sourcesOf,
  subpathTargets,
  type ManifestFile,
} from './manifests.ts';

export type Resolved =
  { readonly kind: 'file'; readonly file: number } | { readonly kind: 'library'; readonly name: string } | { readonly kind: 'missing' };

export interface Resolver {
  readonly resolve: (fromPath: string, specifier: string) => Resolved;
  /** The file that a path without extension, or a folder, means; -1 if none. */
  readonly fileAt: (path: string) => number;
}

const extensions = [
  '',
  '.js',
  '.ts',
  '.tsx',
  '.jsx',
  '.mjs',
  '.cjs',
  '.mts',
  '.cts',
  '.d.ts',
  '/index.js',
  '/index.ts',
  '/index.tsx',
  '/index.jsx',
  '/index.mjs',
  '/index.cjs',
  '/index.mts',
  '/index.cts',
];
/** TypeScript names the file that will be there once it is compiled. */
const compiled: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.js$/u, ['.ts', '.tsx', '.jsx']],
  [/\.jsx$/u, ['.tsx']],
  [/\.mjs$/u, ['.mts']],
  [/\.cjs$/u, ['.cts']],
];
const code = /(?:\.[cm]?[jt]sx?|\/[^./]*|^[^./]+)$/u;

const nodeModules = new Set(builtinModules);

interface PathPattern {
  readonly prefix: string;
  readonly suffix: string | null;
  readonly targets: readonly string[];
}

interface TypeScriptPaths {
  readonly folder: string;
  readonly baseUrl: string | null;
  readonly patterns: readonly PathPattern[];
}

export function createResolver(paths: readonly string[], manifests: readonly ManifestFile[]): Resolver {
  const byPath = new Map(paths.map((path, index) => [path, index]));
  const packages = new Map<string, Readonly<Record<string, unknown>>>();
  const names = new Map<string, string>();
  const typescript: TypeScriptPaths[] = [];
  for (const { path, json } of manifests) {
    if (!isRecord(json)) continue;
    const folder = folderOf(path);
    if (isPackageManifest(path)) {
      packages.set(folder, json);
      if (typeof json['name'] === 'string' && !names.has(json['name'])) names.set(json['name'], folder);
    } else typescript.push(pathsOf(folder, json));
  }
  // The innermost configuration comes first.
  typescript.sort((one, other) => other.folder.length - one.folder.length || (one.folder < other.folder ? -1 : 1));

  const exactly = (path: string): number => {
    for (const extension of extensions) {
      const found = byPath.get(path + extension);
      if (found !== undefined) return found;
    }
    for (const [pattern, sources] of compiled) {
      if (!pattern.test(path)) continue;
      for (const source of sources) {
        const found = byPath.get(path.replace(pattern, source));
        if (found !== undefined) return found;
      }
    }
    return -1;
  };
  /** The first of the targets that is in the tree; else the source of the first that is built of one. */
  const firstOf = (folder: string, targets: readonly string[]): number => {
    for (const target of [...targets, ...targets.flatMap(sourcesOf)]) {
      const joined = joinPath(folder, target);
      const found = joined === null ? -1 : exactly(joined);
      if (found >= 0) return found;
    }
    return -1;
  };
  const fileAt = (path: string): number => {
    const asFile = byPath.get(path);
    if (asFile !== undefined) return asFile;
    const manifest = packages.get(path);
    const targets = manifest === undefined ? [] : entriesOf(manifest);
    const found = firstOf(path, targets);
    return found >= 0 ? found : exactly(path === '' ? 'index' : path);
  };
  const inPackage = (specifier: string): number => {
    const name = packageNameOf(specifier);
    const folder = names.get(name);
    if (folder === undefined) return -1;
    const inner = specifier.slice(name.length + 1);
    if (inner === '') return fileAt(folder);
    const offered = firstOf(folder, subpathTargets(packages.get(folder), `./${inner}`));
    if (offered >= 0) return offered;
    for (const within of [inner, `src/${inner}`]) {
      const joined = joinPath(folder, within);
      const found = joined === null ? -1 : fileAt(joined);
      if (found >= 0) return found;
    }
    return -1;
  };
  const byTypescript = (fromPath: string, specifier: string): number => {
    for (const config of typescript) {
      if (config.folder !== '' && !fromPath.startsWith(`${config.folder}/`)) continue;
      for (const candidate of candidatesOf(config, specifier)) {
        const found = fileAt(candidate);
        if (found >= 0) return found;
      }
    }
    return -1;
  };
  const cache = new Map<string, Resolved>();
  const resolveOnce = (fromPath: string, specifier: string): Resolved => {
    if (specifier.startsWith('.') || specifier.startsWith('/')) {
      const joined = joinPath(specifier.startsWith('/') ? '' : folderOf(fromPath), specifier);
      const file = joined === null ? -1 : fileAt(joined);
      if (file >= 0) return { kind: 'file', file };
      return code.test(specifier) || /\/\.{0,2}$/u.test(`/${specifier}`) ? { kind: 'missing' } : { kind: 'library', name: specifier };
    }
    if (specifier.startsWith('#')) {
      const file = byImports(packages, byPath, fromPath, specifier, exactly);
      if (file >= 0) return { kind: 'file', file };
    }
    const name = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
    // Node.js looks at nobody's package first for these, so that no folder of a pull request can stand in for `fs`.
    if (name !== specifier || nodeModules.has(name)) return { kind: 'library', name };
    const own = byTypescript(fromPath, specifier);
    const file = own >= 0 ? own : inPackage(specifier);
    return file >= 0 ? { kind: 'file', file } : { kind: 'library', name };
  };
  return {
    resolve: (fromPath, specifier) => {
      const key = `${folderOf(fromPath)}\0${specifier}`;
      const known = cache.get(key);
      if (known !== undefined) return known;
      const found = resolveOnce(fromPath, specifier);
      cache.set(key, found);
      return found;
    },
    fileAt,
  };
}

function pathsOf(folder: string, json: Readonly<Record<string, unknown>>): TypeScriptPaths {
  const options = isRecord(json['compilerOptions']) ? json['compilerOptions'] : {};
  const baseUrl = typeof options['baseUrl'] === 'string' ? joinPath(folder, options['baseUrl']) : null;
  const patterns: PathPattern[] = [];
  for (const [pattern, targets] of isRecord(options['paths']) ? Object.entries(options['paths']) : []) {
    const [prefix = '', suffix = null] = pattern.split('*', 2);
    const listed: readonly unknown[] = Array.isArray(targets) ? targets : [];
    patterns.push({ prefix, suffix, targets: listed.filter((target) => typeof target === 'string') });
  }
  return { folder, baseUrl, patterns };
}

function candidatesOf(config: TypeScriptPaths, specifier: string): readonly string[] {
  const found: (string | null)[] = [];
  const base = config.baseUrl ?? config.folder;
  for (const { prefix, suffix, targets } of config.patterns) {
    if (suffix === null) {
      if (specifier === prefix) found.push(...targets.map((target) => joinPath(base, target)));
    } else if (specifier.length >= prefix.length + suffix.length && specifier.startsWith(prefix) && specifier.endsWith(suffix)) {
      const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
      found.push(
        ...targets.map((target) =>
          joinPath(
            base,
            target.replace('*', () => middle),
          ),
        ),
      );
    }
  }
  if (config.baseUrl !== null) found.push(joinPath(config.baseUrl, specifier));
  return found.filter((path) => path !== null);
}

function byImports(
  packages: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  byPath: ReadonlyMap<string, number>,
  fromPath: string,
  specifier: string,
  exactly: (path: string) => number,
): number {
  for (let folder = folderOf(fromPath); ; folder = folderOf(folder)) {
    const imports = packages.get(folder)?.['imports'];
    for (const target of isRecord(imports) ? subpathTargets({ exports: dotted(imports) }, `./${specifier}`) : []) {
      const joined = joinPath(folder, target);
      const found = joined === null ? -1 : (byPath.get(joined) ?? exactly(joined));
      if (found >= 0) return found;
    }
    if (folder === '') return -1;
  }
}
