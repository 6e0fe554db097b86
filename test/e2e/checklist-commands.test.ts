// A release through its commands, with real keys: asked for, refused, mended, signed by several people, recorded, and verified elsewhere.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChecklistItemState } from '../../src/core/documents.ts';
import { makeKey, signerLine, type TestKey } from '../attestation/keys.ts';
import { mcgate, type Ran } from '../support/cli.ts';
import { makeFolder, makeRepository, type TestRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

// The checklist below asks for one gate alone.
const config = `gates: { code: { enabled: false }, dependencies: { enabled: false } }
people:
  - { login: ann, emails: [ann@example.org], principals: [ann@example.org] }
  - { login: bob, emails: [bob@example.org], principals: [bob@example.org] }
  - { login: eve, emails: [eve@example.org], principals: [eve@example.org] }
release: { branches: ["release/*"] }
`;
const checklist = `items:
  - { id: threats, title: Threats are known, phase: threat-modelling, evidence: sign-off, expires: 30d }
  - { id: analysis, title: Analysed, phase: security-testing, evidence: { gate: permissions } }
  - { id: attack, title: Attacked, phase: security-testing, evidence: { report: { formats: [mcgate-report, zap] } } }
  - { id: review, title: Reviewed, phase: code-review, evidence: sign-off, threshold: 2, guidance: Look at a.js. }
`;
const [ann, bob, eve] = [makeKey(), makeKey('-t', 'ecdsa'), makeKey()];
const allowed = signerLine('ann@example.org', ann) + signerLine('bob@example.org', bob) + signerLine('eve@example.org', eve);
const branch = ['--base', 'release/1.0', '--offline'];

let repository: TestRepository;

beforeEach(() => {
  const documents = { '.mcgate/config.yaml': config, '.mcgate/checklist.yaml': checklist, '.mcgate/allowed_signers': allowed };
  repository = makeRepository({ branch: 'release/1.0', commits: [{ 'a.js': '1;\n', ...documents }, { 'a.js': '2;\n' }] });
  repository.git('remote', 'add', 'origin', 'git@github.com:Acme/Shop.git');
});

function run(...args: readonly string[]): Promise<Ran> {
  return mcgate(['checklist', ...args], { cwd: repository.root });
}

function sign(item: string, key: TestKey, ...args: readonly string[]): Promise<Ran> {
  return run('sign', item, ...branch, '--yes', '--key', key.file, ...args);
}

async function standing(): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await run('status', ...branch, '--format', 'json');
  return Object.fromEntries((JSON.parse(stdout) as readonly ChecklistItemState[]).map(({ id, status }) => [id, status]));
}

/** A report of ours about a commit, made now. */
function reportOf(commit: string, severity = 'low'): string {
  const report = {
    schemaVersion: '1',
    tool: { name: 'nuclei', version: '3.4' },
    ...{ commit, made: `${new Date().toISOString().slice(0, 19)}Z`, findings: [{ title: 'x', severity }] },
  };
  return path.join(makeFolder({ 'report.json': JSON.stringify(report) }), 'report.json');
}

async function signAll(): Promise<void> {
  const report = reportOf(repository.git('rev-parse', 'HEAD'));
  for (const [item, key, ...more] of [
    ['threats', bob],
    ['attack', eve, '--report', report],
    ['review', bob],
    ['review', eve],
  ] as const) {
    const { code, stderr } = await sign(item, key, ...more);
    expect(code, stderr).toBe(0);
    // Who commits an attestation does not become an author of what it is about.
    repository.commit({}, 'sign-off', key === bob ? 'bob@example.org' : 'eve@example.org');
  }
}

it('goes through its phases in order, and is recorded and verified without the repository', async () => {
  expect(await standing()).toEqual({ threats: 'pending', analysis: 'fulfilled', attack: 'pending', review: 'pending' });
  const early = await sign('review', bob);
  expect(early.code).toBe(2);
  expect(early.stderr).toContain('threats (threat-modelling) comes before code-review');
  await signAll();
  expect(await standing()).toEqual({ threats: 'fulfilled', analysis: 'fulfilled', attack: 'fulfilled', review: 'fulfilled' });

  const record = path.join(makeFolder({}), 'record');
  const exported = await run('export', record, ...branch, '--yes', '--key', ann.file);
  expect(exported.code, exported.stderr).toBe(0);
  expect(readdirSync(record).sort()).toEqual([
    'allowed_signers',
    'bundle.intoto.jsonl',
    'checklist.yaml',
    'record.html',
    'record.md',
    'report.json',
    'tree',
  ]);
  expect(readFileSync(path.join(record, 'record.md'), 'utf8')).toContain('4 of 4 fulfilled');

  const bundle = path.join(record, 'bundle.intoto.jsonl');
  const elsewhere = makeFolder({ signers: allowed });
  const verify = (...args: readonly string[]): Promise<Ran> => mcgate(['checklist', 'verify', bundle, ...args], { cwd: elsewhere });
  const good = await verify('--signers', 'signers');
  expect(good.code, good.stdout).toBe(0);
  expect(good.stdout).toContain('review: fulfilled, signed by bob@example.org, eve@example.org');
  expect((await verify()).stdout).toContain('give yours with --signers');

  const strangers = makeFolder({ signers: signerLine('ann@example.org', makeKey()) });
  expect((await verify('--signers', path.join(strangers, 'signers'))).code).toBe(1);
  // Without a sign-off that the record rests on.
  const lines = readFileSync(bundle, 'utf8').trim().split('\n');
  writeFileSync(bundle, `${lines.slice(0, -1).join('\n')}\n`);
  const cut = await verify('--signers', 'signers');
  expect(cut.code).toBe(1);
  expect(cut.stdout).toContain('review: fulfilled: 0 of 2 signatures verify');
});

it('is verified by ssh-keygen and sha256sum alone', async () => {
  await signAll();
  const record = path.join(makeFolder({}), 'record');
  await run('export', record, ...branch, '--yes', '--key', ann.file);
  const [, second = ''] = readFileSync(path.join(record, 'bundle.intoto.jsonl'), 'utf8').split('\n');
  const { payload, payloadType, signatures } = JSON.parse(second) as {
    payload: string;
    payloadType: string;
    signatures: { sig: string }[];
  };
  const body = Buffer.from(payload, 'base64');
  const message = Buffer.concat([Buffer.from(`DSSEv1 ${String(payloadType.length)} ${payloadType} ${String(body.length)} `), body]);
  const armored = (signatures[0]?.sig ?? '').replaceAll(/.{1,70}/g, '$&\n');
  const folder = makeFolder({ signature: `-----BEGIN SSH SIGNATURE-----\n${armored}-----END SSH SIGNATURE-----\n` });
  const subject = body.toString();
  const { item } = (JSON.parse(subject) as { predicate: { item: string } }).predicate;
  const who = item === 'attack' ? 'eve@example.org' : 'bob@example.org';
  const args = [
    '-Y',
    'verify',
    '-n',
    'mcgate-attestation@v1',
    '-f',
    path.join(record, 'allowed_signers'),
    '-I',
    who,
    '-s',
    path.join(folder, 'signature'),
  ];
  expect(execFileSync('ssh-keygen', args, { input: message }).toString()).toContain('Good "mcgate-attestation@v1" signature');
  const [digest = ''] = execFileSync('sha256sum', [path.join(record, 'tree')])
    .toString()
    .split(' ');
  expect(subject).toContain(digest);
});

it('a refusal holds against others, and ends with the tree that it is about', async () => {
  await signAll();
  expect((await sign('review', ann, '--refuse')).code).toBe(2);
  // Of an author it does not count.
  expect((await sign('review', ann, '--refuse', '--note', 'a.js says too much')).code).toBe(0);
  repository.commit();
  expect(await standing()).toMatchObject({ review: 'fulfilled' });
  expect((await sign('threats', eve, '--refuse', '--note', 'nobody thought of a.js')).code).toBe(0);
  repository.commit();
  expect(await standing()).toMatchObject({ threats: 'refused', review: 'pending' });
  repository.commit({ 'a.js': '3;\n' });
  expect(await standing()).toMatchObject({ threats: 'pending', attack: 'pending', review: 'pending' });
});

describe('sign', () => {
  it.each([
    ['an item that there is not', 'secrets', [], 'threats, attack, review'],
    ['an item of a gate', 'analysis', [], 'permissions gate answers'],
    ['a report that is missing', 'attack', [], 'asks for a report'],
    ['a report that nobody asked for', 'threats', ['--report', 'good'], 'asks for no report'],
    ['a report with an open finding', 'attack', ['--report', 'open'], '1 high'],
    ['a report about another commit', 'attack', ['--report', 'other'], 'holds another tree'],
    ['a date that is too far away', 'threats', ['--expires', '2099-01-01'], '30 days'],
  ])('refuses %s', async (_, item, args, told) => {
    const head = repository.git('rev-parse', 'HEAD');
    const files: Readonly<Record<string, string>> = {
      good: reportOf(head),
      open: reportOf(head, 'high'),
      other: reportOf(repository.git('rev-parse', 'HEAD~1')),
    };
    const { code, stderr } = await sign(item, bob, ...args.map((arg) => files[arg] ?? arg));
    expect(stderr).toContain(told);
    expect(code).toBe(2);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('refuses a tree that nobody else has, but for attestations', async () => {
    repository.write({ 'b.js': '1;\n' });
    expect((await sign('threats', bob)).stderr).toContain('not committed');
    repository.git('clean', '-fdq');
    expect((await sign('threats', bob)).code).toBe(0);
    expect((await sign('threats', eve)).code).toBe(0);
  });

  it('refuses what no check would read', async () => {
    const { code, stderr } = await sign('threats', bob, '--note', 'x'.repeat(2001));
    expect(stderr).toContain('This cannot be signed');
    expect(code).toBe(2);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('shows what is signed', async () => {
    const { stderr } = await sign('threats', bob, '--dry-run', '--note', 'all looked at');
    expect(stderr).toContain('Threats are known (threats, threat-modelling)');
    expect(stderr).toContain(repository.git('rev-parse', 'HEAD'));
    expect(stderr).toContain('all looked at');
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

it('request says what is asked of whom, and how', async () => {
  const { stdout, code } = await run('request', 'review', ...branch);
  expect(code).toBe(0);
  expect(stdout).toContain("npx mcgate checklist sign review --base 'origin/release/1.0'");
  expect(stdout).toContain('Look at a.js');
  expect(stdout).toContain('2 people have to');
});

it('what a branch is called runs nothing where the request is pasted', async () => {
  const name = "release/1$(touch${IFS}planted)'`id`";
  repository.git('branch', name);
  const { stdout, stderr } = await run('request', 'review', '--base', name, '--offline');
  const line = stdout.split('\n').find((each) => each.startsWith('npx mcgate checklist status')) ?? stderr;
  const words = execFileSync('sh', ['-c', line.replace('npx mcgate', 'printf "%s\\n"')], { cwd: repository.root }).toString();
  expect(words.split('\n')).toContain(`origin/${name}`);
  expect(readdirSync(repository.root)).not.toContain('planted');
});

it('a report that names the commit counts without a signature, where the run is handed one', async () => {
  const head = repository.git('rev-parse', 'HEAD');
  const items = async (file: string): Promise<string | undefined> => {
    const { stdout } = await run('status', ...branch, '--format', 'json', '--report', `attack=${file}`);
    return (JSON.parse(stdout) as readonly ChecklistItemState[]).find(({ id }) => id === 'attack')?.status;
  };
  expect(await items(reportOf(head))).toBe('fulfilled');
  expect(await items(reportOf(repository.git('rev-parse', 'HEAD~1')))).toBe('pending');
  expect(await items(reportOf(head, 'critical'))).toBe('pending');
  const { code, stderr } = await run('status', ...branch, '--report', `review=${reportOf(head)}`);
  expect(stderr).toContain('These do: attack');
  expect(code).toBe(2);
});
