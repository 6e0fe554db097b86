// What the parser takes means what the oracle reads, however odd: escapes, sets with brackets, braces in braces, marks that compose.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { parsePattern } from '../../../src/policy/pattern/kinds.ts';
import { createOracle } from '../oracle/oracle.ts';
import { kinds } from './kinds.ts';
import { oddPatterns } from './odd-patterns.ts';
import { patience, runsOf } from './plan.ts';
import { linux, mac, policyOf, settings, windows } from './policies.ts';

const modes = new Map([['m', { allowExecution: true, requireApproval: false, transitions: new Map<string, never>() }]]);
const roles = new Map([['r', new Set(['READ', 'WRITE', 'EXECUTE'] as const)]]);

describe('an odd pattern that is not refused', () => {
  test.each(['paths', 'hosts', 'argv', 'names', 'environment'] as const)(
    '%s',
    (name) => {
      const [scope, source] = oddPatterns[name];
      const drawn = source.chain((pattern) =>
        fc.tuple(fc.constant(pattern), fc.array(kinds[name].resource(scope, [pattern]), { minLength: 1, maxLength: 8 })),
      );
      fc.assert(
        fc.property(drawn, fc.constantFrom(linux, mac, windows), ([pattern, resources], environment) => {
          fc.pre(parsePattern(pattern, environment).ok);
          const policy = policyOf([{ scope, effect: 'allow', pattern, mode: null, role: null }], modes, roles, settings);
          const compiled = compilePolicy(policy, environment);
          const oracle = createOracle(policy, environment);
          const requests = resources.map((resource) => ({ ...resource, mode: 'm', role: 'r' }));
          expect(requests.map((request) => compiled.decide(request))).toEqual(requests.map((request) => oracle.decide(request)));
        }),
        { ...runsOf(`odd ${name}`), maxSkipsPerRun: 1000 },
      );
    },
    patience,
  );
});
