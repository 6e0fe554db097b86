// SARIF 2.1.0: one run a gate and one for weakenings, within GitHub's limits, which are kept by ranking and never by failing.
import { gzipSync } from 'node:zlib';
import type { Invocation, Log, Notification, Run } from 'sarif';
import type { Finding, GateReport, Report } from '../core/documents.ts';
import { encodePath, formatJson, sarifText } from './escape.ts';
import { reviewCounts } from './approval-ways.ts';
import { sarifResults } from './sarif-result.ts';
import { sarifRules } from './sarif-rule.ts';
import { count, familyOf } from './wording.ts';

/** GitHub takes no more results in a run. */
const resultLimit = 25_000;
/** GitHub takes no more bytes, gzipped. */
const byteLimit = 10_000_000;

/**
 * The whole report for SARIF readers. Suppressed findings are in it, marked; fixed ones and gates that did not run are not. A gate
 * that could not answer says so in its invocation. To upload to GitHub, use `uploadableSarif`: it takes an empty run for "all mended".
 */
export function format(report: Report): string {
  return withinBytes((limit) => log(runs(report, report.findings, limit)));
}

/**
 * One SARIF text for every gate whose answer GitHub may take for the whole truth: incomplete and skipped gates are left out, a
 * partial report gives none. Suppressed findings are left out too, since GitHub would show them as open.
 */
export function uploadableSarif(report: Report): readonly string[] {
  if (report.partial.length > 0) return [];
  const gates = report.gates.filter((gate) => gate.outcome === 'pass' || gate.outcome === 'fail');
  // Where no gate answered, nobody looked for weakenings either.
  const answered = new Set<string>(gates.length === 0 ? [] : [...gates.map((gate) => gate.id), 'weakening']);
  const findings = report.findings.filter((finding) => finding.state !== 'suppressed' && answered.has(familyOf(finding.ruleId)));
  return Array.from(answered, (_, index) =>
    withinBytes((limit) => log(runs({ ...report, gates }, findings, limit).slice(index, index + 1))),
  );
}

function log(all: readonly Run[]): Log {
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [...all] };
}

/** Lowers the limit of results a run until the text is small enough; the least important go first, and the runs say so. */
function withinBytes(make: (limit: number) => Log): string {
  for (let limit = resultLimit; ;) {
    const made = make(limit);
    const text = formatJson(made, 1);
    // A UTF-16 unit takes at most three bytes, and gzip adds next to nothing: a small text need not be tried.
    const size = text.length * 3 < byteLimit ? 0 : gzipSync(text).length;
    if (limit === 0 || size <= byteLimit) return text;
    const largest = Math.max(...made.runs.map((one) => one.results?.length ?? 0));
    limit = Math.floor(Math.min(limit, largest) * Math.min(0.95, (byteLimit / size) * 0.95));
  }
}

function runs(report: Report, findings: readonly Finding[], limit: number): readonly Run[] {
  const families = Map.groupBy(
    findings.filter((finding) => finding.state !== 'fixed'),
    (finding) => familyOf(finding.ruleId),
  );
  const gates = new Map(report.gates.filter((gate) => gate.outcome !== 'skipped').map((gate) => [gate.id as string, gate]));
  // A finding always finds a run, even if its gate says that it did not look.
  return [...new Set([...gates.keys(), ...[...families.keys()].sort(), 'weakening'])].map((family) =>
    run(report, family, families.get(family) ?? [], invocation(report, gates.get(family)), limit),
  );
}

function run(report: Report, family: string, findings: readonly Finding[], how: Invocation, limit: number): Run {
  const ranked = [...findings].sort((a, b) => importance(b) - importance(a));
  const kept = ranked.slice(0, limit);
  const rules = sarifRules(kept, report.rules);
  const left = ranked.length - kept.length;
  const notes = [...(how.toolExecutionNotifications ?? []), ...(left > 0 ? [leftOut(left)] : [])];
  return {
    tool: {
      driver: {
        name: report.tool.name,
        informationUri: 'https://www.npmjs.com/package/mcgate',
        version: report.tool.version,
        semanticVersion: report.tool.version,
        rules: rules.map(({ descriptor }) => descriptor),
      },
    },
    automationDetails: { id: `mcgate/${family}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    invocations: [{ ...how, ...(notes.length > 0 ? { toolExecutionNotifications: notes } : {}) }],
    results: [...sarifResults(kept, rules, { compared: report.subject.base !== null, reviewCounts: reviewCounts(report) })],
  };
}

/** Blocking first, suppressed last; the report's own order decides among the rest. */
function importance(finding: Finding): number {
  if (finding.blocks) return 3;
  if (finding.state === 'suppressed') return 0;
  return finding.state === 'new' ? 2 : 1;
}

function leftOut(amount: number): Notification {
  return {
    descriptor: { id: 'left-out' },
    level: 'warning',
    message: { text: `${count(amount, 'result')} of least importance left out, to stay within what GitHub takes.` },
  };
}

function invocation(report: Report, gate: GateReport | undefined): Invocation {
  const level = gate?.outcome === 'incomplete' ? 'error' : 'note';
  const notes: readonly Notification[] = [
    ...(gate?.reasons ?? []).map((reason): Notification => ({
      descriptor: { id: reason.code },
      level,
      message: { text: sarifText([reason.message, reason.remedy ?? ''].join(' ')) },
      ...(reason.path === undefined || reason.path === ''
        ? {}
        : { locations: [{ physicalLocation: { artifactLocation: { uri: encodePath(reason.path), uriBaseId: '%SRCROOT%' } } }] }),
    })),
    ...report.partial.map((part): Notification => ({
      descriptor: { id: 'partial' },
      level: 'note',
      message: { text: sarifText(`Partial run: ${part}`) },
    })),
  ];
  return {
    executionSuccessful: gate?.outcome !== 'incomplete',
    ...(notes.length > 0 ? { toolExecutionNotifications: [...notes] } : {}),
  };
}
