// One finding a fault: where a flow is told, and where it ends in the same file, what rules say of that code from the file's text alone is left out.
import type { RawFinding } from '../../../core/documents.ts';
import { isWorse } from '../../../core/identity.ts';
import type { FlowRule } from '../rule.ts';

/**
 * `findings` without those whose rule a flow's rule covers and whose code a flow's finding stands on or ends in. What is more severe or surer than
 * the flow stays: a way that is hardly sure must not take a finding that blocks out of sight.
 */
export function withoutCovered(
  findings: readonly RawFinding[],
  flows: readonly RawFinding[],
  rules: readonly FlowRule[],
): readonly RawFinding[] {
  const coveredBy = new Map(rules.map(({ id, match }) => [id, match.covers]));
  const covering = new Map<string, RawFinding[]>();
  for (const flow of flows) {
    for (const id of coveredBy.get(flow.ruleId) ?? []) {
      const key = `${id}\0${flow.location.path}`;
      const known = covering.get(key);
      if (known === undefined) covering.set(key, [flow]);
      else known.push(flow);
    }
  }
  if (covering.size === 0) return findings;
  return findings.filter((finding) => {
    const over = covering.get(`${finding.ruleId}\0${finding.location.path}`) ?? [];
    return !over.some((flow) => placesOf(flow).some((place) => overlap(place, finding.location)) && !isWorse(finding, flow));
  });
}

/** Where the fault is told, and where the flow ends in the same file: what is accepted of one file's code must not hide another's. */
function placesOf({ location, evidence }: RawFinding): readonly RawFinding['location'][] {
  const end = evidence?.kind === 'flow' ? evidence.steps.at(-1)?.location : undefined;
  return end?.path === location.path ? [location, end] : [location];
}

/** True if the two have a character in common: neighbours on one line are not the same fault. */
function overlap(one: RawFinding['location'], other: RawFinding['location']): boolean {
  return startsBeforeEnd(one, other) && startsBeforeEnd(other, one);
}

function startsBeforeEnd(
  { startLine = 1, startColumn = 1 }: RawFinding['location'],
  { startLine: line = 1, startColumn: column = 1, endLine = line, endColumn = column }: RawFinding['location'],
): boolean {
  return startLine < endLine || (startLine === endLine && startColumn < endColumn);
}
