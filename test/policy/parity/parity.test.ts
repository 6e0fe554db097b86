// The table, row by row: what decide answers, by which rules explain says so, and what diff says of the same policy with one more deny.
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { readPolicy } from '../oracle/document.ts';
import { createOracle } from '../oracle/oracle.ts';
import { loadDefaults, loadDocument } from '../properties/loading.ts';
import { parityGroups } from './rows.ts';

const groups = parityGroups();

test('the table has at least 300 rows', () => {
  expect(groups.reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThan(300);
});

describe.each(groups)('$about', ({ environment, policy, files, rows }) => {
  test('decide', async () => {
    const compiled = compilePolicy(await loadDocument(policy, files), environment);
    expect(rows.map(({ request }) => [request, compiled.decide(request)])).toEqual(
      rows.map(({ request, expected }) => [request, expected]),
    );
  });

  test('the oracle', async () => {
    const oracle = createOracle(readPolicy(policy, files, await loadDefaults()), environment);
    expect(rows.map(({ request }) => [request, oracle.decide(request)])).toEqual(rows.map(({ request, expected }) => [request, expected]));
  });
});
