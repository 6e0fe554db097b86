// Paragraphs for a terminal: wrapped, indented, and with nothing in them that could move the cursor.
import { escapeTerminalLines } from '../report/escape.ts';
import type { FormatOptions } from '../report/reporter.ts';
import { wrap } from '../report/text-width.ts';

const widest = 100;

/** Lines of a text, indented by two; its own line breaks stay. */
export function paragraph(text: string, { width, unicode }: FormatOptions): readonly string[] {
  return escapeTerminalLines(text.trim(), { unicode }).flatMap((line) =>
    wrap(line, Math.min(width, widest) - 2).map((part) => `  ${part}`),
  );
}

/** Code as it is, indented by four. */
export function codeBlock(code: string, { unicode }: FormatOptions): readonly string[] {
  return escapeTerminalLines(code.trimEnd(), { unicode }).map((line) => `    ${line}`);
}
