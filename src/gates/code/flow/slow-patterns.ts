// What is told of a slow regular expression where it is written, once it is known which text reaches it.
import type { RawFinding } from '../../../core/documents.ts';
import type { SlowRule } from '../rule.ts';
import type { TreeFlows } from './follow.ts';

/**
 * Of the rules about slow patterns: one that a finding tells of where text is matched by it is left out, for the fault is one. Where the package's
 * parameters count as outside text, and none of it was found to get there, it is told at low confidence, and not at all if only a search
 * is slow.
 */
export function settlePatterns(
  findings: readonly RawFinding[],
  slowRules: readonly SlowRule[],
  { patterns, libraries, failure }: TreeFlows,
): readonly RawFinding[] {
  if (failure !== null) return findings;
  const rules = new Map(slowRules.map((rule) => [rule.id, rule.match.slow]));
  const told = new Set(patterns.map(placeKey));
  const isLibrary = libraries.length > 0;
  return findings.flatMap((finding) => {
    const slow = rules.get(finding.ruleId);
    if (slow === undefined) return [finding];
    if (told.has(placeKey(finding.location))) return [];
    if (!isLibrary) return [finding];
    return slow.inOneAttempt ? [{ ...finding, confidence: 'low' }] : [];
  });
}

function placeKey({ path, startLine, startColumn }: RawFinding['location']): string {
  return `${String(startLine)} ${String(startColumn)} ${path}`;
}
