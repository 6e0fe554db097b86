// Laws of the checklist, over whatever is asked and shown: who refuses fulfils nothing, less evidence is never more, order tells nothing, people count once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phases, type ChecklistItem } from '../../src/attestation/checklist.ts';
import { isSettled, type ItemEvidenceSet, type ItemSetting, type SignOffEvidence } from '../../src/attestation/items.ts';
import type { ChecklistItemState } from '../../src/core/documents.ts';
import { byReport, makeItem, makeReport, signOff, standings } from './evidence.ts';
import { isSampled, manyRuns } from '../support/many-runs.ts';

const principals = ['ann@example.org', 'ann-yubikey', 'bob@example.org', 'cleo@example.org', 'dan@example.org', 'who@example.org'] as const;
/** As people maps them, written down once more. */
const owners = new Map<string, string>([
  ...[['ann@example.org', 'ann'] as const, ['ann-yubikey', 'ann'] as const, ['bob@example.org', 'bob'] as const],
  ...[['cleo@example.org', 'cleo'] as const, ['dan@example.org', 'dan'] as const],
]);
const authorOf = new Map<string, string>([
  ...[['dan@home.example', 'dan'] as const, ['ann@example.org', 'ann'] as const, ['bob', 'bob'] as const],
]);

const reports = fc.constantFrom(
  makeReport(),
  makeReport({ commits: [] }),
  makeReport({ format: 'burp' }),
  makeReport({ counts: { critical: 0, high: 1, medium: 0, low: 0, note: 0 } }),
);

const items = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      phase: fc.constantFrom(...phases.slice(0, 3)),
      evidence: fc.constantFrom(
        { kind: 'sign-off' as const },
        { kind: 'sign-off' as const },
        { kind: 'gate' as const, gate: 'code' as const },
        byReport,
      ),
      signers: fc.option(fc.subarray([...principals], { minLength: 1 }), { freq: 3 }),
      threshold: fc.constantFrom(1, 1, 2, 3),
      notAuthor: fc.boolean(),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 4 },
  )
  .map((all) => all.map((one): ChecklistItem => makeItem(one)));

const decisions = fc.constantFrom('accepted' as const, 'accepted' as const, 'accepted' as const, 'refused' as const);

/** Mostly ones that could count, each in a file of its own. */
function signOffsOf(asked: readonly ChecklistItem[], decision = decisions): fc.Arbitrary<readonly SignOffEvidence[]> {
  const one = fc.record({
    item: fc.constantFrom(...asked),
    by: fc.subarray([...principals], { minLength: 0, maxLength: 2 }),
    expires: fc.constantFrom('2026-12-31', '2026-12-24', '2026-11-22', '2026-11-21', '2028-01-01'),
    tree: fc.constantFrom('a', 'a', 'a', 'a', 'b').map((digit) => digit.repeat(64)),
    decision,
    report: fc.option(reports, { nil: undefined }),
  });
  return fc
    .array(one, { maxLength: 10 })
    .map((all) =>
      all.map(({ item, by, report, ...rest }, index) => signOff(by, item, { ...rest, ...(report && { report }), name: `${index}` })),
    );
}

const evidence = items.chain((asked) =>
  fc.record({
    items: fc.constant(asked),
    signOffs: signOffsOf(asked),
    gates: fc.array(
      fc.record({
        id: fc.constant('code' as const),
        outcome: fc.constantFrom('pass' as const, 'fail' as const),
        whole: fc.constantFrom(true, true, false),
        digest: fc.constant('d'),
      }),
      {
        maxLength: 1,
      },
    ),
    reports: fc.array(fc.record({ item: fc.constantFrom(...asked.map(({ id }) => id)), report: reports }), { maxLength: 3 }),
  }),
);

const settings: fc.Arbitrary<Partial<ItemSetting>> = fc.record({
  authors: fc.subarray([
    { kind: 'email' as const, name: 'dan@home.example' },
    { kind: 'email' as const, name: 'ann@example.org' },
    { kind: 'login' as const, name: 'bob' },
    { kind: 'email' as const, name: 'nobody-knows@example.org' },
  ]),
  applies: fc.func(fc.constantFrom(true, true, true, false)).map(
    (applies) =>
      ({ id }: ChecklistItem) =>
        applies(id),
  ),
});

type Shown = ItemEvidenceSet & { readonly items: readonly ChecklistItem[] };

function settled({ items: asked, ...shown }: Shown, where: Partial<ItemSetting>): ReadonlySet<string> {
  return new Set(
    standings(asked, shown, where)
      .filter(isSettled)
      .map(({ id }) => id),
  );
}

describe('whatever is asked and shown', () => {
  it('a refusal more fulfils nothing', () => {
    const withRefusals = evidence.chain((shown) => fc.tuple(fc.constant(shown), signOffsOf(shown.items, fc.constant('refused'))));
    fc.assert(
      fc.property(withRefusals, settings, ([shown, refusals], where) => {
        const before = settled(shown, where);
        const after = settled({ ...shown, signOffs: [...shown.signOffs, ...refusals] }, where);
        for (const id of after) expect(before).toContain(id);
      }),
      manyRuns(400),
    );
  });

  it('less evidence fulfils nothing, unless it was a refusal', () => {
    fc.assert(
      fc.property(evidence, settings, fc.infiniteStream(fc.boolean()), (shown, where, coins) => {
        const keep = (): boolean => coins.next().value === true;
        const less = {
          items: shown.items,
          signOffs: shown.signOffs.filter(({ statement }) => statement.predicate.decision === 'refused' || keep()),
          gates: shown.gates.filter(keep),
          reports: shown.reports.filter(keep),
        };
        const before = settled(shown, where);
        for (const id of settled(less, where)) expect(before).toContain(id);
      }),
      manyRuns(400),
    );
  });

  it('the order of sign-offs tells nothing', () => {
    const shuffled = evidence.chain((shown) =>
      fc.tuple(fc.constant(shown), fc.shuffledSubarray([...shown.signOffs], { minLength: shown.signOffs.length })),
    );
    fc.assert(
      fc.property(shuffled, settings, ([{ items: asked, ...shown }, signOffs], where) => {
        expect(standings(asked, { ...shown, signOffs }, where)).toEqual(standings(asked, shown, where));
      }),
      manyRuns(400),
    );
  });

  it('every item has its state, in its place', () => {
    fc.assert(
      fc.property(evidence, settings, ({ items: asked, ...shown }, where) => {
        expect(standings(asked, shown, where).map(({ id }) => id)).toEqual(asked.map(({ id }) => id));
      }),
      manyRuns(400),
    );
  });

  it('who signs an item is as many people as it asks for, none of them an author, and nobody says no', () => {
    let met = 0;
    fc.assert(
      fc.property(evidence, settings, ({ items: asked, ...shown }, where) => {
        for (const [index, state] of standings(asked, shown, where).entries()) {
          const item = asked[index];
          if (item === undefined || state.status !== 'fulfilled' || state.by.length === 0) continue;
          met += 1;
          expectSigned(item, state, shown.signOffs, where);
        }
      }),
      manyRuns(400),
    );
    if (!isSampled) expect(met).toBeGreaterThan(20);
  });

  it('an item that nobody signed is fulfilled by a gate, or by a report where one is enough', () => {
    fc.assert(
      fc.property(evidence, settings, ({ items: asked, ...shown }, where) => {
        for (const [index, { status, by }] of standings(asked, shown, where).entries()) {
          const item = asked[index];
          if (item === undefined || status !== 'fulfilled' || by.length > 0) continue;
          expect(item.evidence.kind).not.toBe('sign-off');
          if (item.evidence.kind === 'report') expect(item).toMatchObject({ signers: null, threshold: 1 });
        }
      }),
      manyRuns(400),
    );
  });
});

/** What `evaluateItems` has to see, told in another way. */
function expectSigned(
  item: ChecklistItem,
  state: ChecklistItemState,
  signOffs: readonly SignOffEvidence[],
  { authors = [] }: Partial<ItemSetting>,
): void {
  const own = signOffs.filter(({ statement: { predicate, subject } }) => {
    return predicate.item === item.id && subject[0]?.digest.sha256 === 'a'.repeat(64) && predicate.expires > '2026-11-21';
  });
  const wrote = new Set(authors.map(({ name }) => authorOf.get(name)));
  const mayCount = (principal: string): boolean => {
    const owner = owners.get(principal);
    if (item.signers !== null && !item.signers.includes(principal)) return false;
    return !item.notAuthor || (owner !== undefined && !wrote.has(owner) && !wrote.has(undefined));
  };
  const saying = (decision: string): ReadonlySet<string> =>
    new Set(
      own
        .filter(({ statement }) => statement.predicate.decision === decision)
        .flatMap(({ signers }) => signers.flatMap(({ principals: names }) => names))
        .filter(mayCount)
        .map((principal) => owners.get(principal) ?? `principal ${principal}`),
    );
  expect(saying('refused')).toEqual(new Set());
  expect(new Set(state.by).size).toBe(state.by.length);
  expect(state.by.length).toBeGreaterThanOrEqual(item.threshold);
  for (const name of state.by) {
    expect(saying('accepted')).toContain(name);
    if (item.notAuthor) expect(wrote).not.toContain(name);
  }
  expect(state.until === null ? '' : state.until > '2026-11-21' && state.until < '2027-03-01').toBe(true);
}
