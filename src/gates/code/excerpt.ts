// What a finding shows and keeps of the source around it. Always cut from the blanked text, so that no secret is in it.
import { lineText, positionAt, type LineStarts } from '../../analysis/parse/positions.ts';
import { sha256Hex } from '../../core/digest.ts';
import type { Location, Snippet } from '../../core/documents.ts';

/** A text as findings are told in: blanked, with its lines as viewers divide them. */
export interface Page {
  readonly text: string;
  readonly starts: LineStarts;
}

/** Offsets, end exclusive. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

const contextLines = 2;
const longestSnippet = 7;
const longestLine = 200;
const longestAnchor = 400;

/** Lines and columns count from 1, columns in UTF-16 units; the end column is exclusive. */
export function locate(page: Page, path: string, extent: Extent): Location {
  const start = positionAt(page.starts, extent.start);
  const end = positionAt(page.starts, Math.max(extent.start, extent.end));
  return { path, startLine: start.line, startColumn: start.column + 1, endLine: end.line, endColumn: end.column + 1 };
}

/** At most seven lines of at most 200 characters, the first flagged line among them. */
export function snippetOf(page: Page, extent: Extent): Snippet {
  const start = positionAt(page.starts, extent.start);
  const first = Math.max(1, start.line - contextLines);
  const end = positionAt(page.starts, Math.max(extent.start, extent.end)).line + contextLines;
  const last = Math.min(end, first + longestSnippet - 1, page.starts.length);
  const lines: string[] = [];
  for (let line = first; line <= last; line += 1) {
    lines.push(cutAround(lineText(page.text, page.starts, line), line === start.line ? start.column : 0));
  }
  return { startLine: first, lines };
}

/** The line at which an extent starts, without white space at its ends; at most 200 characters around the extent. */
export function lineOf(page: Page, { start }: Extent): string {
  const { line, column } = positionAt(page.starts, start);
  return cutAround(lineText(page.text, page.starts, line), column).trim();
}

function cutAround(line: string, column: number): string {
  if (line.length <= longestLine) return line;
  const room = longestLine - 2; // for the two marks
  const from = Math.max(0, Math.min(column - Math.floor(room / 2), line.length - room));
  const to = from + room;
  return `${from > 0 ? '…' : ''}${line.slice(from, to).toWellFormed()}${to < line.length ? '…' : ''}`;
}

/**
 * What keeps a finding the same when lines move: the flagged lines, white space collapsed. Where they are longer than 400 characters, as in
 * minified code, the flagged stretch alone; and a digest instead of what is too long even so, because any change to flagged code is a change.
 */
export function anchorOf(page: Page, extent: Extent): string {
  const first = positionAt(page.starts, extent.start).line;
  const last = positionAt(page.starts, Math.max(extent.start, extent.end)).line;
  const lines = page.text.slice(page.starts[first - 1] ?? 0, page.starts[last] ?? page.text.length);
  const whole = lines.length <= longestAnchor * 10 ? collapse(lines) : null;
  if (whole !== null && whole.length <= longestAnchor) return whole;
  const flagged = collapse(page.text.slice(extent.start, extent.end));
  if (flagged.length <= longestAnchor) return flagged;
  return `${flagged.slice(0, longestAnchor)} ${sha256Hex(flagged).slice(0, 16)}`;
}

function collapse(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
