// The public API's types: the declarations that src/cli/api.ts reaches, no others.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readFolder } from './compare.ts';
import type { Files } from './compare.ts';

/** Declaration files by their path below `dist/types/`. Throws with the compiler's messages if the sources do not check. */
export async function declarations(root: string): Promise<Files> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcgate-types-'));
  try {
    const compiler = path.join(root, 'node_modules/typescript7/bin/tsc');
    await promisify(execFile)(process.execPath, [compiler, '-p', path.join(root, 'tsconfig.types.json'), '--outDir', folder]);
    const emitted = await readFolder(folder);
    return new Map(
      [...emitted].map(([name, bytes]) => [
        name,
        Buffer.from(bytes.toString('utf8').replaceAll(/(from\s+|import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2')),
      ]),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
