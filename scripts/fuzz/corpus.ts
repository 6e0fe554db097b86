// What is mutated: the project's own sources and tests, what is installed, and folders that the caller names.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { dialectOfPath } from '../../src/analysis/parse/dialect.ts';

export interface Seed {
  /** The end of its name, which tells its dialect. */
  readonly extension: string;
  readonly text: string;
}

/** Bytes. Larger files make each case slow, and are run as they are by `--as-is`. */
const largest = 60_000;
const most = 4000;

/** Paths of all code below a folder, sorted. Links are not followed. */
export async function codeFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === '.git' ? [] : codeFiles(full);
      return entry.isFile() && dialectOfPath(entry.name) !== null ? [full] : [];
    }),
  );
  return nested.flat().sort();
}

/** Reads what can be mutated: of more files than it takes, evenly many from everywhere. */
export async function readCorpus(folders: readonly string[]): Promise<readonly Seed[]> {
  const found = (await Promise.all(folders.map(codeFiles))).flat();
  // Declarations hold no code.
  const files = found.filter((file) => !extensionOf(file).startsWith('.d.'));
  const stride = Math.max(1, files.length / most);
  const chosen = Array.from({ length: Math.min(most, files.length) }, (_, index) => files[Math.floor(index * stride)] ?? '');
  const seeds: Seed[] = [];
  for (const file of chosen) {
    if ((await stat(file)).size <= largest) seeds.push({ extension: extensionOf(file), text: await readFile(file, 'utf8') });
  }
  return seeds;
}

/** `.d.ts` is more than its last part. */
export function extensionOf(file: string): string {
  return /(?:\.d)?\.[cm]?[jt]sx?$/u.exec(file)?.[0] ?? '.js';
}
