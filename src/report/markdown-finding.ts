// One finding in Markdown: what, where, how to mend it; the code, the way of the data and the way out folded below.
import { needsApproval } from '../core/approval.ts';
import type { Finding } from '../core/documents.ts';
import { codeFrame } from './code-frame.ts';
import { markdownCode, markdownFence } from './escape.ts';
import { evidenceItems } from './markdown-evidence.ts';
import { code, findingPlace, folded, severityMarks, words, type MarkdownContext } from './markdown-words.ts';
import { approvalOf, fixOf, suppressCommand, wayOutOf } from './wording.ts';

const identity = (text: string): string => text;

/** All of a finding, as a section of its own. */
export function findingSection(finding: Finding, context: MarkdownContext): string {
  const doubt = finding.confidence === 'high' ? '' : ` (${finding.confidence} confidence)`;
  const { shown, hidden } = finding.evidence === undefined ? nothing : evidenceItems(finding.evidence, context);
  const items = [
    `- **At:** ${findingPlace(finding, context.links)}`,
    ...(finding.worsened === true ? ['- It stood before this change, but was less severe.'] : []),
    ...shown,
    `- **Fix:** ${words(fixOf(finding, context.rules.get(finding.ruleId)))}`,
    ...approvalItem(finding),
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
export function findingLine(finding: Finding, { links }: MarkdownContext): string {
  return `- ${severityMarks[finding.severity]} ${finding.severity} ${code(finding.ruleId)} ${findingPlace(finding, links)}`;
}

function details(finding: Finding, hidden: readonly string[]): readonly string[] {
  const frame = frameOf(finding);
  const out = suppressItem(finding);
  const titles = [
    ...(frame.length > 0 ? ['the code'] : []),
    ...(finding.evidence?.kind === 'flow' ? ['each step'] : []),
    ...(finding.evidence?.kind === 'policy-change' ? ['the policies'] : []),
    ...(out.length > 0 ? ['if it is wrong'] : []),
  ];
  if (titles.length === 0 && hidden.length === 0) return [];
  const list = [...hidden, ...out].join('\n');
  const title = titles.join(', ');
  return [folded(title === '' ? 'More' : title.charAt(0).toUpperCase() + title.slice(1), [...frame, ...(list === '' ? [] : [list])])];
}

function frameOf({ snippet, location }: Finding): readonly string[] {
  if (snippet === undefined || snippet.lines.length === 0) return [];
  const style = { width: 120, unicode: true, bar: '|', ellipsis: '…', quiet: identity, loud: identity };
  return [markdownFence(codeFrame(snippet, location, style), 'text')];
}

/** A signer's reason is text of the repository's. */
function approvalItem(finding: Finding): readonly string[] {
  if (finding.approval !== undefined) return [`- **Approved:** ${words(approvalOf(finding))}`];
  if (!needsApproval(finding)) return [];
  if (finding.step !== undefined) return [`- **Approval:** ${words(approvalOf(finding))}`];
  return finding.blocks ? ['- **Needs approval:** see below.'] : [`- **Approval:** ${words(approvalOf(finding))}`];
}

function suppressItem(finding: Finding): readonly string[] {
  if (wayOutOf(finding) !== 'suppression') return [];
  return [`- **False positive?** ${markdownCode(suppressCommand(finding.identity, '…').join(' '))}`];
}
