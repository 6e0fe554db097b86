// Files that a command keeps in the repository for its user. The repository may be hostile: no link on the way is followed.
import { lstat, mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { McgateError, messageOf } from '../core/error.ts';
import { readFileBounded, writeFileAtomic } from './files.ts';

/**
 * Text of `relative` (with `/`) under `root`, or null where it does not exist. Throws McgateError `unreadable` for a link on the
 * way, anything but a regular file, more than `limit` bytes, or bytes that are no UTF-8.
 */
export async function readProjectFile(root: string, relative: string, limit: number): Promise<string | null> {
  const bytes = await readProjectBytes(root, relative, limit);
  try {
    return bytes === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new McgateError('unreadable', `${relative} is not UTF-8.`, { cause: error });
  }
}

/** As `readProjectFile`, whatever the bytes. */
export async function readProjectBytes(root: string, relative: string, limit: number): Promise<Uint8Array | null> {
  if ((await folderState(root, relative)) === 'missing') return null;
  const read = await readFileBounded(path.join(root, relative), limit);
  if (!read.ok && read.failure === 'missing') return null;
  if (!read.ok) throw new McgateError('unreadable', `${relative} cannot be read: ${read.failure}, ${read.detail}.`);
  return read.bytes;
}

/** Names of what stands in the folder `relative`, sorted; none where it does not exist. Throws McgateError `unreadable`, for a link on the way too. */
export async function listProjectFolder(root: string, relative: string): Promise<readonly string[]> {
  // As if it held a file: then the folder itself is on the way.
  if ((await folderState(root, `${relative}/x`)) === 'missing') return [];
  try {
    return (await readdir(path.join(root, relative))).sort();
  } catch (error) {
    throw new McgateError('unreadable', `${relative} cannot be listed: ${messageOf(error)}.`, { cause: error });
  }
}

/** Replaces or creates the file and the folders on its way. Throws McgateError `write-failed`, for a link on the way too. */
export async function writeProjectFile(root: string, relative: string, content: string | Uint8Array): Promise<void> {
  await makeFolders(root, relative);
  await writeFileAtomic(path.join(root, relative), content, { within: root });
}

/** Creates the file; false, with nothing touched, if anything stands there. Throws McgateError `write-failed`. */
export async function createProjectFile(root: string, relative: string, text: string): Promise<boolean> {
  if (await projectFileExists(root, relative)) return false;
  await makeFolders(root, relative);
  try {
    const handle = await open(path.join(root, relative), 'wx', 0o644);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new McgateError('write-failed', `${relative} could not be written: ${messageOf(error)}.`, { cause: error });
  }
}

/** True if anything stands at the path, a dangling link too. Throws McgateError `unreadable` for a link on the way. */
export async function projectFileExists(root: string, relative: string): Promise<boolean> {
  if ((await folderState(root, relative)) === 'missing') return false;
  return (await lstatOrNull(path.join(root, relative))) !== null;
}

/** Throws McgateError `usage` where something stands at the path already, or nothing above it. */
export async function createFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    throw new McgateError('usage', `${JSON.stringify(folder)} is no new folder: ${messageOf(error)}.`, {
      remedy: 'Name one that does not exist yet, in a folder that does.',
    });
  }
}

/** Folders between `root` and the file, outermost first. */
function foldersOf(root: string, relative: string): readonly string[] {
  const names = path.posix.dirname(relative).split('/');
  if (names[0] === '.') return [];
  return names.map((_, index) => path.join(root, ...names.slice(0, index + 1)));
}

async function folderState(root: string, relative: string): Promise<'there' | 'missing'> {
  for (const folder of foldersOf(root, relative)) {
    const stats = await lstatOrNull(folder);
    if (stats === null) return 'missing';
    if (!stats.isDirectory())
      throw new McgateError('unreadable', `${folder} is no plain folder.`, { remedy: 'Replace the link or file by a folder.' });
  }
  return 'there';
}

async function makeFolders(root: string, relative: string): Promise<void> {
  for (const folder of foldersOf(root, relative)) {
    try {
      await mkdir(folder);
    } catch (error) {
      const stats = await lstatOrNull(folder);
      if (codeOf(error) === 'EEXIST' && stats?.isDirectory() === true) continue;
      throw new McgateError('write-failed', `${folder} could not be made a folder: ${messageOf(error)}.`, { cause: error });
    }
  }
}

async function lstatOrNull(file: string): Promise<Awaited<ReturnType<typeof lstat>> | null> {
  try {
    return await lstat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw new McgateError('unreadable', `${file} cannot be looked at: ${messageOf(error)}.`, { cause: error });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
