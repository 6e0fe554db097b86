// Source lines around a finding, its span underlined; tabs, wide characters and long lines keep their columns right.
import type { Location, Snippet } from '../core/documents.ts';
import { escapeTerminal } from './escape.ts';
import { characterWidth, textWidth } from './text-width.ts';

/** How a frame is drawn. Paints get finished text and must not change its width. */
export interface FrameStyle {
  readonly width: number;
  readonly unicode: boolean;
  readonly bar: string;
  readonly ellipsis: string;
  readonly quiet: (text: string) => string;
  readonly loud: (text: string) => string;
}

const tabSize = 4;

/** One source character as it is shown. `unit` is its place in the line in UTF-16 units, `column` where it stands on the screen. */
interface Cell {
  readonly text: string;
  readonly unit: number;
  readonly column: number;
  readonly width: number;
}

/** A line's span on the screen, end exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The frame's lines, none wider than `style.width` and none starting with source text. Empty where the snippet is. */
export function codeFrame(snippet: Snippet, location: Location, style: FrameStyle): readonly string[] {
  const first = location.startLine ?? 0;
  const last = Math.max(first, location.endLine ?? first);
  const digits = String(snippet.startLine + Math.max(0, snippet.lines.length - 1)).length;
  const room = Math.max(8, style.width - digits - 5);
  return snippet.lines.flatMap((line, index) => {
    const number = snippet.startLine + index;
    const hit = first > 0 && number >= first && number <= last;
    const cells = toCells(line, style.unicode);
    const span = hit ? spanOf(cells, number, location, snippet.startColumn ?? 1) : null;
    const part = visiblePart(cells, span, room, style.ellipsis);
    const text = part.text.trimEnd();
    const bar = `${hit ? '>' : ' '} ${String(number).padStart(digits)} ${style.bar}`;
    const gutter = text === '' ? bar : `${bar} `;
    const shown = hit ? `${style.loud(gutter)}${text}` : style.quiet(`${gutter}${text}`);
    return span === null || number !== first ? [shown] : [shown, underline(span, part.offset, room, digits, style)];
  });
}

function toCells(line: string, unicode: boolean): readonly Cell[] {
  const cells: Cell[] = [];
  let unit = 0;
  let column = 0;
  let marks = 0;
  for (const character of line) {
    marks = characterWidth(character) === 0 ? marks + 1 : 0;
    const text =
      character === '\t' ? ' '.repeat(tabSize - (column % tabSize)) : escapeTerminal(character, { unicode: unicode && marks <= 3 });
    const width = textWidth(text);
    cells.push({ text, unit, column, width });
    unit += character.length;
    column += width;
  }
  return cells;
}

/** Null where no column is known or the span lies outside of what the snippet shows. */
function spanOf(cells: readonly Cell[], number: number, location: Location, startColumn: number): Span | null {
  if (location.startColumn === undefined || number !== location.startLine) return null;
  const from = location.startColumn - startColumn;
  const ends = location.endLine === undefined || location.endLine === number;
  const to = ends ? (location.endColumn ?? location.startColumn + 1) - startColumn : Number.POSITIVE_INFINITY;
  const inside = cells.filter((cell) => cell.unit >= from && cell.unit < Math.max(to, from + 1));
  const start = inside[0];
  const end = inside.at(-1);
  if (start === undefined || end === undefined) return null;
  return { from: start.column, to: Math.max(end.column + end.width, start.column + 1) };
}

/** What of a line fits into `room` columns; the span's start is in it. `offset` is the screen column of its first character. */
function visiblePart(
  cells: readonly Cell[],
  span: Span | null,
  room: number,
  ellipsis: string,
): { readonly text: string; readonly offset: number } {
  const last = cells.at(-1);
  const total = last === undefined ? 0 : last.column + last.width;
  if (total <= room) return { text: cells.map((cell) => cell.text).join(''), offset: 0 };
  const mark = textWidth(ellipsis);
  const from =
    span === null || Math.min(span.to, span.from + Math.floor(room / 2)) <= room - mark ? 0 : Math.max(0, span.from - Math.floor(room / 3));
  const lead = from === 0 ? '' : ellipsis;
  const start = cells.find((cell) => cell.column >= from)?.column ?? 0;
  const space = room - textWidth(lead);
  const tail = total - start > space ? ellipsis : '';
  const limit = start + space - textWidth(tail);
  const kept = cells.filter((cell) => cell.column >= start && cell.column + cell.width <= limit);
  return { text: lead + kept.map((cell) => cell.text).join('') + tail, offset: start - textWidth(lead) };
}

function underline(span: Span, offset: number, room: number, digits: number, style: FrameStyle): string {
  const from = Math.min(room - 1, Math.max(0, span.from - offset));
  const to = Math.min(room, Math.max(from + 1, span.to - offset));
  return `${style.quiet(`  ${' '.repeat(digits)} ${style.bar} `)}${' '.repeat(from)}${style.loud('^'.repeat(to - from))}`;
}
