// Methods by whose name a value is known to be text, or to be made text.
export const textMethods: ReadonlySet<string> = new Set(
  'toString trim trimStart trimEnd toLowerCase toUpperCase substring substr replace replaceAll normalize padStart padEnd charAt split'.split(
    ' ',
  ),
);
