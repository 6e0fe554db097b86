// Whether a folder of ours can be relied on: nobody else may put files into it or swap it for another.
import type { Stats } from 'node:fs';
import { lstat, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../core/error.ts';
import { contains } from './environment.ts';

export type FolderTrust = { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly why: string };

/**
 * Creates `folder` (0700) where it is missing and answers its real path if it is private: owned by this user, writable by
 * no other, below folders that no other can rename, and outside every folder of `untrusted`. Never throws.
 */
export async function openPrivateFolder(folder: string, untrusted: readonly string[]): Promise<FolderTrust> {
  try {
    // Looked at before it is made, so that not even an empty folder appears in a repository under check.
    if (await isInside(await realExisting(folder), untrusted)) return { ok: false, why: `${folder} lies in the folder under check` };
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const real = await realpath(folder);
    if (await isInside(real, untrusted)) return { ok: false, why: `${folder} lies in the folder under check` };
    const why = process.platform === 'win32' ? null : await weakness(real);
    return why === null ? { ok: true, folder: real } : { ok: false, why };
  } catch (error) {
    return { ok: false, why: messageOf(error) };
  }
}

/** True if a file or folder belongs to this user and no other may write to it. Windows' access lists are not looked at. */
export function isOwn(stats: Pick<Stats, 'uid' | 'mode'>): boolean {
  const user = process.getuid?.();
  return user === undefined || (stats.uid === user && (stats.mode & 0o022) === 0);
}

async function weakness(folder: string): Promise<string | null> {
  if (!isOwn(await lstat(folder))) return `${folder} belongs to or can be written by another user`;
  for (let parent = path.dirname(folder); ; parent = path.dirname(parent)) {
    if (othersCanRenameIn(await lstat(parent))) return `${parent} can be written by another user`;
    if (parent === path.dirname(parent)) return null;
  }
}

function othersCanRenameIn(stats: Stats): boolean {
  const foreign = stats.uid !== 0 && stats.uid !== process.getuid?.();
  // In a sticky folder (/tmp) only an entry's owner may rename it. A user's private group, as many systems give out, is the user.
  const sticky = (stats.mode & 0o1000) !== 0;
  const byGroup = (stats.mode & 0o020) !== 0 && stats.gid !== 0 && stats.gid !== process.getgid?.();
  const byAll = (stats.mode & 0o002) !== 0;
  return foreign || ((byGroup || byAll) && !sticky);
}

async function isInside(real: string, untrusted: readonly string[]): Promise<boolean> {
  const roots = await Promise.all(untrusted.map((root) => realpath(root).catch(() => root)));
  return roots.some((root) => contains(root, real));
}

/** The real path of the part of `folder` that exists, with the rest appended. */
async function realExisting(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error;
    return path.join(await realExisting(parent), path.basename(folder));
  }
}
