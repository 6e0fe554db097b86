// What a flow's finding silences: the covered rules, on its own code alone, and never what is worse than the flow.
import { expect, it } from 'vitest';
import type { RawFinding } from '../../../../src/core/documents.ts';
import { rule as deserialization } from '../../../../rules/code/unsafe-deserialization-of-input.ts';
import { withoutCovered } from '../../../../src/gates/code/flow/covered.ts';
import { flowRulesOf } from '../../../../src/gates/code/rule.ts';

function finding(ruleId: string, path: string, startLine: number, endLine = startLine): RawFinding {
  const location = { path, startLine, startColumn: 1, endLine, endColumn: 2 };
  return { ruleId, severity: 'high', confidence: 'medium', message: 'm', anchor: 'a', location };
}

it('leaves out what tells the same of the same code', () => {
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

/** Told in `a.js`, and ending in the third line of the other file. */
function flowInto(path: string): RawFinding {
  return {
    ...finding('code/unsafe-deserialization-of-input', 'a.js', 10),
    evidence: {
      kind: 'flow',
      source: { kind: 'remote', what: 'body of a request' },
      api: null,
      steps: [{ location: finding('', path, 3).location, what: 'goes into data that is loaded' }],
      failedGuards: [],
    },
  };
}

it('leaves out what tells the same of where the flow ends, when the fault is told elsewhere in the file', () => {
  const others = [3, 10, 4].map((line) => finding('code/unsafe-deserialization', 'a.js', line));
  expect(withoutCovered(others, [flowInto('a.js')], flowRulesOf([deserialization]))).toEqual(others.slice(2));
});

it('keeps what is told of the end in another file, so that nothing accepted of this one hides it', () => {
  const others = ['a.js', 'b.js'].map((path) => finding('code/unsafe-deserialization', path, 3));
  expect(withoutCovered(others, [flowInto('b.js')], flowRulesOf([deserialization]))).toEqual(others);
});

it('keeps what is surer or more severe than the flow, so that a doubtful way hides nothing that blocks', () => {
  const flow = finding('code/unsafe-deserialization-of-input', 'a.js', 10);
  const other = finding('code/unsafe-deserialization', 'a.js', 10);
  const rules = flowRulesOf([deserialization]);
  expect(withoutCovered([other], [{ ...flow, confidence: 'low' }], rules)).toEqual([other]);
  expect(withoutCovered([other], [{ ...flow, severity: 'medium' }], rules)).toEqual([other]);
  expect(withoutCovered([{ ...other, confidence: 'high' }], [flow], rules)).toHaveLength(1);
  expect(withoutCovered([other], [{ ...flow, severity: 'critical', confidence: 'high' }], rules)).toEqual([]);
  expect(withoutCovered([other], [{ ...flow, confidence: 'low' }, flow], rules)).toEqual([]);
});

it('keeps another finding on the same line: a line may hold a whole program', () => {
  const at = (ruleId: string, startColumn: number, endColumn: number): RawFinding => {
    const found = finding(ruleId, 'a.js', 1);
    return { ...found, location: { ...found.location, startColumn, endColumn } };
  };
  const flow = at('code/unsafe-deserialization-of-input', 10, 20);
  const others = [
    at('code/unsafe-deserialization', 5, 10),
    at('code/unsafe-deserialization', 20, 30),
    at('code/unsafe-deserialization', 5, 11),
  ];
  expect(withoutCovered(others, [flow], flowRulesOf([deserialization]))).toEqual(others.slice(0, 2));
});
