// Who signs is changed by those who sign: several of them, each in person, none of them an author. Through the command, with real keys.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeBase64, formatEnvelope, readEnvelope } from '../../src/attestation/envelope.ts';
import { formatStatement, readStatement } from '../../src/attestation/statement.ts';
import type { ApprovalStatement, Finding, Report } from '../../src/core/documents.ts';
import { makeKey, sign, signerLine, type TestKey } from '../attestation/keys.ts';
import { mcgate, type Ran } from '../support/cli.ts';
import { makeRepository, type TestRepository } from '../support/git-repository.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

// The author of all commits is ann@example.org, who signs too.
const config = `people:
  - { login: ann, emails: [ann@example.org], principals: [ann@example.org] }
  - { login: bob, principals: [bob@example.org, bob-token] }
  - { login: cleo, principals: [cleo@example.org] }
  - { login: dan, principals: [dan@example.org] }
  - { login: eve, principals: [eve@example.org] }
`;
const folder = '.mcgate/attestations';
const [ann, bob, bobToken, cleo, dan, eve] = [makeKey(), makeKey(), makeKey(), makeKey(), makeKey(), makeKey()];
const signers =
  signerLine('ann@example.org', ann) +
  signerLine('bob@example.org', bob) +
  signerLine('bob-token', bobToken) +
  signerLine('cleo@example.org', cleo);

let repository: TestRepository;
let base: string;
/** What whoever approves of the change signs. */
let template: ApprovalStatement;

beforeAll(async () => {
  repository = makeRepository({
    commits: [
      { '.mcgate/config.yaml': config, '.mcgate/allowed_signers': signers + signerLine('dan@example.org', dan) },
      { '.mcgate/allowed_signers': signers },
    ],
  });
  base = repository.git('rev-parse', 'HEAD');
  repository.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  repository.git('checkout', '-q', '-b', 'feature');
  repository.commit({ '.mcgate/allowed_signers': signers + signerLine('eve@example.org', eve) });
  const { stdout } = await approve(bob);
  expect(stdout).toContain('2 of those who sign have to approve the change');
  const read = readStatement({ payload: payloadOf(names()[0] ?? '') });
  if (!read.ok || read.statement.predicateType !== 'https://unpkg.com/mcgate/predicates/approval/v1') throw new Error('no approval');
  template = read.statement;
});

beforeEach(() => {
  repository.git('checkout', '-q', '-f', '-B', 'try', 'feature');
  repository.git('branch', '-q', '-f', 'main', base);
  rmSync(path.join(repository.root, folder), { recursive: true, force: true });
});

function approve(key: TestKey): Promise<Ran> {
  const args = ['--reason', 'eve joins the team', '--base', 'main', '--yes', '--key', key.file];
  return mcgate(['approve', ...args], { cwd: repository.root });
}

function names(): readonly string[] {
  return readdirSync(path.join(repository.root, folder));
}

function payloadOf(name: string): Uint8Array {
  const { payload } = JSON.parse(readFileSync(path.join(repository.root, folder, name), 'utf8')) as { readonly payload: string };
  return decodeBase64(payload) ?? new Uint8Array();
}

/** A file with these people's signatures, committed. */
function signed(keys: readonly TestKey[], reason = 'eve joins the team'): void {
  const payload = formatStatement({ ...template, predicate: { ...template.predicate, reason } });
  const name = `${createHash('sha256').update(payload).digest('hex')}.json`;
  mkdirSync(path.join(repository.root, folder), { recursive: true });
  const text = formatEnvelope({ payload, signatures: keys.map((key) => sign(key, payload)) }, []);
  writeFileSync(path.join(repository.root, folder, name), text);
  repository.commit({}, 'approval');
}

interface Answer {
  readonly verdict: string;
  readonly by: readonly string[];
  readonly findings: readonly Finding[];
  readonly notices: string;
}

async function check(): Promise<Answer> {
  const { stdout } = await mcgate(['check', '--gate', 'permissions', '--base', 'main', '--format', 'json'], { cwd: repository.root });
  const { verdict, findings, notices } = JSON.parse(stdout) as Report;
  const by = findings.flatMap(({ approval }) => approval?.by ?? []);
  return { verdict, by, findings, notices: notices.map(({ code, message }) => `${code}: ${message}`).join('\n') };
}

describe('a change of who signs', () => {
  it('passes with the signatures of two, in two files', async () => {
    signed([bob], 'eve joins the team');
    expect(await check()).toMatchObject({ verdict: 'fail', by: [], notices: expect.stringContaining('approval-short') as string });
    signed([cleo], 'cleo knows her too');
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['bob', 'cleo'], notices: '' });
  });

  it('passes with those of two who gave the same reason, through the command', async () => {
    await approve(bob);
    repository.commit({}, 'approval');
    await approve(cleo);
    repository.commit({}, 'approval');
    expect(names()).toHaveLength(1);
    const text = readFileSync(path.join(repository.root, folder, names()[0] ?? ''), 'utf8');
    expect(readEnvelope(text)).toMatchObject({ ok: true, envelope: { signatures: [{}, {}] } });
    expect(await check()).toMatchObject({ verdict: 'pass', by: ['bob', 'cleo'] });
  });

  it('does not pass with two keys of one person', async () => {
    signed([bob, bobToken]);
    signed([bobToken], 'another reason');
    expect(await check()).toMatchObject({
      verdict: 'fail',
      by: [],
      notices: expect.stringContaining('is approved by bob; 2 of') as string,
    });
  });

  it("does not pass with the author's", async () => {
    signed([bob, ann]);
    signed([ann], 'another reason');
    expect(await check()).toMatchObject({
      verdict: 'fail',
      notices: expect.stringContaining('ann@example.org took part in the change') as string,
    });
  });

  it('does not pass with a key that it brings itself', async () => {
    signed([bob, eve]);
    signed([eve], 'another reason');
    expect(await check()).toMatchObject({
      verdict: 'fail',
      notices: expect.stringContaining('Nobody at the trusted tip signs with') as string,
    });
  });

  it('does not pass with a key that is revoked at the tip', async () => {
    signed([bob, cleo]);
    const { git, commit } = repository;
    git('checkout', '-q', 'main');
    commit({ '.mcgate/revoked_keys': `${cleo.publicKey}\n` });
    git('checkout', '-q', 'try');
    expect(await check()).toMatchObject({ verdict: 'fail', by: [], notices: expect.stringContaining('by bob; 2 of') as string });
  });

  it('does not pass with a key that is gone from the tip', async () => {
    signed([bob, dan]);
    signed([dan], 'another reason');
    expect(await check()).toMatchObject({
      verdict: 'fail',
      notices: expect.stringContaining('Nobody at the trusted tip signs with') as string,
    });
  });

  it('says how many have to sign', async () => {
    const { findings } = await check();
    expect(findings).toMatchObject([{ ruleId: 'weakening/signers-changed', evidence: { signers: 2 } }]);
    const { stdout } = await mcgate(['check', '--gate', 'permissions', '--base', 'main'], { cwd: repository.root });
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('have 2 of those who sign already approve of it');
  });
});
