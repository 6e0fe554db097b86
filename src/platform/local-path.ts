// What stands at a path that the user named on the command line. Links are followed: the user's word is trusted, the repository's is not.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

export interface LocalPath {
  /** The real path of a folder; of a file the real path of its folder, with its own name. */
  readonly real: string;
  readonly kind: 'folder' | 'file' | 'other';
}

/** Null where there is nothing that can be reached. Never throws. */
export async function locatePath(file: string): Promise<LocalPath | null> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) return { real: await realpath(file), kind: 'folder' };
    const folder = await realpath(path.dirname(file));
    return { real: path.join(folder, path.basename(file)), kind: stats.isFile() ? 'file' : 'other' };
  } catch {
    return null;
  }
}
