// The report for a comment or a step summary: the verdict first, then the gates, what blocks, and the rest folded away.
import type { Finding, GateReport, Outcome, Report } from '../core/documents.ts';
import { escapeMarkdown, guardLogCommands, markdownCell } from './escape.ts';
import { findingLine, findingSection } from './markdown-finding.ts';
import { checklistTable } from './markdown-checklist.ts';
import { policyTable } from './markdown-policy.ts';
import {
  circumstances,
  count,
  countsLine,
  duration,
  examined,
  familyCounts,
  nextSteps,
  shownFindings,
  verdictSentence,
} from './wording.ts';

/** GitHub takes 65,536 in a comment; the rest is room for what its poster adds. */
const byteLimit = 64_000;
/** Reasons and notices beyond these bytes are only counted. */
const noteLimit = 8_000;

const marks: Readonly<Record<Outcome, string>> = { pass: '✅', fail: '❌', incomplete: '❗', skipped: '➖' };

/** At most 64,000 bytes of UTF-8: the most important findings whole, then in a line each, and a line for how many are left out. */
export function format(report: Report): string {
  const { blocking, other } = shownFindings(report);
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const whole = (finding: Finding): string => findingSection(finding, rules.get(finding.ruleId));
  const [start, end] = [head(report), ending(report)];
  const budget = byteLimit - bytes(start) - bytes(end) - 1_000;

  const full = takeFitting(blocking, whole, budget * 0.7);
  const brief = takeFitting(blocking.slice(full.length), findingLine, (budget - bytes(full.join(''))) * 0.7);
  const rest = takeFitting(other, whole, budget - bytes(full.join('')) - bytes(brief.join('')));
  const more = blocking.length - full.length - brief.length + other.length - rest.length;

  const parts = [
    start,
    ...(full.length > 0 ? [`### Blocking: ${String(blocking.length)}`, ...full] : []),
    ...(brief.length > 0 ? [brief.join('\n')] : []),
    ...(rest.length > 0 ? otherPart(rest, other.length, report) : []),
    ...(more > 0 ? [`**${count(more, 'more finding')} left out of this summary; see the whole report with \`--format json\`.**`] : []),
    end,
  ];
  return guardLogCommands(`${parts.join('\n\n')}\n`);
}

function otherPart(sections: readonly string[], total: number, report: Report): readonly string[] {
  if (report.mode === 'inform') return [`### Findings: ${String(total)}`, ...sections];
  return [`<details>\n<summary>Not blocking: ${String(total)}</summary>`, ...sections, '</details>'];
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** As many items from the start as fit, each as its text; two bytes each for what parts them. */
function takeFitting<T>(items: readonly T[], render: (item: T) => string, limit: number): readonly string[] {
  const texts: string[] = [];
  let used = 0;
  for (const item of items) {
    const text = render(item);
    used += bytes(text) + 2;
    if (used > limit) break;
    texts.push(text);
  }
  return texts;
}

function head(report: Report): string {
  const lines = [
    `## ${marks[report.verdict]} mcgate: ${report.verdict}`,
    `**${escapeMarkdown(verdictSentence(report))}**`,
    circumstances(report)
      .map((line) => escapeMarkdown(shorten(line)))
      .join('  \n'),
    gateTable(report),
    ...reasonList(report.gates),
    ...policyTable(report),
    ...checklistTable(report),
  ];
  return lines.join('\n\n');
}

function gateTable(report: Report): string {
  const rows = report.gates.map((gate) => {
    const ran = gate.outcome !== 'skipped';
    const cells = [
      gate.id,
      `${marks[gate.outcome]} ${gate.outcome}`,
      ran ? familyCounts(report, gate.id) || 'none' : '',
      ran ? examined(gate) : shorten(gate.reasons[0]?.message ?? ''),
      ran ? duration(gate.durationMs) : '',
    ];
    return `| ${cells.map(markdownCell).join(' | ')} |`;
  });
  return ['| gate | outcome | findings | examined | time |', '|---|---|---|---|---|', ...rows].join('\n');
}

function reasonList(gates: readonly GateReport[]): readonly string[] {
  const ran = gates.filter((gate) => gate.outcome !== 'skipped');
  const lines = ran.flatMap((gate) =>
    gate.reasons.map((reason) => {
      const words = [reason.path === undefined ? '' : `${shorten(reason.path)}:`, shorten(reason.message), shorten(reason.remedy ?? '')];
      return `- **${gate.id}** ${gate.outcome}: ${escapeMarkdown(words.filter((word) => word !== '').join(' '))}`;
    }),
  );
  return capped(lines, 'reason');
}

function capped(lines: readonly string[], noun: string): readonly string[] {
  if (lines.length === 0) return [];
  const kept = takeFitting(lines, (line) => line, noteLimit);
  const more = lines.length - kept.length;
  return [[...kept, ...(more > 0 ? [`- and ${count(more, `more ${noun}`)}`] : [])].join('\n')];
}

function ending(report: Report): string {
  const notices = capped(
    report.notices.map((notice) => `- ${escapeMarkdown(`${shorten(notice.message)} ${shorten(notice.remedy ?? '')}`)}`),
    'notice',
  );
  const next = nextSteps(report).map((step) => escapeMarkdown(shorten(step)));
  return [
    ...(notices.length > 0 ? ['### Notices', ...notices] : []),
    ...(next.length > 0 ? [`**Next:** ${next.join(' ')}`] : []),
    `Counts: ${countsLine(report.counts)}. Took ${duration(report.durationMs)}. mcgate ${escapeMarkdown(report.tool.version)}.`,
  ].join('\n\n');
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
