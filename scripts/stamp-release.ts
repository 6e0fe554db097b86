// `node scripts/stamp-release.ts <commit>`: writes the release's own commit into dist/, for `mcgate init --github`. Run by release.yml after the tests, before publishing.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const commit = process.argv[2] ?? '';
if (!/^[0-9a-f]{40}$/u.test(commit)) throw new Error(`${JSON.stringify(commit)} is no full commit`);
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { readonly version: string };
await writeFile(
  path.join(process.env['MCGATE_DIST'] ?? path.join(root, 'dist'), 'release.json'),
  `${JSON.stringify({ version, commit })}\n`,
);
