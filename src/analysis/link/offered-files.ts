// Files that users of a package can load, and so whatever these make global.
import {
  foldersOf,
  isAside,
  isLoadable,
  isPackage,
  isWritten,
  offersApi,
  ownerOf,
  type LibraryChoice,
  type PackageEntry,
} from './entries.ts';
import type { Imports } from './imports.ts';
import { folderOf, isRecord, type ManifestFile } from './manifests.ts';
import type { Resolver } from './resolve.ts';
import type { GraphedFile } from './value-flow.ts';

/** Fields that name what a page loads of a package by its address. */
const pageFields = ['browser', 'unpkg', 'jsdelivr', 'umd:main'];

/**
 * Files of packages whose exports count as their users' API, but for what no user loads. Where a map of exports closes a package, and of files that are
 * minified or that a server hands to pages, only those that its entries load: the rest are pages of its own, or somebody else's.
 */
export function offeredFiles(
  files: readonly GraphedFile[],
  manifests: readonly ManifestFile[],
  resolver: Resolver,
  choice: LibraryChoice,
  entries: readonly PackageEntry[],
  { reachedFrom }: Pick<Imports, 'reachedFrom'>,
): readonly number[] {
  if (choice.mode === 'off') return [];
  const packages = manifests.filter((manifest) => isPackage(manifest.path) && isRecord(manifest.json));
  const folders = foldersOf(packages, choice);
  const isOffered = (manifest: ManifestFile): boolean => offersApi(manifest, choice) && isLoadable(manifest, files, resolver, choice);
  const offered = new Map(packages.filter(isOffered).map((manifest) => [folderOf(manifest.path), manifest]));
  const loaded = reachedFrom(entries.map(({ file }) => file));
  return files.flatMap((file, index) => {
    const owner = offered.get(ownerOf(folders, file.path) ?? '..');
    if (owner === undefined || isAside(file.path)) return [];
    return loaded.has(index) || (!isClosed(owner) && isWritten(file)) ? [index] : [];
  });
}

function isClosed({ json }: ManifestFile): boolean {
  return isRecord(json) && json['exports'] !== undefined && pageFields.every((field) => json[field] === undefined);
}
