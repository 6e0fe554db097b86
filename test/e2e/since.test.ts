// What went past the gate since a tag: through the command, over real histories, with real keys.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeBase64, formatEnvelope } from '../../src/attestation/envelope.ts';
import { formatStatement, readStatement } from '../../src/attestation/statement.ts';
import type { ApprovalStatement, Report } from '../../src/core/documents.ts';
import { validateReport } from '../../src/core/generated/validators.js';
import { makeKey, sign, signerLine, type TestKey } from '../attestation/keys.ts';
import { mcgate } from '../support/cli.ts';
import { cloneRepository, makeFolder, makeRepository, type Files, type TestRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

// The author of all commits is ann@example.org, and all of them are of January 2026.
const people = `people:
  - { login: ann, emails: [ann@example.org], principals: [ann@example.org] }
  - { login: bob, emails: [bob@example.org], principals: [bob@example.org] }
  - { login: eve, emails: [eve@example.org], principals: [eve@example.org] }
`;
const config = (text: string): Files => ({ '.mcgate/config.yaml': `${text}${people}` });
const off = config('gates: { code: { enabled: false } }\n');
const [ann, bob, eve] = [makeKey(), makeKey(), makeKey()];
const signers = signerLine('ann@example.org', ann) + signerLine('bob@example.org', bob);
const folder = '.mcgate/attestations';

let repository: TestRepository;

beforeEach(() => {
  repository = makeRepository({ commits: [{ 'a.js': '1;\n', ...config(''), '.mcgate/allowed_signers': signers }] });
  repository.git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  repository.git('tag', 'v1');
});

interface Answer {
  readonly code: number | null;
  readonly verdict: string;
  /** Rules of what blocks. */
  readonly open: readonly string[];
  readonly by: readonly string[];
  readonly notices: readonly string[];
  readonly report: Report;
}

async function since(tag: string, root = repository.root, ...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await mcgate(['check', '--since', tag, '--format', 'json', ...args], { cwd: root });
  if (stdout === '') throw new Error(stderr);
  const report = JSON.parse(stdout) as Report;
  expect(validateReport(report), JSON.stringify(validateReport.errors)).toBe(true);
  return {
    ...{ code, report, verdict: report.verdict },
    open: report.findings.filter(({ blocks }) => blocks).map(({ ruleId }) => ruleId),
    by: report.findings.flatMap(({ approval }) => approval?.by ?? []),
    notices: report.notices.map((notice) => `${notice.code}: ${notice.message}`),
  };
}

interface Signing {
  readonly keys?: readonly TestKey[];
  readonly expires?: string;
}

/** On the branch that is checked out: an approval of all that it does to main, dated as the commits are. */
async function approveHere({ keys = [bob], expires = '2026-01-20' }: Signing = {}, base = 'main'): Promise<string> {
  const { root, commit } = repository;
  const before = new Set(names());
  const ran = await mcgate(['approve', '--reason', 'as we agreed', '--base', base, '--yes', '--key', bob.file], { cwd: root });
  const drafted = names().find((name) => !before.has(name));
  if (drafted === undefined) throw new Error(ran.stderr);
  const file = path.join(root, folder, drafted);
  const { payload } = JSON.parse(readFileSync(file, 'utf8')) as { readonly payload: string };
  rmSync(file);
  const read = readStatement({ payload: decodeBase64(payload) ?? new Uint8Array() });
  if (!read.ok) throw new Error(read.problem);
  const { predicate, ...statement } = read.statement as ApprovalStatement;
  const bytes = formatStatement({ ...statement, predicate: { ...predicate, expires } });
  const name = `${createHash('sha256').update(bytes).digest('hex')}.json`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    path.join(root, folder, name),
    formatEnvelope(
      { payload: bytes, signatures: keys.map((key) => sign(key, bytes)) },
      keys.map(() => ''),
    ),
  );
  commit({}, 'approval');
  return `${folder}/${name}`;
}

function names(): readonly string[] {
  try {
    return readdirSync(path.join(repository.root, folder));
  } catch {
    return [];
  }
}

/** A branch with a change. */
function branch(change: Files): void {
  repository.git('checkout', '-q', '-B', 'feature', 'main');
  repository.commit(change, 'change');
}

function merge(...args: readonly string[]): void {
  repository.git('checkout', '-q', 'main');
  repository.git('merge', '-q', '--no-ff', '-m', 'merge', ...args, 'feature');
}

describe('since a tag', () => {
  it('an approved step passes, also when its approval has expired today', async () => {
    branch(off);
    const attestation = await approveHere();
    merge();
    repository.commit({ 'b.js': '2;\n' });
    const answer = await since('v1');
    expect(answer).toMatchObject({ code: 0, verdict: 'pass', open: [], by: ['bob'], notices: [] });
    expect(answer.report).toMatchObject({
      partial: ['--since v1'],
      subject: { judged: { name: 'main' }, base: { name: 'v1', commit: repository.git('rev-parse', 'v1') } },
      findings: [{ ruleId: 'weakening/gate-disabled', approval: { attestation, expires: '2026-01-20' } }],
    });
    expect(answer.report.gates.map(({ id, outcome }) => `${id} ${outcome}`)).toContain('code skipped');
  });

  it('an attestation that nobody can read is named, with the step that brought it', async () => {
    const step = repository.commit({ ...off, [`${folder}/x.json`]: '{', [`${folder}/README.md`]: 'x' });
    const { verdict, notices } = await since('v1');
    expect({ verdict, notices }).toEqual({
      verdict: 'fail',
      notices: [expect.stringMatching(/^reviews-not-kept/u), `attestation-unread: ${folder}/x.json is not JSON (${step.slice(0, 12)})`],
    });
  });

  it('a step that nobody approved fails, and is named', async () => {
    const commit = repository.commit(off, 'past the gate');
    const answer = await since('v1');
    expect(answer).toMatchObject({ code: 1, verdict: 'fail', open: ['weakening/gate-disabled'] });
    const [found] = answer.report.findings;
    expect(found?.step).toEqual({ commit, author: 'Ann <ann@example.org>', date: '2026-01-02T03:04:05.000Z' });
    expect(found?.message).toContain(`(${commit.slice(0, 12)}, Ann <ann@example.org>, 2026-01-02)`);
    expect(answer.notices).toEqual([expect.stringContaining('reviews-not-kept')]);
    expect(await since(commit)).toMatchObject({ code: 0, verdict: 'pass', open: [] });
  });

  it('so does one whose approval had expired, was for longer than it may, or was by its author', async () => {
    for (const signing of [{ expires: '2026-01-01' }, { expires: '2026-02-03' }, { keys: [ann] }]) {
      repository.git('checkout', '-q', '-f', '-B', 'main', 'v1');
      branch(off);
      await approveHere(signing);
      merge();
      expect(await since('v1')).toMatchObject({ verdict: 'fail', open: ['weakening/gate-disabled'], by: [] });
    }
  });

  it('a weakening that was taken back is told, and blocks nothing', async () => {
    repository.commit(off);
    repository.commit({ 'b.js': '2;\n' });
    repository.commit(config('# back\n'));
    expect(await since('v1')).toMatchObject({
      verdict: 'pass',
      open: [],
      notices: [expect.stringMatching(/^taken-back: .*weakening\/gate-disabled/u)],
    });
  });

  it('an approval that was used before does not cover the same weakening again', async () => {
    branch(off);
    const attestation = await approveHere();
    merge();
    const { git, commit } = repository;
    git('rm', '-q', '-r', folder);
    commit(config(''), 'back, with its approval');
    git('checkout', '-q', 'feature', '--', attestation);
    commit(off, 'again');
    expect(await since('v1')).toMatchObject({
      verdict: 'fail',
      open: ['weakening/gate-disabled'],
      notices: [expect.stringContaining('an approval counts once'), expect.stringContaining('reviews-not-kept')].toReversed(),
    });
  });

  it('a widening of the policy fails, and passes with an approval', async () => {
    const wide = (name: string): Files => ({
      '.mcgate/policy.yaml': `version: 1\npermissions:\n  env:\n    read:\n      allow: [${name}]\n`,
    });
    branch(wide('SECRET'));
    await approveHere();
    merge();
    expect(await since('v1')).toMatchObject({ verdict: 'pass', open: [], by: ['bob'] });
    repository.commit(wide('SECRET, OTHER'));
    const answer = await since('v1');
    expect(answer).toMatchObject({ verdict: 'fail', open: ['permissions/widened'], by: ['bob'] });
    expect(answer.report.gates.find(({ id }) => id === 'permissions')).toMatchObject({ outcome: 'fail' });
    repository.commit(wide('SECRET'));
    expect(await since('v1')).toMatchObject({ verdict: 'pass', open: [], notices: [expect.stringContaining('taken-back')] });
  });

  it('what cannot be read in between is judged with what mends it', async () => {
    repository.commit({ '.mcgate/policy.yaml': 'version: 1\npermissions: [\n' });
    expect(await since('v1')).toMatchObject({ code: 2, verdict: 'incomplete' });
    repository.commit({ '.mcgate/policy.yaml': 'version: 1\npermissions:\n  env:\n    read:\n      allow: [SECRET]\n' });
    expect(await since('v1')).toMatchObject({ verdict: 'fail', open: ['permissions/widened'] });
    repository.commit({ '.mcgate/policy.yaml': null, '.mcgate/config.yaml': 'people: 1\n' });
    repository.commit(config(''));
    expect(await since('v1')).toMatchObject({ verdict: 'pass', open: [] });
  });
});

describe('the baseline', () => {
  const baseline = (...identities: readonly string[]): Files => ({
    '.mcgate/baseline.json': JSON.stringify({
      schemaVersion: '1',
      findings: identities.map((identity) => ({ identity, rule: 'code/x', path: 'a.js' })),
    }),
  });

  it('may be made once', async () => {
    repository.commit(baseline('a'.repeat(32)));
    expect(await since('v1')).toMatchObject({ verdict: 'pass', notices: [expect.stringContaining('baseline-created')] });
    repository.commit({ '.mcgate/baseline.json': null });
    repository.commit(baseline('a'.repeat(32), 'b'.repeat(32)));
    expect(await since('v1')).toMatchObject({ verdict: 'fail', open: ['weakening/baseline-grown'] });
  });
});

describe('an approval counts', () => {
  it('whoever merged, even who gave it', async () => {
    branch(off);
    await approveHere();
    merge();
    repository.git('commit', '-q', '--amend', '--no-edit', '--author', 'Bob <bob@example.org>');
    expect(await since('v1')).toMatchObject({ verdict: 'pass', by: ['bob'] });
  });

  it('in a squash, and behind the commits of a rebase', async () => {
    const { git } = repository;
    branch(off);
    await approveHere();
    git('checkout', '-q', 'main');
    git('merge', '-q', '--squash', 'feature');
    git('commit', '-q', '-m', 'squashed');
    expect(await since('v1')).toMatchObject({ verdict: 'pass', by: ['bob'] });
    git('reset', '-q', '--hard', 'v1');
    git('merge', '-q', '--ff-only', 'feature');
    expect(git('rev-list', '--count', 'v1..main')).toBe('2');
    expect(await since('v1')).toMatchObject({ verdict: 'pass', by: ['bob'] });
  });

  it('on a release branch, for the steps that it shares with the default branch', async () => {
    branch(off);
    await approveHere();
    merge();
    const { git, commit } = repository;
    git('checkout', '-q', '-b', 'release/1');
    expect(await since('v1', undefined, '--base', 'release/1')).toMatchObject({ verdict: 'pass', by: ['bob'] });
    commit(config('gates: { code: { enabled: false } }\nmode: inform\n'));
    // By a mode that went past the gate nothing would block.
    expect(await since('v1', undefined, '--base', 'release/1')).toMatchObject({ verdict: 'fail', open: ['weakening/mode-loosened'] });
  });

  it('for no other place', async () => {
    branch(off);
    await approveHere();
    merge();
    repository.git('remote', 'set-url', 'origin', 'https://github.com/acme/fork.git');
    expect(await since('v1')).toMatchObject({ verdict: 'fail', by: [] });
    repository.git('remote', 'remove', 'origin');
    expect(await since('v1')).toMatchObject({ verdict: 'fail', by: [] });
  });
});

describe('who signs', () => {
  it('is not who somebody let sign past the gate, even if that was taken back', async () => {
    const { commit } = repository;
    commit({ '.mcgate/allowed_signers': signers + signerLine('eve@example.org', eve) }, 'past the gate');
    branch(off);
    await approveHere({ keys: [eve] });
    merge();
    commit({ '.mcgate/allowed_signers': signers }, 'covered up');
    expect(await since('v1')).toMatchObject({ verdict: 'fail', open: ['weakening/gate-disabled'], by: [] });
  });

  it('is not who was taken out, and brought back past the gate as at the tag', async () => {
    const { commit } = repository;
    branch({ '.mcgate/allowed_signers': signerLine('ann@example.org', ann) });
    await approveHere();
    merge();
    commit({ '.mcgate/allowed_signers': signers }, 'past the gate');
    branch(off);
    await approveHere();
    merge();
    const answer = await since('v1');
    expect(answer).toMatchObject({ verdict: 'fail', open: ['weakening/gate-disabled'] });
    expect(answer.notices.filter((notice) => notice.startsWith('taken-back'))).toEqual([expect.stringContaining('signers-changed')]);
  });

  it('is who was let in by those who sign', async () => {
    branch({ '.mcgate/allowed_signers': signers + signerLine('eve@example.org', eve) });
    await approveHere();
    merge();
    branch(off);
    await approveHere({ keys: [eve] });
    merge();
    expect(await since('v1')).toMatchObject({ verdict: 'pass', open: [], by: ['bob', 'eve'] });
    // Also after something of it was done past the gate, and taken back just so.
    repository.git('checkout', '-q', '-f', '-B', 'main', 'v1');
    repository.commit({ '.mcgate/allowed_signers': signerLine('ann@example.org', ann) });
    repository.commit({ '.mcgate/allowed_signers': signers });
    branch({ '.mcgate/allowed_signers': signers + signerLine('eve@example.org', eve) });
    await approveHere();
    merge();
    branch(off);
    await approveHere({ keys: [eve] });
    merge();
    expect(await since('v1')).toMatchObject({ verdict: 'pass', open: [], by: ['bob', 'eve'] });
  });

  it('is not who was revoked past the gate', async () => {
    repository.commit({ '.mcgate/revoked_keys': `${bob.publicKey}\n` });
    branch(off);
    await approveHere();
    merge();
    expect(await since('v1')).toMatchObject({ verdict: 'fail', by: [] });
  });
});

describe('on GitHub', () => {
  it('the event names the repository, and the branch that was pushed is looked at', async () => {
    branch(off);
    await approveHere();
    merge();
    const { git, root } = repository;
    git('remote', 'remove', 'origin');
    const payload = { repository: { full_name: 'Acme/Shop', default_branch: 'main' }, sender: { login: 'ann' } };
    const event = path.join(makeFolder({ 'event.json': JSON.stringify(payload) }), 'event.json');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'schedule', GITHUB_EVENT_PATH: event, GITHUB_REF: 'refs/heads/main' };
    const { stdout } = await mcgate(['check', '--since', 'v1', '--format', 'json'], { cwd: root, env });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass', findings: [{ approval: { by: ['bob'] } }] });
  });
});

describe('where the history does not tell', () => {
  it('an unknown tag is wrong usage', async () => {
    for (const tag of ['v9', 'main', '-x']) {
      const { code, stderr } = await mcgate(['check', `--since=${tag}`], { cwd: repository.root });
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('names no tag') as string });
    }
  });

  it('a branch of its name does not take the place of a tag', async () => {
    repository.commit(off);
    repository.git('branch', 'v1', 'main');
    expect(await since('v1')).toMatchObject({ verdict: 'fail' });
  });

  it('a shallow clone is incomplete', async () => {
    repository.commit(off);
    repository.commit({ 'b.js': '2;\n' });
    const clone = cloneRepository(repository, '--depth', '1');
    for (const tag of ['v1', 'v9']) {
      const answer = await since(tag, clone.root);
      expect(answer).toMatchObject({ code: 2, verdict: 'incomplete' });
      expect(answer.report.gates[0]?.reasons[0]?.remedy).toContain('fetch-depth: 0');
    }
  });

  it('a tag of another branch begins where the two part, and says so', async () => {
    const { git, commit } = repository;
    git('checkout', '-q', '-b', 'release/1');
    commit({ 'r.js': '1;\n' });
    git('tag', 'v1.0.1');
    git('checkout', '-q', 'main');
    commit(off);
    expect(await since('v1.0.1')).toMatchObject({
      verdict: 'fail',
      open: ['weakening/gate-disabled'],
      notices: expect.arrayContaining([expect.stringContaining('since-parted')]) as unknown,
    });
  });

  it('it goes with nothing that asks of something else', async () => {
    for (const other of [['--staged'], ['--gate', 'code'], ['--no-git'], ['a.js'], ['--changed'], ['--release']]) {
      const { code, stderr } = await mcgate(['check', '--since', 'v1', ...other], { cwd: repository.root });
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('contradict') as string });
    }
  });
});
