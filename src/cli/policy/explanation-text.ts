// A decision and its causes for a terminal: in one line, or with the lines of the policy.
import type { Explanation, Reason } from '../../policy/explain.ts';
import type { Effect } from '../../policy/automaton/sequence.ts';
import type { Origin } from '../../policy/model.ts';
import type { Request } from '../../policy/request/request.ts';
import { codeFrame } from '../../report/code-frame.ts';
import { escapeTerminal, guardLogCommands } from '../../report/escape.ts';
import type { FormatOptions } from '../../report/reporter.ts';
import { terminalStyle, type TerminalStyle } from '../../report/terminal-style.ts';
import { wrap } from '../../report/text-width.ts';
import type { PolicySource } from './source.ts';

/** The decision and the first of its causes, in one line. */
export function formatDecision({ effect, reasons }: Explanation, options: FormatOptions): string {
  const style = terminalStyle(options);
  const [first, ...more] = reasons;
  const why = first === undefined ? '' : `${first.text}${first.origin === null ? '' : ` (${placeOf(first.origin)})`}`;
  const rest = more.length === 0 ? '' : `, and ${String(more.length)} more; \`mcgate policy explain\` shows them`;
  return guardLogCommands(`${paint(effect, style)}  ${escapeTerminal(why + rest, style)}\n`);
}

/** The decision, the lines that made it, and the rule that was nearest to deciding otherwise. */
export function formatExplanation(
  explanation: Explanation,
  { mode, role, scope }: Request,
  source: PolicySource,
  options: FormatOptions,
): string {
  const style = terminalStyle(options);
  const { effect, request, reasons, nearest } = explanation;
  const asked = `${scope} ${request ?? '(no normal form)'}`;
  const near =
    nearest === null
      ? []
      : [
          '',
          style.colors.bold(nearest.matches ? 'Kept from deciding' : 'Nearest rule that would decide otherwise'),
          ...indented(`${nearest.text}${nearest.text.startsWith(`${nearest.effect} `) ? '' : `, which is ${nearest.effect} here`}`, style),
          ...lineOf(nearest.rule.origin, source, style),
        ];
  const lines = [
    `${paint(effect, style)}  ${style.colors.bold(escapeTerminal(asked.trimEnd(), style))}`,
    style.colors.dim(escapeTerminal(`in mode ${mode} for role ${role}, by ${source.name}`, style)),
    '',
    style.colors.bold('Because'),
    ...reasons.flatMap((reason) => reasonLines(reason, source, style)),
    ...near,
  ];
  return guardLogCommands(`${lines.join('\n')}\n`);
}

function reasonLines({ text, origin }: Reason, source: PolicySource, style: TerminalStyle): readonly string[] {
  return [...indented(text, style), ...(origin === null ? [] : lineOf(origin, source, style))];
}

/** Where it stands, and the line itself where the policy has it in a file. */
function lineOf(origin: Origin, source: PolicySource, style: TerminalStyle): readonly string[] {
  const { path, line, column } = origin;
  const place = `    ${style.colors.cyan(escapeTerminal(placeOf(origin), style))}`;
  const text = source.textOf(path)?.split(/\r?\n/u)[line - 1];
  if (text === undefined) return [place];
  const location = {
    path,
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: Math.max(column + 1, text.trimEnd().length + 1),
  };
  const frame = codeFrame({ startLine: line, lines: [text] }, location, {
    width: style.width - 4,
    unicode: style.unicode,
    bar: style.marks.bar,
    ellipsis: style.marks.ellipsis,
    quiet: style.colors.dim,
    loud: style.colors.bold,
  });
  return [place, ...frame.map((one) => `    ${one}`)];
}

function placeOf({ path, line, column }: Origin): string {
  return `${path}:${String(line)}:${String(column)}`;
}

function indented(text: string, style: TerminalStyle): readonly string[] {
  return wrap(escapeTerminal(text, style), style.width - 2).map((one) => `  ${one}`);
}

function paint(effect: Effect, { colors }: TerminalStyle): string {
  const paints = { allow: colors.green, ask: colors.yellow, deny: colors.red } as const;
  return colors.bold(paints[effect](effect));
}
