// What the commands that run tests print.
import { escapeTerminal, guardLogCommands } from '../report/escape.ts';
import type { FormatOptions } from '../report/reporter.ts';
import { terminalStyle } from '../report/terminal-style.ts';

export interface TapCase {
  readonly name: string;
  readonly passed: boolean;
  /** What to know of it where it failed; values are JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** TAP version 14: a line a case, and what went wrong in a YAML block below it. */
export function formatTap(cases: readonly TapCase[], options: FormatOptions): string {
  const style = terminalStyle(options);
  const { green, red, bold } = style.colors;
  // A `#` would begin a directive.
  const title = (text: string): string => escapeTerminal(text, style).replaceAll(/[\\#]/gu, '\\$&');
  const lines = cases.flatMap(({ name, passed, facts }, index) => {
    const line = `${passed ? green('ok') : red('not ok')} ${String(index + 1)} - ${title(name)}`;
    if (passed) return [line];
    return [
      line,
      '  ---',
      ...Object.entries(facts).map(([key, value]) => `  ${key}: ${escapeTerminal(JSON.stringify(value), style)}`),
      '  ...',
    ];
  });
  const failed = cases.filter(({ passed }) => !passed).length;
  const ending = failed === 0 ? `# all ${String(cases.length)} hold` : `# ${String(failed)} of ${String(cases.length)} failed`;
  return guardLogCommands(`TAP version 14\n1..${String(cases.length)}\n${[...lines, bold(ending)].join('\n')}\n`);
}
