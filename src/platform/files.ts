// Reading with a bound, writing all or nothing, and adding to what GitHub's runner reads: the ways in which mcgate touches single files.
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, open, realpath, rename, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { McgateError, messageOf } from '../core/error.ts';
import type { ReadFailure, ReadResult } from '../core/workspace.ts';
import { contains } from './environment.ts';

export interface WriteOptions {
  /** Permission bits of a new file; an existing file keeps its own. Default 0644, less the umask. */
  readonly mode?: number;
  /** Wait until the disk has it. Default true; false suits what can be computed again. */
  readonly durable?: boolean;
  /** The file's real folder must lie in this one, so that a linked folder in a hostile repository leads nowhere. */
  readonly within?: string;
}

/**
 * Replaces a file as a whole: a reader or a crash sees the former content or the new one, never a part. Refuses a target
 * that is a symbolic link or no regular file (CWE-59). The folder must exist. Throws McgateError `write-failed`.
 */
export async function writeFileAtomic(file: string, content: string | Uint8Array, options: WriteOptions = {}): Promise<void> {
  try {
    await replaceFile(file, content, options);
  } catch (error) {
    if (error instanceof McgateError) throw error;
    throw new McgateError('write-failed', `${file} could not be written: ${messageOf(error)}.`, { cause: error });
  }
}

async function replaceFile(file: string, content: string | Uint8Array, options: WriteOptions): Promise<void> {
  // All steps use the real folder, so that swapping a link on the way cannot redirect the later ones.
  const folder = await realpath(path.dirname(path.resolve(file)));
  if (options.within !== undefined && !contains(await realpath(options.within), folder)) {
    throw new McgateError('write-failed', `${file} leads out of ${options.within}.`);
  }
  const target = path.join(folder, path.basename(file));
  const former = await lstat(target).catch(nullIfMissing);
  if (former !== null && !former.isFile()) {
    throw new McgateError('write-failed', `${file} is ${former.isSymbolicLink() ? 'a symbolic link' : 'no regular file'}.`);
  }
  const temporary = path.join(folder, `.${path.basename(file).slice(0, 100)}.${randomBytes(8).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', options.mode ?? 0o644);
  try {
    await fill(handle, content, former, options.durable ?? true);
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  if (options.durable ?? true) await syncFolder(folder);
}

async function fill(handle: FileHandle, content: string | Uint8Array, former: Stats | null, durable: boolean): Promise<void> {
  try {
    await handle.writeFile(content);
    if (former !== null) await handle.chmod(former.mode & 0o777);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the rename itself last. Windows cannot open a folder, and some file systems refuse: then the rename stands without it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

/**
 * Adds to the end of a regular file what `make` answers for the bytes that are left below `limit`. False, with nothing written, where it
 * answers null. Follows no link at the last step. Throws McgateError `write-failed`.
 */
export async function appendToFile(file: string, limit: number, make: (room: number) => string | null): Promise<boolean> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_WRONLY | constants.O_APPEND | optionalFlag('O_NOFOLLOW') | optionalFlag('O_NONBLOCK'));
    const stats = await handle.stat();
    if (!stats.isFile()) throw new McgateError('write-failed', `${file} is no regular file.`);
    const content = make(limit - stats.size);
    if (content !== null) await handle.writeFile(content);
    return content !== null;
  } catch (error) {
    if (error instanceof McgateError) throw error;
    throw new McgateError('write-failed', `${file} could not be written: ${messageOf(error)}.`, { cause: error });
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/**
 * Reads a regular file of at most `limit` bytes. Never follows a link at the last step, never waits on a pipe or device,
 * never throws. A file that grows while it is read answers `changed`.
 */
export async function readFileBounded(file: string, limit: number): Promise<ReadResult> {
  let handle: FileHandle;
  try {
    // Without O_NONBLOCK opening a named pipe would wait for its writer.
    handle = await open(file, constants.O_RDONLY | optionalFlag('O_NOFOLLOW') | optionalFlag('O_NONBLOCK'));
  } catch (error) {
    return { ok: false, failure: readFailureOf(error), detail: messageOf(error) };
  }
  try {
    return await readOpened(handle, limit);
  } catch (error) {
    return { ok: false, failure: 'unreadable', detail: messageOf(error) };
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function readOpened(handle: FileHandle, limit: number): Promise<ReadResult> {
  const stats = await handle.stat();
  if (!stats.isFile()) return { ok: false, failure: 'not-a-file', detail: 'no regular file' };
  if (stats.size > limit) return { ok: false, failure: 'too-large', detail: `${String(stats.size)} bytes, at most ${String(limit)}` };
  // One byte more than the size tells a file that grew from one that did not.
  const buffer = Buffer.allocUnsafe(stats.size + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  if (length !== stats.size) return { ok: false, failure: 'changed', detail: 'its size changed while it was read' };
  return { ok: true, bytes: buffer.subarray(0, length) };
}

function optionalFlag(name: 'O_NOFOLLOW' | 'O_NONBLOCK'): number {
  // Windows has neither.
  return (constants as Readonly<Record<string, number | undefined>>)[name] ?? 0;
}

function readFailureOf(error: unknown): ReadFailure {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'missing';
    case 'ELOOP':
    case 'ENXIO':
    case 'EISDIR':
      return 'not-a-file';
    default:
      return 'unreadable';
  }
}

function nullIfMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
