// Files that hold code among other text, by their endings.
import type { EmbeddedCode } from './code-view.ts';
import { readAstro } from './astro.ts';
import { readEjs } from './ejs.ts';
import { readHandlebars } from './handlebars.ts';
import { readPage } from './html.ts';
import { readSvelte } from './svelte.ts';
import { readComponent } from './vue.ts';

export type EmbeddedLanguage = 'vue' | 'svelte' | 'astro' | 'html' | 'ejs' | 'handlebars';

const readers: Readonly<Record<EmbeddedLanguage, (text: string) => EmbeddedCode>> = {
  vue: readComponent,
  svelte: readSvelte,
  astro: readAstro,
  html: readPage,
  ejs: readEjs,
  handlebars: readHandlebars,
};

/** The code in a file, the parts of its program. What is broken has no parts, or parts that do not parse. */
export function readEmbedded(language: EmbeddedLanguage, text: string): EmbeddedCode {
  return readers[language](text);
}
