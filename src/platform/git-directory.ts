// Finds the repository that a folder lies in, without git: git's own discovery would also take embedded bare repositories.
import { closeSync, fstatSync, lstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { McgateError, messageOf } from '../core/error.ts';
import { openFlags } from './confined-file.ts';

/** A work tree and its git directory, both absolute and free of links. */
export interface GitLocation {
  readonly workTree: string;
  readonly gitDir: string;
}

const gitfileLimit = 4096;

/** The folder's real path. Throws McgateError `unreadable` if it is no folder. */
export function realFolder(folder: string): string {
  try {
    const real = realpathSync(folder);
    if (statSync(real).isDirectory()) return real;
  } catch (error) {
    throw new McgateError('unreadable', `The folder ${JSON.stringify(folder)} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  throw new McgateError('unreadable', `${JSON.stringify(folder)} is not a folder.`);
}

/** Walks upwards from `start` (a real path) to the first `.git`: a folder, or the file that worktrees and submodules have. Null: none. */
export function findGitDirectory(start: string): GitLocation | null {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const gitDir = gitDirectoryOf(folder);
    if (gitDir !== null) return { workTree: folder, gitDir };
    if (path.dirname(folder) === folder) return null;
  }
}

function gitDirectoryOf(folder: string): string | null {
  const marker = path.join(folder, '.git');
  const stat = lstatSync(marker, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isDirectory()) return marker;
  if (stat.isFile()) return followGitfile(folder, marker);
  throw new McgateError('git-failed', `${JSON.stringify(marker)} is neither a folder nor a file; mcgate does not follow it.`, {
    remedy: 'Replace the link by `git init --separate-git-dir`.',
  });
}

function followGitfile(folder: string, marker: string): string {
  try {
    const text = readSmallFile(marker);
    const target = /^gitdir: ([^\n\0]+)\n*$/u.exec(text)?.[1];
    if (target === undefined) throw new Error('it does not say `gitdir: …`');
    const gitDir = realpathSync(path.resolve(folder, target.trimEnd()));
    if (!statSync(gitDir).isDirectory()) throw new Error('it does not name a folder');
    return gitDir;
  } catch (error) {
    throw new McgateError('git-failed', `${JSON.stringify(marker)} does not lead to a git directory: ${messageOf(error)}`, {
      cause: error,
      remedy: 'Run `git worktree repair`, or `git submodule update --init` in the enclosing repository.',
    });
  }
}

function readSmallFile(file: string): string {
  const descriptor = openSync(file, openFlags);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.size > gitfileLimit) throw new Error('it is too large');
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
