// One finding in Markdown: what, where, the code, the evidence, the way to mend it, the way out if it is wrong.
import type { Evidence, Finding, FlowEvidence, PolicyChangeEvidence, RuleDescription } from '../core/documents.ts';
import { codeFrame } from './code-frame.ts';
import { escapeMarkdown, markdownCode, markdownFence } from './escape.ts';
import {
  approvalOf,
  attackCost,
  fixOf,
  flowSource,
  guardCount,
  middleLeftOut,
  placeOf,
  policyDigests,
  policyLine,
  policySubject,
  suppressCommand,
  wayOutOf,
} from './wording.ts';

const longestShown = 300;
const identity = (text: string): string => text;

/** All of a finding, as a section of its own. */
export function findingSection(finding: Finding, rule: RuleDescription | undefined): string {
  const doubt = finding.confidence === 'high' ? '' : ` (${finding.confidence} confidence)`;
  const parts = [
    `#### ${finding.severity} · ${markdownCode(finding.ruleId)}${doubt}`,
    place(finding),
    words(finding.message),
    ...(finding.worsened === true ? ['It stood before this change, but was less severe.'] : []),
    ...frame(finding),
    [
      ...(finding.evidence === undefined ? [] : evidenceItems(finding.evidence)),
      `- **Fix:** ${words(fixOf(finding, rule))}`,
      ...wayOut(finding),
    ].join('\n'),
  ];
  return parts.join('\n\n');
}

/** The finding as a list item, where there are too many to show whole. */
export function findingLine(finding: Finding): string {
  return `- ${finding.severity} ${markdownCode(finding.ruleId)} ${place(finding)} ${markdownCode(finding.identity)}`;
}

function place({ location }: Finding): string {
  return markdownCode(placeOf({ ...location, path: shorten(location.path) }));
}

function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}

function words(text: string): string {
  return escapeMarkdown(shorten(text));
}

function code(text: string): string {
  return markdownCode(shorten(text));
}

function frame({ snippet, location }: Finding): readonly string[] {
  if (snippet === undefined || snippet.lines.length === 0) return [];
  const style = { width: 120, unicode: true, bar: '|', ellipsis: '…', quiet: identity, loud: identity };
  return [markdownFence(codeFrame(snippet, location, style), 'text')];
}

function evidenceItems(evidence: Evidence): readonly string[] {
  if (evidence.kind === 'change') {
    const value = (text: string | null): string => (text === null ? '(absent)' : code(text));
    return [`- **Changed:** ${code(evidence.key)} from ${value(evidence.before)} to ${value(evidence.after)}`];
  }
  if (evidence.kind === 'policy-change') return policyChangeItems(evidence);
  if (evidence.kind === 'attack') return [`- **Attack:** ${code(evidence.text)}: ${words(attackCost(evidence))}`];
  if (evidence.kind === 'flow') return flowItems(evidence);
  const score = evidence.score === null ? '' : ` (CVSS ${evidence.score.toFixed(1)})`;
  const fixed = evidence.fixedVersions.length > 0 ? words(evidence.fixedVersions.join(', ')) : 'no version yet';
  return [
    `- **Package:** ${code(`${evidence.package} ${evidence.version}`)} (${words(evidence.ecosystem)})`,
    `- **Advisory:** ${words(evidence.ids.join(', '))}${score}`,
    `- **Fixed in:** ${fixed}`,
  ];
}

/** A comment has little room: the first and the last steps. */
const shownSteps = 10;
const shownGuards = 4;

function flowItems(evidence: FlowEvidence): readonly string[] {
  const { steps, failedGuards, attack } = evidence;
  const { kept, gapAt, left } = middleLeftOut(steps, shownSteps);
  const entry = (location: Finding['location'], what: string, line: string | undefined): string =>
    `${code(placeOf({ ...location, path: shorten(location.path) }))} ${words(what)}${line === undefined ? '' : `: ${code(line)}`}`;
  return [
    ...(attack === undefined ? [] : [`- **Attack:** ${code(attack.text)}: ${words(attackCost(attack))}`]),
    `- **Source:** ${words(flowSource(evidence))}`,
    '- **Flow:**',
    ...kept.flatMap(({ item, number }, index) => [
      ...(index === gapAt ? [`  - ${String(left)} more steps`] : []),
      `  - **${String(number)}** ${entry(item.location, item.what, item.snippetLine)}`,
    ]),
    ...(failedGuards.length === 0 ? [] : [`- **${guardCount(failedGuards.length)}**`]),
    ...failedGuards.slice(0, shownGuards).map(({ location, why, snippetLine }) => `  - ${entry(location, why, snippetLine)}`),
    ...(failedGuards.length > shownGuards ? [`  - ${String(failedGuards.length - shownGuards)} more`] : []),
  ];
}

function policyChangeItems(evidence: PolicyChangeEvidence): readonly string[] {
  const { region, witness, before, after, lines } = evidence;
  const [was, is] = policyDigests(evidence);
  return [
    `- **Scope:** ${words(policySubject(evidence))}`,
    `- **Region:** ${code(region)}`,
    ...(witness === null ? [] : [`- **Witness:** ${code(witness)}`]),
    `- **Changed:** from ${code(before)} to ${code(after)}`,
    ...(lines.length === 0 ? [] : [`- **Lines:** ${lines.map((line) => code(policyLine(line))).join(', ')}`]),
    `- **Policies:** ${code(was)} before, ${code(is)} after`,
  ];
}

function wayOut(finding: Finding): readonly string[] {
  const way = wayOutOf(finding);
  if (way === null) return [];
  // A signer's reason is text of the repository's.
  if (way === 'approval') return [`- **Approval:** ${finding.approval === undefined ? approvalOf(finding) : words(approvalOf(finding))}`];
  return [`- **False positive?** ${markdownCode(suppressCommand(finding.identity, '…').join(' '))}`];
}
