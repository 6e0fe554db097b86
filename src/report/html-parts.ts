// The parts of the page beside the findings: gates with what they looked at, approvals, the checklist, notices, rules.
import { countItems } from '../core/checklist-count.ts';
import type { ChecklistItemState, GateReport, ItemStatus, LeftOut, Outcome, Report, RuleDescription } from '../core/documents.ts';
import { approvalNeeds, type ApprovalNeed } from './approval-ways.ts';
import { attestationNames, code, commandBlock, facts, place } from './html-evidence.ts';
import { anchorOf, chip, ruleAnchor, shorten } from './html-finding.ts';
import { link, markup, words, type Html } from './html-markup.ts';
import { partsOf, skippedGates } from './parts.ts';
import { pageAddress, type ReportContext } from './web-link.ts';
import { count, gateFacts } from './wording.ts';

/** In letters that every font has. */
export const plainMarks: Readonly<Record<Outcome | ItemStatus, string>> = {
  ...{ pass: '✓', fail: '✗', incomplete: '!', skipped: '–' },
  ...{ fulfilled: '✓', pending: '?', refused: '✗', 'not-asked': '–' },
};

/** Of the reasons, places and notices of one kind no more are told than a reader can take in. */
const mostLines = 200;

function capped<T>(items: readonly T[], render: (item: T) => Html, noun: string): Html {
  const more = items.length - mostLines;
  return markup`${items.slice(0, mostLines).map(render)}${more > 0 ? markup`<li>and ${count(more, `more ${noun}`)}</li>` : null}`;
}

/** A card for each gate that ran, and one for those that did not. */
export function gateCards(report: Report, context: ReportContext): Html {
  const ran = report.gates.filter(({ outcome }) => outcome !== 'skipped');
  return markup`<h2 id="gates">Gates</h2>
<div class="gates">
${ran.map((gate) => gateCard(gate, report, context))}${skippedCard(report)}</div>`;
}

function gateCard(gate: GateReport, report: Report, context: ReportContext): Html {
  const { id, outcome, reasons, coverage } = gate;
  const told = gateFacts(gate, report);
  // How long it took is told last, and stays on one line.
  const lines = told.with(-1, (told.at(-1) ?? '').replaceAll(' ', '\u00a0'));
  return markup`<section class="card ${outcome}${reasons.length === 0 ? '' : ' broad'}">
<h3>${id} <span class="tone">${plainMarks[outcome]} ${outcome}</span></h3>
<p>${lines.join(' · ')}</p>${reasonList(reasons, context)}${coverage === null ? null : coveragePart(coverage)}
</section>
`;
}

/** Reasons beyond these are folded. */
const openReasons = 10;

function reasonList(reasons: GateReport['reasons'], context: ReportContext): Html | null {
  if (reasons.length === 0) return null;
  const items = (some: GateReport['reasons']): Html => capped(some, (reason) => reasonItem(reason, context), 'reason');
  const rest = reasons.slice(openReasons);
  const more = markup`<details><summary class="plain">${count(rest.length, 'more reason')}</summary><ul>${items(rest)}</ul></details>`;
  return markup`<ul>${items(reasons.slice(0, openReasons))}</ul>${rest.length === 0 ? null : more}`;
}

function skippedCard({ gates }: Report): Html {
  const groups = skippedGates(gates);
  if (groups.length === 0) return markup``;
  return markup`<section class="card skipped">
<h3>Not run <span class="tone">${plainMarks.skipped} skipped</span></h3>
${groups.map(([reason, ids]) => markup`<p>${ids.join(', ')}${reason === '' ? null : markup`: ${words(shorten(reason, 600))}`}</p>`)}
</section>
`;
}

function reasonItem({ path, message, remedy }: GateReport['reasons'][number], { links }: ReportContext): Html {
  const at = path === undefined ? null : markup`${place({ path: shorten(path, 300) }, links.judged({ path }))}: `;
  return markup`<li>${at}${words(shorten(message))}${remedy === undefined ? null : markup`<br>→ ${words(shorten(remedy))}`}</li>`;
}

function coveragePart({ facts: known = {}, leftOut, paths = [] }: NonNullable<GateReport['coverage']>): Html {
  const rows = Object.entries(known)
    .slice(0, mostLines)
    .map(([name, value]) => [name, markup`${shorten(String(value), 300)}`] as const);
  if (rows.length + leftOut.length + paths.length === 0) return markup``;
  return markup`<details><summary class="plain">What it looked at</summary>
${factsOf(rows)}${paths.length === 0 ? null : markup`<p>Examined:</p><ul>${paths.map(pathItem)}</ul>`}${leftOut.map(leftOutPart)}</details>`;
}

/** As `facts`, but with terms from a gate. */
function factsOf(rows: readonly (readonly [string, Html])[]): Html {
  return facts(rows.map(([term, value]) => [shorten(term, 100), value] as const));
}

function leftOutPart({ reason, count: amount, paths }: LeftOut): Html {
  const more = amount - paths.length;
  return markup`<p>Left out, ${shorten(reason, 300)}: ${amount}</p><ul>${paths.map(pathItem)}${more > 0 ? markup`<li>and ${count(more, 'more')}</li>` : null}</ul>`;
}

function pathItem(path: string): Html {
  return markup`<li>${code(shorten(path, 300))}</li>`;
}

/** Null where nothing needs an approval. */
export function approvalPart(report: Report): Html | null {
  const needs = approvalNeeds(report);
  if (needs.length === 0) return null;
  return markup`<h2 id="approval">Needs approval: ${partsOf(report).unapproved.length}</h2>
<p>Take it out of the change, or have it approved.</p>
${needs.map(needCard)}`;
}

function needCard({ findings, who, ways }: ApprovalNeed): Html {
  const items = capped(
    findings,
    (finding) => markup`<li>${chip(finding.severity)} <a href="#${anchorOf(finding)}">${words(shorten(finding.message, 300))}</a></li>`,
    'finding',
  );
  return markup`<section class="card"><ul class="rows">${items}</ul>
<p><strong>By whom:</strong> ${words(who)}</p>
${ways.map(({ how, command }, index) => markup`<p><strong>${index === 0 ? 'How' : 'Or'}:</strong> ${words(how)}</p>${command === null ? null : commandBlock(command)}`)}</section>
`;
}

/** Items by phase; null where none is asked for. */
export function checklistPart(report: Report): Html | null {
  const items = report.gates.find(({ id }) => id === 'checklist')?.coverage?.items ?? [];
  const { asked, fulfilled } = countItems(items);
  if (asked.length === 0) return null;
  const phases = Map.groupBy(items, ({ phase }) => phase);
  return markup`<h2 id="checklist">Checklist: ${fulfilled} of ${count(asked.length, 'item')} fulfilled</h2>
${[...phases].map(
  ([phase, group]) => markup`<section class="card"><h3>${phase}</h3><ul class="rows">${group.map(checklistItem)}</ul></section>
`,
)}`;
}

function checklistItem({ title, status, by, until, detail, attestations }: ChecklistItemState): Html {
  const signed = [by.length === 0 ? '' : `by ${by.join(', ')}`, until === null ? '' : `until ${until}`].filter((part) => part !== '');
  return markup`<li><span class="${status}">${plainMarks[status]} ${status}</span> <strong>${shorten(title, 300)}</strong>${
    signed.length === 0 ? null : ` ${signed.join(' ')}`
  }${detail === '' ? null : markup`<br><span class="quiet">${shorten(detail, 600)}</span>`}${attestations.length === 0 ? null : markup` ${attestationNames(attestations)}`}</li>`;
}

/** Null where there are none. */
export function noticePart(report: Report): Html | null {
  if (report.notices.length === 0) return null;
  return markup`<h2 id="notices">Notices</h2>
<ul class="card rows">${capped(
    report.notices,
    ({ message, remedy }) => markup`<li>${words(shorten(message))}${remedy === undefined ? null : markup` ${words(shorten(remedy))}`}</li>`,
    'notice',
  )}</ul>`;
}

/** Why each rule matters; null where no finding names one. */
export function rulePart({ rules }: Report): Html | null {
  if (rules.length === 0) return null;
  return markup`<h2 id="rules">Rules</h2>
${rules.map(rulePage)}`;
}

function rulePage({ id, title, rationale, remediation, cwe, references }: RuleDescription): Html {
  const cwes = cwe.map((number) => link(`https://cwe.mitre.org/data/definitions/${String(number)}.html`, markup`CWE-${number}`));
  const sources = references.map((reference) => link(pageAddress(reference), markup`${shorten(reference, 300)}`));
  const more = [...cwes, ...sources];
  return markup`<details class="fold"><summary>${title} <span class="quiet">${id}</span></summary>
<div id="${ruleAnchor(id)}">${paragraphs(rationale)}<h3>How to mend it</h3>${paragraphs(remediation)}${
    more.length === 0 ? null : markup`<ul>${more.map((one) => markup`<li>${one}</li>`)}</ul>`
  }</div></details>
`;
}

/** The Markdown of a rule, of which this shows paragraphs and code. */
function paragraphs(text: string): readonly Html[] {
  return shorten(text)
    .trim()
    .split(/\n\s*\n/u)
    .map((paragraph) => markup`<p>${words(paragraph.replaceAll(/\s*\n\s*/gu, ' '))}</p>`);
}
