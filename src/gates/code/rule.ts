// What a file in rules/code/ exports: what the rule says of itself, and how it matches.
import type { Rule as Eslint } from 'eslint';
import type { Rule } from '../../core/rule.ts';
export type CodeMatch =
  { readonly kind: 'eslint'; readonly rule: Eslint.RuleModule; readonly options?: readonly unknown[] } | { readonly kind: 'secrets' };
export interface CodeRule extends Rule {
  readonly match: CodeMatch;
}
export function defineCodeRule(rule: CodeRule): CodeRule {
  return rule;
}
