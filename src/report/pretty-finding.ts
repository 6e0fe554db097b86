// One finding on a terminal: what, where, the code, the evidence, the way to mend it, the way out if it is wrong.
import type { Evidence, Finding, PolicyChangeEvidence, Report } from '../core/documents.ts';
import { reviewCounts } from './approval-ways.ts';
import { codeFrame } from './code-frame.ts';
import { cut, escapeTerminal } from './escape.ts';
import { flowTrace } from './flow-trace.ts';
import { severityPaint, type TerminalStyle } from './terminal-style.ts';
import { textWidth, wrap } from './text-width.ts';
import {
  approvalOf,
  attackCost,
  dependencyPath,
  fixOf,
  placeOf,
  policyDigests,
  policyLine,
  policySubject,
  suppressCommand,
  wayOutOf,
} from './wording.ts';

const longestShown = 600;

/** All of a finding; every line but paths and commands fits the width. `whole`: a flow with all of its steps. */
export function formatFinding(
  finding: Finding,
  report: Report,
  style: TerminalStyle,
  { whole }: { readonly whole: boolean } = { whole: false },
): readonly string[] {
  const { colors } = style;
  const rule = report.rules.find(({ id }) => id === finding.ruleId);
  return [
    ...title(finding, style),
    ...text(finding.message, style),
    ...(finding.worsened === true ? text('It stood before this change, but was less severe.', style) : []),
    `  ${colors.cyan(escapeTerminal(placeOf(finding.location), style))}`,
    ...frame(finding, style),
    ...(finding.evidence === undefined ? [] : evidenceLines(finding.evidence, style, whole)),
    ...labelled('Fix: ', fixOf(finding, rule), style, colors.green),
    ...wayOut(finding, report, style),
  ];
}

/** The finding in brief, where there are too many to show whole: what, where, and the identity that `mcgate explain` takes. */
export function formatFindingLine(finding: Finding, style: TerminalStyle): readonly string[] {
  return [...title(finding, style), `  ${escapeTerminal(placeOf(finding.location), style)}`, style.colors.dim(`  ${finding.identity}`)];
}

function title(finding: Finding, style: TerminalStyle): readonly string[] {
  const { colors, marks, width } = style;
  const lead = `${finding.blocks ? marks.fail : marks.other} ${finding.severity.toUpperCase()}`;
  const ruleId = escapeTerminal(finding.ruleId, style);
  const line = `${severityPaint(finding.severity, style)(colors.bold(lead))}  ${colors.bold(ruleId)}`;
  if (finding.confidence === 'high') return [line];
  const doubt = `${finding.confidence} confidence`;
  const fits = textWidth(`${lead}  ${ruleId} ${marks.dot} ${doubt}`) <= width;
  return fits ? [line + colors.dim(` ${marks.dot} ${doubt}`)] : [line, colors.dim(`  (${doubt})`)];
}

function bounded(value: string, style: TerminalStyle): string {
  return escapeTerminal(cut(value, longestShown, style.marks.ellipsis), style);
}

function text(value: string, style: TerminalStyle): readonly string[] {
  return wrap(bounded(value, style), style.width - 2).map((line) => `  ${line}`);
}

function labelled(label: string, value: string, style: TerminalStyle, paint: (text: string) => string): readonly string[] {
  const indent = 2 + label.length;
  return wrap(bounded(value, style), style.width - indent).map((line, index) =>
    index === 0 ? `  ${paint(label)}${line}` : ' '.repeat(indent) + line,
  );
}

function frame(finding: Finding, style: TerminalStyle): readonly string[] {
  if (finding.snippet === undefined || finding.snippet.lines.length === 0) return [];
  const lines = codeFrame(finding.snippet, finding.location, {
    width: style.width - 2,
    unicode: style.unicode,
    bar: style.marks.bar,
    ellipsis: style.marks.ellipsis,
    quiet: style.colors.dim,
    loud: severityPaint(finding.severity, style),
  });
  return ['', ...lines.map((line) => `  ${line}`), ''];
}

function evidenceLines(evidence: Evidence, style: TerminalStyle, whole: boolean): readonly string[] {
  const plain = style.colors.reset;
  if (evidence.kind === 'change') {
    return [
      ...labelled('Changed: ', evidence.key, style, plain),
      ...labelled('- ', evidence.before ?? '(absent)', style, style.colors.red),
      ...labelled('+ ', evidence.after ?? '(absent)', style, style.colors.green),
    ];
  }
  if (evidence.kind === 'policy-change') return policyChangeLines(evidence, style);
  if (evidence.kind === 'flow') return flowTrace(evidence, style, { whole });
  if (evidence.kind === 'attack') {
    return [...labelled('Attack: ', evidence.text, style, style.colors.red), ...labelled('Cost:   ', attackCost(evidence), style, plain)];
  }
  const fixed = evidence.fixedVersions.length > 0 ? evidence.fixedVersions.join(', ') : 'no version yet';
  const score = evidence.score === null ? '' : ` (CVSS ${evidence.score.toFixed(1)})`;
  return [
    ...labelled('Package:  ', `${evidence.package} ${evidence.version} (${evidence.ecosystem})`, style, plain),
    ...(evidence.path === undefined ? [] : labelled('Comes by: ', dependencyPath(evidence), style, plain)),
    ...labelled('Advisory: ', `${evidence.ids.join(', ')}${score}`, style, plain),
    ...labelled('Fixed in: ', fixed, style, plain),
  ];
}

/** Requests, places and digests stay whole, so that they can be copied. */
function policyChangeLines(evidence: PolicyChangeEvidence, style: TerminalStyle): readonly string[] {
  const plain = style.colors.reset;
  const { region, witness, before, after, lines } = evidence;
  const [was, is] = policyDigests(evidence);
  const whole = (lead: string, text: string): string => `${lead}${bounded(text, style)}`;
  return [
    ...labelled('Scope:   ', policySubject(evidence), style, plain),
    ...labelled('Region:  ', region, style, plain),
    ...(witness === null ? [] : [whole('  Witness: ', witness)]),
    ...labelled('Before:  ', before, style, style.colors.red),
    ...labelled('After:   ', after, style, style.colors.green),
    ...(lines.length === 0 ? [] : ['  Lines:', ...lines.map((line) => whole('    ', policyLine(line)))]),
    '  Policies, before and after:',
    ...[was, is].flatMap((digest) => wrap(escapeTerminal(digest, style), style.width - 4).map((line) => `    ${line}`)),
  ];
}

function wayOut(finding: Finding, report: Report, style: TerminalStyle): readonly string[] {
  const way = wayOutOf(finding);
  if (way === null) return [];
  if (way === 'approval')
    return labelled('Approval: ', approvalOf(finding, { reviewCounts: reviewCounts(report) }), style, style.colors.dim);
  const words = suppressCommand(finding.identity, style.marks.ellipsis);
  return commandLines('  False positive? ', words, style).map(style.colors.dim);
}

/** A command over several lines, so that it can be copied as it stands: broken between its words, with the shell's `\`. */
function commandLines(lead: string, words: readonly string[], style: TerminalStyle): readonly string[] {
  const lines: string[] = [];
  const [first = ''] = words;
  const alone = textWidth(lead + first) + 2 > style.width;
  if (alone) lines.push(lead.trimEnd());
  let line = alone ? '   ' : lead.trimEnd();
  words.forEach((word, index) => {
    const tail = index === words.length - 1 ? 0 : 2;
    if (index > 0 && textWidth(`${line} ${word}`) + tail > style.width) {
      lines.push(`${line} \\`);
      line = `    ${word}`;
    } else line += ` ${word}`;
  });
  return [...lines, line];
}
