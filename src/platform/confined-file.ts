// Opens files of the folder under check and nothing else: no link is followed, no pipe or device can hang us.
import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readlinkSync, readSync, type Stats } from 'node:fs';
import type { ReadFailure } from '../core/workspace.ts';
import { messageOf } from '../core/error.ts';
import { absolutePath, isConfinedPath, parentPath } from './path-encoding.ts';

export interface ConfinedFailure {
  readonly ok: false;
  readonly failure: ReadFailure;
  readonly detail: string;
}

/** The caller closes the descriptor. */
export interface ConfinedFile {
  readonly ok: true;
  readonly descriptor: number;
  readonly stat: Stats;
}

/** Answers whether every folder from the root down to `folder` is a real one. */
export type FolderCheck = (folder: string) => boolean;

/** Windows knows neither flag; `|` takes what is not there for 0. */
export const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A check that asks the disk anew each time; `remember` keeps its answers. */
export function createFolderCheck(root: string, { remember }: { readonly remember: boolean }): FolderCheck {
  const known = new Map<string, boolean>();
  const check = (folder: string): boolean => {
    if (folder === '') return true;
    const answer = known.get(folder) ?? (check(parentPath(folder)) && statOf(root, folder)?.isDirectory() === true);
    if (remember) known.set(folder, answer);
    return answer;
  };
  return check;
}

/** What stands at the path itself, links not followed; undefined if nothing does. Throws what the system says otherwise. */
export function statOf(root: string, path: string): Stats | undefined {
  try {
    return lstatSync(absolutePath(root, path));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** A symbolic link's own text, or null if it cannot be read. */
export function linkTarget(root: string, path: string): Buffer | null {
  try {
    return readlinkSync(absolutePath(root, path), { encoding: 'buffer' });
  } catch {
    return null;
  }
}

/** Opens a regular file below `root` (a real path). Never throws. */
export function openConfined(root: string, path: string, isRealFolder: FolderCheck): ConfinedFile | ConfinedFailure {
  if (!isConfinedPath(path)) return refused('not-a-file', 'its path leaves the folder');
  let descriptor: number;
  try {
    if (!isRealFolder(parentPath(path))) return refused('missing', 'a folder of its path is gone or is a link');
    const before = statOf(root, path);
    if (before === undefined) return refused('missing', 'there is no such file');
    if (!before.isFile()) return refused('not-a-file', 'no regular file stands there');
    descriptor = openSync(absolutePath(root, path), openFlags);
  } catch (error) {
    return refused(isAbsent(error) ? 'missing' : 'unreadable', messageOf(error));
  }
  try {
    const stat = fstatSync(descriptor);
    if (stat.isFile() && opened(descriptor, root, path)) return { ok: true, descriptor, stat };
  } catch (error) {
    closeSync(descriptor);
    return refused('unreadable', messageOf(error));
  }
  closeSync(descriptor);
  return refused('not-a-file', 'it changed while it was opened');
}

/** Reads up to `length` bytes from the current position into `buffer`; fewer only at the end of the file. */
export function readFully(descriptor: number, buffer: Buffer, offset: number, length: number): number {
  let total = 0;
  while (total < length) {
    const count = readSync(descriptor, buffer, offset + total, length - total, null);
    if (count === 0) break;
    total += count;
  }
  return total;
}

/** True where `openConfined` is told what it opened, whatever its path led to: Linux, unless a container goes without /proc. */
export function kernelTells(): boolean {
  return process.platform === 'linux' && existsSync('/proc/self/fd');
}

/** A path that was checked before it is opened can be swapped in between; what the kernel says was opened cannot. */
function opened(descriptor: number, root: string, path: string): boolean {
  if (process.platform !== 'linux') return true;
  const expected = absolutePath(root, path);
  let actual: Buffer;
  try {
    actual = readlinkSync(`/proc/self/fd/${String(descriptor)}`, { encoding: 'buffer' });
  } catch {
    return true; // no /proc in this container: the checks before the opening have to do
  }
  return actual.equals(typeof expected === 'string' ? Buffer.from(expected) : expected);
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function refused(failure: ReadFailure, detail: string): ConfinedFailure {
  return { ok: false, failure, detail };
}
