// One property for all kinds: what a difference says is what the oracle sees. A test file for each of two halves, so that two cores share the long run.
import fc from 'fast-check';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import { createTable } from '../oracle/table.ts';
import type { Table } from '../oracle/table.ts';
import { expectConsistent, expectCovered, expectInRegions, expectMirrored, expectWitnesses } from './claims.ts';
import { kinds } from './kinds.ts';
import { runsOf } from './plan.ts';
import { linux, modeNames, pairs, roleNames, settings } from './policies.ts';

/** Draws pairs of policies of a kind: nothing that changes is missed, nothing is made up, and the mirrored difference mirrors it. */
export function expectDifferences(name: keyof typeof kinds): void {
  const kind = kinds[name];
  const tables: readonly Table[] = kind.scopes.map((scope) => createTable(scope, kind.universe(scope), linux));
  fc.assert(
    fc.property(pairs(kind, settings), ([base, head]) => {
      const difference = diffPolicies(base, head);
      expectConsistent(difference);
      expectWitnesses(base, head, difference, linux);
      const seen = tables.flatMap((table) => table.differences(base, head, modeNames, roleNames));
      expectCovered(seen, difference);
      expectInRegions(base, head, seen, difference, linux);
      expectMirrored(base, head, difference, diffPolicies(head, base));
    }),
    runsOf(`difference ${name}`),
  );
}
