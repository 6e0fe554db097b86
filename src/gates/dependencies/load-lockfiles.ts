// Reads lockfiles out of a tree, bounded, and with mcgate's own readers; each content once, however often it is committed.
import type { Tree } from '../../core/workspace.ts';
import type { ReadLockfileContent } from './dependency-finding.ts';
import type { LockedPackage } from './locked-package.ts';
import { folderOf } from './select-lockfiles.ts';
import type { Lockfile } from './select-lockfiles.ts';

export const maxLockfileBytes = 64 * 1024 * 1024;
const maxTotalBytes = 256 * 1024 * 1024;
const maxManifestBytes = 1024 * 1024;

export interface LoadedLockfile extends ReadLockfileContent {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Equal for equal content of the same kind. */
  readonly key: string;
}

export interface FailedLockfile {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface Loading {
  readonly loaded: readonly LoadedLockfile[];
  readonly failed: readonly FailedLockfile[];
}

/** Never throws for what the tree holds. */
export async function loadLockfiles(tree: Tree, lockfiles: readonly Lockfile[]): Promise<Loading> {
  const loaded: LoadedLockfile[] = [];
  const failed: FailedLockfile[] = [];
  let total = 0;
  for (const lockfile of lockfiles) {
    const { path } = lockfile.entry;
    const result = await tree.read(path, Math.min(maxLockfileBytes, maxTotalBytes - total));
    if (!result.ok) {
      const tooLarge = result.failure === 'too-large';
      failed.push({
        path,
        code: tooLarge ? 'lockfile-too-large' : 'unreadable',
        message: `the lockfile cannot be read (${result.failure})`,
      });
      continue;
    }
    total += result.bytes.byteLength;
    const content = await readContent(tree, lockfile, result.bytes);
    if ('detail' in content) failed.push({ path, code: 'unparsable', message: `the lockfile cannot be parsed: ${content.detail}` });
    else loaded.push({ ...content, path, bytes: result.bytes, key: `${lockfile.kind.fileName}\0${lockfile.entry.id || path}` });
  }
  return { loaded, failed };
}

async function readContent(tree: Tree, lockfile: Lockfile, bytes: Uint8Array): Promise<ReadLockfileContent | { readonly detail: string }> {
  const { kind } = lockfile;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { detail: 'it is no UTF-8' };
  }
  // The scanner would read the files it names, from wherever they lie.
  if (kind.fileName === 'requirements.txt' && /^\s*(?:-r|-c|--requirement|--constraint)/m.test(text)) {
    return { detail: 'it takes in other files' };
  }
  let packages: readonly LockedPackage[] | null = null;
  if (kind.read !== null) {
    const reading = kind.read(text);
    if (!reading.ok) return { detail: reading.detail };
    packages = reading.packages;
  }
  return { kind, text, packages, project: await projectName(tree, lockfile.entry.path) };
}

async function projectName(tree: Tree, path: string): Promise<string> {
  const result = await tree.read(`${folderOf(path)}package.json`, maxManifestBytes);
  if (!result.ok) return '';
  try {
    const manifest: unknown = JSON.parse(new TextDecoder().decode(result.bytes));
    const name = typeof manifest === 'object' && manifest !== null ? (manifest as { name?: unknown }).name : undefined;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}
