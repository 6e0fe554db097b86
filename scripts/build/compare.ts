// Compares a fresh build with a folder, byte by byte.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Contents by `/`-separated path. */
export type Files = ReadonlyMap<string, Buffer>;

/** All files below `folder`; none if there is no such folder. */
export async function readFolder(folder: string): Promise<Files> {
  if (!existsSync(folder)) return new Map();
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  return new Map(await Promise.all(names.sort().map(async (name) => [name, await readFile(path.join(folder, name))] as const)));
}

/** One line for each file that is missing, superfluous or different; empty if the two are equal. */
export function differences(fresh: Files, committed: Files): readonly string[] {
  const names = [...new Set([...fresh.keys(), ...committed.keys()])].sort();
  return names.flatMap((name) => {
    const expected = fresh.get(name);
    const actual = committed.get(name);
    if (expected === undefined) return [`${name}: should not be there`];
    if (actual === undefined) return [`${name}: is missing`];
    return expected.equals(actual) ? [] : [`${name}: differs`];
  });
}
