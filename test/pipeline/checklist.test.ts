// How the checklist stands for a run: what is a release, which items apply, at which lines they stand, and what gates show.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../src/core/canonical.ts';
import type { ChecklistEntry, Finding, GateReport } from '../../src/core/documents.ts';
import type { ChecklistSources } from '../../src/pipeline/checklist.ts';
import { loadChecklist } from '../../src/pipeline/trusted-documents.ts';
import { subjectOf } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { origin, push } from './approval-sources.ts';
import { analysis, pull, review, stand, type StandingParts } from './standing.ts';

const statuses = async (parts: StandingParts): Promise<readonly string[]> => (await stand(parts)).items.map(({ status }) => status);
const isRelease = async (parts: StandingParts): Promise<boolean> => (await stand(parts)).release;

describe('a release', () => {
  test('is what is said to be one, or goes to one of its branches', async () => {
    expect(await isRelease({})).toBe(false);
    expect(await isRelease({ request: { release: true } })).toBe(true);
    for (const [ref, release] of [
      ['refs/heads/release/1', true],
      ['refs/heads/lts', true],
      ['refs/tags/release/1', true],
      ['refs/heads/main', false],
      ['refs/heads/a/release/1', false],
      ['refs/heads/refs/heads/lts', false],
    ] as const)
      expect({ ref, release: await isRelease({ request: { event: { ...push, ref }, origin } }) }).toEqual({ ref, release });
    expect(await isRelease({ request: { event: { ...pull, baseRef: 'lts' }, origin } })).toBe(true);
  });

  test('is none where nobody knows the branch, and nobody says so', async () => {
    expect(await isRelease({ subject: subjectOf('head', null) })).toBe(false);
  });
});

describe('an item applies', () => {
  const applies = async (appliesTo: ChecklistEntry['appliesTo'], parts: StandingParts = {}): Promise<boolean> => {
    const [status] = await statuses({ items: [{ ...review, ...(appliesTo && { appliesTo }) }], ...parts });
    return status !== 'not-asked';
  };
  const labelled = (labels: readonly string[] | null): StandingParts => ({ request: { event: pull, origin: { ...origin, labels } } });

  test('everywhere, if it does not say where', async () => {
    expect(await applies(undefined)).toBe(true);
  });

  test('where one of its paths is touched', async () => {
    expect(await applies({ paths: ['x', 'src/**'] }, { touched: ['README.md', 'src/a/b.js'] })).toBe(true);
    expect(await applies({ paths: ['src/**'] }, { touched: ['README.md', 'lib/src/a.js'] })).toBe(false);
    expect(await applies({ paths: ['**'] }, { touched: [] })).toBe(false);
  });

  test('for one of its branches, and where nobody knows which', async () => {
    const to = (ref: string): StandingParts => ({ request: { event: { ...push, ref }, origin } });
    expect(await applies({ branches: ['release/*'] }, to('refs/heads/release/1'))).toBe(true);
    expect(await applies({ branches: ['release/*'] }, to('refs/heads/main'))).toBe(false);
    expect(await applies({ branches: ['release/*'] }, { subject: subjectOf('head', null) })).toBe(true);
  });

  test('with one of its labels, and where nobody knows which', async () => {
    expect(await applies({ labels: ['a', 'b'] }, labelled(['c', 'b']))).toBe(true);
    expect(await applies({ labels: ['a', 'b'] }, labelled(['c']))).toBe(false);
    expect(await applies({ labels: ['a'] }, labelled([]))).toBe(false);
    expect(await applies({ labels: ['a'] }, labelled(null))).toBe(true);
    expect(await applies({ labels: ['a'] })).toBe(true);
  });

  test('with whatever labels, if it names none', async () => {
    expect(await applies({ branches: ['main'] }, labelled([]))).toBe(true);
    expect(await applies({ branches: ['main'] }, labelled(['c']))).toBe(true);
  });

  test('where all of that holds', async () => {
    const all = { paths: ['a.js'], branches: ['main'], labels: ['x'] };
    expect(await applies(all, labelled(['x']))).toBe(true);
    expect(await applies(all, { ...labelled(['x']), touched: ['b.js'] })).toBe(false);
    expect(await applies({ ...all, branches: ['dev'] }, labelled(['x']))).toBe(false);
    expect(await applies(all, labelled(['y']))).toBe(false);
  });
});

describe('lines', () => {
  test('are those of the document, and none where nobody wrote one', async () => {
    const { lines, items } = await stand({
      checklist: await loadChecklist(
        memoryTree({
          '.mcgate/checklist.yaml':
            'items:\n  - { id: a, title: A, phase: code-review, evidence: sign-off }\n  - id: b\n    title: B\n    phase: code-review\n    evidence: sign-off\n',
        }),
      ),
    } as StandingParts);
    expect(lines).toEqual({ a: 2, b: 3 });
    expect(items.map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await stand({ items: null })).lines).toEqual({});
    expect((await stand({ items: null })).items).toHaveLength(6);
  });
});

describe('gates', () => {
  const report: GateReport = { id: 'code', outcome: 'pass', reason: null, reasons: [], coverage: null, durationMs: 5 };
  const finding: Finding = {
    ...{ identity: '0'.repeat(32), ruleId: 'code/eval', severity: 'high', confidence: 'high', message: 'x' },
    ...{ location: { path: 'a.js' }, state: 'existing', blocks: false },
  };

  test('answer for their items, by a digest of what they said', async () => {
    const other = { ...finding, ruleId: 'codes/eval' };
    const [item] = (await stand({ items: [analysis], gates: [report], findings: [finding, other] })).items;
    const answer = { id: 'code', coverage: null, reasons: [], findings: [['0'.repeat(32), 'existing']] };
    expect(item).toMatchObject({ status: 'fulfilled', digest: createHash('sha256').update(canonical(answer)).digest('hex') });
    expect(await statuses({ items: [analysis], gates: [{ ...report, outcome: 'fail' }] })).toEqual(['pending']);
    expect(await statuses({ items: [analysis], gates: [{ ...report, id: 'dependencies' }] })).toEqual(['pending']);
  });

  test.each<[string, Partial<ChecklistSources['request']>]>([
    ['paths', { paths: ['src'] }],
    ['what changed', { changedOnly: true }],
    ['a shard', { shard: { index: 1, count: 2 } }],
  ])('that saw %s alone answer for nothing', async (_, request) => {
    expect(await statuses({ items: [analysis], gates: [report], request })).toEqual(['pending']);
  });
});
