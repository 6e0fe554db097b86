// What a person would sign to let a change through: what is asked of the findings and of the tree first.
import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/core/documents.ts';
import type { Repository } from '../../src/core/repository.ts';
import { approvable, draftApproval } from '../../src/pipeline/approve.ts';
import type { CheckPorts, CheckRequest } from '../../src/core/check.ts';
import { memoryCommits, type OpenCommits } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';

const identity = '0'.repeat(32);
const weakening: Finding = {
  ...{ identity, ruleId: 'weakening/mode-loosened', severity: 'high', confidence: 'high', message: 'x' },
  ...{ location: { path: '.mcgate/config.yaml' }, state: 'new', blocks: true },
};
const widening: Finding = {
  ...weakening,
  ...{ identity: '1'.repeat(32), ruleId: 'permissions/widened' },
  evidence: { kind: 'policy-change', baseDigest: 'sha256:a', headDigest: 'sha256:b' } as unknown as NonNullable<Finding['evidence']>,
};
const flaw: Finding = { ...weakening, ruleId: 'code/eval' };
const lacking: Finding = { ...weakening, ruleId: 'checklist/missing' };
const choice = { findings: [weakening], pullRequest: 12, reason: 'for a test', expires: '2026-12-01' };

const commits = { tip: { files: { a: '1' } }, head: { parents: ['tip'], files: { a: '2' } } };

/** Judges the working tree, which holds what `head` does unless it is told otherwise. */
function portsOf(
  working: Readonly<Record<string, string>> = { a: '2' },
  head: string | null = 'head',
): { readonly ports: Pick<CheckPorts, 'openRepository' | 'now'>; readonly repository: OpenCommits; readonly closed: () => number } {
  const repository = memoryCommits({ commits });
  const tree = memoryTree(working);
  let [closed, opened] = [0, 0];
  const over: Repository = {
    ...repository,
    head: () => Promise.resolve(head === null ? null : { name: 'feature', commit: head }),
    resolve: (name) => Promise.resolve(name === 'main' ? 'tip' : null),
    list: (source) => (source.kind === 'commit' ? repository.list(source) : Promise.resolve({ source, entries: tree.entries })),
    open: (spec) => {
      expect(spec.judged).toEqual({ source: { kind: 'working-tree' }, entries: tree.entries });
      expect(spec.base?.source).toEqual({ kind: 'commit', commit: 'tip' });
      opened += 1;
      return Promise.resolve({ judged: tree, base: null, past: null, close: () => Promise.resolve(void (opened -= 1)) });
    },
    close: () => Promise.resolve(void (closed += 1)),
  };
  return {
    ports: { now: () => new Date('2026-11-22T12:00:00Z'), openRepository: openAs(over) },
    repository,
    closed: () => closed + opened * 100,
  };
}

function openAs(repository: Repository): CheckPorts['openRepository'] {
  return (root, options) => {
    expect({ root, options }).toEqual({ root: '/repository', options: { git: true } });
    return Promise.resolve(repository);
  };
}

const request: CheckRequest = {
  ...{
    root: '/repository',
    git: true,
    paths: [],
    event: { name: 'local', base: 'main', staged: false },
    origin: null,
    gates: null,
    failOn: null,
  },
  ...{
    changedOnly: false,
    shard: null,
    since: null,
    release: false,
    reports: [],
    options: { offline: true, osvDatabase: null, cache: false },
  },
};

describe('a draft', () => {
  test('says what is approved of, for which tree and place', async () => {
    const { ports, closed } = portsOf();
    const statement = await draftApproval(request, { ...choice, findings: [weakening, widening] }, ports);
    expect(statement).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'acme/shop@refs/heads/main', digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string } }],
      predicateType: 'https://unpkg.com/mcgate/predicates/approval/v1',
      predicate: {
        ...{
          repository: 'acme/shop',
          target: 'refs/heads/main',
          pullRequest: 12,
          reason: 'for a test',
          made: '2026-11-22',
          expires: '2026-12-01',
        },
        changes: [
          { identity, rule: 'weakening/mode-loosened', before: null, after: null },
          { identity: '1'.repeat(32), rule: 'permissions/widened', before: 'sha256:a', after: 'sha256:b' },
        ],
      },
    });
    expect(closed()).toBe(1);
  });

  test.each([flaw, lacking, { ...widening, severity: 'note' as const }])(
    'is of nothing that needs no approval: $ruleId',
    async (finding) => {
      await expect(draftApproval(request, { ...choice, findings: [weakening, finding] }, portsOf().ports)).rejects.toMatchObject({
        code: 'usage',
        message: `${finding.identity} (${finding.ruleId}) needs no approval.`,
        remedy: expect.stringContaining('mcgate suppress') as string,
      });
    },
  );

  test('is of no tree that is not committed', async () => {
    for (const { ports, closed } of [portsOf({ a: '3' }), portsOf({ a: '2', b: '1' }), portsOf({ a: '2' }, null)]) {
      await expect(draftApproval(request, choice, ports)).rejects.toMatchObject({
        ...{ code: 'usage', message: expect.stringContaining('what is not committed') as string },
        remedy: expect.stringContaining('git stash -u') as string,
      });
      expect(closed()).toBe(1);
    }
  });

  test('is of no change whose tip is not known', async () => {
    const { ports, closed } = portsOf();
    const event = {
      name: 'push',
      before: '1'.repeat(40),
      after: '2'.repeat(40),
      ref: 'refs/heads/main',
      forced: false,
      defaultBranch: 'main',
      isProtected: true,
    } as const;
    await expect(draftApproval({ ...request, event }, choice, ports)).rejects.toMatchObject({
      ...{ code: 'unreadable', message: expect.stringContaining('is not in this clone') as string },
      remedy: expect.stringContaining('git fetch') as string,
    });
    expect(closed()).toBe(1);
  });
});

test('what can be approved are weakenings and widenings that nobody approved', () => {
  const approved = { ...weakening, approval: { by: ['bob'], reason: 'x', expires: '2026-12-01', attestation: 'y' } };
  const findings = [flaw, weakening, approved, widening, { ...widening, severity: 'note' as const }, lacking];
  expect(approvable({ findings } as unknown as Report)).toEqual([weakening, widening]);
});
