// Which rules a measurement runs: those that follow flows, or all.
import { rules as catalogue } from '../../rules/generated/code.ts';
import { flowRulesOf, slowRulesOf, type CodeRule } from '../../src/gates/code/rule.ts';

export type RuleChoice = 'flows' | 'all';

export function rulesOf(choice: RuleChoice): readonly CodeRule[] {
  return choice === 'all' ? catalogue : [...flowRulesOf(catalogue), ...slowRulesOf(catalogue)];
}
