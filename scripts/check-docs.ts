// Holds the documents to the project: every error code has its page, links lead somewhere, named commands and files exist, actions are pinned.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCodes } from '../src/core/error.ts';
import { danglingLinks, unknownScripts, unpinnedActions } from './docs/check.ts';

const root = path.resolve(import.meta.dirname, '..');

async function filesBelow(folder: string, extension: string): Promise<readonly string[]> {
  if (!existsSync(path.join(root, folder))) return [];
  const found = await readdir(path.join(root, folder), { recursive: true });
  return found.filter((name) => name.endsWith(extension)).map((name) => path.join(folder, name).replaceAll('\\', '/'));
}

async function checkErrorPages(): Promise<readonly string[]> {
  const pages = new Set((await filesBelow('docs/errors', '.md')).map((name) => path.basename(name, '.md')));
  const codes = new Set<string>(errorCodes);
  return [
    ...errorCodes.filter((code) => !pages.has(code)).map((code) => `docs/errors/${code}.md: missing`),
    ...[...pages].filter((page) => !codes.has(page)).map((page) => `docs/errors/${page}.md: no such error code`),
  ];
}

const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const documents = [...(await readdir(root)).filter((name) => name.endsWith('.md')), ...(await filesBelow('docs', '.md'))];
const problems = [...(await checkErrorPages())];
for (const name of documents) {
  const text = await readFile(path.join(root, name), 'utf8');
  problems.push(
    ...danglingLinks(name, text, (target) => existsSync(path.join(root, target))),
    ...unknownScripts(name, text, Object.keys(scripts)),
  );
}
for (const name of await filesBelow('.github/workflows', '.yml'))
  problems.push(...unpinnedActions(name, await readFile(path.join(root, name), 'utf8')));
for (const [name, command] of Object.entries(scripts))
  for (const [, file] of command.matchAll(/\bnode (scripts\/\S+)/g))
    if (file !== undefined && !existsSync(path.join(root, file)))
      problems.push(`package.json: \`npm run ${name}\` starts ${file}, which is not there`);

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
