// Which files of a package its users load.
import { embeddedLanguageOf } from '../parse/embedded/languages.ts';
import type { GraphedFile } from './value-flow.ts';
import { entryFiles, isProgram } from './entry-files.ts';
import type { Imports } from './imports.ts';
import { entriesOf, exportedFiles, folderOf, isPackageManifest, isRecord, joinPath, type ManifestFile } from './manifests.ts';
import type { Resolver } from './resolve.ts';

export type LibraryMode = 'auto' | 'on' | 'off';

/** Which packages offer their users an API. */
export interface LibraryChoice {
  /** `auto`: those that others can install and load. */
  readonly mode: LibraryMode;
  /** Paths of manifests of packages that do, whatever these say: no change makes a library none by a word in its manifest. */
  readonly known: readonly string[];
}

export interface PackageEntry {
  readonly file: number;
  /** As its users write it: `require('name')`. */
  readonly api: string;
  /** What the package's API can be made of: what its entries import, themselves or through others, and its own files. */
  readonly files: ReadonlySet<number>;
  /** An extension of an editor, of which nobody else loads anything. */
  readonly isExtension: boolean;
}

/** Files that no user of a package loads, unless its manifest names them. */
const aside =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|examples?|benchmarks?|bench|demos?|docs?|scripts|fixtures|\.github|node_modules)\/|\.(?:test|spec|bench)\.[cm]?[jt]sx?$/iu;
/** Settings and tasks of tools, and what is built of files that stand in the tree themselves. */
const beside =
  /(?:^|\/)(?:\.[^/]+|(?:gulp|grunt|jake|cake|make)file|[^/]*[.-](?:config|conf))\.[cm]?[jt]sx?$|(?:^|\/)(?:tasks?|tools?|bin|build|dist|umd)\//iu;
/** What a server hands to pages as it is: theirs, and no API, unless the package's entries load it as well. */
const served = /(?:^|\/)(?:public|static|www|wwwroot|htdocs)\//iu;

export function packageEntries(
  files: readonly GraphedFile[],
  manifests: readonly ManifestFile[],
  resolver: Resolver,
  imports: Imports,
  choice: LibraryChoice,
): readonly PackageEntry[] {
  if (choice.mode === 'off') return [];
  const packages = manifests.filter(({ path, json }) => isPackage(path) && isRecord(json));
  const loadable = packages.filter((manifest) => isLoadable(manifest, files, resolver, choice));
  const folders = foldersOf(packages, choice);
  // Once: asked of each file for each package, many packages would cost the square of their number.
  const owners = files.map(({ path }) => ownerOf(folders, path));
  const found = new Map<number, Found>();
  let [folder, isExtension] = ['', false];
  const add = (file: number, api: string): void => {
    if (file >= 0 && !found.has(file)) found.set(file, { api, folder, isExtension });
  };
  const addInside = (file: number, api: string): void => {
    if (!aside.test(files[file]?.path ?? '')) add(file, api);
  };
  const addAll = (name: string, isOffered: (file: number, path: string) => boolean): void => {
    files.forEach(({ path }, file) => {
      if (owners[file] !== folder || !isOffered(file, path)) return;
      addInside(file, `require('${name}/${path.slice(folder === '' ? 0 : folder.length + 1)}')`);
    });
  };
  const imported = new Set(files.flatMap((_, file) => imports.filesOf(file)));
  const isOwn = (file: number): boolean => isWritten(files[file]);
  // Without `exports` any file can be loaded: one that no other loads has no other use.
  const isLoose = (file: number, path: string): boolean => !imported.has(file) && !beside.test(path) && isOwn(file);
  // A file is the entry of the first that names it: of a library before an extension.
  for (const { path, json } of loadable.sort((one, other) => Number(offersApi(other, choice)) - Number(offersApi(one, choice)))) {
    if (!isRecord(json)) continue;
    isExtension = !offersApi({ path, json }, choice);
    if (isExtension && !(isPublished(json) && extendsEditor(json))) continue;
    folder = folderOf(path);
    const name = typeof json['name'] === 'string' ? json['name'].slice(0, 200) : '.';
    const before = found.size;
    for (const target of entriesOf(json)) for (const file of entryFiles(resolver, folder, target)) add(file, `require('${name}')`);
    for (const target of exportedFiles(json)) {
      for (const file of target.includes('*') ? [] : entryFiles(resolver, folder, target)) add(file, `require('${name}')`);
      if (target.includes('*')) addMatching(files, folder, target, name, addInside);
    }
    if (found.size === before) add(resolver.fileAt(joinPath(folder, 'index') ?? 'index'), `require('${name}')`);
    if (found.size === before) addAll(name, isOwn);
    else if (json['exports'] === undefined) addAll(name, isLoose);
  }
  if (packages.length === 0 && choice.mode === 'on') addAll('.', () => true);
  const filesOf = filesOfPackages(files, owners, found, imports);
  return [...found]
    .map(([file, { folder: of, ...told }]) => ({ file, files: filesOf(of), api: told.api, isExtension: told.isExtension }))
    .sort((one, other) => one.file - other.file);
}

interface Found {
  readonly api: string;
  readonly folder: string;
  readonly isExtension: boolean;
}

/** Once for each package. */
function filesOfPackages(
  files: readonly GraphedFile[],
  ownersOfAll: readonly (string | null)[],
  found: ReadonlyMap<number, Found>,
  { reachedFrom }: Imports,
): (folder: string) => ReadonlySet<number> {
  const owners = files.map(({ path }, file) => (aside.test(path) ? null : (ownersOfAll[file] ?? null)));
  const known = new Map<string, ReadonlySet<number>>();
  return (folder) => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const entries = [...found].flatMap(([file, { folder: of }]) => (of === folder ? [file] : []));
    const reached = reachedFrom([...entries, ...owners.flatMap((owner, file) => (owner === folder ? [file] : []))]);
    known.set(folder, reached);
    return reached;
  };
}

/** Of packages: a manifest within another's folder that gives no name says how files are loaded (`"type"`), and makes no package of its own. */
export function foldersOf(packages: readonly ManifestFile[], { known }: LibraryChoice): readonly string[] {
  const isNamed = ({ path, json }: ManifestFile): boolean => known.includes(path) || (isRecord(json) && typeof json['name'] === 'string');
  const folders = new Set(packages.map(({ path }) => folderOf(path)));
  const isInside = (folder: string): boolean => {
    for (let outer = folder; outer !== '';) {
      outer = folderOf(outer);
      if (folders.has(outer)) return true;
    }
    return false;
  };
  return packages.filter((manifest) => isNamed(manifest) || !isInside(folderOf(manifest.path))).map(({ path }) => folderOf(path));
}

/** Also of a package that was a library before a change, whatever it has become. */
export function isLoadable(
  manifest: ManifestFile,
  files: readonly GraphedFile[],
  resolver: Resolver,
  { mode, known }: LibraryChoice,
): boolean {
  return mode === 'on' || known.includes(manifest.path) || !isProgram(manifest, files, resolver);
}

/** True for what no user of a package loads: tests, examples, documentation. */
export function isAside(path: string): boolean {
  return aside.test(path);
}

/**
 * True for what people write for whoever loads it: not for what a server hands to pages, nor for what is minified, so built, or somebody else's. Pages load
 * pages, and frameworks templates and components.
 */
export function isWritten(file: GraphedFile | undefined): boolean {
  return file !== undefined && embeddedLanguageOf(file.path) === null && !served.test(file.path) && file.graph.dense.length === 0;
}

/** True for the `package.json` of a package that users load. */
export function isPackage(path: string): boolean {
  return isPackageManifest(path) && !aside.test(path);
}

/** True where a package's exports count as its users' API. */
export function offersApi({ path, json }: ManifestFile, { mode, known }: LibraryChoice): boolean {
  if (!isRecord(json) || mode === 'off') return false;
  return mode === 'on' || known.includes(path) || (isPublished(json) && !extendsEditor(json));
}

function isPublished(json: Readonly<Record<string, unknown>>): boolean {
  return typeof json['name'] === 'string' && json['private'] !== true;
}

/** An extension of an editor: the editor loads its entry and calls what that is for, and nobody else loads any of it. */
function extendsEditor({ engines, contributes, activationEvents }: Readonly<Record<string, unknown>>): boolean {
  const isLoaded = isRecord(contributes) || Array.isArray(activationEvents);
  return isLoaded && isRecord(engines) && typeof engines['vscode'] === 'string';
}

function addMatching(
  files: readonly GraphedFile[],
  folder: string,
  target: string,
  name: string,
  add: (file: number, api: string) => void,
): void {
  const [before = '', after = ''] = target.split('*', 2);
  const prefix = joinPath(folder, before);
  if (prefix === null) return;
  files.forEach(({ path }, file) => {
    if (path.length >= prefix.length + after.length && path.startsWith(prefix) && path.endsWith(after)) add(file, `require('${name}')`);
  });
}

/** The innermost package that a file belongs to. */
export function ownerOf(folders: readonly string[], path: string): string | null {
  let owner: string | null = null;
  for (const folder of folders) {
    if ((folder === '' || path.startsWith(`${folder}/`)) && (owner === null || folder.length > owner.length)) owner = folder;
  }
  return owner ?? (folders.length === 0 ? '' : null);
}
