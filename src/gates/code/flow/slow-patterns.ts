// What is told of a slow regular expression where it is written, once it is known which text reaches it.
import type { RawFinding } from '../../../core/documents.ts';
import { isWorse } from '../../../core/identity.ts';
import type { SlowRule } from '../rule.ts';
import type { ToldPattern, TreeFlows } from './follow.ts';
import { packageOf } from './libraries.ts';

/**
 * Of the rules about slow patterns: one that a finding tells of where text is matched by it is left out, for the fault is one, unless
 * that finding is less sure. Where the parameters of the package that it stands in count as outside text, and none of it was found to
 * get there, it is told at low confidence, and not at all if only a search is slow. What the base does not take for such a package is
 * none: no change makes its own findings less sure by a `package.json`.
 */
export function settlePatterns(
  findings: readonly RawFinding[],
  slowRules: readonly SlowRule[],
  { patterns, packages, libraries, failure }: TreeFlows,
  base: Pick<TreeFlows, 'packages' | 'libraries'> | null,
): readonly RawFinding[] {
  if (failure !== null) return findings;
  const rules = new Map(slowRules.map((rule) => [rule.id, rule.match.slow]));
  const told = Map.groupBy(patterns, ({ location }) => placeKey(location));
  // A package that the change takes apart is none of the one around it yet.
  const known = new Set([...packages, ...(base?.packages ?? [])]);
  const lowering = new Set(libraries.filter((path) => base === null || base.libraries.includes(path)));
  return findings.flatMap((finding) => {
    const slow = rules.get(finding.ruleId);
    if (slow === undefined) return [finding];
    const isOfLibrary = lowering.has(packageOf(known, finding.location.path) ?? '');
    if (isOfLibrary && !slow.inOneAttempt) return [];
    const settled: RawFinding = isOfLibrary ? { ...finding, confidence: 'low' } : finding;
    return isTold(settled, told.get(placeKey(finding.location)) ?? []) ? [] : [settled];
  });
}

function isTold(finding: RawFinding, patterns: readonly ToldPattern[]): boolean {
  return patterns.some((pattern) => !isWorse(finding, pattern));
}

function placeKey({ path, startLine, startColumn }: RawFinding['location']): string {
  return `${String(startLine)} ${String(startColumn)} ${path}`;
}
