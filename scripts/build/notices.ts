// The licences of everything that the bundle holds, as their terms ask.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** Packages that ship without their licence's text, and the installed package of the same project and licence that ships it. */
const textFrom: ReadonlyMap<string, string> = new Map([['@oxc-parser/binding-wasm32-wasi', 'oxc-parser']]);

const rule = '-'.repeat(80);

/** One section a package, sorted by name. Throws where a package names no licence: it must not ship then. */
export async function formatNotices(root: string, inputs: readonly string[], legal: readonly string[]): Promise<string> {
  const folders = [...new Set(inputs.flatMap(packageFolder))].sort();
  const sections = await Promise.all(folders.map((folder) => formatPackage(root, folder)));
  const comments = [...new Set(legal.flatMap((text) => text.trim().split(/\n{2,}/)))].sort();
  return [
    'mcgate ships bundled. The bundle holds the packages below, each under its own licence.',
    ...sections,
    ...(comments.length === 0 ? [] : [`${rule}\nLicence comments found in the bundled sources\n${rule}\n\n${comments.join('\n\n')}`]),
    '',
  ].join('\n\n');
}

/** `node_modules/a/node_modules/@b/c/x.js` -> `node_modules/a/node_modules/@b/c`; none for the project's own files. */
function packageFolder(input: string): readonly string[] {
  const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input.replace(/^[\w-]+:/, ''));
  return match === null ? [] : [match[0]];
}

async function formatPackage(root: string, folder: string): Promise<string> {
  const { name, version, license, author } = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8')) as Manifest;
  const source = textFrom.get(name);
  const texts = await licenceTexts(path.join(root, source === undefined ? folder : `node_modules/${source}`));
  if (license === undefined && texts.length === 0) throw new Error(`${name} ${version} names no licence`);
  const holder = typeof author === 'string' ? author : author?.name;
  const body = texts.length > 0 ? texts.join('\n\n') : `Licence: ${license ?? ''}${holder === undefined ? '' : `\nCopyright: ${holder}`}`;
  return `${rule}\n${name} ${version} (${license ?? 'see text'})\n${rule}\n\n${body}`;
}

async function licenceTexts(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => licenceFile.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).filter((text) => text !== '');
}
