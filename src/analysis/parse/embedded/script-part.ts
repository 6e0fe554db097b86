// A script among other text.
import { PartWriter, type CodePart, type EmbeddedDialect } from './code-view.ts';

export function scriptPart(text: string, { start, end }: { readonly start: number; readonly end: number }, required: boolean): CodePart {
  return new PartWriter(text).keep(start, end).insert('\n;').part({ required });
}

/** How all scripts of a file are read, from what each says of its language. */
export function dialectOf(languages: readonly string[]): EmbeddedDialect {
  const known = languages.map((language) => language.toLowerCase());
  if (known.includes('tsx')) return 'tsx';
  return known.includes('ts') || known.includes('typescript') ? 'typescript' : 'javascript';
}
