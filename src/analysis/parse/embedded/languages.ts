// Files that hold code among other text, by their endings, and their readers, which are loaded when a file first asks for one.
import type { EmbeddedCode } from './code-view.ts';

export type EmbeddedLanguage = 'vue' | 'svelte' | 'astro' | 'html' | 'ejs' | 'handlebars' | 'pug';

const byEnding: Readonly<Record<string, EmbeddedLanguage>> = {
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  ejs: 'ejs',
  hbs: 'handlebars',
  handlebars: 'handlebars',
  pug: 'pug',
};

type Reader = (text: string) => EmbeddedCode;

const readers: Readonly<Record<EmbeddedLanguage, () => Promise<Reader>>> = {
  vue: async () => (await import('./vue.ts')).readComponent,
  svelte: async () => (await import('./svelte.ts')).readSvelte,
  astro: async () => (await import('./astro.ts')).readAstro,
  html: async () => (await import('./html.ts')).readPage,
  ejs: async () => (await import('./ejs.ts')).readEjs,
  handlebars: async () => (await import('./handlebars.ts')).readHandlebars,
  pug: async () => (await import('./pug.ts')).readPug,
};

/** The language that a file's name tells, or null if files of that name are code as a whole, or none. */
export function embeddedLanguageOf(path: string): EmbeddedLanguage | null {
  const dot = path.lastIndexOf('.');
  const ending = path.slice(dot + 1).toLowerCase();
  return dot >= 0 && Object.hasOwn(byEnding, ending) ? (byEnding[ending] ?? null) : null;
}

/** The code in a file, the parts of its program. Never throws: a reader that fails, on what nests too deeply, say, has read nothing. */
export async function readEmbedded(language: EmbeddedLanguage, text: string): Promise<EmbeddedCode> {
  const read = await readers[language]();
  try {
    return read(text);
  } catch {
    return { dialect: 'javascript', parts: [], unread: 1, foreign: 0 };
  }
}
