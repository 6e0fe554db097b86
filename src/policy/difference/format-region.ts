// A region in words: `/ws/* minus /ws/*.json, **/.env*`.
import type { Listed, Region } from './region.ts';
import type { RuleReference } from './rule-set.ts';

/** The region, its rules as `patternOf` writes them. */
export function formatRegion(region: Region, patternOf: (rule: RuleReference) => string): string {
  const core = region.core.map(patternOf).join(', ');
  const inside = region.inside.map((clause) => ` within ${formatListed(clause, patternOf)}`);
  const { minus } = region;
  const isMinus = minus.rules.length + minus.more > 0 || !minus.isComplete;
  return `${core}${inside.join(' and')}${isMinus ? ` minus ${formatListed(minus, patternOf)}` : ''}`;
}

/** `a, b and 131 general denies`. */
export function formatListed({ rules, more, isComplete, general, effect }: Listed, patternOf: (rule: RuleReference) => string): string {
  const named = rules.map(patternOf).join(', ');
  if (more === 0 && isComplete) return named;
  const count = isComplete ? String(more) : `more than ${String(more)}`;
  const rest = `${count} ${general ? 'general ' : named === '' ? '' : 'other '}${nounOf(effect, more)}`;
  return named === '' ? rest : `${named} and ${rest}`;
}

const nouns = { deny: ['deny', 'denies'], ask: ['ask', 'asks'], allow: ['allow', 'allows'] } as const;

function nounOf(effect: Listed['effect'], count: number): string {
  const [one, many] = effect === null ? ['rule', 'rules'] : nouns[effect];
  return count === 1 ? one : many;
}
