// The difference of two policies, against the oracle over a bounded universe: nothing is missed, nothing is made up.
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import { createTable } from '../oracle/table.ts';
import type { Table } from '../oracle/table.ts';
import { expectConsistent, expectCovered, expectInRegions, expectMirrored, expectWitnesses } from './claims.ts';
import { kinds } from './kinds.ts';
import { patience, runsOf } from './plan.ts';
import { linux, modeNames, pairs, roleNames, settings } from './policies.ts';

describe('the difference is what the oracle sees', () => {
  test.each([
    ['paths', 'difference paths'],
    ['hosts', 'difference hosts'],
    ['argv', 'difference argv'],
    ['names', 'difference names'],
    ['environment', 'difference environment'],
  ] as const)(
    '%s',
    (name, property) => {
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
        runsOf(property),
      );
    },
    patience,
  );
});
