// The contract of a file in rules/code/: a rule's description, its examples, and how it matches.
import type { FlowClass } from '../../analysis/models/model.ts';
import type { Rule } from '../../core/rule.ts';
import type { Inspection } from './ast/inspect.ts';

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

/** Of a rule that tells of slow regular expressions where they are written: it also tells where text from outside is matched by one. */
export interface SlowMatch {
  /** Whether it is about those of which one attempt is slow, or about those whose search is. */
  readonly inOneAttempt: boolean;
  readonly harm: string;
  readonly fix: string;
}

/** A rule that looks at the nodes of each file's tree. */
export interface InspectMatch extends Inspection {
  /** It is about what people read, which does harm without being run. */
  readonly isRead?: true;
  readonly slow?: SlowMatch;
}

/** How a code rule matches: in each file's tree, by secretlint's engine, or by a flow of data. */
export type CodeMatch = InspectMatch | { readonly kind: 'secrets' } | FlowMatch;

/**
 * A rule of the code gate. Its file exports it as `rule`; `scripts/generate.ts` lists all of them.
 * What looks at trees sees a made-up file name that tells the dialect alone (`source.ts`), because its findings are kept by content;
 * its messages name what is wrong and do not quote the source.
 */
export interface CodeRule extends Rule {
  readonly match: CodeMatch;
}

/** A code rule that follows flows. */
export interface FlowRule extends CodeRule {
  readonly match: FlowMatch;
}

/** A code rule about slow regular expressions. */
export interface SlowRule extends CodeRule {
  readonly match: InspectMatch & { readonly slow: SlowMatch };
}

/** Those of `rules` that are about slow regular expressions. */
export function slowRulesOf(rules: readonly CodeRule[]): readonly SlowRule[] {
  return rules.filter((rule): rule is SlowRule => rule.match.kind === 'inspect' && rule.match.slow !== undefined);
}

/** Those of `rules` that follow flows. */
export function flowRulesOf(rules: readonly CodeRule[]): readonly FlowRule[] {
  return rules.filter((rule): rule is FlowRule => rule.match.kind === 'flow');
}

/** Returns `rule`; exists so that a rule file is checked against the contract where it is written. */
export function defineCodeRule(rule: CodeRule): CodeRule {
  return rule;
}
