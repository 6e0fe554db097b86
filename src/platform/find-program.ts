// Finds a program on PATH, but never anything that the repository under check could have put there (CWE-426).
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { contains, trustedSearchPath } from './environment.ts';

/** Absolute path of a program, or null where there is none that a hostile repository at `root` could not have chosen. */
export function findProgram(program: string, searchPath: string, root: string): string | null {
  const name = process.platform === 'win32' ? `${program}.exe` : program;
  for (const folder of trustedSearchPath(searchPath, { untrusted: [root] }).split(path.delimiter)) {
    const file = path.join(folder, name);
    const real = folder === '' ? null : realPath(file);
    if (real !== null && !contains(root, real) && !real.split(path.sep).includes('node_modules') && isProgram(file)) return file;
  }
  return null;
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
