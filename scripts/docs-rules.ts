// Writes docs/rules/ from the rule files; with --check only tells what differs, and fails.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadRules, root } from './rule-files.ts';
import { formatPages } from './rule-pages.ts';

const folder = path.join(root, 'docs/rules');

async function listPages(): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

/** Pages that are missing, differ, or belong to no rule. */
async function findStale(pages: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const present = await listPages();
  const differing = await Promise.all(
    [...pages].map(async ([page, text]) =>
      present.includes(page) && (await readFile(path.join(folder, page), 'utf8')) === text ? null : page,
    ),
  );
  return [...differing.filter((page) => page !== null), ...present.filter((page) => !pages.has(page))];
}

const pages = await formatPages(await loadRules());
const stale = await findStale(pages);
if (process.argv.includes('--check')) {
  for (const page of stale) process.stderr.write(`docs/rules/${page} is not what the rule files say: run npm run docs:rules\n`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const page of stale) {
    const text = pages.get(page);
    const file = path.join(folder, page);
    if (text === undefined) await rm(file);
    else {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  process.stdout.write(`${String(stale.length)} of ${String(pages.size)} pages written\n`);
}
