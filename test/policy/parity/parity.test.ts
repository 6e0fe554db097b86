// The table, row by row: what decide answers, which rules explain names, and what diff says of the same policy with one more deny.
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import { explain } from '../../../src/policy/explain.ts';
import type { PolicyChange } from '../../../src/policy/difference/difference.ts';
import { formatText, kindOf, normaliseRequest } from '../../../src/policy/pattern/kinds.ts';
import type { PatternResource } from '../../../src/policy/pattern/kinds.ts';
import type { PolicyEnvironment, Request } from '../../../src/policy/request/request.ts';
import { readPolicy } from '../oracle/document.ts';
import { createOracle } from '../oracle/oracle.ts';
import { loadDefaults, loadDocument } from '../properties/loading.ts';
import { isSampled } from '../properties/plan.ts';
import { withExactDeny } from './exact-deny.ts';
import { parityGroups } from './rows.ts';
import type { ParityGroup, Row } from './rows.ts';

const groups = parityGroups();

test('the table has at least 300 rows', () => {
  expect(groups.reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThan(300);
});

/** How the decision of one request falls to deny, as a change of a difference. */
function fallOf({ expected, request }: Row, { environment }: ParityGroup): Partial<PolicyChange> {
  const text = normaliseRequest(request as PatternResource, environment) ?? '';
  const kind = kindOf((request as PatternResource).scope);
  const sandboxed = request.scope.startsWith('sandbox.');
  return {
    scope: request.scope,
    before: expected,
    after: 'deny',
    // Digest and signer of a witness are whatever is shortest.
    ...(kind === 'path' || kind === 'host' || kind === 'env' ? { witness: formatText(kind, text, environment) } : {}),
    ...(sandboxed ? {} : { modes: [request.mode], roles: [request.role] }),
  };
}

/**
 * Everywhere that a comparison looks: with and without regard to case, with the workspace within home and temp, and with each folder at all that
 * the table asks for, and above and below that.
 */
function elsewhere({ environment, rows }: ParityGroup, request: Request): readonly (readonly [PolicyEnvironment, Request])[] {
  const { workspace, home, temp } = environment;
  // The names of variables are folded on Windows only, whatever files are.
  const isVariable = request.scope.includes('env.');
  const asked = isVariable ? { ...request, name: normaliseRequest(request as PatternResource, environment)?.slice(1) ?? '' } : request;
  const windows = isVariable ? [[{ ...environment, platform: 'windows' }, asked] as const] : [];
  const posix = isVariable ? [[{ ...environment, platform: 'posix' }, asked] as const] : [];
  // The deny is of the path as it is read.
  const read = normaliseRequest(request as PatternResource, environment) ?? '';
  const spellings =
    'path' in request ? [request, ...(environment.platform === 'posix' && read !== '' ? [{ ...request, path: read }] : [])] : [request];
  const paths = [
    workspace,
    home,
    temp,
    ...rows.flatMap((row) => ('path' in row.request ? [row.request.path] : [])),
    ...(environment.platform === 'posix' ? [read] : []),
  ];
  const named = 'path' in request ? [...new Set(paths.flatMap(placesAt))] : [];
  const placed = [
    ...[workspace, `${home}/w`, `${temp}/w`].map((place) => ['workspace', place] as const),
    ...(['workspace', 'home', 'temp'] as const).flatMap((folder) => named.map((place) => [folder, place] as const)),
  ];
  const moved = placed.flatMap(([folder, place]) =>
    spellings.flatMap((spelt) => {
      const from = environment[folder];
      const inside = 'path' in spelt && (spelt.path === from || spelt.path.startsWith(`${from}/`));
      const there = inside ? { ...spelt, path: (place === '/' ? '' : place) + spelt.path.slice(from.length) } : spelt;
      return [true, false].map((caseSensitive) => [{ ...environment, [folder]: place, caseSensitive }, there] as const);
    }),
  );
  return [...moved, ...windows, ...posix];
}

/** The path, each folder on the way to it, and one in it. */
function placesAt(path: string): readonly string[] {
  const parts = path.split('/');
  return [...parts.map((_part, index) => parts.slice(0, index + 1).join('/') || '/'), `${path}/w`];
}

describe.each(groups)('$about', (group) => {
  const { environment, policy: document, files, rows } = group;

  test('decide', async () => {
    const compiled = compilePolicy(await loadDocument(document, files), environment);
    expect(rows.map(({ request }) => [request, compiled.decide(request)])).toEqual(
      rows.map(({ request, expected }) => [request, expected]),
    );
  });

  test('the oracle', async () => {
    const oracle = createOracle(readPolicy(document, files, await loadDefaults()), environment);
    expect(rows.map(({ request }) => [request, oracle.decide(request)])).toEqual(rows.map(({ request, expected }) => [request, expected]));
  });

  test('explain', async () => {
    const policy = await loadDocument(document, files);
    const compiled = compilePolicy(policy, environment);
    for (const { request, expected } of rows) {
      const { effect, reasons, nearest } = explain(compiled, request);
      expect([request, effect]).toEqual([request, expected]);
      expect(reasons).not.toEqual([]);
      // An allow or an ask is always some line's.
      if (effect !== 'deny') expect(reasons.map(({ origin }) => origin)).not.toContain(null);
      if (nearest !== null) expect(nearest.effect).not.toBe(effect);
    }
  });

  test('diff', async () => {
    const policy = await loadDocument(document, files);
    for (const row of rows.filter((_, index) => !isSampled || index % 8 === 0)) {
      const denied = withExactDeny(policy, row.request, environment);
      if (denied === null) continue;
      const [forth, back] = [diffPolicies(policy, denied), diffPolicies(denied, policy)];
      expect([forth.widened, forth.undetermined, back.narrowed, back.undetermined]).toEqual([[], [], [], []]);
      if (row.expected === 'deny') {
        const deniedEverywhere = elsewhere(group, row.request).every(
          ([place, there]) => createOracle(policy, place).decide(there) === 'deny',
        );
        if (deniedEverywhere) expect([row.request, forth.narrowed, back.widened]).toEqual([row.request, [], []]);
        continue;
      }
      const fall = fallOf(row, group);
      expect(forth.narrowed).toEqual([expect.objectContaining(fall)]);
      expect(back.widened).toEqual([expect.objectContaining({ ...fall, before: 'deny', after: row.expected })]);
    }
  });
});
