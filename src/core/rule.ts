// What a file in rules/ exports, before its gate adds how it matches.
import type { RuleDescription } from './documents.ts';

/** A snippet that the rule must report (`bad`) or must not (`good`); run as a test. */
export interface RuleExample {
  /** File name, for its dialect; default `example.ts`. */
  readonly file?: string;
  readonly code: string;
}

export interface RuleExamples {
  readonly bad: readonly RuleExample[];
  readonly good: readonly RuleExample[];
}

/** A rule file's common part. `id` must equal the file's path under rules/ without its extension. */
export interface Rule extends RuleDescription {
  readonly examples: RuleExamples;
}

/** A rule as documentation shows it: those that the pipeline judges itself have no examples in code. */
export interface DocumentedRule extends RuleDescription {
  readonly examples?: RuleExamples;
}

/** The description alone, as reports carry it. */
export function describeRule(rule: RuleDescription): RuleDescription {
  const { id, title, rationale, remediation, severity, confidence, blocks, cwe, references } = rule;
  return { id, title, rationale, remediation, severity, confidence, blocks, cwe, references };
}
