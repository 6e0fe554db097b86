// Lists commits and the index as tree entries. What git holds may be forged: nothing here trusts a path.
import { McgateError } from '../core/error.ts';
import type { EntryKind, TreeEntry } from '../core/workspace.ts';
import type { Git } from './git.ts';
import { splitRecords } from './path-encoding.ts';

/** Entries of one listing; a repository with more is not judged. */
export const entryLimit = 500_000;
/** Bytes and milliseconds of git's answer to a listing. */
export const listingBounds = { maxBytes: 512 * 1024 * 1024, timeoutMs: 120_000 } as const;

/** One record of the index. */
export interface IndexEntry {
  readonly path: string;
  readonly kind: EntryKind;
  /** `''` where the path is unmerged: it has no one content. */
  readonly id: string;
  /** A sparse checkout leaves it off the disk. */
  readonly skipped: boolean;
}

const kinds: Readonly<Record<string, EntryKind>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** The tree of a commit. Throws McgateError `git-failed` if a part of it is not here. */
export async function listCommit(git: Git, commit: string): Promise<readonly TreeEntry[]> {
  const { stdout } = await git.run(['ls-tree', '-r', '-z', '--full-tree', commit], listingBounds);
  return uniqueSorted(
    splitRecords(stdout).map((record) => {
      const [, mode = '', id = '', path = ''] = matchRecord(/^(\d{6}) [a-z]+ ([0-9a-f]+)\t(.+)$/su, record, 'ls-tree');
      return { path, kind: kinds[mode] ?? 'other', id, size: null };
    }),
  );
}

/** The index, one entry a path, in git's order. */
export async function readIndex(git: Git): Promise<readonly IndexEntry[]> {
  const { stdout } = await git.run(['ls-files', '-z', '-t', '--stage', '--cached'], listingBounds);
  const byPath = new Map<string, IndexEntry>();
  for (const record of splitRecords(stdout)) {
    const [, tag, mode = '', id = '', stage, path = ''] = matchRecord(/^(\S) (\d{6}) ([0-9a-f]+) ([0-3])\t(.+)$/su, record, 'ls-files');
    // Three stages of one path, or a path that a forged index holds twice: no content is its content.
    const ambiguous = stage !== '0' || byPath.has(path);
    byPath.set(path, { path, kind: kinds[mode] ?? 'other', id: ambiguous ? '' : id, skipped: tag === 'S' });
  }
  checkCount(byPath.size);
  return [...byPath.values()];
}

/** The index as a tree. */
export async function listIndex(git: Git): Promise<readonly TreeEntry[]> {
  return uniqueSorted((await readIndex(git)).map(({ path, kind, id }) => ({ path, kind, id, size: null })));
}

/** Sorted by path, each path once: of entries with one path (a forged tree) one stays, with the id `''`, so that it reads as a failure. */
export function uniqueSorted(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  checkCount(entries.length);
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const unique: TreeEntry[] = [];
  for (const entry of sorted) {
    if (unique.at(-1)?.path === entry.path) unique[unique.length - 1] = { path: entry.path, kind: 'file', id: '', size: null };
    else unique.push(entry);
  }
  return unique;
}

/** Throws McgateError `unreadable` above the limit. */
export function checkCount(count: number): void {
  if (count <= entryLimit) return;
  throw new McgateError('unreadable', `There are more than ${entryLimit.toLocaleString('en')} files to judge.`, {
    remedy: 'Check a smaller folder, or leave generated files out with .gitignore.',
  });
}

function matchRecord(pattern: RegExp, record: string, command: string): RegExpExecArray {
  const match = pattern.exec(record);
  if (match === null) throw new McgateError('git-failed', `git ${command} answered in a form that mcgate does not know.`);
  return match;
}
