// Bytes that users download, and bytes that every start has to read. Raised on purpose or not at all.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { embedPolicy } from './scripts/build/policy-bundle.ts';

/** `file` and every chunk that it loads before its first line runs. */
function startUp(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(`dist/cli/${file}`, 'utf8');
  for (const [, chunk] of source.matchAll(/(?:from|import)\s*["']\.\/(chunk-[\w-]+\.js)["']/g)) startUp(chunk, seen);
  return seen;
}

/** The file that a bundler makes of a module of the package. */
async function embedded(subpath) {
  const { outputFiles } = await embedPolicy(process.cwd(), [subpath]);
  const file = `node_modules/.cache/mcgate/${subpath.replaceAll(/\W/g, '')}.js`;
  mkdirSync('node_modules/.cache/mcgate', { recursive: true });
  writeFileSync(file, outputFiles[0].contents);
  return file;
}

const plain = { gzip: false, brotli: false };

export default [
  { name: 'all that is installed', path: ['dist/**', '!dist/action/**', 'bin/**', 'schemas/**'], limit: '8 MB', ...plain },
  { name: 'the Action, beside what is installed', path: ['dist/action/**'], limit: '100 kB', ...plain },
  { name: 'read before the first line runs', path: [...startUp('main.js')].map((name) => `dist/cli/${name}`), limit: '200 kB', ...plain },
  { name: "mcgate/policy in somebody's bundle", path: await embedded('./policy'), limit: '40 kB', gzip: true },
  { name: "mcgate/policy/difference in somebody's bundle", path: await embedded('./policy/difference'), limit: '40 kB', gzip: true },
];
