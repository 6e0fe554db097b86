// The difference of what is answered from a limit or a table: amounts, transitions, administration.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Effect } from '../../../src/policy/automaton/sequence.ts';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import type { Policy, Right } from '../../../src/policy/model.ts';
import type { Request, Resource } from '../../../src/policy/request/request.ts';
import { createOracle } from '../oracle/oracle.ts';
import type { Seen } from '../oracle/table.ts';
import { expectConsistent, expectCovered, expectMirrored, expectWitnesses } from './claims.ts';
import { patience, runsOf } from './plan.ts';
import { linux, policyOf } from './policies.ts';

const names = ['a', 'b', 'c'];
const society = fc.record({
  modes: fc.dictionary(
    fc.constantFrom(...names),
    fc.dictionary(fc.constantFrom(...names), fc.constantFrom<Effect>('allow', 'ask', 'deny'), { noNullPrototype: true }),
    { noNullPrototype: true },
  ),
  roles: fc.dictionary(fc.constantFrom('r', 's'), fc.subarray<Right>(['READ', 'EXECUTE', 'ADMIN']), { noNullPrototype: true }),
  limits: fc.tuple(...['memory', 'cpu', 'connections'].map(() => fc.constantFrom(0, 1, 5, 1.5, 1000))),
});

const policy = society.map(({ modes, roles, limits }) => {
  const transitions = Object.entries(modes).map(
    // A document's transitions name only modes that there are.
    ([name, table]) => [name, new Map(Object.entries(table).filter(([to]) => Object.hasOwn(modes, to)))] as const,
  );
  return policyOf(
    [],
    new Map(transitions.map(([name, table]) => [name, { allowExecution: false, requireApproval: true, transitions: table }])),
    new Map(Object.entries(roles).map(([name, rights]) => [name, new Set(rights)])),
    new Map(['memory', 'cpu', 'connections'].map((name, index) => [`resources.${name}`, limits[index] ?? 0])),
  );
});

const resources: readonly Resource[] = [
  { scope: 'roles.administration' },
  ...[...names, 'nowhere', 'constructor'].map((to): Resource => ({ scope: 'modes.transitions', to })),
  ...(['resources.memory', 'resources.cpu', 'resources.connections'] as const).flatMap((scope) =>
    [0, 0.5, 1, 1.2, 1.5, 2, 5, 100, 1000, 1001, -1, Number.NaN, Infinity].map((amount): Resource => ({ scope, amount })),
  ),
];
const requests = resources.flatMap((resource) =>
  [...names, '__proto__'].flatMap((mode) => ['r', 's', 'toString'].map((role): Request => ({ ...resource, mode, role }))),
);

function seenIn(base: Policy, head: Policy): readonly Seen[] {
  const [before, after] = [createOracle(base, linux), createOracle(head, linux)];
  return requests.flatMap((request) => {
    const { scope, mode, role } = request;
    const seen = { scope, mode, role, before: before.decide(request), after: after.decide(request), resources: [request] };
    return seen.before === seen.after ? [] : [seen];
  });
}

test(
  'limits and tables decide as the oracle does, and their difference is what it sees',
  () => {
    fc.assert(
      fc.property(policy, policy, (base, head) => {
        const [compiled, oracle] = [compilePolicy(base, linux), createOracle(base, linux)];
        expect(requests.map((request) => compiled.decide(request))).toEqual(requests.map((request) => oracle.decide(request)));
        const difference = diffPolicies(base, head);
        expectConsistent(difference);
        expectWitnesses(base, head, difference, linux);
        expectCovered(seenIn(base, head), difference);
        expectMirrored(base, head, difference, diffPolicies(head, base));
      }),
      runsOf('difference finite'),
    );
  },
  patience,
);
