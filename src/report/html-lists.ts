// The findings on a page: by severity, whole as long as there is room, then in a line each; and folded lists of what does not count.
import type { Finding, FindingState, Report } from '../core/documents.ts';
import { chip, familyClass, findingArticle, findingRow, shorten } from './html-finding.ts';
import { join, markup, words, type Html } from './html-markup.ts';
import { bySeverity, partsOf, severityCounts, tally } from './parts.ts';
import type { ReportContext } from './web-link.ts';
import { approvalOf, count, familyOf } from './wording.ts';

/** Bytes: a browser opens a page of some megabytes at once, even on a phone. */
const roomForWhole = 2_000_000;
const roomForRows = 1_500_000;
const roomForList = 400_000;
/** So many of those that block are unfolded. */
const unfolded = 10;
/** From so many on a reader is asked which to show. */
const worthFilter = 8;

/** A room that fills up. Once something did not fit nothing does, so that no more important finding is left out. */
function createRoom(bytes: number): (part: Html) => boolean {
  let left = bytes;
  return (part) => {
    left = left < 0 ? left : left - Buffer.byteLength(part.markup);
    return left >= 0;
  };
}

interface Rooms {
  readonly whole: (part: Html) => boolean;
  readonly rows: (part: Html) => boolean;
}

/** All that is told, with the filter before it. */
export function findingParts(report: Report, context: ReportContext): Html {
  const { blocking, other } = partsOf(report);
  const rooms = { whole: createRoom(roomForWhole), rows: createRoom(roomForRows) };
  const first = blocking.length === 0 ? null : group('blocks', 'Blocks', blocking, rooms, context);
  const second = other.length === 0 ? null : group('other', otherTitle(report), other, rooms, context);
  const all = [...blocking, ...other];
  return markup`${all.length < worthFilter ? null : filters(all)}${first}${second}`;
}

export function otherTitle({ mode }: Report): string {
  return mode === 'inform' ? 'Findings' : 'Does not block';
}

function group(id: string, title: string, findings: readonly Finding[], rooms: Rooms, context: ReportContext): Html {
  const ranks = new Map(findings.map((finding, index) => [finding, index]));
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}: ${count(findings.length, 'finding')}</h2>
${bySeverity(findings).map(([severity, some]) => {
  const open = (finding: Finding): boolean => finding.blocks && (ranks.get(finding) ?? unfolded) < unfolded;
  return markup`<section class="severity-${severity}"><h3>${severity.charAt(0).toUpperCase()}${severity.slice(1)}: ${some.length}</h3>
${severityGroup(some, open, rooms, context)}</section>
`;
})}</section>
`;
}

function severityGroup(findings: readonly Finding[], open: (finding: Finding) => boolean, rooms: Rooms, context: ReportContext): Html {
  const articles: Html[] = [];
  for (const finding of findings) {
    const article = findingArticle(finding, open(finding), context);
    if (!rooms.whole(article)) break;
    articles.push(article);
  }
  return markup`${articles}${rowList(findings.slice(articles.length), (finding) => findingRow(finding, messageOf(finding), context), rooms.rows)}`;
}

function messageOf({ message }: Finding): Html {
  return markup`<br>${words(shorten(message, 200))}`;
}

/** A line each as long as there is room, and one for how many more there are. */
function rowList(findings: readonly Finding[], render: (finding: Finding) => Html, room: (part: Html) => boolean): Html {
  if (findings.length === 0) return markup``;
  const rows: Html[] = [];
  for (const finding of findings) {
    const row = render(finding);
    if (!room(row)) break;
    rows.push(row);
  }
  const more = findings.length - rows.length;
  const rest = more > 0 ? markup`<li>${count(more, 'more finding')} left out of this page; the JSON report has all.</li>` : null;
  return markup`<ul class="rows">
${rows}${rest}</ul>`;
}

function filters(findings: readonly Finding[]): Html {
  const box = (id: string, label: string, amount: number): Html =>
    markup`<label><input type="checkbox" id="${id}" checked> ${label} (${amount})</label>`;
  const families = familiesOf(findings);
  return markup`<fieldset class="filter"><legend>Show</legend>
${bySeverity(findings).map(([severity, some]) => box(`show-${severity}`, severity, some.length))}
${families.length === 0 ? null : markup`<br>${families.map(([family, amount]) => box(`show-of-${family}`, family, amount))}`}
</fieldset>
`;
}

/** Families that a reader can choose among, no more than there can be; none where there is no choice. */
function familiesOf(findings: readonly Finding[]): readonly (readonly [family: string, amount: number])[] {
  const families = tally(findings.map(({ ruleId }) => familyOf(ruleId))).filter(([family]) => familyClass(`${family}/`) !== 'of-other');
  return families.length < 2 ? [] : families.slice(0, 20);
}

/** What a check box takes away. */
export function filterStyle(findings: readonly Finding[]): string {
  if (findings.length < worthFilter) return '';
  const hidden = (id: string, selector: string): string => `body:has(#show-${id}:not(:checked)) ${selector} { display: none; }`;
  return [
    ...bySeverity(findings).map(([severity]) => hidden(severity, `.severity-${severity}`)),
    ...familiesOf(findings).map(([family]) => hidden(`of-${family}`, `.of-${family}`)),
  ].join(' ');
}

const stateTitles: Readonly<Record<FindingState, string>> = {
  new: 'New',
  existing: 'Stood before',
  fixed: 'Fixed by this change',
  suppressed: 'Suppressed',
  baselined: 'In the baseline',
};

/** Approved, fixed, existing, suppressed and baselined findings, each folded; null where there are none. */
export function asidePart(report: Report, context: ReportContext): Html | null {
  const { approved, fixed, unchanged } = partsOf(report);
  if (approved.length + fixed.length + unchanged.length === 0) return null;
  const states = Map.groupBy([...fixed, ...unchanged], ({ state }) => state);
  return markup`<h2 id="aside">Set aside, fixed, unchanged</h2>
${approved.length === 0 ? null : fold('Approved', approved, (finding) => findingRow(finding, reasonOf(finding, context), context))}${[
    ...states,
  ].map(([state, some]) => fold(stateTitles[state], some, (finding) => findingRow(finding, reasonOf(finding, context), context)))}`;
}

function reasonOf(finding: Finding, context: ReportContext): Html | null {
  const { approval, suppression } = finding;
  if (approval !== undefined) return markup`<br>${words(approvalOf(finding, context))}`;
  return suppression === undefined ? null : markup`<br>By ${suppression.owner} until ${suppression.expires}: ${suppression.reason}`;
}

function fold(title: string, findings: readonly Finding[], render: (finding: Finding) => Html): Html {
  return markup`<details class="fold"><summary>${title}: ${findings.length} <span class="quiet">(${severityCounts(findings)})</span></summary>
${rowList(findings, render, createRoom(roomForList))}</details>
`;
}

/** Chips with their numbers, worst first. */
export function severityChips(findings: readonly Finding[]): Html {
  return join(
    bySeverity(findings).map(([severity, some]) => chip(severity, some.length)),
    ' ',
  );
}
