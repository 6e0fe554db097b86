// What a flow's finding silences: the covered rules, on its own lines alone.
import { expect, it } from 'vitest';
import type { RawFinding } from '../../../../src/core/documents.ts';
import { rule as commandInjection } from '../../../../rules/code/command-injection.ts';
import { withoutCovered } from '../../../../src/gates/code/flow/covered.ts';
import { flowRulesOf } from '../../../../src/gates/code/rule.ts';

function finding(ruleId: string, path: string, startLine: number, endLine = startLine): RawFinding {
  const location = { path, startLine, startColumn: 1, endLine, endColumn: 2 };
  return { ruleId, severity: 'high', confidence: 'medium', message: 'm', anchor: 'a', location };
}

it('leaves out what tells the same of the same lines', () => {
  const flow = finding('code/command-injection', 'a.js', 10, 12);
  const others = [
    finding('code/shell-command-from-data', 'a.js', 10, 12),
    finding('code/shell-command-from-data', 'a.js', 8, 10),
    finding('code/shell-command-from-data', 'a.js', 9),
    finding('code/shell-command-from-data', 'b.js', 10),
    finding('code/weak-hash', 'a.js', 10),
  ];
  const rules = flowRulesOf([commandInjection]);
  expect(withoutCovered(others, [flow], rules)).toEqual(others.slice(2));
  expect(withoutCovered(others, [], rules)).toBe(others);
  expect(withoutCovered(others, [{ ...flow, ruleId: 'code/path-traversal' }], rules)).toEqual(others);
});
