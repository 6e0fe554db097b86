// What is kept of a release: how each item stood, by which list of signers, over which tree, and the sign-offs as they stand in it.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { defaultChecklist, itemDigest, resolveChecklist } from '../../src/attestation/checklist.ts';
import { gateDigest } from '../../src/attestation/gate-digest.ts';
import { predicateTypes, statementOf } from '../../src/attestation/statement.ts';
import type { ChecklistEntry, ChecklistItemState, Finding, GateReport, Report } from '../../src/core/documents.ts';
import type { Tree } from '../../src/core/workspace.ts';
import { draftRelease, type DraftedRelease } from '../../src/pipeline/release.ts';
import { pureEnvelope, pureKey } from '../attestation/pure-keys.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { branchOf, request, type Branch } from './branch.ts';

const review: ChecklistEntry = { id: 'review', title: 'Reviewed', phase: 'code-review', evidence: 'sign-off', threshold: 2 };
const checklist = JSON.stringify({ items: [review, { ...review, id: 'other' }] });
const place = { repository: 'acme/shop', target: 'refs/heads/main' };
const noCounts = { critical: 0, high: 0, medium: 0, low: 0, note: 0 };
const attested = { '.mcgate/attestations/1.json': 'one', '.mcgate/attestations/2.json': 'two', '.mcgate/attestations/3.json': 'three' };
const files = { a: '2', ...attested };

function state(id: string, attestations: readonly string[]): ChecklistItemState {
  return {
    id,
    title: 'Reviewed',
    phase: 'code-review',
    evidence: 'sign-off',
    status: 'fulfilled',
    by: ['bob'],
    until: '2026-12-31',
    detail: 'signed',
    attestations: [...attestations],
  };
}

const code: GateReport = { id: 'code', outcome: 'pass', reason: null, reasons: [], coverage: null, durationMs: 5 };
const finding: Finding = {
  ...{ identity: '0'.repeat(32), ruleId: 'code/eval', severity: 'high', confidence: 'high', message: 'x' },
  ...{ location: { path: 'a' }, state: 'existing', blocks: false },
};

function reportOf(items: readonly ChecklistItemState[] | null): Report {
  const coverage = { unit: 'items', examined: 2, leftOut: [], ...(items === null ? {} : { items: [...items] }) };
  const gates = [code, { ...code, id: 'checklist' as const, coverage }];
  return { verdict: 'pass', tool: { name: 'mcgate', version: '1.2.3' }, gates, findings: [finding] } as unknown as Report;
}

async function record(
  report: Report,
  { tip = { a: '1' }, ...branch }: Branch & { readonly tip?: Readonly<Record<string, string>> } = {},
): Promise<DraftedRelease> {
  const { ports, closed } = branchOf({ working: files, ...branch, commits: { tip: { files: tip }, head: { parents: ['tip'], files } } });
  try {
    return await draftRelease(request, report, ports);
  } finally {
    expect(closed()).toBe(true);
  }
}

const [first, second] = Object.keys(attested);

describe('a record', () => {
  test('says how each item stands, by the documents of the tip', async () => {
    const states = [state('review', [second ?? '', first ?? '']), state('other', [first ?? '']), state('gone', ['nowhere'])];
    const tip = { a: '1', '.mcgate/checklist.yaml': checklist, '.mcgate/allowed_signers': 'bob', '.mcgate/revoked_keys': 'eve' };
    const { statement, envelopes, tree, checklist: text } = await record(reportOf(states), { tip });
    const items = resolveChecklist({ items: [review, { ...review, id: 'other' }] });
    const digest = createHash('sha256').update(tree).digest('hex');
    expect(statement).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'acme/shop@refs/heads/main', digest: { sha256: digest } }],
      predicateType: 'https://unpkg.com/mcgate/predicates/release/v1',
      predicate: {
        ...{
          repository: 'acme/shop',
          target: 'refs/heads/main',
          commit: 'head',
          made: '2026-11-22T12:00:00Z',
          version: '1.2.3',
          verdict: 'pass',
        },
        gates: [{ id: 'code', outcome: 'pass', digest: gateDigest(code, [finding]) }],
        items: items.map((item, index) => ({ itemDigest: itemDigest(item), threshold: 2, state: states[index] })),
        ...{ evidence: [], signers: 'bob', revoked: Buffer.from('eve').toString('base64') },
      },
    });
    expect({ envelopes, text }).toEqual({ envelopes: ['two', 'one'], text: checklist });
    expect(tree).toContain('mcgate-subject-v1\0acme/shop\0refs/heads/main\0');
  });

  test('tells which reports items count, handed over or signed for', async () => {
    const [handed, both, other] = ['1', '2', '3'].map((digit) => digit.repeat(64));
    const signedFor = (sha256 = ''): string => {
      const report = { format: 'zap', tool: 'ZAP', made: '2026-11-22T10:00:00Z', commits: [], counts: noCounts, sha256 } as const;
      const predicate = {
        ...place,
        item: 'pentest',
        itemDigest: 'b'.repeat(64),
        decision: 'accepted',
        expires: '2026-12-31',
        report,
      } as const;
      return pureEnvelope(statementOf(predicateTypes.signOff, 'a'.repeat(64), predicate), [pureKey('bob')]);
    };
    const signatures = { '.mcgate/attestations/1.json': signedFor(both), '.mcgate/attestations/2.json': signedFor(other) };
    const pentest: ChecklistEntry = { id: 'pentest', title: 'Attacked', phase: 'code-review', evidence: { report: { formats: ['zap'] } } };
    const items = [pentest, { ...pentest, id: 'scan' }, { ...pentest, id: 'none' }, review];
    const shown = (id: string, digest: string | undefined, attestations: readonly string[] = []): ChecklistItemState => ({
      ...{ ...state(id, attestations), evidence: 'report' },
      ...(digest === undefined ? {} : { digest }),
    });
    const { reports } = await record(
      reportOf([
        shown('pentest', both, Object.keys(signatures)),
        shown('scan', handed),
        shown('none', undefined),
        { ...state('review', []), digest: handed ?? '' },
      ]),
      { tip: { a: '1', '.mcgate/checklist.yaml': JSON.stringify({ items }) }, working: { ...files, ...signatures } },
    );
    expect(reports).toEqual([
      { item: 'pentest', sha256: both },
      { item: 'scan', sha256: handed },
      { item: 'pentest', sha256: other },
    ]);
  });

  test('is by the default checklist and no signers where there are none', async () => {
    const { statement, checklist: text, envelopes } = await record(reportOf([state('security-review', [])]));
    const [item] = resolveChecklist({ items: defaultChecklist.items.filter(({ id }) => id === 'security-review') });
    expect(statement.predicate.items).toEqual([
      { itemDigest: item === undefined ? '' : itemDigest(item), threshold: 1, state: state('security-review', []) },
    ]);
    expect({ text, envelopes, signers: statement.predicate.signers, revoked: statement.predicate.revoked }).toEqual({
      text: null,
      envelopes: [],
      signers: '',
      revoked: null,
    });
  });

  test.each([
    ['without a word of the checklist', { ...reportOf(null), gates: [code] }],
    ['of a gate that did not answer', reportOf(null)],
    ['of a gate that tells nothing', { ...reportOf(null), gates: [{ ...code, id: 'checklist' as const }] }],
    ['of no item', reportOf([])],
    ['of items that nobody asks for', reportOf([state('gone', [])])],
  ])('cannot be made %s', async (_, report) => {
    await expect(record(report)).rejects.toMatchObject({ code: 'unreadable', message: 'It is not known how the checklist stands.' });
  });

  test('cannot be made of a tree that changes while it is read', async () => {
    const whole = memoryTree(files);
    let reads = 0;
    const working: Tree = {
      ...whole,
      read: (path, limit) => {
        reads += path === 'a' ? 1 : 0;
        return path === 'a' && reads > 1 ? Promise.resolve({ ok: true, bytes: Buffer.from('3') }) : whole.read(path, limit);
      },
    };
    await expect(record(reportOf([state('security-review', [])]), { working })).rejects.toMatchObject({
      ...{ code: 'unreadable', message: 'The tree changed while it was read.' },
    });
  });
});
