// Laws of the difference that need no oracle: what says the same is equal, a deny never widens, an allow never narrows.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import type { PatternSource, Policy } from '../../../src/policy/model.ts';
import { kinds } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { patience, runsOf } from './plan.ts';
import { policies, policyOf, ruleOf, settings } from './policies.ts';
import type { RuleParts } from './policies.ts';

interface Case {
  readonly policy: Policy;
  readonly extra: RuleParts;
  readonly other: RuleParts;
  readonly order: readonly number[];
}

function casesOf(kind: Kind): fc.Arbitrary<Case> {
  return fc.record({
    policy: policies(kind, settings, 5),
    extra: ruleOf(kind),
    other: ruleOf(kind),
    order: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  });
}

function withRules({ modes, roles }: Policy, rules: readonly RuleParts[]): Policy {
  return policyOf(rules, modes, roles, settings);
}

function shuffled<T>(items: readonly T[], order: readonly number[]): readonly T[] {
  return items
    .map((item, index) => ({ item, key: order[index % order.length] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Two patterns of one kind as one, where the language can say it; else the same two again. */
function merged(a: PatternSource, b: PatternSource): readonly PatternSource[] {
  if (a.kind === 'path' && b.kind === 'path' && a.text.startsWith('/') && b.text.startsWith('/')) {
    // Dots in a row are no ranges outside braces, and refused inside.
    return `${a.text}${b.text}`.includes('..') ? [b, a] : [{ kind: 'path', text: `/{${a.text.slice(1)},${b.text.slice(1)}}` }];
  }
  if (a.kind === 'env' && b.kind === 'env') return [{ kind: 'env', text: `{${a.text},${b.text}}` }];
  if (a.kind === 'name' && b.kind === 'name' && a.digest === b.digest && a.signedBy === b.signedBy) {
    return [{ ...a, text: `{${a.text},${b.text}}` }];
  }
  if (a.kind === 'host' && a.text.endsWith(':80,443')) {
    const name = a.text.slice(0, -':80,443'.length);
    return [{ kind: 'host', text: `${name}:80` }, { kind: 'host', text: `${name}:443` }, b];
  }
  if (a.kind === 'host' && a.text.startsWith('10.0.0.0/8')) {
    const ports = a.text.slice('10.0.0.0/8'.length);
    return [{ kind: 'host', text: `10.0.0.0/9${ports}` }, { kind: 'host', text: `10.128.0.0/9${ports}` }, b];
  }
  return [b, a];
}

/** The same policy said otherwise. */
function rewritten({ policy, extra, other, order }: Case): readonly (readonly [Policy, Policy])[] {
  const two = [extra, { ...extra, pattern: other.pattern }];
  const one = merged(extra.pattern, other.pattern).map((pattern) => ({ ...extra, pattern }));
  const inModes = (rule: RuleParts): readonly RuleParts[] =>
    rule.mode === null && !rule.scope.startsWith('sandbox.') ? ['m', 'n'].map((mode) => ({ ...rule, mode })) : [rule];
  const forRoles = (rule: RuleParts): readonly RuleParts[] =>
    rule.role === null && !rule.scope.startsWith('sandbox.') ? ['r', 's'].map((role) => ({ ...rule, role })) : [rule];
  return [
    [policy, withRules(policy, shuffled(policy.rules, order))],
    [policy, withRules(policy, [...policy.rules, ...policy.rules.slice(0, 2)])],
    [withRules(policy, [...policy.rules, ...two]), withRules(policy, [...one, ...policy.rules])],
    [policy, withRules(policy, policy.rules.flatMap(inModes))],
    [policy, withRules(policy, policy.rules.flatMap(forRoles))],
  ];
}

const nothing = { equal: true, widened: [], narrowed: [], undetermined: [] };

describe('laws of the difference', () => {
  test.each([
    ['paths', 'laws paths'],
    ['hosts', 'laws hosts'],
    ['argv', 'laws argv'],
    ['names', 'laws names'],
  ] as const)(
    '%s',
    (name, property) => {
      fc.assert(
        fc.property(casesOf(kinds[name]), (one) => {
          const { policy, extra } = one;
          expect(diffPolicies(policy, policy)).toEqual(nothing);
          for (const [base, head] of rewritten(one)) expect(diffPolicies(base, head)).toEqual(nothing);
          const denied = diffPolicies(policy, withRules(policy, [...policy.rules, { ...extra, effect: 'deny' }]));
          expect([denied.widened, denied.undetermined]).toEqual([[], []]);
          const allowed = diffPolicies(policy, withRules(policy, [...policy.rules, { ...extra, effect: 'allow' }]));
          expect([allowed.narrowed, allowed.undetermined]).toEqual([[], []]);
        }),
        runsOf(property),
      );
    },
    patience,
  );
});
