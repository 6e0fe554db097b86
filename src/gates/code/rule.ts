// The contract of a file in rules/code/: a rule's description, its examples, and how it matches.
import type { Rule as Eslint } from 'eslint';
import type { FlowClass } from '../../analysis/models/model.ts';
import type { Rule } from '../../core/rule.ts';

/** A rule that tells of data that flows from an attacker to where it does harm, over all files. One rule a class. */
export interface FlowMatch {
  readonly kind: 'flow';
  readonly class: FlowClass;
  /** Ids of rules that tell the same from one file's text alone: where a flow is told, they keep silent. */
  readonly covers: readonly string[];
  /** What whoever sends the data can do, for the message: "can run commands of their own". */
  readonly harm: string;
  /** What to do about such a finding, in a sentence or two. */
  readonly fix: string;
}

/** How a code rule matches: an ESLint rule (our own or a plugin's), secretlint's engine, or a flow of data. */
export type CodeMatch =
  | { readonly kind: 'eslint'; readonly rule: Eslint.RuleModule; readonly options?: readonly unknown[] }
  | { readonly kind: 'secrets' }
  | FlowMatch;

/**
 * A rule of the code gate. Its file exports it as `rule`; `scripts/generate.ts` lists all of them.
 * An ESLint rule sees a made-up file name that tells the dialect alone (`source.ts`), because its findings are kept by content;
 * its messages name what is wrong and do not quote the source.
 */
export interface CodeRule extends Rule {
  readonly match: CodeMatch;
}

/** A code rule that follows flows. */
export interface FlowRule extends CodeRule {
  readonly match: FlowMatch;
}

/** Those of `rules` that follow flows. */
export function flowRulesOf(rules: readonly CodeRule[]): readonly FlowRule[] {
  return rules.filter((rule): rule is FlowRule => rule.match.kind === 'flow');
}

/** Returns `rule`; exists so that a rule file is checked against the contract where it is written. */
export function defineCodeRule(rule: CodeRule): CodeRule {
  return rule;
}
