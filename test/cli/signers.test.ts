// `mcgate signers`: the list of whose signatures count, kept through the command, with real keys.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeKey, signerLine } from '../attestation/keys.ts';
import { mcgate, type Ran } from '../support/cli.ts';
import { makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const config = 'people:\n  - { login: ann, principals: [ann@example.org] }\n  - { login: bob, principals: [bob@example.org] }\n';
const [ann, bob, eve] = [makeKey(), makeKey('-t', 'ecdsa', '-b', '256'), makeKey()];
const own = '# ours\r\nann@example.org namespaces="git" ssh-rsa AAAA\n';
const files = { allowed: '.mcgate/allowed_signers', revoked: '.mcgate/revoked_keys' } as const;

let repository: TestRepository;

beforeEach(() => {
  const allowed = own + signerLine('ann@example.org', ann) + signerLine('bob@example.org', bob);
  repository = makeRepository({ files: { '.mcgate/config.yaml': config, [files.allowed]: allowed } });
});

function signers(...args: readonly string[]): Promise<Ran> {
  return mcgate(['signers', ...args], { cwd: repository.root });
}

function read(file: keyof typeof files): string {
  return readFileSync(path.join(repository.root, files[file]), 'utf8');
}

interface Listed {
  readonly signers: readonly { readonly fingerprint: string; readonly state: string; readonly person: string | null }[];
  readonly problems: readonly { readonly path: string; readonly line: number | null }[];
}

async function list(): Promise<Listed> {
  const { code, stdout, stderr } = await signers('list', '--format', 'json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Listed;
}

describe('signers list', () => {
  it('says whose keys count, and which lines do not', async () => {
    const more =
      signerLine('eve@example.org', eve, 'namespaces="mcgate-attestation@v1",valid-before="20200101"') +
      signerLine('who@example.org', makeKey(), 'namespaces="mcgate-attestation@v1",valid-after="29990101"');
    repository.write({ [files.allowed]: read('allowed') + more, [files.revoked]: `${bob.publicKey}\n` });
    expect(await list()).toMatchObject({
      signers: [
        { line: 3, principals: ['ann@example.org'], person: 'ann', type: 'ssh-ed25519', validBefore: null, state: 'counts' },
        { person: 'bob', state: 'revoked' },
        { person: null, validBefore: '2020-01-01T00:00:00.000Z', state: 'expired' },
        { person: null, validAfter: '2999-01-01T00:00:00.000Z', state: 'not-yet-valid' },
      ],
      threshold: 1,
      problems: [{ path: files.allowed, line: 2 }],
    });
    const { stdout } = await signers('list');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(
      /^✔ ann@example\.org {2}ann {5}ed25519 {5}yes\n {2}SHA256:\S{43}\n✖ bob@example\.org {2}bob {5}ecdsa 256 {3}no, revoked$/mu,
    );
    expect(stdout).toContain('4 keys of 2 people; 1 counts now.');
  });

  it('asks ssh-keygen what a binary list revokes', async () => {
    const file = path.join(repository.root, files.revoked);
    execFileSync('ssh-keygen', ['-q', '-k', '-f', file, `${bob.file}.pub`]);
    expect((await list()).signers.map(({ state }) => state)).toEqual(['counts', 'revoked']);
    const alone = await mcgate(['signers', 'list', '--format', 'json'], { cwd: repository.root, env: { PATH: makeFolder() } });
    expect((JSON.parse(alone.stdout) as Listed).signers.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    writeFileSync(file, 'SSHKRL\n\0broken');
    expect((await list()).signers.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  });

  it('shows what ssh-keygen trips over, and what hostile text holds, escaped', async () => {
    repository.write({ [files.revoked]: 'nonsense\n', '.mcgate/config.yaml': 'people: \u001b[31m\n' });
    const answer = await list();
    expect(answer.signers.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    expect(answer.problems).toMatchObject([{ path: files.allowed }, { path: files.revoked, line: 1 }, { path: '.mcgate/config.yaml' }]);
    const { stdout } = await signers('list');
    expect(stdout).not.toContain('\u001b');
  });

  it('follows no link', async () => {
    const { root } = repository;
    const outside = makeFolder({ signers: 'x' });
    repository.write({ '.mcgate': null });
    mkdirSync(path.join(root, '.mcgate'));
    symlinkSync(path.join(outside, 'signers'), path.join(root, files.allowed));
    expect((await signers('list')).code).toBe(2);
    expect((await signers('add', 'eve@example.org', '--key', eve.publicKey)).code).toBe(2);
    expect(readFileSync(path.join(outside, 'signers'), 'utf8')).toBe('x');
  });
});

describe('signers add', () => {
  it('writes a line that counts, and says what it takes to hold', async () => {
    const before = read('allowed');
    const { code, stdout, stderr } = await signers('add', 'eve@example.org', '--key', `${eve.file}.pub`, '--valid-before', '2999-06-30');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('have to approve the change') as string });
    expect(stderr).toContain('names nobody with the principal eve@example.org');
    expect(read('allowed')).toBe(
      `${before}eve@example.org namespaces="mcgate-attestation@v1",valid-before="29990630Z" ${eve.publicKey}\r\n`,
    );
    expect((await list()).signers).toHaveLength(3);
  });

  it('makes the file, and warns nobody of somebody who is known', async () => {
    repository.write({ [files.allowed]: null });
    const { stderr, stdout } = await signers('add', 'ann@example.org', '--key', eve.publicKey);
    expect(stderr).toBe('');
    expect(stdout).toContain('Nobody signs here yet');
    expect(read('allowed')).toBe(`ann@example.org namespaces="mcgate-attestation@v1" ${eve.publicKey}\n`);
  });

  it.each([
    ['a private key', () => [eve.file], 'is a private key'],
    ['a private key on the command line', () => [], 'is a private key'],
    ["somebody else's key", () => [bob.publicKey], "is bob@example.org's already"],
    ['a key twice', () => [ann.publicKey], "is ann@example.org's already"],
    ['a short RSA key', () => [makeKey('-t', 'rsa', '-b', '2048').publicKey], '3072'],
    ['a file that is not there', () => ['no/such.pub'], 'there is no such file'],
    ['what is no key', () => ['.mcgate/config.yaml'], 'holds more than one line'],
    ['an end that has passed', () => [eve.publicKey, '--valid-before', '2020-01-01'], 'would never count'],
    ['a day that is none', () => [eve.publicKey, '--valid-before', '2999-02-30'], 'is no moment'],
  ])('refuses %s', async (_, args, message) => {
    const before = read('allowed');
    const [key = `--key=${readFileSync(eve.file, 'utf8')}`, ...rest] = args();
    const { code, stdout, stderr } = await signers(
      'add',
      'ann@example.org',
      ...(key.startsWith('--key=') ? [key] : ['--key', key]),
      ...rest,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('b3BlbnNzaC1rZXkt');
    expect(read('allowed')).toBe(before);
  });

  it('refuses a principal that stands for anybody, and a revoked key', async () => {
    expect((await signers('add', '*@example.org', '--key', eve.publicKey)).code).toBe(2);
    repository.write({ [files.revoked]: `${eve.publicKey}\n` });
    expect(await signers('add', 'ann@example.org', '--key', eve.publicKey)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is revoked') as string,
    });
    repository.write({ [files.revoked]: 'nonsense' });
    expect((await signers('add', 'ann@example.org', '--key', eve.publicKey)).code).toBe(2);
  });
});

describe('signers remove', () => {
  it('takes out what is meant, and nothing else', async () => {
    expect((await signers('remove', 'ann@example.org')).stdout).toContain('(line 3)');
    expect(read('allowed')).toBe(own + signerLine('bob@example.org', bob));
    expect(existsSync(path.join(repository.root, files.revoked))).toBe(false);
    const [last] = (await list()).signers;
    expect((await signers('remove', last?.fingerprint ?? '')).stdout).toContain('Nobody is left');
    expect(read('allowed')).toBe(own);
    expect((await signers('remove', 'bob@example.org')).code).toBe(2);
  });

  it('revokes, for all principals of a key', async () => {
    repository.write({
      [files.allowed]: signerLine('ann@example.org,team@example.org', ann) + signerLine('bob@example.org', bob),
      [files.revoked]: '# gone\n',
    });
    const { code, stdout } = await signers('remove', 'ann@example.org', '--revoke');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Revoked SHA256:') as string });
    expect(read('allowed')).toBe(signerLine('bob@example.org', bob));
    expect(read('revoked')).toMatch(/^# gone\nssh-ed25519 \S+ ann@example\.org,team@example\.org \d{4}-\d\d-\d\d\n$/u);
    expect(read('revoked')).toContain(ann.publicKey);
    // As ssh-keygen understands it.
    repository.write({ [files.allowed]: signerLine('ann@example.org', ann) });
    expect((await list()).signers).toMatchObject([{ state: 'revoked' }]);
  });

  it('leaves a principal with others on its line', async () => {
    repository.write({ [files.allowed]: signerLine('ann@example.org,bob@example.org', ann) });
    await signers('remove', 'bob@example.org');
    expect(read('allowed')).toBe(signerLine('ann@example.org', ann));
  });

  it('leaves a binary list to ssh-keygen, and changes nothing', async () => {
    execFileSync('ssh-keygen', ['-q', '-k', '-f', path.join(repository.root, files.revoked), `${bob.file}.pub`]);
    const before = [read('allowed'), read('revoked')];
    const { code, stderr } = await signers('remove', 'ann@example.org', '--revoke');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('ssh-keygen -k -u') as string });
    expect([read('allowed'), read('revoked')]).toEqual(before);
  });

  it('works while the config is broken', async () => {
    repository.write({ '.mcgate/config.yaml': 'people: 1\n' });
    expect((await signers('remove', 'ann@example.org', '--revoke')).code).toBe(0);
  });
});

describe('signers rotate', () => {
  const limit = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');

  it('lets both keys count for a while', async () => {
    expect((await signers('rotate', 'ann@example.org', '--key', eve.publicKey)).code).toBe(0);
    const lines = read('allowed').slice(own.length).split(/\r?\n/u);
    expect(lines[0]).toMatch(new RegExp(`^ann@example.org namespaces="mcgate-attestation@v1",valid-before="${limit(14)}\\d{6}Z" `, 'u'));
    expect(lines[0]).toContain(ann.publicKey);
    expect(lines[1]).toBe(signerLine('bob@example.org', bob).trimEnd());
    expect(lines[2]).toContain(eve.publicKey);
    expect((await list()).signers).toMatchObject([{ state: 'counts' }, { state: 'counts' }, { person: 'ann', state: 'counts' }]);
  });

  it('or takes the old one out at once', async () => {
    await signers('rotate', 'ann@example.org', '--key', eve.publicKey, '--overlap', '0d');
    expect(read('allowed')).not.toContain(ann.publicKey);
    expect((await list()).signers).toHaveLength(2);
  });

  it('keeps an end that comes sooner', async () => {
    const soon = `namespaces="mcgate-attestation@v1",valid-before="${limit(2)}"`;
    repository.write({ [files.allowed]: signerLine('ann@example.org', ann, soon) });
    await signers('rotate', 'ann@example.org', '--key', eve.publicKey);
    expect(read('allowed').startsWith(signerLine('ann@example.org', ann, soon))).toBe(true);
  });

  it.each([
    ['nobody', ['who@example.org'], 'has no key of'],
    ['a span that is none', ['ann@example.org', '--overlap', '2w'], 'no number of days'],
  ])('refuses %s', async (_, [principal = '', ...rest], message) => {
    const { code, stderr } = await signers('rotate', principal, '--key', eve.publicKey, ...rest);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
  });

  it('refuses a line that is somebody else’s too, and one that has ended', async () => {
    repository.write({ [files.allowed]: signerLine('ann@example.org,bob@example.org', ann) });
    expect((await signers('rotate', 'ann@example.org', '--key', eve.publicKey)).stderr).toContain('a line of bob@example.org too');
    repository.write({ [files.allowed]: signerLine('ann@example.org', ann, 'namespaces="mcgate-attestation@v1",valid-before="20200101"') });
    expect((await signers('rotate', 'ann@example.org', '--key', eve.publicKey)).stderr).toContain('have ended');
  });

  it('writes all or nothing', async () => {
    if (process.getuid?.() === 0) return;
    const folder = path.join(repository.root, '.mcgate');
    const before = read('allowed');
    chmodSync(folder, 0o555);
    expect((await signers('rotate', 'ann@example.org', '--key', eve.publicKey)).code).toBe(2);
    chmodSync(folder, 0o755);
    expect(read('allowed')).toBe(before);
  });
});
