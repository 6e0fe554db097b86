// The policy's tests as findings: the judged tree's own cases, and those of the base that the change took out or rewrote.
import type { RawFinding } from '../../core/documents.ts';
import { rule as testFailed } from '../../../rules/permissions/policy-test-failed.ts';
import { rule as testRemoved } from '../../../rules/permissions/policy-test-removed.ts';
import type { Effect } from '../../policy/automaton/sequence.ts';
import { compilePolicy, type CompiledPolicy } from '../../policy/compiled-policy.ts';
import { policyTestsPath } from '../../policy/document-paths.ts';
import type { Policy } from '../../policy/model.ts';
import { runPolicyTests, testEnvironment, type PolicyTestCase, type PolicyTestResult } from '../../policy/policy-tests.ts';
import { evidenceOf, quote, type Comparison } from './change-finding.ts';
import { around, type ComparedTexts } from './change-location.ts';

export interface Tested {
  readonly findings: readonly RawFinding[];
  readonly baseFindings: readonly RawFinding[];
}

export interface TestInput {
  readonly judged: { readonly policy: Policy; readonly cases: readonly PolicyTestCase[] };
  /** Null policy: nobody knows what the base's meant. */
  readonly base: { readonly policy: Policy | null; readonly cases: readonly PolicyTestCase[] } | null;
  readonly comparison: Comparison;
}

const ranks: Readonly<Record<Effect, number>> = { deny: 0, ask: 1, allow: 2 };

/** Both trees' cases on both trees' policies: a change cannot loosen the policy and the case that would have told of it. */
export function testPolicies({ judged, base, comparison }: TestInput): Tested {
  if (judged.cases.length === 0 && (base?.cases.length ?? 0) === 0) return { findings: [], baseFindings: [] };
  const after = compilePolicy(judged.policy, testEnvironment);
  const own = runPolicyTests(after, judged.cases).flatMap((result) => (result.passed ? [] : [failure(result, comparison.texts)]));
  if (base === null) return { findings: own, baseFindings: [] };
  const before = base.policy === null ? null : compilePolicy(base.policy, testEnvironment);
  const old = before === null ? [] : runPolicyTests(before, base.cases);
  const kept = new Set(judged.cases.map(({ key }) => key));
  const dropped = base.cases.filter(({ key }) => !kept.has(key));
  return {
    findings: [...own, ...runPolicyTests(after, dropped).map((result) => droppedCase(result, before, comparison))],
    baseFindings: old.flatMap((result) => (result.passed ? [] : [failure(result, null)])),
  };
}

function failure({ test, actual }: PolicyTestResult, texts: ComparedTexts | null): RawFinding {
  const { line, column, key } = test;
  const text = texts?.linesOf('head', policyTestsPath)?.[line - 1];
  return {
    ruleId: testFailed.id,
    severity: testFailed.severity,
    confidence: testFailed.confidence,
    message: `${quote(test.text)} ${asWhom(test)} must be ${test.expect} and is ${actual}${test.name === test.text ? '' : ` (${quote(test.name)})`}`,
    location: {
      path: policyTestsPath,
      startLine: line,
      startColumn: column,
      endLine: line,
      endColumn: Math.max(column + 1, (text?.trimEnd().length ?? 0) + 1),
    },
    anchor: key,
    ...(text === undefined ? {} : { snippet: { startLine: line, lines: [text.slice(0, 200)] } }),
    fix: 'Mend the policy, or the case where it expects the wrong decision; `mcgate policy test` runs all of them.',
  };
}

/** A case that is gone blocks where the policy got looser than it allowed, and by this change; else it is only told. */
function droppedCase({ test, actual }: PolicyTestResult, before: CompiledPolicy | null, comparison: Comparison): RawFinding {
  const { location, snippet } = around(policyTestsPath, ['cases'], comparison.texts);
  const where = `${policyTestsPath}:${String(test.line)}`;
  const stood = before === null ? test.expect : before.decide(test.request);
  const looser = ranks[actual] > ranks[test.expect] && ranks[actual] > ranks[stood];
  const shared = { confidence: testFailed.confidence, location, anchor: test.key, ...(snippet === null ? {} : { snippet }) };
  const asked = `${quote(test.text)} ${asWhom(test)}`;
  if (!looser) {
    const message = `The case that ${asked} must be ${test.expect} is gone (${where}); it is ${actual}`;
    return { ...shared, ruleId: testRemoved.id, severity: testRemoved.severity, message };
  }
  const { scope, mode, role } = test.request;
  const line = { side: 'base', path: policyTestsPath, line: test.line, column: test.column, key: 'cases' } as const;
  return {
    ...shared,
    ruleId: testFailed.id,
    severity: testFailed.severity,
    message: `${asked} must be ${test.expect} by a case of the base (${where}) that this change takes out or rewrites, and is ${actual}`,
    evidence: evidenceOf(
      {
        scope,
        modes: [mode],
        roles: [role],
        region: test.text,
        witness: test.asked,
        before: test.expect,
        after: actual,
        lines: [line],
      },
      comparison,
    ),
    fix: 'Put the case back and mend the policy.',
  };
}

function asWhom({ request: { mode, role } }: PolicyTestCase): string {
  return `in mode ${quote(mode)} for role ${quote(role)}`;
}
