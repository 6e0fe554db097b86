// Puts a Report together: what every reporter and nothing else works from.
import { needsApproval } from '../core/approval.ts';
import type {
  ApprovalTerms,
  Finding,
  FindingState,
  GateReport,
  Mode,
  Notice,
  Report,
  RuleDescription,
  Subject,
  Verdict,
} from '../core/documents.ts';
import { describeRule } from '../core/rule.ts';

export interface ReportParts {
  readonly version: string;
  readonly mode: Mode;
  readonly partial: readonly string[];
  readonly subject: Subject;
  readonly verdict: Verdict;
  readonly gates: readonly GateReport[];
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  readonly rules: ReadonlyMap<string, RuleDescription>;
  /** Null where nobody can approve of anything. */
  readonly approvals: ApprovalTerms | null;
}

/** Keeps the rules that findings name, and what approves where one needs it; counts by state, leaves the duration to the caller. */
export function buildReport({ version, mode, partial, subject, verdict, gates, findings, notices, rules, approvals }: ReportParts): Report {
  const named = new Set(findings.map((finding) => finding.ruleId));
  const count = (state: FindingState): number => findings.filter((finding) => finding.state === state).length;
  return {
    schemaVersion: '1',
    tool: { name: 'mcgate', version },
    verdict,
    mode,
    partial,
    subject,
    gates,
    findings,
    rules: [...named].sort().flatMap((id) => {
      const rule = rules.get(id);
      return rule === undefined ? [] : [describeRule(rule)];
    }),
    notices,
    ...(approvals === null || !findings.some(needsApproval) ? {} : { approvals }),
    counts: {
      blocking: findings.filter((finding) => finding.blocks).length,
      new: count('new'),
      existing: count('existing'),
      fixed: count('fixed'),
      suppressed: count('suppressed'),
      baselined: count('baselined'),
    },
    durationMs: 0,
  };
}
