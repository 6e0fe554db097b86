// A weakening that somebody else signs for passes, and nothing else does: through the command, with real keys and real commits.
import path from 'node:path';
import process from 'node:process';
import { mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/core/documents.ts';
import { makeKey, signerLine, type TestKey } from '../attestation/keys.ts';
import { mcgate, type Ran } from '../support/cli.ts';
import { makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The author of all commits is ann@example.org.
const config = `people:
  - { login: ann, emails: [ann@example.org], principals: [ann@example.org] }
  - { login: bob, emails: [bob@example.org], principals: [bob@example.org] }
`;
const off = `gates: { code: { enabled: false } }\n${config}`;
const ann = makeKey();
const bob = makeKey();
const eve = makeKey();

let repository: TestRepository;

beforeEach(() => {
  const allowed = signerLine('ann@example.org', ann) + signerLine('bob@example.org', bob);
  repository = makeRepository({ commits: [{ 'a.js': '1;\n', '.mcgate/config.yaml': config, '.mcgate/allowed_signers': allowed }] });
  repository.git('remote', 'add', 'origin', 'git@github.com:Acme/Shop.git');
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit({ '.mcgate/config.yaml': off });
});

function approve(key: TestKey, ...args: readonly string[]): Promise<Ran> {
  return mcgate(['approve', '--reason', 'the code is generated', '--base', 'main', '--yes', '--key', key.file, ...args], {
    cwd: repository.root,
  });
}

interface Answer {
  readonly verdict: string;
  readonly by: readonly string[];
  readonly notices: string;
}

async function judged(ran: Promise<Ran>): Promise<Answer> {
  const { stdout } = await ran;
  const { verdict, findings, notices } = JSON.parse(stdout) as Report;
  const by = findings.flatMap(({ approval }) => approval?.by ?? []);
  return {
    verdict,
    by,
    notices: notices
      .filter(({ code }) => code === 'approval-refused')
      .map(({ message }) => message)
      .join('\n'),
  };
}

function check(env: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return judged(mcgate(['check', '--gate', 'permissions', '--base', 'main', '--format', 'json'], { cwd: repository.root, env }));
}

/** As GitHub would ask: its merge commit of the branch into main. */
function checkPull(number: number, { opener = 'ann', sender = 'ann', name = 'Acme/Shop' } = {}): Promise<Answer> {
  const { git, root } = repository;
  const tree = git('merge-tree', '--write-tree', 'main', 'feature');
  git('checkout', '-q', '--detach', git('commit-tree', '-p', 'main', '-p', 'feature', '-m', 'merge', tree));
  const head = { sha: git('rev-parse', 'feature') };
  const base = { ref: 'main', sha: git('rev-parse', 'main') };
  const payload = {
    pull_request: { number, head, base, merge_commit_sha: null, user: { login: opener } },
    ...{ repository: { full_name: name, default_branch: 'main' }, sender: { login: sender } },
  };
  const event = path.join(makeFolder({ 'event.json': JSON.stringify(payload) }), 'event.json');
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    GITHUB_REF: `refs/pull/${String(number)}/merge`,
  };
  return judged(mcgate(['check', '--gate', 'permissions', '--format', 'json'], { cwd: root, env }));
}

function commitApproval(): void {
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'approval');
}

function attestation(): string {
  const [name = ''] = readdirSync(path.join(repository.root, '.mcgate/attestations'));
  return path.join(repository.root, '.mcgate/attestations', name);
}

describe('an approval', () => {
  it('lets a weakening through, on this machine and on GitHub', async () => {
    expect((await check()).verdict).toBe('fail');
    const { code, stderr, stdout } = await approve(bob, '--pull-request', '12');
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('weakening/gate-disabled') as string });
    expect(stderr).toContain('in acme/shop, for refs/heads/main, pull request #12,');
    expect(stdout).toMatch(/Wrote \.mcgate\/attestations\/[0-9a-f]{64}\.json/u);
    commitApproval();
    expect(await check()).toEqual({ verdict: 'pass', by: ['bob'], notices: '' });
    expect(await checkPull(12)).toEqual({ verdict: 'pass', by: ['bob'], notices: '' });
  });

  it('counts for a pull request that is behind its target', async () => {
    await approve(bob, '--pull-request', '12');
    commitApproval();
    repository.git('checkout', '-q', 'main');
    repository.commit({ 'b.js': '2;\n' });
    expect(await checkPull(12)).toMatchObject({ verdict: 'pass', by: ['bob'] });
  });

  it('lets a widening through', async () => {
    repository.commit({
      '.mcgate/config.yaml': config,
      '.mcgate/policy.yaml': 'version: 1\npermissions:\n  env:\n    read:\n      allow: [SECRET]\n',
    });
    expect((await check()).verdict).toBe('fail');
    await approve(bob);
    commitApproval();
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['bob'] });
  });

  it('shows what would be signed, and signs nothing unasked', async () => {
    expect(await approve(bob, '--dry-run')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('because: the code is generated') as string,
    });
    const { code, stderr } = await mcgate(['approve', '--reason', 'the code is generated', '--base', 'main', '--key', bob.file], {
      cwd: repository.root,
    });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') as string });
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('is refused before it is signed where it could not count', async () => {
    repository.write({ 'new.js': '3;\n' });
    expect(await approve(bob)).toMatchObject({ code: 2, stderr: expect.stringContaining('not committed') as string });
    repository.commit({ 'new.js': '3;\n', '.mcgate/config.yaml': config });
    expect(await approve(bob)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Nothing in this change needs an approval') as string,
    });
    expect(await approve(bob, '--expires', '2099-01-01')).toMatchObject({ code: 2 });
  });
});

describe('lets nothing through', () => {
  it("an author's signature", async () => {
    await approve(ann);
    commitApproval();
    expect(await check()).toMatchObject({
      verdict: 'fail',
      by: [],
      notices: expect.stringContaining('ann@example.org took part in the change') as string,
    });
  });

  it("the opener's, whoever the commits name", async () => {
    await approve(bob, '--pull-request', '12');
    commitApproval();
    expect(await checkPull(12, { opener: 'Bob' })).toMatchObject({
      verdict: 'fail',
      notices: expect.stringContaining('bob@example.org took part') as string,
    });
    expect(await checkPull(12, { sender: 'bob' })).toMatchObject({ verdict: 'fail' });
    expect(await checkPull(12, { sender: 'stranger' })).toMatchObject({
      verdict: 'fail',
      notices: expect.stringContaining('people does not name stranger') as string,
    });
  });

  it('a key that the change itself brings', async () => {
    repository.commit({
      '.mcgate/allowed_signers': signerLine('eve@example.org', eve),
      '.mcgate/config.yaml': `${off}  - { login: eve, emails: [eve@example.org], principals: [eve@example.org] }\n`,
    });
    await approve(eve);
    commitApproval();
    expect(await check()).toMatchObject({
      verdict: 'fail',
      by: [],
      notices: expect.stringContaining('Nobody at the trusted tip signs with') as string,
    });
  });

  it('another pull request, repository or tree', async () => {
    await approve(bob, '--pull-request', '12');
    commitApproval();
    expect(await checkPull(13)).toMatchObject({ verdict: 'fail', notices: expect.stringContaining('not #13') as string });
    expect(await checkPull(12, { name: 'acme/fork' })).toMatchObject({
      verdict: 'fail',
      notices: expect.stringContaining('is for the repository acme/shop') as string,
    });
    repository.git('checkout', '-q', 'feature');
    repository.commit({ 'more.js': 'eval(x);\n' });
    expect(await checkPull(12)).toMatchObject({ verdict: 'fail', notices: expect.stringContaining('another tree') as string });
  });

  it('an approval that was used before, after its change was taken back and made again', async () => {
    await approve(bob);
    commitApproval();
    const { git } = repository;
    expect((await check()).verdict).toBe('pass');
    git('checkout', '-q', 'main');
    git('merge', '-q', '--ff-only', 'feature');
    // Taken back with its attestation, so that the tip no longer has it.
    repository.commit({ '.mcgate/config.yaml': config });
    git('rm', '-q', '-r', '.mcgate/attestations');
    git('commit', '-q', '-m', 'revert');
    git('checkout', '-q', '-b', 'again');
    git('checkout', '-q', 'feature', '--', '.mcgate');
    git('commit', '-q', '-m', 'again');
    expect(await check()).toMatchObject({
      verdict: 'fail',
      by: [],
      notices: expect.stringContaining('before: an approval counts once') as string,
    });
  });

  it('an approval that stands at the trusted tip', async () => {
    await approve(bob);
    repository.git('checkout', '-q', 'main');
    commitApproval();
    repository.git('checkout', '-q', 'feature');
    repository.git('merge', '-q', '-m', 'merge', 'main');
    expect(await check()).toMatchObject({ verdict: 'fail', by: [], notices: '' });
  });

  it('a file by another name, or that is none', async () => {
    await approve(bob);
    const file = attestation();
    renameSync(file, path.join(path.dirname(file), `${'0'.repeat(64)}.json`));
    expect(await check()).toMatchObject({ verdict: 'fail', notices: expect.stringContaining('is not named by the digest') as string });
    repository.git('clean', '-qfd');
    mkdirSync(path.dirname(file), { recursive: true });
    symlinkSync('/etc/passwd', file);
    expect((await check()).verdict).toBe('fail');
  });

  it('what nobody can verify', async () => {
    await approve(bob);
    commitApproval();
    const bin = makeFolder();
    for (const name of ['git']) symlinkSync(findOnPath(name), path.join(bin, name));
    const answer = await check({ PATH: bin });
    expect(answer).toMatchObject({ verdict: 'fail', by: [], notices: expect.stringContaining('ssh-keygen was not found') as string });
  });
});

function findOnPath(name: string): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const folder = folders.find((each) => {
    try {
      return readdirSync(each).includes(name);
    } catch {
      return false;
    }
  });
  return path.join(folder ?? '', name);
}
