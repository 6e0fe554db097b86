// Methods by whose name a value is known to be text, or to be made text.
export const textMethods: ReadonlySet<string> = new Set(
  'toString trim trimStart trimEnd toLowerCase toUpperCase substring substr replace replaceAll normalize padStart padEnd charAt split'.split(
    ' ',
  ),
);

/** Functions of the language that decode the text of an address. */
export const addressDecoders: readonly string[] = ['decodeURIComponent', 'decodeURI', 'unescape'];

/** Whether what has the name decodes texts, whoever wrote it: what it gives back may hold what the text did not. */
export function decodes(name: string): boolean {
  return /decode|unescape|unquote/iu.test(name);
}
