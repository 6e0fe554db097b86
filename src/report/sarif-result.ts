// Findings as SARIF results: full regions, fingerprints that follow a finding as lines move, and what blocks as errors.
import { createHash } from 'node:crypto';
import type { PhysicalLocation, Region, Result, Suppression } from 'sarif';
import type { Evidence, Finding, FlowEvidence, Location, Severity, Snippet } from '../core/documents.ts';
import { encodePath, sarifText } from './escape.ts';
import { codeFlows, relatedLocations } from './sarif-flow.ts';
import type { SarifRule } from './sarif-rule.ts';
import { approvalOf, attackCost, dependencyPath, fixOf, policyDigests, policyLine, policySubject, wayOutOf } from './wording.ts';

const levels: Readonly<Record<Severity, 'warning' | 'note'>> = {
  critical: 'warning',
  high: 'warning',
  medium: 'warning',
  low: 'note',
  note: 'note',
};

/** In the order given. `compared` is false where there was no base, and so nothing is known to be new. */
export function sarifResults(
  findings: readonly Finding[],
  rules: readonly SarifRule[],
  { compared, ...terms }: { readonly compared: boolean; readonly reviewCounts: boolean },
): readonly Result[] {
  const indexes = new Map(rules.map((rule, index) => [`${rule.ruleId} ${rule.severity}`, index]));
  const seen = new Map<string, number>();
  return findings.map((finding): Result => {
    const ruleIndex = indexes.get(`${finding.ruleId} ${finding.severity}`) ?? 0;
    return {
      ruleId: rules[ruleIndex]?.descriptor.id ?? finding.ruleId,
      ruleIndex,
      level: finding.blocks ? 'error' : levels[finding.severity],
      message: { text: messageText(finding, terms) },
      locations: [{ physicalLocation: physicalLocation(finding) }],
      ...(finding.evidence?.kind === 'flow' ? flowParts(finding.evidence) : {}),
      partialFingerprints: {
        primaryLocationLineHash: finding.lineHash ?? locationHash(finding, seen),
        'mcgate/identity': finding.identity,
      },
      ...(compared ? { baselineState: baselineState(finding) } : {}),
      ...(finding.suppression === undefined ? {} : { suppressions: [suppression(finding.suppression)] }),
      properties: {
        'mcgate/state': finding.state,
        'mcgate/rule': finding.ruleId,
        'mcgate/confidence': finding.confidence,
        ...(finding.evidence?.kind === 'policy-change' ? { 'mcgate/policyChange': finding.evidence } : {}),
      },
    };
  });
}

function flowParts(evidence: FlowEvidence): Pick<Result, 'codeFlows' | 'relatedLocations'> {
  const related = relatedLocations(evidence);
  return { codeFlows: codeFlows(evidence), ...(related.length > 0 && { relatedLocations: related }) };
}

function messageText(finding: Finding, terms: { readonly reviewCounts: boolean }): string {
  const { evidence } = finding;
  const advisory =
    evidence?.kind === 'advisory'
      ? [
          `${evidence.package} ${evidence.version} (${evidence.ecosystem}): ${evidence.ids.join(', ')}; fixed in ${evidence.fixedVersions.join(', ') || 'no version yet'}.`,
          ...(evidence.path === undefined ? [] : [`Comes by ${dependencyPath(evidence)}.`]),
        ]
      : [];
  const change =
    evidence?.kind === 'change' ? [`${evidence.key}: ${evidence.before ?? '(absent)'} became ${evidence.after ?? '(absent)'}.`] : [];
  const tried = evidence?.kind === 'flow' ? evidence.attack : evidence?.kind === 'attack' ? evidence : undefined;
  const attack = tried === undefined ? [] : [`Attack: ${tried.text} (${attackCost(tried)}).`];
  const fix = finding.fix === undefined ? [] : [`Fix: ${fixOf(finding, undefined)}`];
  const approval = wayOutOf(finding) === 'approval' ? [approvalOf(finding, terms)] : [];
  return sarifText([finding.message, ...advisory, ...change, ...attack, ...policyChange(evidence), ...fix, ...approval].join('\n'));
}

function policyChange(evidence: Evidence | undefined): readonly string[] {
  if (evidence?.kind !== 'policy-change') return [];
  const { region, witness, before, after, lines } = evidence;
  const [was, is] = policyDigests(evidence);
  return [
    `${policySubject(evidence)}: ${region}`,
    `${before} became ${after}${witness === null ? '' : `, for example for ${witness}`}.`,
    ...(lines.length === 0 ? [] : [`Lines: ${lines.map(policyLine).join(', ')}.`]),
    `Policies: ${was} before, ${is} after.`,
  ];
}

function baselineState(finding: Finding): 'new' | 'updated' | 'unchanged' {
  if (finding.state === 'new') return 'new';
  return finding.worsened === true ? 'updated' : 'unchanged';
}

function suppression(given: NonNullable<Finding['suppression']>): Suppression {
  return { kind: 'external', status: 'accepted', justification: sarifText(`${given.reason} (${given.owner}, until ${given.expires})`) };
}

function physicalLocation(finding: Finding): PhysicalLocation {
  const { path } = finding.location;
  return {
    artifactLocation: { uri: path === '' ? '.' : encodePath(path), uriBaseId: '%SRCROOT%' },
    region: region(finding.location, finding.snippet),
  };
}

/** All four numbers, as GitHub wants; where the finding has no column the whole line, where it has no line the file's start. */
function region(location: Location, snippet: Snippet | undefined): Region {
  const startLine = location.startLine ?? 1;
  const startColumn = location.startColumn ?? 1;
  const endLine = Math.max(startLine, location.endLine ?? startLine);
  const open = endLine === startLine ? startColumn : 1;
  const end = location.endColumn ?? (location.startColumn === undefined ? lineEnd(endLine, snippet) : startColumn + 1);
  return { startLine, startColumn, endLine, endColumn: Math.max(open, end) };
}

/** The column after a line's last character as far as the snippet shows it. */
function lineEnd(line: number, snippet: Snippet | undefined): number {
  const text = snippet?.lines[line - snippet.startLine];
  return text === undefined ? 1 : (snippet?.startColumn ?? 1) + text.length;
}

/** For a finding without a line hash: what it is about and where, so that it outlives changes of version and order. */
function locationHash(finding: Finding, seen: Map<string, number>): string {
  const { evidence } = finding;
  const subject = subjectOf(finding.ruleId, evidence);
  const hash = createHash('sha256')
    .update(JSON.stringify([...subject, finding.location.path]))
    .digest('hex')
    .slice(0, 16);
  const ordinal = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, ordinal);
  return `${hash}:${String(ordinal)}`;
}

function subjectOf(ruleId: string, evidence: Evidence | undefined): readonly string[] {
  if (evidence?.kind === 'advisory') return [evidence.ids[0] ?? '', evidence.package];
  if (evidence?.kind === 'policy-change') return [ruleId, policySubject(evidence), evidence.region];
  return [ruleId, evidence?.kind === 'change' ? evidence.key : ''];
}
