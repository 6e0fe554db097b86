// Turns what stands on the disk into tree entries: kind, size and content id.
import { closeSync, type Stats } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { TreeEntry } from '../core/workspace.ts';
import { blobIdInPlace, headerRoom, objectId, startBlobId, withLineFeeds, type ObjectFormat } from './blob-id.ts';
import { linkTarget, openConfined, readFully, type FolderCheck } from './confined-file.ts';

/** What git's index says of a path; it may spare work, but never stands for the content on the disk. */
export interface IndexedContent {
  readonly id: string;
  /** Bytes of the indexed blob, asked for only where the file is large. */
  readonly size: () => Promise<number | null>;
  /** Set where the file system cannot say: `core.fileMode` is false, or on Windows. */
  readonly executable: boolean | null;
}

export interface FileHasher {
  /** The entry for a path whose `lstat` is `stat`. A file that cannot be read, or changes meanwhile, has the id `''`. */
  readonly describe: (path: string, stat: Stats, indexed?: IndexedContent) => Promise<TreeEntry>;
}

/** Every file up to this many bytes is hashed; a larger one only if it may equal what the index holds. */
const alwaysHashed = 64 * 1024 * 1024;
/** Beyond this nothing is hashed: a sparse file of terabytes costs its maker nothing. */
const neverHashed = 4 * 1024 * 1024 * 1024;
const chunkBytes = 1024 * 1024;

/** `root` must be a real path. */
export function createFileHasher(root: string, format: ObjectFormat, isRealFolder: FolderCheck): FileHasher {
  const scratch = Buffer.allocUnsafe(headerRoom + chunkBytes + 1);

  const hashFile = async (
    path: string,
    indexed: IndexedContent | undefined,
  ): Promise<{ readonly id: string; readonly size: number } | null> => {
    const file = openConfined(root, path, isRealFolder);
    if (!file.ok) return null;
    try {
      const size = file.stat.size;
      if (size > chunkBytes) return await hashLarge(file.descriptor, size, indexed);
      const read = readFully(file.descriptor, scratch, headerRoom, chunkBytes + 1);
      if (read > chunkBytes) return null;
      const id = blobIdInPlace(format, scratch, read);
      if (indexed !== undefined && indexed.id !== id) {
        const normalised = withLineFeeds(scratch.subarray(headerRoom, headerRoom + read));
        if (normalised !== null && objectId(format, 'blob', normalised) === indexed.id) return { id: indexed.id, size: normalised.length };
      }
      return { id, size: read };
    } catch {
      return null;
    } finally {
      closeSync(file.descriptor);
    }
  };

  const hashLarge = async (
    descriptor: number,
    size: number,
    indexed: IndexedContent | undefined,
  ): Promise<{ readonly id: string; readonly size: number } | null> => {
    const worthIt = size <= alwaysHashed || (size <= neverHashed && indexed !== undefined && (await indexed.size()) === size);
    if (!worthIt) return { id: '', size };
    const running = startBlobId(format, size);
    let total = 0;
    for (let count = -1; count !== 0 && total <= size; total += count) {
      count = readFully(descriptor, scratch, 0, chunkBytes);
      running.update(scratch.subarray(0, count));
      if (total % alwaysHashed === 0) await setImmediate();
    }
    return total === size ? { id: running.digest('hex'), size } : null;
  };

  const describe = async (path: string, stat: Stats, indexed?: IndexedContent): Promise<TreeEntry> => {
    if (stat.isSymbolicLink()) {
      const target = linkTarget(root, path);
      return { path, kind: 'symlink', id: target === null ? '' : objectId(format, 'blob', target), size: target?.length ?? null };
    }
    if (!stat.isFile()) return { path, kind: 'other', id: '', size: null };
    const executable = indexed?.executable ?? (process.platform !== 'win32' && (stat.mode & 0o100) !== 0);
    const hashed = await hashFile(path, indexed);
    return { path, kind: executable ? 'executable' : 'file', id: hashed?.id ?? '', size: hashed?.size ?? stat.size };
  };
  return { describe };
}
