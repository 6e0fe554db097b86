// The contract of a file in rules/code/: a rule's description, its examples, and how it matches.
import type { Rule as Eslint } from 'eslint';
import type { Rule } from '../../core/rule.ts';

/** How a code rule matches: an ESLint rule (our own or a plugin's), or secretlint's engine. */
export type CodeMatch =
  { readonly kind: 'eslint'; readonly rule: Eslint.RuleModule; readonly options?: readonly unknown[] } | { readonly kind: 'secrets' };

/**
 * A rule of the code gate. Its file exports it as `rule`; `scripts/generate.ts` lists all of them.
 * An ESLint rule sees a made-up file name that tells the dialect alone (`source.ts`), because its findings are kept by content;
 * its messages name what is wrong and do not quote the source.
 */
export interface CodeRule extends Rule {
  readonly match: CodeMatch;
}

/** Returns `rule`; exists so that a rule file is checked against the contract where it is written. */
export function defineCodeRule(rule: CodeRule): CodeRule {
  return rule;
}
