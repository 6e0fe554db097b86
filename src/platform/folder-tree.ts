// A plain folder as a tree: everything in it but `.git` and `node_modules`, no link followed.
import { readdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { McgateError } from '../core/error.ts';
import type { TreeEntry } from '../core/workspace.ts';
import type { ObjectFormat } from './blob-id.ts';
import { createFolderCheck, statOf } from './confined-file.ts';
import { createFileHasher, type FileHasher } from './file-hasher.ts';
import { checkCount, uniqueSorted } from './git-listing.ts';
import { absolutePath, encodePath } from './path-encoding.ts';

/** Folders inside folders; deeper ones stand as one entry `other`. */
const depthLimit = 256;
const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);
const plainFormat: ObjectFormat = 'sha1';

/**
 * Lists the folder `root` (a real path). A folder that cannot be entered stands as one entry `other` with the id `''`.
 * Throws McgateError `unreadable` if it has too many entries, `cancelled` after an abort.
 */
export async function listFolder(root: string, signal?: AbortSignal): Promise<readonly TreeEntry[]> {
  const isRealFolder = createFolderCheck(root, { remember: true });
  const hasher = createFileHasher(root, plainFormat, isRealFolder);
  const entries: TreeEntry[] = [];
  const folders = [{ path: '', depth: 0 }];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const { path: folder, depth } = next;
    const names = depth < depthLimit && isRealFolder(folder) ? namesIn(root, folder) : null;
    if (names === null) entries.push({ path: folder, kind: 'other', id: '', size: null });
    for (const name of names ?? []) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const found = await describe(root, path, hasher);
      if (found === 'folder') {
        if (!skippedFolders.has(name)) folders.push({ path, depth: depth + 1 });
      } else if (found !== 'gone') entries.push(found);
    }
    checkCount(entries.length + folders.length);
    await pause(signal);
  }
  return uniqueSorted(entries);
}

/** Lets signals and timers in. Throws McgateError `cancelled`. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  if (signal?.aborted === true) throw new McgateError('cancelled', 'The run was cancelled.');
}

async function describe(root: string, path: string, hasher: FileHasher): Promise<TreeEntry | 'folder' | 'gone'> {
  try {
    const stat = statOf(root, path);
    if (stat === undefined) return 'gone';
    return stat.isDirectory() ? 'folder' : await hasher.describe(path, stat);
  } catch {
    return { path, kind: 'other', id: '', size: null };
  }
}

function namesIn(root: string, folder: string): readonly string[] | null {
  try {
    return readdirSync(absolutePath(root, folder), { encoding: 'buffer' }).map(encodePath);
  } catch {
    return null;
  }
}
