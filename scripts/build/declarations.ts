// The public API's types: the declarations that its entries reach, no others.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readFolder } from './compare.ts';
import type { Files } from './compare.ts';

/** Declaration files by their path below `dist/types/`; `entries` are such paths. Throws with the compiler's messages if the sources do not check. */
export async function declarations(root: string, entries: readonly string[]): Promise<Files> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcgate-types-'));
  try {
    const compiler = path.join(root, 'node_modules/typescript7/bin/tsc');
    await promisify(execFile)(process.execPath, [compiler, '-p', path.join(root, 'tsconfig.types.json'), '--outDir', folder]);
    return reachable(await readFolder(folder), entries);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const imported = /(from\s+|import\()(['"])(\.[^'"]+)\.ts\2/g;

/** The compiler declares every module of the program; only those whose types an entry names are public. */
function reachable(emitted: Files, entries: readonly string[]): Files {
  const found = new Map<string, Buffer>();
  const waiting = [...entries];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const text = emitted.get(name)?.toString('utf8');
    if (text === undefined || found.has(name)) continue;
    found.set(name, Buffer.from(text.replaceAll(imported, '$1$2$3.js$2')));
    for (const match of text.matchAll(imported)) waiting.push(path.posix.join(path.posix.dirname(name), `${match[3] ?? ''}.d.ts`));
  }
  return found;
}
