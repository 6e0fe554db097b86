// What a package's manifest names as its entries, in the tree, and which packages are programs that nobody loads.
import { entriesOf, exportedFiles, folderOf, isRecord, joinPath, sourcesOf, type ManifestFile } from './manifests.ts';
import type { Resolver } from './resolve.ts';
import type { GraphedFile } from './value-flow.ts';

/** The file, and the source that it is built of: that is what a change is made to, and often all that there is in the tree. */
export function entryFiles(resolver: Resolver, folder: string, target: string): readonly number[] {
  const fileOf = (candidate: string): number => {
    const path = joinPath(folder, candidate.endsWith('.d.ts') ? candidate.replace(/\.d\.ts$/u, '') : candidate);
    return path === null ? -1 : resolver.fileAt(path);
  };
  const [own, source = -1, atRoot = -1] = [target, ...sourcesOf(target)].map(fileOf);
  const found = [own ?? -1, source].filter((file) => file >= 0);
  return found.length > 0 ? found : [atRoot];
}

/** True where a package may be a program, by what its manifest says: it is started (`npm start`), and no `files` are said to be for users. */
export function mayBeProgram({ json }: ManifestFile): boolean {
  if (!isRecord(json) || !isRecord(json['scripts']) || typeof json['scripts']['start'] !== 'string') return false;
  return json['files'] === undefined;
}

/**
 * True for what may be a program and gives nothing to whoever would load it: of its other files, nobody loads any. What cannot be loaded has no users;
 * once it can, all that is told of it is new.
 */
export function isProgram(manifest: ManifestFile, files: readonly GraphedFile[], resolver: Resolver): boolean {
  const { path, json } = manifest;
  if (!isRecord(json) || !mayBeProgram(manifest)) return false;
  const folder = folderOf(path);
  const named = [...entriesOf(json), ...exportedFiles(json)];
  const entries = [...named, 'index'].flatMap((target) => entryFiles(resolver, folder, target)).filter((file) => file >= 0);
  if (entries.length === 0) return !named.some((target) => sourcesOf(target).length > 0);
  return entries.every((file) => !exportsAnything(files[file]));
}

function exportsAnything(file: GraphedFile | undefined): boolean {
  if (file === undefined) return false;
  return file.graph.exports.length > 0 || file.graph.nodes.some(({ kind }) => kind === 'module' || kind === 'exports');
}
