// The report for a comment or a step summary: the verdict and why, what blocks, what to do about it, and the rest folded away.
import type { Finding, Report } from '../core/documents.ts';
import { escapeMarkdown, guardLogCommands } from './escape.ts';
import { approvalPart, asideParts, checklistPart, gateList, noticePart, outcomeMarks, unansweredPart } from './markdown-aside.ts';
import { findingLine, findingSection } from './markdown-finding.ts';
import { code, folded, shorten } from './markdown-words.ts';
import { partsOf, severityCounts, takeFitting, tally } from './parts.ts';
import type { FormatOptions } from './reporter.ts';
import { contextOf, type ReportContext } from './web-link.ts';
import { circumstances, count, countsLine, duration, nextSteps, verdictSentence } from './wording.ts';

/** GitHub takes 65,536 in a comment; the rest is room for what its poster adds. */
const commentLimit = 64_000;

/** At most 64,000 bytes: fit for a comment. */
export function format(report: Report, options: Pick<FormatOptions, 'web'> = {}): string {
  return formatMarkdown(report, options, commentLimit);
}

/**
 * At most `byteLimit` bytes of UTF-8, of which 64,000 and more are enough for any report: the most important findings whole, then in a line
 * each, and a line for how many are left out. Nothing of the repository's text is a link, a mention or a reference.
 */
export function formatMarkdown(report: Report, options: Pick<FormatOptions, 'web'>, byteLimit: number): string {
  const context = contextOf(report, options.web);
  const { blocking, other } = partsOf(report);
  const start = head(report, context);
  const blocked = [...approvalPart(report, context), ...unansweredPart(report, context)];
  const end = ending(report, context);
  const fixed = [...start, ...blocked, ...end].reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
  const budget = byteLimit - fixed - 2_000;

  const first = fill(blocking, budget * 0.9, context);
  const second = fill(other, budget - first.bytes, context);
  const left = [...blocking.slice(first.shown), ...other.slice(second.shown)];
  const parts = [
    ...start,
    ...(first.shown > 0 ? [`#### Blocks: ${titleCounts(blocking)}`, ...first.parts] : []),
    ...blocked,
    ...otherPart(second.parts, other, report),
    ...leftOut(left),
    ...end,
  ];
  return guardLogCommands(`${parts.join('\n\n')}\n`);
}

interface Filled {
  readonly parts: readonly string[];
  readonly shown: number;
  readonly bytes: number;
}

/** Two fifths of the room are for whole sections, and more of it as long as every other finding still gets a line. */
function fill(findings: readonly Finding[], room: number, context: ReportContext): Filled {
  const lines = findings.map((finding) => findingLine(finding, context));
  const total = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 2, 0);
  const whole = takeFitting(findings, (finding) => findingSection(finding, context), Math.max(room * 0.4, room - total));
  const rest = takeFitting(lines.slice(whole.texts.length), (line) => line, room - whole.bytes);
  return {
    parts: [...whole.texts, ...(rest.texts.length > 0 ? [rest.texts.join('\n')] : [])],
    shown: whole.texts.length + rest.texts.length,
    bytes: whole.bytes + rest.bytes,
  };
}

function titleCounts(findings: readonly Finding[]): string {
  return `${String(findings.length)} (${severityCounts(findings)})`;
}

function otherPart(sections: readonly string[], other: readonly Finding[], report: Report): readonly string[] {
  if (sections.length === 0) return [];
  if (report.mode === 'inform') return [`#### Findings: ${titleCounts(other)}`, ...sections];
  return [folded(`Does not block: ${titleCounts(other)}`, sections)];
}

function leftOut(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const rules = tally(findings.map(({ ruleId }) => ruleId));
  const named = rules.slice(0, 10).map(([ruleId, amount]) => `${code(ruleId)} ${String(amount)}`);
  const names = `${named.join(', ')}${rules.length > named.length ? ', …' : ''}`;
  return [
    `**${count(findings.length, 'more finding')} left out of this summary** (${names}); the whole report has them: \`--format json\`.`,
  ];
}

/** The first line is the verdict and why. */
function head(report: Report, { links }: ReportContext): readonly string[] {
  return [
    `### ${outcomeMarks[report.verdict]} mcgate: ${report.verdict}. ${escapeMarkdown(verdictSentence(report))}`,
    [
      ...circumstances(report).map((line) => escapeMarkdown(shorten(line))),
      ...(links.run === null ? [] : [`[The run and its whole report](${links.run})`]),
    ].join('  \n'),
    gateList(report),
  ];
}

function ending(report: Report, context: ReportContext): readonly string[] {
  const next = nextSteps(report).map((step) => escapeMarkdown(shorten(step)));
  return [
    ...checklistPart(report),
    ...asideParts(report, context),
    ...noticePart(report),
    ...(next.length > 0 ? [`**Next:** ${next.join(' ')}`] : []),
    `Counts: ${countsLine(report.counts)}. Took ${duration(report.durationMs)}. mcgate ${escapeMarkdown(report.tool.version)}.`,
  ];
}
