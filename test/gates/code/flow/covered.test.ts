// What a flow's finding silences: the covered rules, on its own lines alone.
import { expect, it } from 'vitest';
import type { RawFinding } from '../../../../src/core/documents.ts';
import { rule as deserialization } from '../../../../rules/code/unsafe-deserialization-of-input.ts';
import { withoutCovered } from '../../../../src/gates/code/flow/covered.ts';
import { flowRulesOf } from '../../../../src/gates/code/rule.ts';

function finding(ruleId: string, path: string, startLine: number, endLine = startLine): RawFinding {
  const location = { path, startLine, startColumn: 1, endLine, endColumn: 2 };
  return { ruleId, severity: 'high', confidence: 'medium', message: 'm', anchor: 'a', location };
}

it('leaves out what tells the same of the same lines', () => {
  const flow = finding('code/unsafe-deserialization-of-input', 'a.js', 10, 12);
  const others = [
    finding('code/unsafe-deserialization', 'a.js', 10, 12),
    finding('code/unsafe-deserialization', 'a.js', 8, 10),
    finding('code/unsafe-deserialization', 'a.js', 9),
    finding('code/unsafe-deserialization', 'b.js', 10),
    finding('code/weak-hash', 'a.js', 10),
  ];
  const rules = flowRulesOf([deserialization]);
  expect(withoutCovered(others, [flow], rules)).toEqual(others.slice(2));
  expect(withoutCovered(others, [], rules)).toBe(others);
  expect(withoutCovered(others, [{ ...flow, ruleId: 'code/path-traversal' }], rules)).toEqual(others);
});
