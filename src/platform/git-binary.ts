// Finds the git program: on PATH, but never anything that the repository under check could have put there.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { McgateError } from '../core/error.ts';
import { contains, trustedSearchPath } from './environment.ts';

/** Absolute path of git. Throws McgateError `git-failed` where there is none that a hostile repository at `root` could not have chosen. */
export function findGit(searchPath: string, root: string): string {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of trustedSearchPath(searchPath, { untrusted: [root] }).split(path.delimiter)) {
    const file = path.join(folder, name);
    const real = folder === '' ? null : realPath(file);
    if (real !== null && !contains(root, real) && !real.split(path.sep).includes('node_modules') && isProgram(file)) return file;
  }
  throw new McgateError('git-failed', 'git was not found on the PATH (entries inside the repository under check do not count).', {
    remedy: 'Install git 2.36 or newer: https://git-scm.com/downloads',
  });
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
