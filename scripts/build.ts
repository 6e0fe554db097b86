// Bundles mcgate into dist/: what users run has no dependencies. The same input gives the same bytes, whatever folder it is built in.
// `--check` compares with the dist/ that is there instead of writing; `--out <folder>` writes elsewhere.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleEntries } from './build/bundle.ts';
import { differences, readFolder } from './build/compare.ts';
import type { Files } from './build/compare.ts';
import { declarations } from './build/declarations.ts';
import { formatNotices } from './build/notices.ts';
import { bundlePolicy, policyEntries } from './build/policy-bundle.ts';
import { entries, presentEntries } from './build/entries.ts';

/** A relative `require` that is left over was not bundled: it would fail on the user's machine, not here. */
function refuseLeftovers(name: string, text: string): void {
  const left = /\brequire\d*\(\s*["'](\.[^"']*)["']\s*\)/.exec(text)?.[1];
  if (left !== undefined) throw new Error(`${name} still requires ${left}: esbuild did not see it`);
}

/** Every file of dist/, by its path in it. */
async function makeDist(root: string, names: readonly string[]): Promise<Files> {
  const bundles = await Promise.all([bundleEntries(root, names), bundlePolicy(root)]);
  const files = new Map<string, Buffer>();
  const legal: string[] = [];
  for (const output of bundles.flatMap(({ outputFiles }) => outputFiles)) {
    const name = path.relative(path.join(root, 'dist'), output.path).replaceAll('\\', '/');
    if (name.endsWith('.LEGAL.txt')) legal.push(output.text);
    else files.set(name, Buffer.from(output.contents));
    if (name.endsWith('.js')) refuseLeftovers(name, output.text);
  }
  const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  files.set('THIRD-PARTY-NOTICES', Buffer.from(await formatNotices(root, inputs, legal)));
  const typed = [...(names.includes('cli/api') ? ['src/cli/api.ts'] : []), ...Object.values(policyEntries)];
  const types = await declarations(
    root,
    typed.map((name) => name.replace(/\.ts$/, '.d.ts')),
  );
  for (const [name, bytes] of types) files.set(`types/${name}`, bytes);
  return files;
}

async function write(folder: string, files: Files): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

const { values } = parseArgs({ options: { check: { type: 'boolean' }, out: { type: 'string' }, root: { type: 'string' } } });
const root = path.resolve(values.root ?? path.join(import.meta.dirname, '..'));
const folder = path.resolve(values.out ?? path.join(root, 'dist'));
const present = presentEntries(root);
const missing = entries.filter((name) => !present.includes(name));
if (missing.length > 0) {
  process.stderr.write(`not bundled, there is no ${missing.map((name) => `src/${name}.ts`).join(', ')}\n`);
  if (values.check === true || process.env['CI'] !== undefined) process.exitCode = 1;
}

const files = await makeDist(root, present);
if (values.check === true) {
  const found = differences(files, await readFolder(folder));
  for (const line of found) process.stderr.write(`${line}\n`);
  if (found.length > 0) {
    process.stderr.write('dist/ is not what src/ gives: run `npm run build` and commit dist/\n');
    process.exitCode = 1;
  }
} else {
  await write(folder, files);
}
const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
process.stdout.write(`${String(files.size)} files, ${(bytes / 1e6).toFixed(2)} MB\n`);
