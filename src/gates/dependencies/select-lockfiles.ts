// Finds the lockfiles of a workspace, and the packages that no lockfile pins.
import { compareTrees } from '../../core/workspace.ts';
import type { TreeEntry, Workspace } from '../../core/workspace.ts';
import type { CoverageLedger } from './coverage-ledger.ts';
import { isBinaryLockfile, lockfileKind } from './lockfile-kind.ts';
import type { LockfileKind } from './lockfile-kind.ts';

export interface Lockfile {
  readonly entry: TreeEntry;
  readonly kind: LockfileKind;
}

export interface Selection {
  readonly judged: readonly Lockfile[];
  readonly base: readonly Lockfile[];
}

/** Paths that the change adds or modifies; all of them with no base. */
export function changedPaths(workspace: Workspace): ReadonlySet<string> {
  const { added, modified } = compareTrees(workspace.base?.entries ?? null, workspace.judged.entries);
  return new Set([...added, ...modified]);
}

/** What cannot be read as a lockfile goes to the ledger. */
export function selectLockfiles(workspace: Workspace, ledger: CoverageLedger): Selection {
  const judged = workspace.judged.entries.flatMap((entry) => selectOne(entry, ledger));
  const base = (workspace.base?.entries ?? []).flatMap((entry) => selectOne(entry, null));
  noteUnpinned(workspace.judged.entries, judged, ledger);
  return { judged, base };
}

function selectOne(entry: TreeEntry, ledger: CoverageLedger | null): readonly Lockfile[] {
  const kind = lockfileKind(entry.path);
  const binary = isBinaryLockfile(entry.path);
  if (kind === null && !binary) return [];
  if (kind === null) {
    ledger?.giveUp(entry.path, {
      code: 'binary-lockfile',
      message: "bun's binary lockfile cannot be read",
      remedy: 'Run `bun install --save-text-lockfile` and commit bun.lock instead.',
    });
    return [];
  }
  if (entry.kind !== 'file' && entry.kind !== 'executable') {
    // A package manager follows the link; mcgate does not.
    ledger?.giveUp(entry.path, {
      code: 'lockfile-is-no-file',
      message: `the lockfile is a ${entry.kind}`,
      remedy: 'Commit it as a regular file.',
    });
    return [];
  }
  return [{ entry, kind }];
}

/** A package.json with no lockfile in its folder or above pins nothing: named in coverage. */
function noteUnpinned(entries: readonly TreeEntry[], lockfiles: readonly Lockfile[], ledger: CoverageLedger): void {
  const folders = new Set(lockfiles.filter((one) => one.kind.ecosystem === 'npm').map((one) => folderOf(one.entry.path)));
  for (const { path } of entries) {
    if (!isManifest(path) || isCovered(folderOf(path), folders)) continue;
    ledger.leaveOut(path, 'no lockfile pins its dependencies');
  }
}

/** Base lockfiles that the change removed although the package.json beside them stays and nothing else pins it: what it installs is no longer known. */
export function removedLockfiles(workspace: Workspace, selection: Selection): readonly string[] {
  const here = new Set(workspace.judged.entries.map((entry) => entry.path));
  const folders = new Set(selection.judged.filter((one) => one.kind.ecosystem === 'npm').map((one) => folderOf(one.entry.path)));
  return selection.base
    .filter((one) => one.kind.ecosystem === 'npm' && !here.has(one.entry.path))
    .filter((one) => here.has(`${folderOf(one.entry.path)}package.json`) && !isCovered(folderOf(one.entry.path), folders))
    .map((one) => one.entry.path);
}

function isManifest(path: string): boolean {
  return (path === 'package.json' || path.endsWith('/package.json')) && !path.split('/').includes('node_modules');
}

/** The folder with its `/`, or `''` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function isCovered(folder: string, covering: ReadonlySet<string>): boolean {
  for (let current = folder; ; current = folderOf(current.slice(0, -1))) {
    if (covering.has(current)) return true;
    if (current === '') return false;
  }
}
