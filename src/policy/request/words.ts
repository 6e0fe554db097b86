// Words on a command line: quoted so that a shell reads them back as they are.

const plainWord = /^[\p{L}\p{N}_./:@%+,=-]+$/u;

/** The words with spaces between, each in single quotes where a POSIX shell would read it as something else. */
export function quoteWords(words: readonly string[]): string {
  return words.map((word) => (plainWord.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

/** The words that `quoteWords` wrote: blanks divide, quotes keep, `\` takes one character; nothing is expanded. Null if a quote is not closed. */
export function splitWords(text: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) quote = '';
    else if (quote === '' && (character === "'" || character === '"')) [quote, word] = [character, word ?? ''];
    else if (character === '\\' && quote !== "'") {
      at += 1;
      if (at === text.length) return null;
      word = (word ?? '') + text.charAt(at);
    } else if (quote === '' && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return null;
  return word === null ? words : [...words, word];
}
