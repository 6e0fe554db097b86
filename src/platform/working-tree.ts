// The working tree of a repository: tracked and untracked, not ignored files, as they lie on the disk.
import type { TreeEntry } from '../core/workspace.ts';
import type { ObjectFormat } from './blob-id.ts';
import { createFolderCheck, statOf, type FolderCheck } from './confined-file.ts';
import { createFileHasher, type FileHasher } from './file-hasher.ts';
import { pause } from './folder-tree.ts';
import type { GitBlobs } from './git-blobs.ts';
import { listingBounds, readIndex, uniqueSorted, type IndexEntry } from './git-listing.ts';
import type { Git } from './git.ts';
import { isConfinedPath, parentPath, splitRecords } from './path-encoding.ts';

export interface WorkingTreeOptions {
  readonly root: string;
  readonly git: Git;
  readonly blobs: GitBlobs;
  readonly format: ObjectFormat;
  readonly signal?: AbortSignal;
}

interface Context extends WorkingTreeOptions {
  readonly isRealFolder: FolderCheck;
  readonly hasher: FileHasher;
  readonly trustsModes: boolean;
}

/** Files, and bytes of them, between two looks at signals and timers. */
const pauseEvery = 512;
const pauseBytes = 8 * 1024 * 1024;

/**
 * Lists the working tree. Left out: tracked files that are gone, or whose place a folder took. A file that a sparse checkout
 * leaves off the disk stands with its content in the index. Submodules are not looked into.
 */
export async function listWorkingTree(options: WorkingTreeOptions): Promise<readonly TreeEntry[]> {
  const { root, git, format, signal } = options;
  const isRealFolder = createFolderCheck(root, { remember: true });
  const [trustsModes, indexEntries, others] = await Promise.all([fileModesCount(git), readIndex(git), untracked(git)]);
  const context: Context = { ...options, isRealFolder, hasher: createFileHasher(root, format, isRealFolder), trustsModes };
  const entries: TreeEntry[] = [];
  let bytes = 0;
  const add = async (path: string, indexed: IndexEntry | null): Promise<void> => {
    const entry = await describe(context, path, indexed);
    if (entry !== null) entries.push(entry);
    bytes += entry?.size ?? 0;
    if (entries.length % pauseEvery !== 0 && bytes < pauseBytes) return;
    bytes = 0;
    await pause(signal);
  };
  for (const indexed of indexEntries) await add(indexed.path, indexed);
  for (const path of others) await add(path, null);
  return uniqueSorted(entries);
}

async function describe(context: Context, path: string, indexed: IndexEntry | null): Promise<TreeEntry | null> {
  // git names an untracked repository inside this one with a slash at its end; it would be added as a submodule.
  if (indexed === null && path.endsWith('/')) return { path: path.slice(0, -1), kind: 'submodule', id: '', size: null };
  if (!isConfinedPath(path)) return { path, kind: 'other', id: '', size: null };
  try {
    const stat = context.isRealFolder(parentPath(path)) ? statOf(context.root, path) : undefined;
    if (stat === undefined) return absent(path, indexed);
    if (stat.isDirectory()) return indexed?.kind === 'submodule' ? asIndexed(indexed) : null;
    // Windows checks links out as files that hold the target.
    if (indexed?.kind === 'symlink' && process.platform === 'win32' && stat.isFile()) {
      return { ...(await context.hasher.describe(path, stat)), kind: 'symlink' };
    }
    if (indexed === null) return await context.hasher.describe(path, stat);
    return await context.hasher.describe(path, stat, {
      id: indexed.id,
      size: () => context.blobs.size(indexed.id),
      executable: context.trustsModes ? null : indexed.kind === 'executable',
    });
  } catch {
    return { path, kind: indexed?.kind ?? 'file', id: '', size: null };
  }
}

function absent(path: string, indexed: IndexEntry | null): TreeEntry | null {
  if (indexed === null) return null;
  return indexed.skipped || indexed.kind === 'submodule' ? asIndexed({ ...indexed, path }) : null;
}

function asIndexed({ path, kind, id }: IndexEntry): TreeEntry {
  return { path, kind, id, size: null };
}

async function untracked(git: Git): Promise<readonly string[]> {
  const { stdout } = await git.run(['ls-files', '-z', '--others', '--exclude-standard'], listingBounds);
  return splitRecords(stdout);
}

/** `core.fileMode`: false where the file system cannot hold executable bits. */
async function fileModesCount(git: Git): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const { stdout } = await git.run(['config', '--type=bool', '--get', 'core.fileMode'], { accept: [0, 1, 128] });
  return stdout.toString('utf8').trim() !== 'false';
}
