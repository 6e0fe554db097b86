// The report for a terminal: the verdict and why, the gates, what blocks, what else is new, and what to do next.
import type { Finding, GateReport, Notice, Report } from '../core/documents.ts';
import { escapeTerminal, guardLogCommands } from './escape.ts';
import { formatFinding, formatFindingLine } from './pretty-finding.ts';
import type { FormatOptions } from './reporter.ts';
import { outcomeLook, terminalStyle, type TerminalStyle } from './terminal-style.ts';
import { padEnd, textWidth, wrap } from './text-width.ts';
import { circumstances, count, countsLine, duration, gateFacts, nextSteps, shownFindings, verdictSentence } from './wording.ts';

/** Blocking findings beyond these take one line each; none is left out. */
const fullBlocking = 50;
/** Other findings beyond these are only counted. */
const fullOther = 20;
const fullReasons = 10;

/** Lines wrap at `options.width`, aside from paths and commands, which stay whole so that they can be clicked and copied. */
export function format(report: Report, options: FormatOptions): string {
  const style = terminalStyle(options);
  const { blocking, other } = shownFindings(report);
  const parts = [
    headline(report, style),
    gatesPart(report, style),
    findingsPart('Blocking', blocking, fullBlocking, report, style),
    findingsPart(blocking.length > 0 ? 'Not blocking' : 'Findings', other.slice(0, fullOther), fullOther, report, style, other.length),
    noticesPart(report.notices, style),
    ending(report, style),
  ];
  return guardLogCommands(
    `${parts
      .filter((part) => part.length > 0)
      .map((part) => part.join('\n'))
      .join('\n\n')}\n`,
  );
}

function headline(report: Report, style: TerminalStyle): readonly string[] {
  const { mark, paint } = outcomeLook(report.verdict, style);
  const lead = `${mark} ${report.verdict.toUpperCase()}`;
  const text = wrap(`${lead}: ${escapeTerminal(verdictSentence(report), style)}`, style.width);
  const [first = '', ...rest] = text;
  const painted = first.startsWith(lead) ? style.colors.bold(paint(lead)) + style.colors.bold(first.slice(lead.length)) : first;
  return [painted, ...rest.map(style.colors.bold), ...circumstances(report).flatMap((line) => paragraph(line, '', style))];
}

/** Escaped and wrapped, every line behind `indent`. */
function paragraph(text: string, indent: string, style: TerminalStyle): readonly string[] {
  return wrap(escapeTerminal(text, style), style.width - indent.length).map((line) => indent + line);
}

function gatesPart(report: Report, style: TerminalStyle): readonly string[] {
  const names = Math.max(0, ...report.gates.map((gate) => gate.id.length));
  return report.gates.flatMap((gate) => [...gateLine(gate, report, names, style), ...gateReasons(gate, style)]);
}

function gateLine(gate: GateReport, report: Report, names: number, style: TerminalStyle): readonly string[] {
  const { mark, paint } = outcomeLook(gate.outcome, style);
  const head = `${mark} ${gate.id.padEnd(names)}  ${gate.outcome.padEnd('incomplete'.length)}`;
  const told = gate.outcome === 'skipped' ? gate.reasons.slice(0, 1).map((reason) => reason.message) : gateFacts(gate, report);
  const text = escapeTerminal(told.join(` ${style.marks.dot} `), style);
  const indent = textWidth(head) + 2;
  if (style.width - indent < 30)
    return [paint(head.trimEnd()), ...(text === '' ? [] : wrap(text, style.width - 4).map((line) => `    ${line}`))];
  return wrap(text, style.width - indent).map((line, index) =>
    (index === 0 ? `${paint(head)}  ${line}` : ' '.repeat(indent) + line).trimEnd(),
  );
}

function gateReasons(gate: GateReport, style: TerminalStyle): readonly string[] {
  const reasons = gate.outcome === 'skipped' ? [] : gate.reasons;
  const more = reasons.length - fullReasons;
  const lines = reasons
    .slice(0, fullReasons)
    .flatMap((reason) => [
      ...paragraph(reason.path === undefined ? reason.message : `${reason.path}: ${reason.message}`, '    ', style),
      ...(reason.remedy === undefined ? [] : paragraph(`${style.marks.arrow} ${reason.remedy}`, '    ', style)),
    ]);
  return more > 0 ? [...lines, ...paragraph(`and ${count(more, 'more reason')}; see all with --format json.`, '    ', style)] : lines;
}

function findingsPart(
  title: string,
  findings: readonly Finding[],
  full: number,
  report: Report,
  style: TerminalStyle,
  total = findings.length,
): readonly string[] {
  if (findings.length === 0) return [];
  const whole = byFile(findings.slice(0, full)).map((finding) => formatFinding(finding, report, style).join('\n'));
  const brief = findings.slice(full);
  const more = total - findings.length;
  return [
    heading(`${title}: ${String(total)}`, style),
    '',
    whole.join('\n\n'),
    ...(brief.length === 0
      ? []
      : ['', ...paragraph(`${count(brief.length, 'more finding')} that ${brief.length === 1 ? 'blocks' : 'block'}, in brief:`, '', style)]),
    ...brief.flatMap((finding) => formatFindingLine(finding, style)),
    ...(more === 0 ? [] : ['', ...paragraph(`${count(more, 'more finding')} not shown here; see all with --format json.`, '', style)]),
  ];
}

/** Findings of one file stand together, files in the order of their worst finding. */
function byFile(findings: readonly Finding[]): readonly Finding[] {
  return [...Map.groupBy(findings, (finding) => finding.location.path).values()].flat();
}

function heading(text: string, style: TerminalStyle): string {
  const { colors, marks, width } = style;
  return (
    colors.bold(`${marks.rule}${marks.rule} ${text} `) +
    colors.dim(marks.rule.repeat(Math.max(0, Math.min(width, 80) - textWidth(text) - 4)))
  );
}

function noticesPart(notices: readonly Notice[], style: TerminalStyle): readonly string[] {
  return notices.flatMap((notice) => [
    ...hanging(`${style.marks.incomplete} `, notice.message, style),
    ...(notice.remedy === undefined ? [] : paragraph(`${style.marks.arrow} ${notice.remedy}`, '  ', style)),
  ]);
}

/** The first line behind `lead`, the others behind as much space. */
function hanging(lead: string, text: string, style: TerminalStyle): readonly string[] {
  const indent = textWidth(lead);
  return wrap(escapeTerminal(text, style), style.width - indent).map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line);
}

function ending(report: Report, style: TerminalStyle): readonly string[] {
  const next = nextSteps(report);
  const lead = padEnd('Next:', 6);
  return [
    ...next.flatMap((step, index) => hanging(index === 0 ? lead : ' '.repeat(lead.length), step, style)),
    ...paragraph(`Counts: ${countsLine(report.counts)}. Took ${duration(report.durationMs)}.`, '', style).map(style.colors.dim),
  ];
}
