// `node scripts/stamp-release.ts <commit>`: writes the release's own commit into dist/, for `mcgate init --github`. Run by release.yml after the tests, before publishing.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readRelease } from './release-arguments.ts';

const { root, version, commit } = readRelease(process.argv[2]);
await writeFile(
  path.join(process.env['MCGATE_DIST'] ?? path.join(root, 'dist'), 'release.json'),
  `${JSON.stringify({ version, commit })}\n`,
);
