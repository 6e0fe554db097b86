// Finds the git program: on PATH, but never anything that the repository under check could have put there.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { McgateError } from '../core/error.ts';

/** Entries of a PATH that a hostile repository cannot fill: absolute, existing, outside `root`, links resolved. */
export function trustedSearchPath(searchPath: string, root: string): readonly string[] {
  const entries = searchPath.split(path.delimiter).filter((entry) => path.isAbsolute(entry));
  return [...new Set(entries)].filter((entry) => {
    const real = realPath(entry);
    return real !== null && !isInside(root, real);
  });
}

/** Absolute path of git. Throws McgateError `git-failed` where there is none outside `root`. */
export function findGit(searchPath: string, root: string): string {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of trustedSearchPath(searchPath, root)) {
    const file = path.join(folder, name);
    const real = realPath(file);
    if (real !== null && !isInside(root, real) && isProgram(file)) return file;
  }
  throw new McgateError('git-failed', 'git was not found on the PATH (entries inside the repository under check do not count).', {
    remedy: 'Install git 2.36 or newer: https://git-scm.com/downloads',
  });
}

function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
