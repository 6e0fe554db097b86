// From what the gates found to a verdict. Pure: the same input always gives the same answer, and nothing that failed turns into a pass.
import { isAboutChange } from '../core/approval.ts';
import type {
  Baseline,
  Coverage,
  Finding,
  FindingState,
  GateId,
  GateReport,
  Notice,
  Outcome,
  RawFinding,
  Reason,
  RuleDescription,
  SubjectKind,
  Suppression,
  Verdict,
} from '../core/documents.ts';
import type { ResolvedGateSettings } from '../core/gate.ts';
import { compareByPlace, isWorse, matchFindings, type MatchedFinding } from '../core/identity.ts';
import { confidenceReaches, severities, severityReaches } from '../core/vocabulary.ts';
import { approvalNotices, approve, type Given } from './lift.ts';
import { announceDays, stateOf } from './suppressions.ts';

/** What one gate answered, ready to be judged. */
export interface GateEvidence {
  readonly id: GateId;
  readonly settings: ResolvedGateSettings;
  /** Told not to run, and why; the other fields are then empty. */
  readonly skipped: Reason | null;
  readonly findings: readonly RawFinding[];
  readonly baseFindings: readonly RawFinding[];
  readonly reasons: readonly Reason[];
  readonly rules: readonly RuleDescription[];
  readonly coverage: Coverage | null;
  readonly durationMs: number;
}

export interface JudgeInput extends Given {
  readonly kind: SubjectKind;
  readonly mode: 'block' | 'inform';
  readonly gates: readonly GateEvidence[];
  readonly weakenings: readonly RawFinding[];
  readonly suppressions: readonly Suppression[];
  readonly baseline: Baseline;
  readonly rules: ReadonlyMap<string, RuleDescription>;
  /** A narrowed run cannot tell a stale suppression. */
  readonly partial: boolean;
  readonly now: Date;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly gates: readonly GateReport[];
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

export function judge(input: JudgeInput): Judgement {
  const judged = input.gates.map((gate) => judgeGate(gate, input));
  const weakenings = judgeWeakenings(input.weakenings, input);
  const all = [...weakenings, ...judged.flatMap((gate) => gate.findings)];
  const notices = [...approvalNotices(input, all), ...suppressionNotices(input, all), ...ruleNotices(input, all)];
  const gates = judged.map((gate) => gate.report);
  return conclude(input.mode, { gates, findings: all, notices });
}

/** fail beats incomplete beats pass. In `inform` mode nothing blocks, and a notice says what would have. */
export function conclude(mode: JudgeInput['mode'], { gates, findings, notices }: Omit<Judgement, 'verdict'>): Judgement {
  const all = [...findings].sort(compareForReport);
  const strict = verdictOf(
    all.some((finding) => finding.blocks),
    gates,
  );
  if (mode === 'block') return { verdict: strict, gates, findings: all, notices };
  const informed: Notice = { code: 'inform-mode', message: `mode: inform: nothing blocks. In mode block this run would be: ${strict}.` };
  return {
    verdict: 'pass',
    gates: gates.map((gate) =>
      gate.outcome === 'fail' ? { ...gate, outcome: gate.reasons.length > 0 ? ('incomplete' as const) : ('pass' as const) } : gate,
    ),
    findings: all.map((finding) => ({ ...finding, blocks: false })),
    notices: [informed, ...notices],
  };
}

interface JudgedGate {
  readonly report: GateReport;
  readonly findings: readonly Finding[];
}

function judgeGate(gate: GateEvidence, input: JudgeInput): JudgedGate {
  const matching = matchFindings(gate.baseFindings, gate.findings);
  const suppressed = new Map(
    input.suppressions.filter((entry) => stateOf(entry, input.now) !== 'expired').map((entry) => [entry.identity, entry]),
  );
  const baselined = new Set(input.baseline.findings.map((entry) => entry.identity));
  const findings = matching.judged.map((matched) =>
    judgeFinding(matched, gate.settings, input, suppressed.get(matched.identity) ?? null, baselined),
  );
  const fixed = matching.fixed.map(({ finding, identity }) => toFinding(finding, identity, 'fixed', false));
  return { report: reportGate(gate, findings), findings: [...findings, ...fixed] };
}

function judgeFinding(
  { finding, identity, prior }: MatchedFinding,
  settings: ResolvedGateSettings,
  input: JudgeInput,
  suppression: Suppression | null,
  baselined: ReadonlySet<string>,
): Finding {
  const { kind, rules } = input;
  if (isAboutChange(finding)) return approve(toFinding(finding, identity, 'new', rules.get(finding.ruleId)?.blocks !== false), input);
  if (suppression !== null) {
    const { owner, reason, expires } = suppression;
    return { ...toFinding(finding, identity, 'suppressed', false), suppression: { owner, reason, expires } };
  }
  const worsened = prior !== null && isWorse(finding, prior);
  // In a change the baseline covers only what stood before: an entry left behind must not let the finding back in.
  const covered = baselined.has(identity) && !worsened && (kind !== 'change' || prior !== null);
  const state: FindingState = covered ? 'baselined' : prior === null ? 'new' : 'existing';
  const counts = kind === 'change' ? prior === null || worsened : !covered;
  const reaches = severityReaches(finding.severity, settings.failOn) && confidenceReaches(finding.confidence, settings.confidence);
  const blocks = counts && reaches && rules.get(finding.ruleId)?.blocks !== false;
  return { ...toFinding(finding, identity, state, blocks), ...(worsened ? { worsened } : {}) };
}

/** As a difference of policies: nothing in the repository lifts a weakening but an approval. */
function judgeWeakenings(weakenings: readonly RawFinding[], input: JudgeInput): readonly Finding[] {
  return matchFindings([], weakenings).judged.map(({ finding, identity }) => approve(toFinding(finding, identity, 'new', true), input));
}

function reportGate(gate: GateEvidence, findings: readonly Finding[]): GateReport {
  const { id, skipped, reasons, coverage, durationMs } = gate;
  if (skipped !== null) return { id, outcome: 'skipped', reason: skipped.message, reasons: [skipped], coverage: null, durationMs: 0 };
  const outcome: Outcome = findings.some((finding) => finding.blocks) ? 'fail' : reasons.length > 0 ? 'incomplete' : 'pass';
  return { id, outcome, reason: reasons[0]?.message ?? null, reasons, coverage, durationMs };
}

function verdictOf(blocked: boolean, gates: readonly GateReport[]): Verdict {
  if (blocked) return 'fail';
  return gates.some((gate) => gate.outcome === 'incomplete') ? 'incomplete' : 'pass';
}

/** Without its anchor, which only its identity is made of. */
export function toFinding(raw: RawFinding, identity: string, state: FindingState, blocks: boolean): Finding {
  const { anchor: _anchor, ...rest } = raw;
  return { identity, ...rest, state, blocks };
}

function suppressionNotices({ suppressions, now, partial, gates }: JudgeInput, findings: readonly Finding[]): readonly Notice[] {
  const standing = new Set(findings.filter((finding) => finding.state !== 'fixed').map((finding) => finding.identity));
  const everyGateAnswered = !partial && gates.every((gate) => gate.skipped !== null || gate.reasons.length === 0);
  return suppressions.flatMap((entry): Notice[] => {
    const what = `${entry.identity}${entry.rule === undefined ? '' : ` (${entry.rule})`}, owned by ${entry.owner}`;
    if (everyGateAnswered && !standing.has(entry.identity)) {
      return [
        {
          code: 'suppression-stale',
          message: `The suppression of ${what} matches no finding`,
          remedy: 'Remove it from .mcgate/suppressions.yaml.',
        },
      ];
    }
    const state = stateOf(entry, now);
    if (state === 'expired') {
      return [
        {
          code: 'suppression-expired',
          message: `The suppression of ${what} expired (${entry.expires})`,
          remedy: 'Mend the finding, or give it a new date, YYYY-MM-DD.',
        },
      ];
    }
    if (state === 'expiring') {
      const message = `The suppression of ${what} expires on ${entry.expires}, within ${String(announceDays)} days`;
      return [{ code: 'suppression-expiring', message, remedy: 'Mend the finding, or renew the date in a change of its own.' }];
    }
    return [];
  });
}

/** A finding of a rule that nobody described still blocks; the reader is told why it has no help. */
function ruleNotices({ rules }: JudgeInput, findings: readonly Finding[]): readonly Notice[] {
  const unknown = [...new Set(findings.map((finding) => finding.ruleId).filter((id) => !rules.has(id)))].sort();
  return unknown.map((id) => ({ code: 'rule-unknown', message: `Rule ${id} has no description` }));
}

function compareForReport(a: Finding, b: Finding): number {
  return Number(b.blocks) - Number(a.blocks) || severities.indexOf(a.severity) - severities.indexOf(b.severity) || compareByPlace(a, b);
}
