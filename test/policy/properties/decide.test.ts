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

function withRequests(kind: Kind): fc.Arbitrary<readonly [Policy, readonly Request[], PolicyEnvironment]> {
  return policies(kind, settings).chain((policy) =>
    fc.tuple(fc.constant(policy), fc.array(requests(kind, policy), { minLength: 1, maxLength: 8 }), places),
  );
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
        fc.property(withRequests(kinds[name]), ([policy, asked, environment]) => {
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
