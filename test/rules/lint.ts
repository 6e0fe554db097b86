// Runs one rule of rules/code/ over one piece of code, as the gate does.
import { dialectOfPath } from '../../src/analysis/parse/dialect.ts';
import { createParser } from '../../src/analysis/parse/parser.ts';
import { positionAt, sourceLineStarts } from '../../src/analysis/parse/positions.ts';
import { runRules } from '../../src/gates/code/rule-engine.ts';
import type { CodeRule } from '../../src/gates/code/rule.ts';
import { wasm } from '../analysis/parse/wasm.ts';

const parser = createParser(wasm);

export interface Hit {
  readonly line: number;
  readonly message: string;
}

/** What the rule reports, by place. Throws where the code does not parse or the rule crashes: a test must not pass by that. */
export function lint(rule: CodeRule, file: string, code: string): readonly Hit[] {
  if (rule.match.kind !== 'inspect') throw new Error(`${rule.id} does not look at trees`);
  const source = parser.parse(code, dialectOfPath(file) ?? 'javascript');
  if (!source.ok) throw new Error(`${file}: ${source.message}`);
  const starts = sourceLineStarts(source.text);
  const hits = runRules([rule], source, file).toSorted((a, b) => a.start - b.start);
  return hits.map(({ start, message }) => ({ line: positionAt(starts, start).line, message }));
}
