// One finding a sink: where a flow is told, what other rules say of the same place from one file's text alone is left out.
import type { RawFinding } from '../../../core/documents.ts';
import type { FlowRule } from '../rule.ts';

/** `findings` without those that a flow's rule covers on a line where a flow's finding stands. */
export function withoutCovered(
  findings: readonly RawFinding[],
  flows: readonly RawFinding[],
  rules: readonly FlowRule[],
): readonly RawFinding[] {
  const coveredBy = new Map(rules.map(({ id, match }) => [id, match.covers]));
  const covered = new Set<string>();
  for (const { ruleId, location } of flows) {
    for (const id of coveredBy.get(ruleId) ?? [])
      for (const line of linesOf(location)) covered.add(`${id}\0${location.path}\0${String(line)}`);
  }
  if (covered.size === 0) return findings;
  return findings.filter(
    ({ ruleId, location }) => !linesOf(location).some((line) => covered.has(`${ruleId}\0${location.path}\0${String(line)}`)),
  );
}

/** A statement may run over many lines; more than these say nothing of the place. */
const mostLines = 50;

function linesOf({ startLine = 1, endLine = startLine }: RawFinding['location']): readonly number[] {
  return Array.from({ length: Math.min(mostLines, Math.max(1, endLine - startLine + 1)) }, (_, index) => startLine + index);
}
