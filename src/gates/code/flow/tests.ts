// What is told of code that only tests run: no user meets it.
import type { RawFinding } from '../../../core/documents.ts';
import type { CodeRule } from '../rule.ts';
import type { TreeFlows } from './follow.ts';

/** Ids of the rules about what code does when it runs: not of those about what is written for all to read. */
export function rulesOfRunning(rules: readonly CodeRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ id, match }) => (match.kind === 'inspect' && match.isRead !== true ? [id] : [])));
}

/** Findings in tests that nothing loads are told at low confidence. */
export function settleTests(
  findings: readonly RawFinding[],
  running: ReadonlySet<string>,
  { tests, failure }: TreeFlows,
): readonly RawFinding[] {
  if (failure !== null || tests.length === 0) return findings;
  const inTests = new Set(tests);
  return findings.map((finding) =>
    running.has(finding.ruleId) && inTests.has(finding.location.path) ? { ...finding, confidence: 'low' } : finding,
  );
}
