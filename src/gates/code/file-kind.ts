// How a file is looked at, told from its path: as code in some dialect, or for secrets only.
// A kind is a made-up file name. All that a file's name may change about its findings is in it, so that a result found for some
// content and kind holds wherever that content stands, and no rule ever sees a real path.
import { dialectOfPath, type Dialect } from '../../analysis/parse/dialect.ts';
import { embeddedLanguageOf, type EmbeddedLanguage } from '../../analysis/parse/embedded/languages.ts';

export type FileKind =
  | 'source.js'
  | 'source.mjs'
  | 'source.cjs'
  | 'source.ts'
  | 'source.tsx'
  | 'source.mts'
  | 'source.cts'
  | 'source.d.ts'
  | 'source.vue'
  | 'source.svelte'
  | 'source.astro'
  | 'source.html'
  | 'source.ejs'
  | 'source.hbs'
  | 'source.pug'
  | 'source' // no extension: the first line tells whether it is code
  | 'source.txt'
  | 'package.json'
  | '.npmrc';

const ofDialect: Readonly<Record<Dialect, FileKind>> = {
  javascript: 'source.js',
  module: 'source.mjs',
  commonjs: 'source.cjs',
  typescript: 'source.ts',
  tsx: 'source.tsx',
  'typescript-module': 'source.mts',
  'typescript-commonjs': 'source.cts',
  definition: 'source.d.ts',
};

const ofLanguage: Readonly<Record<EmbeddedLanguage, FileKind>> = {
  vue: 'source.vue',
  svelte: 'source.svelte',
  astro: 'source.astro',
  html: 'source.html',
  ejs: 'source.ejs',
  handlebars: 'source.hbs',
  pug: 'source.pug',
};

/** The kind of the file at a repository path. */
export function fileKindOf(path: string): FileKind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dialect = dialectOfPath(name);
  if (dialect !== null) return ofDialect[dialect];
  const language = embeddedLanguageOf(name);
  if (language !== null) return ofLanguage[language];
  if (name === 'package.json' || name === 'package-lock.json') return 'package.json';
  if (name.endsWith('.npmrc')) return '.npmrc';
  return name.includes('.') ? 'source.txt' : 'source';
}

/** True if files of this kind are code as a whole, for certain. */
export function isCodeKind(kind: FileKind): boolean {
  return dialectOfPath(kind) !== null;
}

/** True if files of this kind are code, or hold some for certain or perhaps: pages have scripts, or none. */
export function holdsCode(kind: FileKind): boolean {
  return isCodeKind(kind) || embeddedLanguageOf(kind) !== null;
}

/** Languages whose files hold code that no parser here reads; they are searched for secrets only. */
export function holdsUnreadCode(path: string): boolean {
  return /\.(?:jade|njk|nunjucks|swig|liquid|eta|marko|riot)$/iu.test(path);
}
