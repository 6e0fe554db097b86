// What stands beside the findings in Markdown: the gates, approvals, what could not be answered, the checklist, what was fixed or stays.
import { countItems } from '../core/checklist-count.ts';
import type { Finding, GateReport, Outcome, Report } from '../core/documents.ts';
import { approvalNeeds, type ApprovalNeed, type ApprovalWay } from './approval-ways.ts';
import { escapeMarkdown, escapeTerminal, markdownFence } from './escape.ts';
import { statusMarks } from './markdown-checklist.ts';
import { findingSection, findingLine } from './markdown-finding.ts';
import { code, findingPlace, folded, markdownPlace, shorten, words } from './markdown-words.ts';
import { partsOf, skippedGates, takeFitting, tally } from './parts.ts';
import type { ReportContext } from './web-link.ts';
import { count, gateFacts } from './wording.ts';

export const outcomeMarks: Readonly<Record<Outcome, string>> = { pass: '✅', fail: '❌', incomplete: '❗', skipped: '➖' };

/** Reasons, items of the checklist and notices beyond these bytes are only counted. */
const noteLimit = 8_000;
const listLimit = 4_000;

/** List items, as many as the bytes allow, and one for how many more there are. */
export function cappedList(lines: readonly string[], noun: string, limit = noteLimit): readonly string[] {
  if (lines.length === 0) return [];
  const kept = takeFitting(lines, (line) => line, limit).texts;
  const more = lines.length - kept.length;
  return [[...kept, ...(more > 0 ? [`- and ${count(more, `more ${noun}`)}`] : [])].join('\n')];
}

/** A line for each gate that ran, and one for those that did not. */
export function gateList(report: Report): string {
  const ran = report.gates.filter(({ outcome }) => outcome !== 'skipped');
  const lines = ran.map((gate) => {
    const outcome = gate.outcome === 'incomplete' ? ' could not answer ·' : ':';
    return `- ${outcomeMarks[gate.outcome]} **${gate.id}**${outcome} ${escapeMarkdown(
      gateFacts(gate, report)
        .map((fact) => shorten(fact))
        .join(' · '),
    )}`;
  });
  const skipped = skippedGates(report.gates).map(
    ([reason, ids]) => `- ${outcomeMarks.skipped} ${ids.join(', ')}: ${reason === '' ? 'skipped' : words(reason)}`,
  );
  return [...lines, ...skipped].join('\n');
}

/** What could not be answered, and what mends it. */
export function unansweredPart(report: Report, context: ReportContext): readonly string[] {
  const gates = report.gates.filter(({ outcome, reasons }) => outcome !== 'skipped' && reasons.length > 0);
  if (gates.length === 0) return [];
  const lines = gates.flatMap((gate) => gate.reasons.map((reason) => reasonLine(gate, reason, context)));
  return ['#### Could not be answered', ...cappedList(lines, 'reason')];
}

function reasonLine(gate: GateReport, { path, message, remedy }: GateReport['reasons'][number], { links }: ReportContext): string {
  const place = path === undefined ? '' : ` ${markdownPlace({ path: shorten(path, 200) }, path.length > 200 ? () => null : links.judged)}`;
  return `- **${gate.id}**${place}: ${words(message)}${remedy === undefined || remedy === '' ? '' : `  \n  → ${words(remedy)}`}`;
}

/** Who has to approve of what, and how. */
export function approvalPart(report: Report, context: ReportContext): readonly string[] {
  const needs = approvalNeeds(report);
  if (needs.length === 0) return [];
  return [
    `#### Needs approval: ${String(partsOf(report).unapproved.length)}`,
    'Take it out of this change, or have it approved.',
    ...needs.flatMap((need) => needPart(need, context)),
  ];
}

function needPart({ findings, who, ways }: ApprovalNeed, { links }: ReportContext): readonly string[] {
  const lines = findings.map((finding) => `- ${code(finding.ruleId)} ${findingPlace(finding, links)}`);
  return [
    ...cappedList(lines, 'finding', listLimit),
    `**By whom:** ${escapeMarkdown(who)}`,
    ...ways.map((way, index) => wayText(way, index === 0 ? 'How' : 'Or')),
  ];
}

function wayText({ how, command }: ApprovalWay, title: string): string {
  return `**${title}:** ${escapeMarkdown(how)}${command === null ? '' : `\n\n${markdownFence([escapeTerminal(command)], 'sh')}`}`;
}

/** Open where it blocks. */
export function checklistPart(report: Report): readonly string[] {
  const gate = report.gates.find(({ id }) => id === 'checklist');
  const { asked, fulfilled } = countItems(gate?.coverage?.items ?? []);
  if (gate === undefined || asked.length === 0) return [];
  const lines = asked.map(({ title, phase, status, by, until, detail }) => {
    const signed = [by.length === 0 ? '' : ` by ${by.join(', ')}`, until === null ? '' : ` until ${until}`].join('');
    const how = status === 'fulfilled' ? signed.trim() : `${status}${signed}${detail === '' ? '' : `: ${detail}`}`;
    return `- ${statusMarks[status]} **${words(title)}** (${phase})${how === '' ? '' : `: ${words(how)}`}`;
  });
  const list = cappedList(lines, 'item');
  const title = `Checklist: ${String(fulfilled)} of ${String(asked.length)} items fulfilled`;
  return gate.outcome === 'fail' ? [`#### ${title}`, ...list] : [folded(title, list)];
}

/** Let through, mended and unchanged findings, folded. */
export function asideParts(report: Report, context: ReportContext): readonly string[] {
  const { approved, fixed, unchanged } = partsOf(report);
  const sections = takeFitting(approved, (finding) => findingSection(finding, context), noteLimit).texts;
  const brief = approved.slice(sections.length).map((finding) => findingLine(finding, context));
  return [
    ...(approved.length === 0
      ? []
      : [folded(`Approved: ${String(approved.length)}`, [...sections, ...cappedList(brief, 'finding', listLimit)])]),
    ...(fixed.length === 0
      ? []
      : [
          folded(
            `Fixed by this change: ${String(fixed.length)}`,
            cappedList(
              fixed.map((finding) => findingLine(finding, context)),
              'finding',
              listLimit,
            ),
          ),
        ]),
    ...(unchanged.length === 0
      ? []
      : [folded(`Unchanged: ${stateCounts(unchanged)}`, cappedList(unchangedLines(unchanged), 'rule', listLimit))]),
  ];
}

function stateCounts(findings: readonly Finding[]): string {
  return tally(findings.map(({ state }) => state))
    .map(([state, amount]) => `${String(amount)} ${state}`)
    .join(', ');
}

function unchangedLines(findings: readonly Finding[]): readonly string[] {
  return [...Map.groupBy(findings, ({ ruleId }) => ruleId)].map(([ruleId, group]) => `- ${code(ruleId)}: ${stateCounts(group)}`);
}

export function noticePart(report: Report): readonly string[] {
  const lines = report.notices.map(({ message, remedy }) => `- ${words(message)}${remedy === undefined ? '' : ` ${words(remedy)}`}`);
  return lines.length === 0 ? [] : ['#### Notices', ...cappedList(lines, 'notice')];
}
