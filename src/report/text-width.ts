// How many columns text takes, and breaking it into lines. Text is escaped before it comes here; colour comes after.
import { eastAsianWidth } from 'get-east-asian-width';

const zeroWidth = /^[\p{Mn}\p{Me}]$/u;

/** Columns of one code point: 0, 1 or 2. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  return zeroWidth.test(character) ? 0 : eastAsianWidth(code);
}

/** Columns of a line without controls. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text filled with spaces up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** As many leading columns as fit, closed by `ellipsis` where something was cut. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (textWidth(text) <= width) return text;
  const room = Math.max(0, width - textWidth(ellipsis));
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += characterWidth(character);
    if (used > room) break;
    kept += character;
  }
  return kept + ellipsis;
}

/** Lines of at most `width` columns, broken at spaces; a word that is longer than a line is broken where the line ends. */
export function wrap(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const size = textWidth(word);
    if (used > 0 && used + 1 + size <= room) {
      line += ` ${word}`;
      used += 1 + size;
      continue;
    }
    if (used > 0) lines.push(line);
    const pieces = breakWord(word, room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
    used = textWidth(line);
  }
  if (used > 0 || lines.length === 0) lines.push(line);
  return lines;
}

function breakWord(word: string, room: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const size = characterWidth(character);
    if (used + size > room && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += size;
  }
  return [...pieces, piece];
}
