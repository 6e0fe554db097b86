// What tells one build of mcgate from another, so that no result of other code is taken for an answer.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A digest over all code that may run (`folders`, default mcgate's own) and the Node.js that runs it. A version number alone misses a rebuild. */
export function codeIdentity(folders: readonly string[] = ownFolders()): string {
  const hash = createHash('sha256').update(process.version);
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((each) => /\.(?:js|ts|wasm|json)$/.test(each)).sort()) {
      const content = readFileSync(path.join(folder, name));
      hash.update(`\0${name}\0${String(content.length)}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function ownFolders(): readonly string[] {
  const here = import.meta.dirname;
  if (import.meta.url.endsWith('.ts')) return ['../../src', '../../rules'].map((folder) => path.resolve(here, folder));
  // The chunk's folder; entries may stand in another one beside or below it.
  const entry = path.dirname(path.resolve(process.argv[1] ?? fileURLToPath(import.meta.url)));
  return [...new Set([here, entry])];
}
