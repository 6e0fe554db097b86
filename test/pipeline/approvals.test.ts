// Which approvals a change brings with it, and which of them let something through: without git and ssh-keygen.
import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../src/attestation/envelope.ts';
import { subjectName } from '../../src/attestation/statement.ts';
import type { ApprovalStatement, Attestation } from '../../src/core/documents.ts';
import { McgateError } from '../../src/core/error.ts';
import type { OpenSignatures } from '../../src/core/signature.ts';
import { loadApprovals, readRevoked, type Approvals } from '../../src/pipeline/approvals.ts';
import { pureCheck, pureEnvelope, pureKey } from '../attestation/pure-keys.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { ann, base, bob, changed, digestOf, hex, opened, place, pull, sourcesOf, type Run } from './approval-sources.ts';

async function approval(
  files: Readonly<Record<string, string>>,
  change: Partial<ApprovalStatement['predicate']> = {},
): Promise<ApprovalStatement> {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: subjectName({ ...place, ...change }), digest: { sha256: await digestOf(files) } }],
    predicateType: 'https://unpkg.com/mcgate/predicates/approval/v1',
    predicate: {
      ...{ ...place, pullRequest: 12, reason: 'for a test', expires: '2026-12-01' },
      changes: [{ identity: '0'.repeat(32), rule: 'weakening/mode-loosened', before: null, after: null }],
      ...change,
    },
  };
}

/** An attestation by its right name. */
function filed(statement: Attestation, keys = [bob]): Readonly<Record<string, string>> {
  const text = pureEnvelope(statement, keys);
  const read = readEnvelope(text);
  return { [`.mcgate/attestations/${read.ok ? hex(read.envelope.payload) : ''}.json`]: text };
}

/** A change of `a.js` that brings these files, as a branch from `tip`. */
function bringing(files: Readonly<Record<string, string>>, run: Run = {}): Promise<Approvals> {
  return loadApprovals(sourcesOf({ commits: { tip: base, head: { parents: ['tip'], files: { ...changed, ...files } } }, ...run }));
}

function told({ approvals, notices }: Approvals): readonly string[] {
  expect(opened).toEqual([]);
  return [...approvals.map(({ by }) => `by ${by.join(', ')}`), ...notices.map(({ code, message }) => `${code} ${message}`)];
}

describe('approvals', () => {
  test('that come with the change and are signed by another count', async () => {
    const files = filed(await approval(changed));
    const { approvals, notices } = await bringing(files);
    expect(notices).toEqual([]);
    expect(approvals).toEqual([{ by: ['bob'], path: Object.keys(files)[0], statement: await approval(changed) }]);
  });

  test('are not looked for where the change brings none', async () => {
    const openSignatures = (): never => {
      throw new Error('not asked');
    };
    expect(told(await bringing({}, { openSignatures }))).toEqual([]);
    expect(told(await bringing({ '.mcgate/attestation.json': '{}' }, { openSignatures }))).toEqual([]);
    // What the tip has approves nothing, by whatever name it comes again.
    const files = filed(await approval(changed));
    const again = { '.mcgate/attestations/other.json': Object.values(files)[0] ?? '' };
    const tip = { files: { ...base.files, ...files } };
    expect(
      told(
        await bringing(
          { ...files, ...again },
          { openSignatures, commits: { tip, head: { parents: ['tip'], files: { ...changed, ...files, ...again } } } },
        ),
      ),
    ).toEqual([]);
  });

  test.each([
    ['by an author', {}, [ann], 'is signed by nobody who counts: ann@example.org took part in the change'],
    ['by nobody known', {}, [pureKey('eve')], 'is signed by nobody who counts: Nobody at the trusted tip signs with'],
    ['for another repository', { repository: 'acme/other' }, [bob], 'is for the repository acme/other, not acme/shop'],
    ['for another branch', { target: 'refs/heads/dev' }, [bob], 'is for refs/heads/dev, not refs/heads/main'],
  ])('%s do not count', async (_, change, keys, problem) => {
    const files = filed(await approval(changed, change), keys);
    expect(told(await bringing(files))).toEqual([expect.stringContaining(`approval-refused ${Object.keys(files)[0] ?? ''} ${problem}`)]);
  });

  test('for another tree do not count', async () => {
    expect(told(await bringing(filed(await approval(base.files))))).toEqual([expect.stringContaining('is for another tree')]);
  });

  test('are told apart from sign-offs and from what is none', async () => {
    const { predicate: _, predicateType: __, ...rest } = await approval(changed);
    const signOff: Attestation = {
      ...{ ...rest, predicateType: 'https://unpkg.com/mcgate/predicates/sign-off/v1' },
      predicate: { ...place, item: 'a', itemDigest: '0'.repeat(64), decision: 'accepted', expires: '2026-12-01' },
    };
    expect(told(await bringing(filed(signOff)))).toEqual([]);
    const misnamed = { '.mcgate/attestations/x.json': Object.values(filed(await approval(changed)))[0] ?? '' };
    const broken = { ...misnamed, '.mcgate/attestations/README.md': 'These are signed.' };
    const [readme, x] = told(await bringing(broken));
    expect(readme).toBe('approval-refused .mcgate/attestations/README.md is not JSON');
    expect(x).toMatch(
      /^approval-refused \.mcgate\/attestations\/x\.json is not named by the digest of what was signed, [0-9a-f]{64}\.json$/u,
    );
    // Nor by the digest in other letters, or with more around it.
    for (const change of [(name: string): string => name.toUpperCase().replace('.JSON', '.json'), (name: string): string => `x${name}`]) {
      const [path = '', text = ''] = Object.entries(filed(await approval(changed)))[0] ?? [];
      const name = path.replace('.mcgate/attestations/', '');
      expect(told(await bringing({ [`.mcgate/attestations/${change(name)}`]: text }))[0]).toContain('is not named by the digest');
    }
    const statement = { ...(await approval(changed)), _type: 'other' } as unknown as Attestation;
    expect(told(await bringing(filed(statement)))).toEqual([expect.stringContaining('is no statement of mcgate')]);
  });

  test('count one by one', async () => {
    const files = { ...filed(await approval(changed)), ...filed(await approval(changed, { reason: 'another reason' }), [ann]) };
    expect([...told(await bringing(files))].sort()).toEqual([expect.stringContaining('approval-refused'), 'by bob']);
  });

  test('are bounded in number', async () => {
    const files = (count: number): Readonly<Record<string, string>> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`.mcgate/attestations/${String(index)}.json`, String(index)]));
    expect(told(await bringing(files(201)))).toEqual(['approval-refused No attestation was looked at: there are more than 200 of them']);
    expect(told(await bringing(files(200)))).toHaveLength(200);
  });

  test('are not looked at where one of them, the signers or the revoked keys cannot be read', async () => {
    const good = filed(await approval(changed));
    expect(told(await bringing({ ...good, '.mcgate/attestations/big.json': ' '.repeat(262_145) }))).toEqual([
      expect.stringContaining('No attestation was looked at: .mcgate/attestations/big.json: too-large'),
    ]);
    const tip = { files: { ...base.files, '.mcgate/revoked_keys': ' '.repeat(1024 * 1024 + 1) } };
    const head = { parents: ['tip'], files: { ...changed, ...good } };
    expect(told(await bringing(good, { commits: { tip, head } }))).toEqual([
      expect.stringContaining('No attestation was looked at: .mcgate/revoked_keys: too-large: .mcgate/revoked_keys'),
    ]);
    const without = { files: { 'a.js': '1' } };
    expect(told(await bringing(good, { commits: { tip: without, head } }))).toEqual([
      expect.stringContaining('Nobody at the trusted tip signs'),
    ]);
  });

  test('pass the revoked keys of the tip on', async () => {
    const asked: (Uint8Array | null)[] = [];
    const openSignatures = (_: string, revoked: Uint8Array | null): OpenSignatures => {
      asked.push(revoked);
      return { check: pureCheck(), close: () => Promise.resolve() };
    };
    const good = filed(await approval(changed));
    await bringing(good, { openSignatures });
    const tip = { files: { ...base.files, '.mcgate/revoked_keys': 'ssh-ed25519 x' } };
    await bringing(good, { openSignatures, commits: { tip, head: { parents: ['tip'], files: { ...changed, ...good } } } });
    expect(asked.map((each) => (each === null ? null : Buffer.from(each).toString()))).toEqual([null, 'ssh-ed25519 x']);
    expect(await readRevoked(memoryTree({}))).toBeNull();
    await expect(readRevoked(memoryTree({ '.mcgate/revoked_keys': 'x' }, { '.mcgate/revoked_keys': 'symlink' }))).rejects.toMatchObject({
      code: 'unreadable',
    });
  });

  test('are not looked at where nobody can verify them, with the remedy; what was cancelled or is no failure of ours goes on', async () => {
    const good = filed(await approval(changed));
    const failing = (error: Error): Run => ({
      openSignatures: () => {
        throw error;
      },
    });
    const { approvals, notices } = await bringing(
      good,
      failing(new McgateError('tool-missing', 'no ssh-keygen', { remedy: 'Install it.' })),
    );
    expect({ approvals, notices }).toStrictEqual({
      approvals: [],
      notices: [{ code: 'approval-refused', message: 'No attestation was looked at: no ssh-keygen', remedy: 'Install it.' }],
    });
    expect((await bringing(good, failing(new McgateError('tool-failed', 'x')))).notices).toStrictEqual([
      { code: 'approval-refused', message: 'No attestation was looked at: x' },
    ]);
    await expect(bringing(good, failing(new McgateError('cancelled', 'x')))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(bringing(good, failing(new TypeError('bug')))).rejects.toThrow('bug');
  });

  test('count once where the change has no number', async () => {
    const used = filed(await approval(changed));
    const commits = {
      tip: { parents: ['revert'], files: base.files },
      revert: { parents: ['used'], files: base.files },
      used: { files: { ...changed, ...used } },
      head: { parents: ['tip'], files: { ...changed, ...used } },
    };
    expect(told(await bringing(used, { commits }))).toEqual([expect.stringContaining('was part of the trusted tip before')]);
    expect(told(await bringing(used, { shallow: true }))).toEqual([expect.stringContaining('the clone is shallow')]);
    const merge = { parents: ['tip', 'head'], files: { ...changed, ...used } };
    expect(told(await bringing(used, { commits: { ...commits, merge }, event: pull, judged: 'merge' }))).toEqual(['by bob']);
    const untrusted = sourcesOf({
      commits: { first: base, head: { parents: ['first'], files: { ...changed, ...used } } },
      trusted: null,
      event: { name: 'workflow_dispatch', defaultBranch: 'main' },
    });
    expect(told(await loadApprovals({ ...untrusted, trusted: memoryTree(base.files) }))).toEqual([
      expect.stringContaining('the clone is shallow'),
    ]);
  });

  test('are for the number of the pull request', async () => {
    const files = filed(await approval(changed, { pullRequest: 13 }));
    const merge = { parents: ['tip', 'head'], files: { ...changed, ...files } };
    const commits = { tip: base, head: { parents: ['tip'], files: { ...changed, ...files } }, merge };
    for (const event of [pull, { ...pull, name: 'pull_request_target' as const }])
      expect(told(await bringing(files, { commits, event, judged: 'merge' }))).toEqual([
        expect.stringContaining('is for pull request #13, not #12'),
      ]);
  });
});
