// The explanation agrees with the decision, and names only lines that made it; the nearest other rule would have decided otherwise.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { explain } from '../../../src/policy/explain.ts';
import type { Explanation } from '../../../src/policy/explain.ts';
import type { Policy, PolicyRule } from '../../../src/policy/model.ts';
import type { Request } from '../../../src/policy/request/request.ts';
import { createOracle, underCeilings } from '../oracle/oracle.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { kinds } from './kinds.ts';
import { patience, runsOf } from './plan.ts';
import { linux, policies, requests, settings } from './policies.ts';

function appliesTo(rule: PolicyRule, { scope, mode, role }: Request): boolean {
  return rule.scope === scope && (rule.mode === null || rule.mode === mode) && (rule.role === null || rule.role === role);
}

/** What the explanation has to name, by the oracle: the lines of all rules that match and decide as it was decided. */
function decidingLines(policy: Policy, oracle: Oracle, request: Request): readonly number[] {
  const effect = oracle.decide(request);
  const some = policy.rules.filter((rule) => appliesTo(rule, request) && oracle.matches(rule, request));
  return some.filter((rule) => underCeilings(policy, request, rule.effect) === effect).map((rule) => rule.origin.line);
}

function isDeniedByCeiling(policy: Policy, request: Request): boolean {
  return underCeilings(policy, request, 'allow') === 'deny';
}

function expectReasons({ reasons }: Explanation, policy: Policy, oracle: Oracle, request: Request): void {
  const kindsOfReasons = reasons.map(({ kind }) => kind);
  expect(kindsOfReasons).not.toEqual([]);
  const named = reasons.filter(({ kind }) => kind === 'rule').map(({ origin }) => origin?.line);
  if (!oracle.isNormal(request)) expect(kindsOfReasons).toContain('no-request');
  else if (isDeniedByCeiling(policy, request)) {
    expect(kindsOfReasons).not.toContain('no-rule');
    expect(decidingLines(policy, oracle, request)).toEqual(expect.arrayContaining(named));
  } else {
    expect(named).toEqual(decidingLines(policy, oracle, request));
    expect(kindsOfReasons.includes('no-rule')).toBe(named.length === 0);
  }
}

function expectNearest({ nearest, effect }: Explanation, policy: Policy, oracle: Oracle, request: Request): void {
  if (nearest === null) {
    const others = policy.rules.filter((rule) => appliesTo(rule, request) && underCeilings(policy, request, rule.effect) !== effect);
    if (oracle.isNormal(request)) expect(others).toEqual([]);
    return;
  }
  expect(nearest.effect).not.toBe(effect);
  const rule = policy.rules[nearest.rule.origin.line - 1];
  if (rule === undefined) throw new Error('a rule that is not in the policy');
  expect(appliesTo(rule, request)).toBe(true);
  expect(nearest.matches).toBe(oracle.matches(rule, request));
}

describe('explain', () => {
  test.each([
    ['paths', 'explain paths'],
    ['hosts', 'explain hosts'],
    ['argv', 'explain argv'],
    ['names', 'explain names'],
  ] as const)(
    '%s',
    (name, property) => {
      const drawn = policies(kinds[name], settings).chain((policy) =>
        fc.tuple(fc.constant(policy), fc.array(requests(kinds[name], policy), { minLength: 1, maxLength: 5 })),
      );
      fc.assert(
        fc.property(drawn, ([policy, asked]) => {
          const compiled = compilePolicy(policy, linux);
          const oracle = createOracle(policy, linux);
          for (const request of asked) {
            const explanation = explain(compiled, request);
            expect(explanation.effect).toBe(oracle.decide(request));
            expect(explanation.request !== null).toBe(oracle.isNormal(request));
            expectReasons(explanation, policy, oracle, request);
            expectNearest(explanation, policy, oracle, request);
          }
        }),
        runsOf(property),
      );
    },
    patience,
  );
});
