// One finding in HTML: folded to what and where, unfolded to the code, the evidence, the way to mend it and the way out.
import { needsApproval } from '../core/approval.ts';
import type { Finding, RuleDescription, Severity } from '../core/documents.ts';
import { cut } from './escape.ts';
import { codeFrame, commandBlock, evidenceOf, facts, place } from './html-evidence.ts';
import { join, markup, words, type Html } from './html-markup.ts';
import { isUnapproved } from './parts.ts';
import { findingAddress, type ReportContext } from './web-link.ts';
import { approvalOf, familyOf, fixOf, placeOf, suppressCommand, wayOutOf } from './wording.ts';

/** A page shows more than a comment, but no text without end. */
const longestShown = 4_000;

export function shorten(text: string, limit = longestShown): string {
  return cut(text, limit);
}

/** With a number, how many there are. */
export function chip(severity: Severity, amount: number | null = null): Html {
  return markup`<span class="chip ${severity}">${amount === null ? '' : `${String(amount)} `}${severity}</span>`;
}

/** A family is one of few words; anything else gets no class that a filter could be about. */
export function familyClass(ruleId: string): string {
  const family = familyOf(ruleId);
  return /^[a-z]{1,20}$/u.test(family) ? `of-${family}` : 'of-other';
}

/** The address of a finding on its own page; inside of what is folded, so that going there unfolds it. */
export function anchorOf({ identity }: Finding): string {
  return `finding-${identity}`;
}

export function findingArticle(finding: Finding, open: boolean, context: ReportContext): Html {
  const { severity, ruleId, message, blocks, confidence, location } = finding;
  const meta = [
    markup`<code>${placeOf({ ...location, path: shorten(location.path, 300) })}</code>`,
    markup`${ruleId}`,
    ...(confidence === 'high' ? [] : [markup`${confidence} confidence`]),
  ];
  return markup`<details class="finding ${severity} ${familyClass(ruleId)}"${open ? openAttribute : null}>
<summary>${chip(severity)} ${blocks ? blocksBadge : null}<h4 class="title">${words(shorten(message))}</h4><span class="meta">${join(meta, ' · ')}</span></summary>
<div class="body" id="${anchorOf(finding)}">${body(finding, context)}</div>
</details>
`;
}

const openAttribute = markup` open`;
const blocksBadge = markup`<span class="badge">blocks</span>`;

function body(finding: Finding, context: ReportContext): Html {
  const { links, rules } = context;
  const { location, evidence, worsened } = finding;
  const rule = rules.get(finding.ruleId);
  const address = findingAddress(finding, links);
  return markup`${worsened === true ? worsenedNote : null}
${codeFrame(finding)}
${address === null ? null : facts([['At', place(location, address)]])}
${evidence === undefined ? null : evidenceOf(evidence, links)}
${facts([
  ['Fix', words(shorten(fixOf(finding, rule)))],
  ...(rule === undefined ? [] : [['Rule', ruleLink(rule)] as const]),
  ...wayOut(finding, context),
])}`;
}

const worsenedNote = markup`<p>It stood before this change, but was less severe.</p>`;

/** Where the page tells of a rule. */
export function ruleAnchor(ruleId: string): string {
  return `rule-${ruleId.replaceAll('/', '-')}`;
}

function ruleLink({ id, title }: RuleDescription): Html {
  return markup`<a href="#${ruleAnchor(id)}">${title}</a>`;
}

const approvalLink = markup`<a href="#approval">Who has to approve, and how</a>`;

function wayOut(finding: Finding, context: ReportContext): readonly (readonly [string, Html])[] {
  const { identity, approval } = finding;
  if (isUnapproved(finding)) return [['Approval', approvalLink]];
  if (approval !== undefined || needsApproval(finding)) return [['Approval', words(shorten(approvalOf(finding, context)))]];
  if (wayOutOf(finding) === null) return [['Identity', markup`<code>${identity}</code>`]];
  return [['False positive?', commandBlock(suppressCommand(identity, '…').join(' '))]];
}

/** The finding in a line. `more` is what a list adds to it. */
export function findingRow(finding: Finding, more: Html | null, { links }: ReportContext): Html {
  const { location } = finding;
  return markup`<li class="${familyClass(finding.ruleId)}">${chip(finding.severity)} <code>${finding.ruleId}</code> ${place({ ...location, path: shorten(location.path, 300) }, findingAddress(finding, links))}${more}</li>
`;
}
