// Offsets to lines and columns. Offsets and columns are UTF-16 units.

/** Where the lines of a text start, ascending; the first is 0. */
export type LineStarts = readonly number[];

/** A place as ESTree says it: the line counts from 1, the column from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineFeed = 10;
const carriageReturn = 13;

function startsAfter(text: string, separator: RegExp): LineStarts {
  const starts = [0];
  for (const match of text.matchAll(separator)) starts.push(match.index + match[0].length);
  return starts;
}

/** Lines as ECMAScript divides them (LF, CRLF, CR, U+2028, U+2029): what a syntax error's place counts in. ECMA-262, clause 12.3. */
export function sourceLineStarts(text: string): LineStarts {
  return startsAfter(text, /\r\n?|[\n\u2028\u2029]/gu);
}

/** Lines as editors, git and SARIF viewers divide them (LF, CRLF, CR): what a finding's location counts in. */
export function textLineStarts(text: string): LineStarts {
  return startsAfter(text, /\r\n?|\n/gu);
}

/** The position of `offset`, by binary search. */
export function positionAt(starts: LineStarts, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) };
}

/** The text of a line (from 1), without its line break. Empty where there is no such line. */
export function lineText(text: string, starts: LineStarts, line: number): string {
  const start = starts[line - 1];
  if (start === undefined) return '';
  let end = starts[line] ?? text.length;
  if (line < starts.length) {
    if (text.charCodeAt(end - 1) === lineFeed) end -= 1;
    if (end > start && text.charCodeAt(end - 1) === carriageReturn) end -= 1;
  }
  return text.slice(start, end);
}
