// What is told of a slow regular expression where it is written, once it is known which text reaches it.
import type { RawFinding } from '../../../core/documents.ts';
import type { TreeFlows } from './follow.ts';

/**
 * Of the rules about slow patterns: one that a finding tells of where text is matched by it is left out, for the fault is one; the others are told at low
 * confidence where the package's parameters count as outside text, since none of it was found to get there.
 */
export function settlePatterns(
  findings: readonly RawFinding[],
  slowRules: ReadonlySet<string>,
  { patterns, libraries, failure }: TreeFlows,
): readonly RawFinding[] {
  if (failure !== null) return findings;
  const told = new Set(patterns.map(placeKey));
  const isLibrary = libraries.length > 0;
  return findings.flatMap((finding) => {
    if (!slowRules.has(finding.ruleId)) return [finding];
    if (told.has(placeKey(finding.location))) return [];
    return [isLibrary ? { ...finding, confidence: 'low' } : finding];
  });
}

function placeKey({ path, startLine, startColumn }: RawFinding['location']): string {
  return `${String(startLine)} ${String(startColumn)} ${path}`;
}
