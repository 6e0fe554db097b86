// Text from outside, made fit for a message of one line.

/**
 * One line of at most `limit` characters in which control, format (bidirectional, zero width), separator, private and unpaired
 * surrogate characters stand as `\u{…}` (CWE-150, CVE-2021-42574).
 */
export function printable(text: string, limit = 300): string {
  const start = text.slice(0, limit * 4);
  const escaped = start.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  const characters = Array.from(escaped);
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : escaped;
}
