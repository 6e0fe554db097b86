// Which files are lockfiles, of which ecosystem, and who reads them beside the scanner.
import { readBunLock } from './readers/bun-lock.ts';
import { readPackageLock } from './readers/package-lock.ts';
import { readPnpmLock } from './readers/pnpm-lock.ts';
import { readYarnLock } from './readers/yarn-lock.ts';
import type { ReadLockfile } from './locked-package.ts';

export type PackageManager = 'npm' | 'yarn' | 'pnpm' | 'bun';

export interface LockfileKind {
  readonly fileName: string;
  /** As OSV spells it. */
  readonly ecosystem: string;
  /** mcgate's own reading: lines, where packages come from, and proof that the scanner read the same. Null: the scanner's word is taken. */
  readonly read: ReadLockfile | null;
  readonly manager: PackageManager | null;
}

const kinds: readonly LockfileKind[] = [
  { fileName: 'package-lock.json', ecosystem: 'npm', read: readPackageLock, manager: 'npm' },
  { fileName: 'npm-shrinkwrap.json', ecosystem: 'npm', read: readPackageLock, manager: 'npm' },
  { fileName: 'yarn.lock', ecosystem: 'npm', read: readYarnLock, manager: 'yarn' },
  { fileName: 'pnpm-lock.yaml', ecosystem: 'npm', read: readPnpmLock, manager: 'pnpm' },
  { fileName: 'bun.lock', ecosystem: 'npm', read: readBunLock, manager: 'bun' },
  { fileName: 'go.mod', ecosystem: 'Go', read: null, manager: null },
  { fileName: 'Cargo.lock', ecosystem: 'crates.io', read: null, manager: null },
  { fileName: 'poetry.lock', ecosystem: 'PyPI', read: null, manager: null },
  { fileName: 'Pipfile.lock', ecosystem: 'PyPI', read: null, manager: null },
  { fileName: 'uv.lock', ecosystem: 'PyPI', read: null, manager: null },
  { fileName: 'pdm.lock', ecosystem: 'PyPI', read: null, manager: null },
  { fileName: 'requirements.txt', ecosystem: 'PyPI', read: null, manager: null },
  { fileName: 'Gemfile.lock', ecosystem: 'RubyGems', read: null, manager: null },
  { fileName: 'composer.lock', ecosystem: 'Packagist', read: null, manager: null },
];

const byFileName: ReadonlyMap<string, LockfileKind> = new Map(kinds.map((kind) => [kind.fileName, kind]));

/** The kind of lockfile at a path, or null. Installed packages' own lockfiles (under node_modules) say nothing of what is installed. */
export function lockfileKind(path: string): LockfileKind | null {
  const parts = path.split('/');
  if (parts.includes('node_modules')) return null;
  return byFileName.get(parts.at(-1) ?? '') ?? null;
}

/** Bun's former, binary lockfile, which nobody reads. */
export function isBinaryLockfile(path: string): boolean {
  return path.endsWith('/bun.lockb') || path === 'bun.lockb';
}
