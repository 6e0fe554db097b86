// The compiled policy answers as the oracle does, whatever is asked, in whatever order.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import type { Policy } from '../../../src/policy/model.ts';
import type { PolicyEnvironment, Request } from '../../../src/policy/request/request.ts';
import { createOracle } from '../oracle/oracle.ts';
import { kinds } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { patience, runsOf } from './plan.ts';
import { linux, mac, policies, requests, settings, windows } from './policies.ts';

const places = fc.constantFrom(linux, linux, mac, windows);

/** The same policy and request on a drive. */
function onDrive(policy: Policy, request: Request): readonly [Policy, Request] {
  const rules = policy.rules.map((rule) =>
    rule.pattern.kind === 'path' && rule.pattern.text.startsWith('/')
      ? { ...rule, pattern: { kind: rule.pattern.kind, text: `C:${rule.pattern.text}` } }
      : rule,
  );
  return [{ ...policy, rules }, 'path' in request && request.path.startsWith('/') ? { ...request, path: `c:${request.path}` } : request];
}

interface Case {
  readonly policy: Policy;
  readonly asked: readonly Request[];
  readonly environment: PolicyEnvironment;
}

function casesOf(kind: Kind): fc.Arbitrary<Case> {
  return policies(kind, settings)
    .chain((policy) => fc.tuple(fc.constant(policy), fc.array(requests(kind, policy), { minLength: 1, maxLength: 8 }), places))
    .map(([policy, asked, environment]) => {
      if (environment.platform === 'posix') return { policy, asked, environment };
      const moved = asked.map((request) => onDrive(policy, request));
      return { policy: moved[0]?.[0] ?? policy, asked: moved.map(([, request]) => request), environment };
    });
}

describe('decide is what the oracle says', () => {
  test.each([
    ['paths', 'decide paths'],
    ['hosts', 'decide hosts'],
    ['argv', 'decide argv'],
    ['names', 'decide names'],
    ['environment', 'decide environment'],
  ] as const)(
    '%s',
    (name, property) => {
      fc.assert(
        fc.property(casesOf(kinds[name]), ({ policy, asked, environment }) => {
          const compiled = compilePolicy(policy, environment);
          const oracle = createOracle(policy, environment);
          expect(asked.map((request) => compiled.decide(request))).toEqual(asked.map((request) => oracle.decide(request)));
        }),
        runsOf(property),
      );
    },
    patience,
  );
});
