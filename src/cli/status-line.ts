// One line of `mcgate doctor` or `mcgate setup`: how something stands, and what mends it.
import { escapeTerminal, guardLogCommands } from '../report/escape.ts';
import type { FormatOptions } from '../report/reporter.ts';
import { outcomeLook, terminalStyle } from '../report/terminal-style.ts';
import { wrap } from '../report/text-width.ts';

/** `warn`: mcgate works, but something is worth knowing. `fail`: a check could not answer. */
export type Status = 'ok' | 'warn' | 'fail';

export interface StatusLine {
  readonly status: Status;
  readonly name: string;
  /** One sentence. */
  readonly detail: string;
  /** A command or a sentence, where something is to be done. */
  readonly remedy: string | null;
}

const looks = { ok: 'pass', warn: 'incomplete', fail: 'fail' } as const;
const widest = 100;

/** The line with its remedy below it, ending with a newline. */
export function formatStatus({ status, name, detail, remedy }: StatusLine, options: FormatOptions): string {
  const style = terminalStyle(options);
  const { mark, paint } = outcomeLook(looks[status], style);
  const room = Math.min(widest, options.width) - 7;
  const [first = '', ...rest] = wrap(escapeTerminal(`${name}: ${detail}`, options), room);
  const lines = [
    `${paint(`${mark} ${status.padEnd(4)}`)} ${first}`,
    ...rest.map((line) => `       ${line}`),
    ...(remedy === null ? [] : wrap(escapeTerminal(`${style.marks.arrow} ${remedy}`, options), room).map((line) => `       ${line}`)),
  ];
  return guardLogCommands(`${lines.join('\n')}\n`);
}
