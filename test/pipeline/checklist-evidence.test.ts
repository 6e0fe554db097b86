// Which sign-offs and reports count for a run, over which trees and commits, and what is said where that cannot be told.
import { describe, expect, test } from 'vitest';
import type { ReportEvidence } from '../../src/core/check.ts';
import type { GateReport, Notice } from '../../src/core/documents.ts';
import { McgateError } from '../../src/core/error.ts';
import type { ChangeEvent } from '../../src/core/event.ts';
import type { ChecklistSources, StoodChecklist } from '../../src/pipeline/checklist.ts';
import { unreadNotices } from '../../src/pipeline/unread-attestations.ts';
import { makeReport } from '../attestation/evidence.ts';
import { pureCheck } from '../attestation/pure-keys.ts';
import { memoryCommits, subjectOf } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { origin, push } from './approval-sources.ts';
import { analysis, files, now, pentest, pull, review, signed, stand, type Signing, type StandingParts } from './standing.ts';

const statuses = async (parts: StandingParts): Promise<readonly string[]> => (await stand(parts)).items.map(({ status }) => status);
const detail = async (parts: StandingParts): Promise<string> => (await stand(parts)).items.map((item) => item.detail).join('\n');

describe('sign-offs', () => {
  test('count by their signatures, at the place of the change', async () => {
    const brought = await signed();
    expect((await stand({ brought })).items[0]).toMatchObject({ status: 'fulfilled', by: ['bob'], attestations: Object.keys(brought) });
    expect(await statuses({ brought, request: { event: pull, origin } })).toEqual(['fulfilled']);
    expect(
      await statuses({
        brought: { '.mcgate/attestations/x.json': Object.values(brought)[0]?.replace(/"sig":"[^"]{20}/u, '"sig":"') ?? '' },
      }),
    ).toEqual(['pending']);
  });

  test('are read from the files of attestations, however they are called', async () => {
    const text = Object.values(await signed())[0] ?? '';
    for (const [path, status] of [
      ['.mcgate/attestations/a/b.json', 'fulfilled'],
      ['.mcgate/attestations/a.txt', 'pending'],
      ['.mcgate/a.json', 'pending'],
    ] as const)
      expect({ path, status: await statuses({ brought: { [path]: text } }) }).toEqual({ path, status: [status] });
  });

  test.each<[string, Signing, string]>([
    ['for another repository', { repository: 'acme/other' }, 'is for the repository acme/other'],
    ['for another branch', { target: 'refs/heads/dev' }, 'is for refs/heads/dev'],
    ['that are over', { expires: '2026-11-21' }, 'expired (2026-11-21)'],
    ['with a day that is none', { expires: '2026-11-31' }, 'expired (2026-11-31)'],
    ['of another tree', { tree: { 'a.js': '3' } }, 'is for another tree'],
    ['of an item that is not asked', { item: 'other' }, 'nobody who counts has signed'],
  ])('%s do not count, and are told of', async (_, change, why) => {
    const { items, reasons } = await stand({ brought: await signed(change) });
    expect(reasons).toEqual([]);
    expect(items[0]?.detail).toMatch(/^nobody who counts has signed(?:; a sign-off [^;]*)?$/u);
    expect(items[0]?.detail).toContain(why);
  });

  test('are verified only where they may count, and their authors asked for', async () => {
    const never: ChecklistSources['ports'] = {
      now: () => now,
      openSignatures: () => {
        throw new Error('asked');
      },
    };
    for (const change of [{ target: 'refs/heads/dev' }, { repository: 'acme/other' }, { expires: '2026-11-21' }, { item: 'other' }])
      expect(await statuses({ brought: await signed(change), ports: never, judgedCommit: 'head' })).toEqual(['pending']);
    await expect(stand({ brought: await signed({ expires: '2026-11-22' }), ports: never })).rejects.toThrow('asked');
  });

  test('hold to the last millisecond of their day', async () => {
    const at = async (time: string): Promise<readonly string[]> => {
      const ports: ChecklistSources['ports'] = {
        now: () => new Date(time),
        openSignatures: () => ({ check: pureCheck(), close: () => Promise.resolve() }),
      };
      return statuses({ brought: await signed({ expires: '2026-11-22' }), ports });
    };
    expect(await at('2026-11-22T23:59:59.999Z')).toEqual(['fulfilled']);
    expect(await at('2026-11-23T00:00:00.000Z')).toEqual(['pending']);
  });

  test('by an author do not count', async () => {
    const mine = { head: { parents: ['tip'], files: { ...files, ...(await signed()) }, authors: ['bob@example.org'] } };
    expect(await detail({ commits: mine })).toContain('bob@example.org took part in the change');
  });

  test('and what is none lie side by side', async () => {
    const approval = { '.mcgate/attestations/a.json': '{}', '.mcgate/attestations/b.json': 'x', '.mcgate/attestations/c.md': 'x' };
    expect(await statuses({ brought: { ...approval, ...(await signed()) } })).toEqual(['fulfilled']);
  });

  test('of the working tree count as well', async () => {
    const subject = {
      ...subjectOf('head', ['main', 'tip']),
      judged: { name: 'working tree', commit: null, source: { kind: 'working-tree' } as const },
    };
    expect(await statuses({ brought: await signed(), subject })).toEqual(['fulfilled']);
  });

  test('may be many, and no more than two thousand', async () => {
    const many = (count: number): Readonly<Record<string, string>> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`.mcgate/attestations/a${String(index)}.json`, '']));
    expect(await stand({ brought: { ...many(1999), ...(await signed()) } })).toMatchObject({
      reasons: [],
      items: [{ status: 'fulfilled' }],
    });
    expect((await stand({ brought: { ...many(2000), ...(await signed()) } })).reasons).toEqual([
      {
        code: 'unreadable',
        message: 'Sign-offs could not be looked at: there are more than 2000 attestations',
        remedy: expect.stringContaining('.mcgate/attestations/') as string,
      },
    ]);
  });
});

describe('trees that count', () => {
  const merged = { 'a.js': '2', 'evil.js': '1' };
  const merge = { parents: ['tip', 'head'], files: merged };

  test.each<[string, ChangeEvent, string]>([
    ['a pull request', pull, 'fulfilled'],
    ['a pull request, judged from outside', { ...pull, name: 'pull_request_target' }, 'fulfilled'],
    ['a merge group', { name: 'merge_group', baseSha: 'tip', headSha: 'merge', baseRef: 'main' }, 'fulfilled'],
    ['a push', push, 'pending'],
    ['a schedule', { name: 'schedule', defaultBranch: 'main' }, 'pending'],
    ['a run by hand', { name: 'workflow_dispatch', defaultBranch: 'main' }, 'pending'],
  ])('are of %s those that a forge merged: %s', async (_, event, status) => {
    const attested = await signed();
    const commits = {
      head: { parents: ['tip'], files: { ...files, ...attested } },
      merge: { ...merge, files: { ...merged, ...attested } },
    };
    expect(await statuses({ commits, judgedCommit: 'merge', request: { event, origin } })).toEqual([status]);
    const own = await signed({ tree: merged });
    expect(
      await statuses({
        commits: { ...commits, merge: { ...merge, files: { ...merged, ...own } } },
        judgedCommit: 'merge',
        request: { event, origin },
      }),
    ).toEqual(['fulfilled']);
  });
});

describe('reports', () => {
  const given = (...commits: readonly string[]): readonly ReportEvidence[] => [{ item: 'pentest', report: makeReport({ commits }) }];

  test('of the judged commit need nothing else', async () => {
    expect(await statuses({ items: [pentest], request: { reports: given('head') } })).toEqual(['fulfilled']);
    expect(await statuses({ items: [pentest], request: { reports: given('head') }, origin: null })).toEqual(['fulfilled']);
    expect(await statuses({ items: [pentest], request: { reports: [{ item: 'pentest', problem: 'no file' }] } })).toEqual(['pending']);
  });

  test('of another commit do not count where nobody knows the place', async () => {
    const standing = await stand({ items: [pentest], request: { reports: given('other') }, origin: null });
    expect(standing).toMatchObject({ reasons: [], items: [{ status: 'pending' }] });
  });

  test('that could not be read need no history', async () => {
    const first = { head: { files, parents: ['gone'] }, gone: { files }, tip: { files: { 'a.js': '1' } } };
    const parts: StandingParts = { items: [pentest], commits: first, absent: ['gone'], subject: subjectOf('head', ['main', 'head']) };
    expect((await stand({ ...parts, request: { reports: [{ item: 'pentest', problem: 'no file' }] } })).reasons).toEqual([]);
    expect((await stand({ ...parts, request: { reports: given('other') } })).reasons).toMatchObject([{ code: 'unreadable' }]);
  });

  test('of another commit count where it holds the same tree', async () => {
    const commits = {
      same: { files },
      signed: { files: { ...files, '.mcgate/attestations/y.json': '' } },
      other: { files: { 'a.js': '3' } },
    };
    for (const [commit, status] of [
      ['same', 'fulfilled'],
      ['signed', 'fulfilled'],
      ['other', 'pending'],
      ['nowhere', 'pending'],
    ] as const)
      expect({ commit, status: await statuses({ items: [pentest], commits, request: { reports: given(commit) } }) }).toEqual({
        commit,
        status: [status],
      });
    expect(await statuses({ items: [pentest], commits, absent: ['same'], request: { reports: given('same') } })).toEqual(['pending']);
  });

  test('of the commit that a working tree stands on count where nothing differs', async () => {
    const subject = {
      ...subjectOf('head', ['main', 'tip']),
      judged: { name: 'working tree', commit: null, source: { kind: 'working-tree' } as const },
    };
    expect(await statuses({ items: [pentest], subject, request: { reports: given('head') } })).toEqual(['fulfilled']);
    expect(await statuses({ items: [pentest], subject, request: { reports: given('head') }, judged: memoryTree({ 'a.js': '3' }) })).toEqual(
      ['pending'],
    );
  });

  test('name ten other commits at most', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `c${String(index)}`);
    const commits = Object.fromEntries(names.map((name) => [name, { files }]));
    const reports = (count: number): readonly ReportEvidence[] => given('head', 'c0', ...names.slice(0, count));
    expect(await statuses({ items: [pentest], commits, request: { reports: reports(10) } })).toEqual(['fulfilled']);
    expect(await statuses({ items: [pentest], commits, request: { reports: reports(11) } })).toEqual(['pending']);
  });

  test('that somebody signed name them too', async () => {
    const commits = { same: { files } };
    const brought = (...named: readonly string[]): Promise<Readonly<Record<string, string>>> =>
      signed({ entry: pentest, report: makeReport({ commits: named }) });
    // Commits have longer names than here.
    const [same, other] = ['5'.repeat(40), '6'.repeat(40)];
    const table = { [same]: commits.same, [other]: { files: { 'a.js': '3' } } };
    expect(await statuses({ items: [pentest], commits: table, brought: await brought(same) })).toEqual(['fulfilled']);
    expect(await statuses({ items: [pentest], commits: table, brought: await brought(other) })).toEqual(['pending']);
    expect(await statuses({ items: [pentest], commits: table, brought: await brought() })).toEqual(['fulfilled']);
  });
});

describe('what cannot be told', () => {
  const failing = (error: Error): ChecklistSources['ports'] => ({
    now: () => now,
    openSignatures: () => {
      throw error;
    },
  });

  test('is a reason, with its remedy, and no sign-off counts', async () => {
    const missing = new McgateError('tool-missing', 'no ssh-keygen', { remedy: 'Install it.' });
    expect(await stand({ brought: await signed(), ports: failing(missing) })).toMatchObject({
      items: [{ status: 'pending', detail: 'nobody who counts has signed' }],
      reasons: [{ code: 'tool-missing', message: 'Sign-offs could not be looked at: no ssh-keygen', remedy: 'Install it.' }],
    });
    const { reasons } = await stand({ brought: await signed(), ports: failing(new McgateError('tool-failed', 'x')) });
    expect(reasons).toStrictEqual([{ code: 'tool-failed', message: 'Sign-offs could not be looked at: x' }]);
  });

  test('leaves gates and reports of the judged commit as they are', async () => {
    const report: GateReport = { id: 'code', outcome: 'pass', reason: null, reasons: [], coverage: null, durationMs: 5 };
    const parts: StandingParts = {
      items: [review, analysis, pentest],
      brought: await signed(),
      ports: failing(new McgateError('tool-failed', 'x')),
      gates: [report],
      request: { reports: [{ item: 'pentest', report: makeReport({ commits: ['head'] }) }] },
    };
    expect(await statuses(parts)).toEqual(['pending', 'fulfilled', 'fulfilled']);
  });

  test('is no answer where it was cancelled, or is a failure of ours', async () => {
    await expect(stand({ brought: await signed(), ports: failing(new McgateError('cancelled', 'x')) })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(stand({ brought: await signed(), ports: failing(new TypeError('bug')) })).rejects.toThrow('bug');
  });

  test.each([
    ['a link', { '.mcgate/attestations/x.json': '/etc/passwd' }, { '.mcgate/attestations/x.json': 'symlink' as const }],
    ['too long', { '.mcgate/attestations/x.json': ' '.repeat(262_145) }, {}],
  ])('is an attestation that is %s', async (_, brought, kinds) => {
    expect(await stand({ brought, kinds })).toMatchObject({ reasons: [{ code: 'unreadable' }], items: [{ status: 'pending' }] });
  });

  test('is the place, where somebody signed for one', async () => {
    const nowhere = await stand({ brought: await signed(), origin: null });
    expect(nowhere).toMatchObject({
      reasons: [{ code: 'unreadable', message: expect.stringContaining('`origin`') as string }],
      items: [{ status: 'pending' }],
    });
    // Nobody's place matters where nothing was signed.
    expect(await stand({ origin: null })).toMatchObject({
      reasons: [],
      items: [{ status: 'pending', detail: 'nobody who counts has signed' }],
    });
  });

  test('is where the remote is, if asking for it fails', async () => {
    const reject = (error: Error): Promise<StoodChecklist> => {
      const repository = { ...memoryCommits({ commits: { tip: { files }, head: { files } } }), originAddress: () => Promise.reject(error) };
      return stand({ repository } as StandingParts);
    };
    expect(await reject(new McgateError('git-failed', 'x'))).toMatchObject({ reasons: [] });
    await expect(reject(new McgateError('cancelled', 'x'))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(reject(new TypeError('bug'))).rejects.toThrow('bug');
  });
});

describe('attestations that nobody can read', () => {
  const file = (name: string): string => `.mcgate/attestations/${name}.json`;

  test('are told of, whatever they were meant to be, and the others count', async () => {
    const good = await signed();
    const { unread, reasons, items } = await stand({
      brought: { ...good, [file('a')]: '{', [file('b')]: '{"payload": 1}', '.mcgate/attestations/README.md': 'x' },
    });
    expect(unread).toEqual([
      { path: file('a'), problem: 'is not JSON' },
      { path: file('b'), problem: expect.stringContaining('payloadType') as string },
    ]);
    expect({ reasons, statuses: items.map(({ status }) => status) }).toEqual({ reasons: [], statuses: ['fulfilled'] });
  });

  test('are told of where nothing else can be told', async () => {
    expect((await stand({ brought: { [file('a')]: '{' }, origin: null })).unread).toHaveLength(1);
    expect((await stand({ brought: { ...(await signed()), [file('a')]: '{' }, origin: null })).unread).toHaveLength(1);
  });

  test('are told of once each, five by name', () => {
    const unread = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a'].map((path) => ({ path, problem: 'is not JSON' }));
    const messages = (others: readonly Notice[] = []): readonly string[] => unreadNotices(unread, others).map(({ message }) => message);
    expect(messages()).toEqual([...['a', 'b', 'c', 'd', 'e'].map((path) => `${path} is not JSON`), '2 more attestations cannot be read']);
    const told = [{ code: 'approval-refused', message: 'a is not JSON' }];
    expect(messages(told)).toHaveLength(6);
    expect(messages([...told, { code: 'approval-refused', message: 'b is not JSON' }])).toEqual(
      ['c', 'd', 'e', 'f', 'g'].map((path) => `${path} is not JSON`),
    );
    expect(unreadNotices([])).toEqual([]);
  });
});
