// What a person would sign of an item: the item as it is worded at the tip, a report that would count, a day that the item allows.
import { describe, expect, test } from 'vitest';
import { itemDigest, resolveChecklist } from '../../src/attestation/checklist.ts';
import type { ChecklistEntry } from '../../src/core/documents.ts';
import { draftSignOff, type DraftedSignOff, type SignOffRequest } from '../../src/pipeline/sign-off.ts';
import { makeReport } from '../attestation/evidence.ts';
import { branchOf, request } from './branch.ts';

const review: ChecklistEntry = { id: 'review', title: 'Reviewed', phase: 'code-review', evidence: 'sign-off', expires: '30d' };
const pentest: ChecklistEntry = { ...review, id: 'pentest', evidence: { report: { formats: ['sarif', 'zap'] } } };
const analysis: ChecklistEntry = { id: 'analysis', title: 'Analysed', phase: 'code-review', evidence: { gate: 'code' } };
const [resolved] = resolveChecklist({ items: [review] });
const tip = { files: { a: '1', '.mcgate/checklist.yaml': JSON.stringify({ items: [review, pentest, analysis] }) } };
const same = { files: { a: '2', '.mcgate/attestations/x.json': '{}' } };

async function draft(change: Partial<SignOffRequest> = {}): Promise<DraftedSignOff> {
  const { ports, closed } = branchOf({ commits: { tip, ['5'.repeat(40)]: same, ['6'.repeat(40)]: { files: { a: '3' } } } });
  const asked: SignOffRequest = { item: 'review', decision: 'accepted', note: null, expires: null, report: null, ...change };
  try {
    return await draftSignOff(request, asked, ports);
  } finally {
    expect(closed()).toBe(true);
  }
}

describe('a draft', () => {
  test('is of the item at the tip, for the longest time that it allows', async () => {
    const { item, statement, commit } = await draft();
    expect({ item, commit }).toEqual({ item: resolved, commit: 'head' });
    expect(statement).toStrictEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'acme/shop@refs/heads/main', digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string } }],
      predicateType: 'https://unpkg.com/mcgate/predicates/sign-off/v1',
      predicate: {
        ...{
          repository: 'acme/shop',
          target: 'refs/heads/main',
          item: 'review',
          itemDigest: resolved === undefined ? '' : itemDigest(resolved),
        },
        ...{ decision: 'accepted', made: '2026-11-22', expires: '2026-12-22' },
      },
    });
  });

  test('says what it is told', async () => {
    const report = makeReport({ commits: ['5'.repeat(40)] });
    const { statement } = await draft({ item: 'pentest', note: 'looked at', expires: '2026-11-30', report });
    expect(statement.predicate).toMatchObject({ item: 'pentest', note: 'looked at', expires: '2026-11-30', report });
    // Whoever signs says which tree it is about.
    expect((await draft({ item: 'pentest', report: makeReport({ commits: [] }) })).statement.predicate.report?.commits).toEqual([]);
    expect((await draft({ decision: 'refused', note: 'no' })).statement.predicate).toMatchObject({ decision: 'refused', note: 'no' });
  });
});

describe('nobody signs', () => {
  test.each<[string, Partial<SignOffRequest>, string, string]>([
    ['an item that is not there', { item: 'other' }, 'The checklist has no item "other".', 'It has these to sign: review, pentest.'],
    ['for a gate', { item: 'analysis' }, 'The code gate answers for analysis: nobody signs it.', 'See `mcgate checklist status`.'],
    ['a report that is not asked for', { report: makeReport() }, 'review asks for no report.', 'Leave --report out.'],
    ['without a report that is', { item: 'pentest' }, 'pentest asks for a report (sarif, zap).', 'Name its file with --report.'],
  ])('%s', async (_, change, message, remedy) => {
    await expect(draft(change)).rejects.toMatchObject({ code: 'usage', message, remedy });
  });

  test.each([
    ['another commit', { commits: ['6'.repeat(40)] }, 'which holds another tree'],
    ['a commit that is not here', { commits: ['7'.repeat(40)] }, 'which holds another tree'],
    ['another format', { format: 'burp' as const }, 'of the format burp'],
    ['long ago', { made: '2026-11-08T11:59:59Z' }, '14 days are the most'],
  ])('for a report of %s', async (_, change, problem) => {
    const report = makeReport({ commits: [], ...change });
    await expect(draft({ item: 'pentest', report })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(problem) as string,
    });
    await expect(draft({ item: 'pentest', report })).rejects.toThrow(/^The report would not count: .*\.$/u);
  });

  test('against something with a report that would count: a refusal needs none', async () => {
    for (const report of [null, makeReport({ format: 'burp' })]) {
      const { statement } = await draft({ item: 'pentest', decision: 'refused', report });
      expect(statement.predicate.decision).toBe('refused');
    }
  });
});

describe('the last day', () => {
  test.each(['2026-11-22', '2026-12-22'])('may be %s', async (expires) => {
    expect((await draft({ expires })).statement.predicate.expires).toBe(expires);
  });

  test.each(['2026-11-21', '2026-12-23', '2026-11-31', '2026-12-1', 'soon', '', 'x2026-12-01', '2026-12-01x'])(
    'is not %j',
    async (expires) => {
      await expect(draft({ expires })).rejects.toMatchObject({
        ...{ code: 'usage', message: `--expires ${JSON.stringify(expires)} is no day within 30 days.`, remedy: 'Write it as YYYY-MM-DD.' },
      });
    },
  );
});
