// A change of thousands of rules stays readable: the most severe findings whole, the rest counted in one that blocks as they would.
import type { RawFinding } from '../../core/documents.ts';
import { severities } from '../../core/vocabulary.ts';

/** At most `limit` findings, the worst first. What is left out is never silent: `rest` makes one finding of it. */
export function bounded(
  findings: readonly RawFinding[],
  limit: number,
  rest: (left: number, worst: RawFinding) => RawFinding,
): readonly RawFinding[] {
  if (findings.length <= limit) return findings;
  const ranked = [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const worst = ranked[limit - 1];
  return worst === undefined ? ranked : [...ranked.slice(0, limit - 1), rest(findings.length - limit + 1, worst)];
}
