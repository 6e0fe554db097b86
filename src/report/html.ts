// The whole report as one page that needs nothing else: the verdict, the gates, what to do, the findings by severity, and what stands aside.
import type { Report } from '../core/documents.ts';
import { guardLogCommands } from './escape.ts';
import { asidePart, filterStyle, findingParts, otherTitle, severityChips } from './html-lists.ts';
import { htmlPage, link, markup, words, type Html } from './html-markup.ts';
import { approvalPart, checklistPart, gateCards, noticePart, plainMarks, rulePart } from './html-parts.ts';
import { baseStyle, reportStyle } from './html-style.ts';
import { partsOf } from './parts.ts';
import type { FormatOptions } from './reporter.ts';
import { contextOf, type ReportContext } from './web-link.ts';
import { circumstances, countsLine, duration, nextSteps, verdictSentence } from './wording.ts';

/** Runs no script and asks for nothing. Of very many findings the most important are shown whole, more in a line each. */
export function format(report: Report, options: Pick<FormatOptions, 'web'> = {}): string {
  const context = contextOf(report, options.web);
  const { blocking, other } = partsOf(report);
  const style = [baseStyle, reportStyle, filterStyle([...blocking, ...other])].join(' ');
  return guardLogCommands(htmlPage({ title: `mcgate: ${report.verdict}`, style, body: body(report, context) }));
}

function body(report: Report, context: ReportContext): Html {
  const parts = {
    gates: gateCards(report, context),
    approval: approvalPart(report),
    findings: findingParts(report, context),
    checklist: checklistPart(report),
    aside: asidePart(report, context),
    notices: noticePart(report),
    rules: rulePart(report),
  };
  return markup`<main>
${verdict(report, context)}
${contents(report, parts)}
${parts.gates}
${parts.approval}
${parts.findings}
${parts.checklist}
${parts.aside}
${parts.notices}
${parts.rules}
<footer><p>Counts: ${countsLine(report.counts)}. Took ${duration(report.durationMs)}. mcgate ${report.tool.version}.</p></footer>
</main>`;
}

function verdict(report: Report, { links }: ReportContext): Html {
  const { blocking, other } = partsOf(report);
  const told = [...blocking, ...other];
  return markup`<header class="verdict ${report.verdict}">
<h1>${plainMarks[report.verdict]} mcgate: ${report.verdict}</h1>
<p class="why">${words(verdictSentence(report))}</p>
${told.length === 0 ? null : markup`<p>${severityChips(told)}</p>`}
${circumstances(report).map((line) => markup`<p class="quiet">${words(line)}</p>`)}
${nextSteps(report).map((step) => markup`<p><strong>Next:</strong> ${words(step)}</p>`)}
${links.run === null ? null : markup`<p>${link(links.run, markup`Open the run`)}</p>`}
</header>`;
}

interface Parts {
  readonly approval: Html | null;
  readonly checklist: Html | null;
  readonly aside: Html | null;
  readonly notices: Html | null;
  readonly rules: Html | null;
}

function contents(report: Report, { approval, checklist, aside, notices, rules }: Parts): Html {
  const { blocking, other } = partsOf(report);
  const entries: readonly (readonly [id: string, title: string, shown: boolean])[] = [
    ['gates', 'Gates', true],
    ['approval', 'Needs approval', approval !== null],
    ['blocks', `Blocks: ${String(blocking.length)}`, blocking.length > 0],
    ['other', `${otherTitle(report)}: ${String(other.length)}`, other.length > 0],
    ['checklist', 'Checklist', checklist !== null],
    ['aside', 'Set aside, fixed, unchanged', aside !== null],
    ['notices', `Notices: ${String(report.notices.length)}`, notices !== null],
    ['rules', 'Rules', rules !== null],
  ];
  const shown = entries.filter(([, , there]) => there);
  if (shown.length < 2) return markup``;
  return markup`<nav aria-label="Parts of the report"><ul>${shown.map(
    ([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`,
  )}</ul></nav>`;
}
