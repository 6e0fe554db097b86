// A package on disk as the gate sees a tree.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ReadResult, Tree, TreeEntry } from '../../src/core/workspace.ts';

const manifestName = /^(?:package|[tj]sconfig[\w.-]*)\.json$/u;

/** The given files of a folder, or all of its code outside of `node_modules`, and its manifests. */
export async function openPackage(folder: string, files: readonly string[] | null): Promise<Tree> {
  const all = await listFiles(folder);
  const wanted = files === null ? null : new Set(files);
  const chosen = all.filter(
    (file) => manifestName.test(path.basename(file)) || (wanted === null ? /\.[cm]?[jt]sx?$/u.test(file) : wanted.has(file)),
  );
  const entries = await Promise.all(chosen.sort().map((file) => entryOf(folder, file)));
  return { entries, read: (file, limit) => readEntry(path.join(folder, file), limit) };
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => !/(?:^|\/)(?:node_modules|\.git)\//u.test(file));
}

async function entryOf(folder: string, file: string): Promise<TreeEntry> {
  return { path: file, kind: 'file', id: '', size: (await stat(path.join(folder, file))).size };
}

async function readEntry(file: string, limit: number): Promise<ReadResult> {
  try {
    const bytes = await readFile(file);
    return bytes.length > limit ? { ok: false, failure: 'too-large', detail: '' } : { ok: true, bytes };
  } catch (error) {
    return { ok: false, failure: 'unreadable', detail: String(error) };
  }
}
