// Builds reports by hand, small ones by default, for the reporters' tests.
import { createHash } from 'node:crypto';
import type { Finding, GateId, GateReport, Report, RuleDescription } from '../../../src/core/documents.ts';
import { gateIds } from '../../../src/core/vocabulary.ts';

/** A gate that passed, unless told otherwise. */
export function gate(id: GateId, changes: Partial<GateReport> = {}): GateReport {
  const coverage = { unit: 'files', examined: 120, leftOut: [] };
  const reasons = changes.reasons ?? [];
  return { id, outcome: 'pass', reason: reasons[0]?.message ?? null, reasons, coverage, durationMs: 412, ...changes };
}

const unbuilt = { code: 'not-built', message: 'This gate is not built yet.' };

/** A gate that did not run. */
export function skippedGate(id: GateId): GateReport {
  return gate(id, { outcome: 'skipped', coverage: null, durationMs: 0, reason: unbuilt.message, reasons: [unbuilt] });
}

/** All five gates: the given ones, the others skipped. */
export function gates(...given: readonly GateReport[]): readonly GateReport[] {
  return gateIds.map((id) => given.find((one) => one.id === id) ?? skippedGate(id));
}

/** A new, blocking, high finding in the code, unless told otherwise; its identity follows from what is told. */
export function finding(changes: Partial<Finding> & Pick<Finding, 'ruleId'>): Finding {
  return {
    identity: createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 32),
    severity: 'high',
    confidence: 'high',
    message: 'Something is wrong.',
    location: { path: 'src/a.ts', startLine: 3, startColumn: 5, endLine: 3, endColumn: 20 },
    state: 'new',
    blocks: true,
    ...changes,
  };
}

export const rules: Readonly<Record<string, RuleDescription>> = Object.fromEntries(
  (
    [
      {
        id: 'code/command-injection',
        title: 'Shell command built from data',
        rationale: 'Whoever controls the data runs **commands of their own**.\n\nA shell gives `;`, `$()` and the rest a meaning.',
        remediation:
          'Use `execFile` with a list of arguments, and no shell.\n\nWhere a shell is needed, pass data through its environment.',
        severity: 'high',
        confidence: 'high',
        blocks: true,
        cwe: [78],
        references: ['https://cwe.mitre.org/data/definitions/78.html'],
      },
      {
        id: 'code/weak-hash',
        title: 'Weak hash',
        rationale: 'Collisions of MD5 and SHA-1 are cheap.',
        remediation: 'Use SHA-256.',
        severity: 'medium',
        confidence: 'medium',
        blocks: true,
        cwe: [328],
        references: [],
      },
      {
        id: 'code/prototype-pollution',
        title: 'Computed property access',
        rationale: 'A key from data may name what it should not.',
        remediation: 'Use a Map.',
        severity: 'low',
        confidence: 'low',
        blocks: false,
        cwe: [1321],
        references: [],
      },
      {
        id: 'dependencies/known-vulnerability',
        title: 'Package with a known vulnerability',
        rationale: 'A public advisory names this version.',
        remediation: 'Update the package.',
        severity: 'high',
        confidence: 'high',
        blocks: true,
        cwe: [1395],
        references: ['https://osv.dev/'],
      },
      {
        id: 'weakening/threshold-lowered',
        title: 'The change lets more through',
        rationale: 'A change may not loosen what judges it.',
        remediation: 'Put the threshold back.',
        severity: 'high',
        confidence: 'high',
        blocks: true,
        cwe: [],
        references: [],
      },
      {
        id: 'weakening/suppression-added',
        title: 'The change sets findings aside',
        rationale: 'A change may not excuse itself.',
        remediation: 'Take the suppression out.',
        severity: 'high',
        confidence: 'high',
        blocks: true,
        cwe: [],
        references: [],
      },
    ] satisfies RuleDescription[]
  ).map((rule) => [rule.id, rule]),
);

/** A whole, blocking run over a change; counts, verdict and rules follow from the findings and gates unless given. */
export function report(changes: Partial<Report> = {}): Report {
  const findings = changes.findings ?? [];
  const theGates =
    changes.gates ?? gates(gate('code'), gate('dependencies', { coverage: { unit: 'lockfiles', examined: 2, leftOut: [] } }));
  const in_ = (state: Finding['state']): number => findings.filter((one) => one.state === state).length;
  const blocking = findings.filter((one) => one.blocks).length;
  const incomplete = theGates.some((one) => one.outcome === 'incomplete');
  return {
    schemaVersion: '1',
    tool: { name: 'mcgate', version: '0.1.0' },
    verdict: blocking > 0 ? 'fail' : incomplete ? 'incomplete' : 'pass',
    mode: 'block',
    partial: [],
    subject: {
      event: 'local',
      kind: 'change',
      judged: { name: 'working tree', commit: null },
      trusted: { name: 'origin/main', commit: '8c1f0d3e5b7a9c2d4e6f8091a2b3c4d5e6f70812' },
      base: { name: 'origin/main', commit: '8c1f0d3e5b7a9c2d4e6f8091a2b3c4d5e6f70812' },
    },
    gates: theGates,
    findings,
    rules: [...new Set(findings.map((one) => one.ruleId))].flatMap((id) => rules[id] ?? []),
    notices: [],
    counts: {
      blocking,
      new: in_('new'),
      existing: in_('existing'),
      fixed: in_('fixed'),
      suppressed: in_('suppressed'),
      baselined: in_('baselined'),
    },
    durationMs: 1_834,
    ...changes,
  };
}
