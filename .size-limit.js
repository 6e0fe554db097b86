// Bytes that users download, and bytes that every start has to read. Raised on purpose or not at all.
import { readFileSync } from 'node:fs';

/** `file` and every chunk that it loads before its first line runs. */
function startUp(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(`dist/cli/${file}`, 'utf8');
  for (const [, chunk] of source.matchAll(/(?:from|import)\s*["']\.\/(chunk-[\w-]+\.js)["']/g)) startUp(chunk, seen);
  return seen;
}

const plain = { gzip: false, brotli: false };

export default [
  { name: 'all that is installed', path: ['dist/**', 'bin/**', 'schemas/**'], limit: '8 MB', ...plain },
  { name: 'read before the first line runs', path: [...startUp('main.js')].map((name) => `dist/cli/${name}`), limit: '200 kB', ...plain },
  { name: 'the policy engine, for an editor or a browser', path: 'dist/policy/index.js', limit: '40 kB', gzip: true },
];
