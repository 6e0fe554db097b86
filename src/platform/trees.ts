// The two kinds of tree that a gate reads: of git objects, and of files on the disk.
import { closeSync } from 'node:fs';
import type { TreeListing } from '../core/repository.ts';
import type { ReadResult, Tree, TreeEntry } from '../core/workspace.ts';
import { messageOf } from '../core/error.ts';
import { formatOf, objectId, withLineFeeds } from './blob-id.ts';
import { createFolderCheck, kernelTells, openConfined, readFully, type FolderCheck } from './confined-file.ts';
import type { GitBlobs } from './git-blobs.ts';

type Read = (entry: TreeEntry, limit: number) => Promise<ReadResult>;

/** A tree whose files are read from git's objects. */
export function objectTree(listing: TreeListing, blobs: GitBlobs): Tree {
  return tree(listing, (entry, limit) => blobs.read(entry.id, limit));
}

/**
 * A tree whose files are read from the disk under `root` (a real path), and only with the content that was listed. What is not on the
 * disk (a sparse checkout) is answered by `blobs` if it has that very content.
 */
export function diskTree(listing: TreeListing, root: string, blobs: GitBlobs | null): Tree {
  // Where the kernel says what was opened, a folder that became a link since is found out by that.
  const isRealFolder = createFolderCheck(root, { remember: kernelTells() });
  return tree(listing, async (entry, limit) => {
    const answer = readListed(root, entry, limit, isRealFolder);
    if (answer.ok || answer.failure !== 'missing' || blobs === null) return answer;
    const stored = await blobs.read(entry.id, limit);
    return stored.ok || stored.failure === 'too-large' ? stored : answer;
  });
}

function tree(listing: TreeListing, read: Read): Tree {
  const byPath = new Map(listing.entries.map((entry) => [entry.path, entry]));
  return {
    entries: listing.entries,
    read: async (path, limit) => {
      const entry = byPath.get(path);
      if (entry === undefined) return failed('missing', 'no such path in this tree');
      if (entry.kind !== 'file' && entry.kind !== 'executable') return failed('not-a-file', `it is listed as ${entry.kind}`);
      if (entry.id !== '') return read(entry, limit);
      if (entry.size !== null && entry.size > limit) return failed('too-large', `${String(entry.size)} bytes`);
      return failed('unreadable', 'it has no single, readable content');
    },
  };
}

function readListed(root: string, entry: TreeEntry, limit: number, isRealFolder: FolderCheck): ReadResult {
  const file = openConfined(root, entry.path, isRealFolder);
  if (!file.ok) return file;
  try {
    if (file.stat.size > limit) return failed('too-large', `${String(file.stat.size)} bytes`);
    // One byte more than it had: what grew meanwhile is seen.
    const buffer = Buffer.allocUnsafe(file.stat.size + 1);
    const bytes = buffer.subarray(0, readFully(file.descriptor, buffer, 0, buffer.length));
    const format = formatOf(entry.id);
    if (objectId(format, 'blob', bytes) === entry.id) return { ok: true, bytes };
    const normalised = withLineFeeds(bytes);
    if (normalised !== null && objectId(format, 'blob', normalised) === entry.id) return { ok: true, bytes: normalised };
    return failed('changed', 'it changed after it was listed');
  } catch (error) {
    return failed('unreadable', messageOf(error));
  } finally {
    closeSync(file.descriptor);
  }
}

function failed(failure: 'missing' | 'too-large' | 'unreadable' | 'not-a-file' | 'changed', detail: string): ReadResult {
  return { ok: false, failure, detail };
}
