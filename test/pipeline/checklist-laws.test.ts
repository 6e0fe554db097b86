// Laws of what softens a checklist: nothing is softer than itself, and where nothing is softer, nothing less is asked.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phases, resolveChecklist, type ChecklistItem } from '../../src/attestation/checklist.ts';
import { isSettled, type ItemEvidenceSet } from '../../src/attestation/items.ts';
import type { Checklist, ChecklistEntry } from '../../src/core/documents.ts';
import { compareChecklists } from '../../src/pipeline/checklist-weakenings.ts';
import type { TrustedDocument } from '../../src/pipeline/trusted-documents.ts';
import { makeReport, signOff, standings } from '../attestation/evidence.ts';
import { isSampled, manyRuns } from '../support/many-runs.ts';

describe('whatever two checklists say', () => {
  const some = <T>(...values: readonly [T, ...T[]]): fc.Arbitrary<T> => fc.constantFrom(...values);
  const lists = (...values: readonly string[]): fc.Arbitrary<string[] | undefined> =>
    fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
  const demand = fc.record({
    formats: fc.subarray(['sarif' as const, 'zap' as const], { minLength: 1 }),
    tools: lists('CodeQL', 'Sonar'),
    maxAge: some(undefined, '7d', '1d'),
    failOn: some(undefined, 'low' as const, 'critical' as const),
  });
  const evidence = fc.oneof(
    some<ChecklistEntry['evidence']>('sign-off', { gate: 'code' }),
    demand.map((report) => ({ report })),
  );
  const optional = {
    signers: lists('ann@example.org', 'bob@example.org', 'cleo@example.org'),
    threshold: some(undefined, 1, 2),
    notAuthor: some(undefined, true, false),
    expires: some(undefined, '30d', '60d', '120d'),
    appliesTo: fc.option(
      fc
        .record({ paths: lists('src', 'docs'), branches: lists('main', 'release'), labels: lists('x', 'y') })
        .filter((one) => Object.values(one).some((list) => list !== undefined)),
      { nil: undefined },
    ),
    guidance: some(undefined, 'Look.'),
  };
  const entries = (...ids: readonly string[]): fc.Arbitrary<ChecklistEntry[]> =>
    fc.uniqueArray(fc.record({ id: some('a', ...ids), title: some('T'), phase: some(...phases), evidence, ...optional }), {
      selector: ({ id }) => id,
      minLength: 1,
    }) as fc.Arbitrary<ChecklistEntry[]>;
  /** One key of each item changed at most, so that often nothing is softer. */
  const changed = (was: readonly ChecklistEntry[]): fc.Arbitrary<ChecklistEntry[]> =>
    fc
      .tuple(
        ...was.map((one) =>
          fc.tuple(fc.constant(one), fc.record({ ...optional, evidence }), fc.constantFrom(...Object.keys(optional), 'evidence', 'id')),
        ),
      )
      .map((all) =>
        all.map(([one, other, key]) => ({ ...one, [key]: ({ ...one, ...other, id: one.id } as Readonly<Record<string, unknown>>)[key] })),
      );
  const document = (items: readonly ChecklistEntry[]): TrustedDocument<Checklist> => ({
    ...{ path: '.mcgate/checklist.yaml', id: '1' },
    parsed: { value: { items }, positionOf: () => ({ line: 1, column: 1 }) },
  });

  test('one is no softer than itself, in whatever order', () => {
    const orders = entries('b', 'c').chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    );
    fc.assert(
      fc.property(orders, ([items, shuffled]) => {
        expect(compareChecklists(document(items), document(shuffled))).toEqual([]);
      }),
      manyRuns(300),
    );
  });

  /**
   * Sign-offs name the item as it is worded, so the same are taken as given for the one and for the other. Refusals are left out: with fewer
   * signers, fewer may refuse, and that is no softening.
   */
  test('where nothing is softer, what fulfils an item then would have fulfilled it before', () => {
    const principals = ['ann@example.org', 'ann-yubikey', 'bob@example.org', 'cleo@example.org', 'dan@example.org'];
    const report = some(
      makeReport(),
      makeReport({ format: 'zap', tool: 'ZAP' }),
      makeReport({ made: '2026-11-10T12:00:00Z' }),
      makeReport({ counts: { critical: 0, high: 0, medium: 0, low: 1, note: 0 } }),
      makeReport({ commits: [] }),
    );
    const given = fc.record({
      item: some('a', 'b', 'c'),
      by: fc.subarray(principals, { minLength: 1, maxLength: 2 }),
      expires: some('2026-12-15', '2027-01-15', '2027-03-15'),
      report,
    });
    const cases = entries('b').chain((was) =>
      fc.record({
        was: fc.constant(was),
        is: fc.tuple(changed(was), entries('c')).map(([same, more]) => [...more.filter(({ id }) => id === 'c'), ...same]),
      }),
    );
    const change = fc.record({
      paths: fc.subarray(['src', 'docs']),
      branch: some('main', 'release'),
      labels: fc.option(fc.subarray(['x', 'y'])),
    });
    let [compared, fulfilled] = [0, 0];
    fc.assert(
      fc.property(
        cases,
        fc.array(given, { maxLength: 6 }),
        fc.array(fc.record({ item: some('a', 'b'), report }), { maxLength: 2 }),
        change,
        ({ was, is }, signed, reports, where) => {
          if (compareChecklists(document(was), document(is)).length > 0) return;
          compared += 1;
          const settled = (entriesOf: readonly ChecklistEntry[]): ReadonlySet<string> => {
            const items = resolveChecklist({ items: entriesOf });
            const signOffs = signed.flatMap(({ item: id, by, ...rest }, index) =>
              items.filter((one) => one.id === id).map((one) => signOff(by, one, { ...rest, name: String(index) })),
            );
            const shown: ItemEvidenceSet = { signOffs, reports, gates: [{ id: 'code', outcome: 'pass', whole: true, digest: 'd' }] };
            return new Set(
              standings(items, shown, { applies: (one) => appliesTo(one, where) })
                .filter(isSettled)
                .map(({ id }) => id),
            );
          };
          const [before, after] = [settled(was), settled(is)];
          for (const { id } of was) {
            if (!after.has(id)) continue;
            fulfilled += 1;
            expect(before).toContain(id);
          }
        },
      ),
      manyRuns(1500),
    );
    if (!isSampled) expect({ compared: compared > 300, fulfilled: fulfilled > 300 }).toEqual({ compared: true, fulfilled: true });
  });
});

interface Change {
  readonly paths: readonly string[];
  readonly branch: string;
  readonly labels: readonly string[] | null;
}

/** Names in the place of patterns. */
function appliesTo({ appliesTo: scope }: ChecklistItem, { paths, branch, labels }: Change): boolean {
  if (scope === null) return true;
  return (
    (scope.paths?.some((path) => paths.includes(path)) ?? true) &&
    (scope.branches?.includes(branch) ?? true) &&
    (labels === null || (scope.labels?.some((label) => labels.includes(label)) ?? true))
  );
}
