// One finding in Markdown: what, where, how to mend it; the code, the way of the data and the way out folded below.
import { needsApproval } from '../core/approval.ts';
import type { Finding } from '../core/documents.ts';
import { codeFrame } from './code-frame.ts';
import { escapeTerminal, markdownCode, markdownFence } from './escape.ts';
import { evidenceItems } from './markdown-evidence.ts';
import { code, findingPlace, folded, severityMarks, words } from './markdown-words.ts';
import { isUnapproved } from './parts.ts';
import type { ReportContext } from './web-link.ts';
import { approvalOf, fixOf, suppressCommand, wayOutOf } from './wording.ts';

const same = (text: string): string => text;

/** All of a finding, as a section of its own. */
export function findingSection(finding: Finding, context: ReportContext): string {
  const doubt = finding.confidence === 'high' ? '' : ` (${finding.confidence} confidence)`;
  const { shown, hidden } = finding.evidence === undefined ? nothing : evidenceItems(finding.evidence, context);
  const items = [
    `- **At:** ${findingPlace(finding, context.links)}`,
    ...(finding.worsened === true ? ['- It stood before this change, but was less severe.'] : []),
    ...shown,
    `- **Fix:** ${words(fixOf(finding, context.rules.get(finding.ruleId)))}`,
    ...approvalItem(finding, context),
  ];
  return [
    `##### ${severityMarks[finding.severity]} ${finding.severity} · ${markdownCode(finding.ruleId)}${doubt}`,
    words(finding.message),
    items.join('\n'),
    ...details(finding, hidden),
  ].join('\n\n');
}

const nothing = { shown: [], hidden: [] } as const;

/** The finding as a list item, where there are too many to show whole. */
export function findingLine(finding: Finding, { links }: ReportContext): string {
  return `- ${severityMarks[finding.severity]} ${finding.severity} ${code(finding.ruleId)} ${findingPlace(finding, links)}`;
}

function details(finding: Finding, hidden: readonly string[]): readonly string[] {
  const frame = frameOf(finding);
  const command = wayOutOf(finding) === 'suppression' ? [suppressFence(finding)] : [];
  const titles = [
    ...(frame.length > 0 ? ['Code'] : []),
    ...(finding.evidence?.kind === 'flow' ? ['Each step'] : []),
    ...(finding.evidence?.kind === 'policy-change' ? ['What changes'] : []),
    ...(command.length > 0 ? ['False positive?'] : []),
  ];
  const parts = [...frame, ...(hidden.length === 0 ? [] : [hidden.join('\n')]), ...command];
  return parts.length === 0 ? [] : [folded(titles.join(' · '), parts)];
}

/** In a block of its own, which GitHub gives a button to copy it. */
function suppressFence({ identity }: Finding): string {
  return `Set it aside until a day; a change that does so takes an approval:\n\n${markdownFence([escapeTerminal(suppressCommand(identity, '…').join(' '))], 'sh')}`;
}

function frameOf({ snippet, location }: Finding): readonly string[] {
  if (snippet === undefined || snippet.lines.length === 0) return [];
  const style = { width: 120, unicode: true, bar: '|', ellipsis: '…', quiet: same, loud: same };
  return [markdownFence(codeFrame(snippet, location, style), 'text')];
}

/** A signer's reason is text of the repository's. */
function approvalItem(finding: Finding, context: ReportContext): readonly string[] {
  if (finding.approval !== undefined) return [`- **Approved:** ${words(approvalOf(finding, context))}`];
  if (isUnapproved(finding)) return ['- **Needs approval:** see below.'];
  return needsApproval(finding) ? [`- **Approval:** ${words(approvalOf(finding, context))}`] : [];
}
