// The rules that look at trees, over a parsed source: no configuration of the scanned repository, no comment in it, silences anything.
import type { ParsedSource } from '../../analysis/parse/parser.ts';
import type { Details, Report } from './ast/inspect.ts';
import { createSourceFile, type Node, type SourceFile } from './ast/source-file.ts';
import type { CodeRule } from './rule.ts';

/** What a rule said, by offsets; an empty stretch is told as the character behind it. */
export interface RuleHit {
  readonly rule: CodeRule;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly details: Details;
}

/** A rule threw over a file. */
export class RuleFailed extends Error {
  override readonly name = 'RuleFailed';
  readonly ruleId: string;

  constructor(ruleId: string, cause: unknown) {
    super(`the rule ${ruleId} failed`, { cause });
    this.ruleId = ruleId;
  }
}

interface Visitor {
  readonly rule: CodeRule;
  readonly visit: (node: Node) => void;
}

/**
 * What `rules` say of a source, in the order of its nodes. `path` tells the dialect. Throws RangeError where the source nests deeper than the stack,
 * and RuleFailed for all else that a rule throws.
 */
export function runRules(rules: readonly CodeRule[], source: ParsedSource, path: string): readonly RuleHit[] {
  const hits: RuleHit[] = [];
  const file = createSourceFile(source, path);
  let running: CodeRule | null = null;
  const visitors = new Map<string, Visitor[]>();
  const visit = (node: Node, key: string): void => {
    const asked = visitors.get(key);
    if (asked === undefined) return;
    for (const visitor of asked) {
      running = visitor.rule;
      visitor.visit(node);
    }
  };
  try {
    for (const rule of rules) {
      running = rule;
      for (const [key, visitor] of visitorsOf(rule, file, hits)) {
        const known = visitors.get(key);
        if (known === undefined) visitors.set(key, [visitor]);
        else known.push(visitor);
      }
    }
    visit(source.ast, 'Program');
    for (const node of source.nodes) visit(node, node.type);
    visit(source.ast, 'Program:exit');
  } catch (error) {
    if (error instanceof RangeError || running === null) throw error;
    throw new RuleFailed(running.id, error);
  }
  return hits;
}

function visitorsOf(rule: CodeRule, file: SourceFile, hits: RuleHit[]): readonly (readonly [key: string, Visitor])[] {
  if (rule.match.kind !== 'inspect') return [];
  const { length } = file.text;
  const report: Report = ({ start, end }, message, details = {}) => {
    hits.push({ rule, message, start, end: end > start ? end : Math.min(start + 1, length), details });
  };
  return Object.entries(rule.match.create(file, report)).map(([key, visit]) => [key, { rule, visit: visit as Visitor['visit'] }]);
}
