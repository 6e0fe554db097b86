// A script among other text.
import type { Dialect } from '../dialect.ts';
import { PartWriter, type Broken, type CodePart } from './code-view.ts';

export function scriptPart(text: string, { start, end }: { readonly start: number; readonly end: number }, ifBroken: Broken): CodePart {
  return new PartWriter(text).keep(start, end).insert('\n;').part(ifBroken);
}

/** How all scripts of a file are read, from what each says of its language. */
export function dialectOf(languages: readonly string[]): Dialect {
  const known = languages.map((language) => language.toLowerCase());
  if (known.includes('tsx')) return 'tsx';
  return known.includes('ts') || known.includes('typescript') ? 'typescript' : 'javascript';
}
