// What two policies decide differently, for a terminal, for Markdown and for a program.
import type { PolicyChange, PolicyDifference, Undetermined } from '../../policy/difference/difference.ts';
import { escapeMarkdown, escapeTerminal, formatJson, guardLogCommands } from '../../report/escape.ts';
import { policyRows, type PolicyRow } from '../../report/markdown-policy.ts';
import type { FormatOptions } from '../../report/reporter.ts';
import { terminalStyle, type TerminalStyle } from '../../report/terminal-style.ts';
import { wrap } from '../../report/text-width.ts';
import { count, policyLine, policySubject } from '../../report/wording.ts';

/** Two policies as they were named, their digests, and what differs. */
export interface ComparedPolicies {
  readonly base: { readonly name: string; readonly digest: string };
  readonly head: { readonly name: string; readonly digest: string };
  readonly difference: PolicyDifference;
}

export const differenceFormats = ['pretty', 'json', 'markdown'] as const;

/** Ends with a newline. */
export function formatDifference(compared: ComparedPolicies, format: (typeof differenceFormats)[number], options: FormatOptions): string {
  if (format === 'json') return formatAsJson(compared);
  return guardLogCommands(format === 'markdown' ? formatAsMarkdown(compared) : formatAsText(compared, options));
}

function formatAsJson({ base, head, difference }: ComparedPolicies): string {
  const { equal, widened, narrowed, undetermined } = difference;
  return formatJson({ equal, widened, narrowed, undetermined, baseDigest: base.digest, headDigest: head.digest });
}

function formatAsMarkdown({ base, head, difference }: ComparedPolicies): string {
  const { widened, narrowed, undetermined } = difference;
  const unknown = undetermined.map(({ scope, region, lines, reason }): PolicyRow => {
    return { scope, modes: null, roles: null, region, witness: null, before: 'unknown', after: reason, lines, blocks: true };
  });
  const parts: readonly (readonly [string, readonly PolicyRow[]])[] = [
    ['Widened', widened.map((change) => ({ ...change, blocks: true }))],
    ['Undetermined', unknown],
    ['Narrowed', narrowed.map((change) => ({ ...change, blocks: false }))],
  ];
  const tables = parts.flatMap(([title, rows]) => (rows.length === 0 ? [] : [`### ${title}: ${String(rows.length)}`, policyRows(rows)]));
  const names = `${escapeMarkdown(base.name)} (${escapeMarkdown(base.digest)}) before, ${escapeMarkdown(head.name)} (${escapeMarkdown(head.digest)}) after.`;
  return `${[`## ${summary(difference)}`, names, ...tables].join('\n\n')}\n`;
}

function formatAsText({ base, head, difference }: ComparedPolicies, options: FormatOptions): string {
  const style = terminalStyle(options);
  const { widened, narrowed, undetermined } = difference;
  const { colors, marks } = style;
  const blocks = [
    ...widened.map((change) => changeLines(colors.red(`${marks.fail} widened`), change, style)),
    ...undetermined.map((one) => undeterminedLines(one, style)),
    ...narrowed.map((change) => changeLines(colors.green(`${marks.pass} narrowed`), change, style)),
  ];
  const ending = [
    colors.bold(summary(difference)),
    ...[base, head].map(({ name, digest }, index) =>
      colors.dim(`${index === 0 ? 'before' : 'after '}  ${escapeTerminal(name, style)}\n        ${escapeTerminal(digest, style)}`),
    ),
  ];
  return `${[...blocks, ending].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function changeLines(mark: string, change: PolicyChange, style: TerminalStyle): readonly string[] {
  const { region, witness, before, after, lines } = change;
  return [
    `${mark}  ${style.colors.bold(escapeTerminal(policySubject(change), style))}`,
    ...indented(`${before} ${style.marks.arrow} ${after}`, style),
    ...indented(region, style),
    ...(witness === null ? [] : [`  for example ${escapeTerminal(witness, style)}`]),
    ...lines.map((line) => `  ${style.colors.cyan(escapeTerminal(policyLine(line), style))}`),
  ];
}

function undeterminedLines({ scope, region, reason, lines }: Undetermined, style: TerminalStyle): readonly string[] {
  const { colors, marks } = style;
  return [
    `${colors.yellow(`${marks.incomplete} undetermined`)}  ${colors.bold(escapeTerminal(scope, style))}`,
    ...indented(reason, style),
    ...indented(region, style),
    ...lines.map((line) => `  ${colors.cyan(escapeTerminal(policyLine(line), style))}`),
  ];
}

function indented(text: string, style: TerminalStyle): readonly string[] {
  return wrap(escapeTerminal(text, style), style.width - 2).map((line) => `  ${line}`);
}

function summary({ equal, widened, narrowed, undetermined }: PolicyDifference): string {
  if (equal) return 'Both policies decide every request alike.';
  const unknown = undetermined.length === 0 ? '' : `, ${String(undetermined.length)} undetermined`;
  return `${count(widened.length, 'widening')}, ${count(narrowed.length, 'narrowing')}${unknown}.`;
}
