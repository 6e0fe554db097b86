// The baseline: findings that stood before mcgate came, one entry a line, sorted, so that it merges well. It only shrinks.
import { isAboutChange } from '../core/approval.ts';
import type { Baseline, BaselineEntry, Finding, Report } from '../core/documents.ts';
import { compareText } from '../core/order.ts';

/** A first baseline: everything that stands now. */
export function createBaseline(report: Report): string {
  return formatBaseline({ schemaVersion: '1', findings: report.findings.filter(stands).map(entryOf) });
}

/** Without the entries whose finding no longer stands. A gate that did not answer in full keeps its entries: nobody knows. */
export function pruneBaseline(baseline: Baseline, report: Report): string {
  return formatBaseline({ ...baseline, findings: keep(baseline, report, (entry) => entry) });
}

/** Pruned, and with the rule and path of each entry as they are now. Nothing is ever added. */
export function updateBaseline(baseline: Baseline, report: Report): string {
  return formatBaseline({ ...baseline, findings: keep(baseline, report, (_, finding) => entryOf(finding)) });
}

function keep(
  baseline: Baseline,
  report: Report,
  entryFor: (entry: BaselineEntry, finding: Finding) => BaselineEntry,
): readonly BaselineEntry[] {
  const standing = new Map(report.findings.filter(stands).map((finding) => [finding.identity, finding]));
  const answered = report.gates.filter(({ outcome, reasons }) => outcome !== 'skipped' && reasons.length === 0).map(({ id }) => `${id}/`);
  return baseline.findings.flatMap((entry) => {
    const finding = standing.get(entry.identity);
    if (finding !== undefined) return [entryFor(entry, finding)];
    return report.partial.length > 0 || !answered.some((prefix) => entry.rule.startsWith(prefix)) ? [entry] : [];
  });
}

/** One entry a line, sorted by path, rule and identity. */
export function formatBaseline(baseline: Baseline): string {
  const sorted = [...baseline.findings].sort(
    (a, b) => compareText(a.path, b.path) || compareText(a.rule, b.rule) || compareText(a.identity, b.identity),
  );
  const lines = sorted.map(({ identity, rule, path }) => `    ${JSON.stringify({ identity, rule, path })}`);
  return `{\n  "schemaVersion": ${JSON.stringify(baseline.schemaVersion)},\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/** What is about one change never becomes old debt. */
function stands(finding: Finding): boolean {
  return finding.state !== 'fixed' && finding.state !== 'suppressed' && !isAboutChange(finding);
}

function entryOf(finding: Finding): BaselineEntry {
  return { identity: finding.identity, rule: finding.ruleId, path: finding.location.path };
}
