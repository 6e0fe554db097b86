// Finds the git program.
import { McgateError } from '../core/error.ts';
import { findProgram } from './find-program.ts';

/** Absolute path of git. Throws McgateError `git-failed` where there is none that a hostile repository at `root` could not have chosen. */
export function findGit(searchPath: string, root: string): string {
  const file = findProgram('git', searchPath, root);
  if (file !== null) return file;
  throw new McgateError('git-failed', 'git was not found on the PATH (entries inside the repository under check do not count).', {
    remedy: 'Install git 2.36 or newer: https://git-scm.com/downloads',
  });
}
