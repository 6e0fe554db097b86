// Attestations signed by real keys, and every way to forge, bend or borrow one.
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../../src/attestation/allowed-signers.ts';
import { formatEnvelope, preAuthEncoding } from '../../src/attestation/envelope.ts';
import { signatureNamespace } from '../../src/attestation/ssh-signature.ts';
import { formatStatement, predicateTypes, subjectName } from '../../src/attestation/statement.ts';
import { verifyAttestation, type Verified } from '../../src/attestation/verify.ts';
import type { Attestation } from '../../src/core/documents.ts';
import { childEnvironment } from '../../src/platform/environment.ts';
import { findProgram } from '../../src/platform/find-program.ts';
import { createRunTool } from '../../src/platform/run-tool.ts';
import { createCheckSignature } from '../../src/platform/ssh-keygen.ts';
import { makeKey, sign, signerLine, type TestKey } from './keys.ts';

const now = new Date('2026-11-22T12:00:00Z');
const place = { repository: 'acme/shop', target: 'refs/heads/main' };
const statement: Attestation = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: subjectName(place), digest: { sha256: 'a'.repeat(64) } }],
  predicateType: predicateTypes.signOff,
  predicate: { ...place, item: 'threat-model', itemDigest: 'b'.repeat(64), decision: 'accepted', expires: '2027-01-31' },
};
const payload = formatStatement(statement);

let ann: TestKey;
let bob: TestKey;

beforeAll(() => {
  ann = makeKey();
  bob = makeKey('-t', 'ecdsa', '-b', '256');
});

interface Setting {
  readonly revoked?: Uint8Array | null;
  readonly at?: Date;
  readonly file?: string;
}

function verify(envelope: string, signers: string, { revoked = null, at = now, file }: Setting = {}): Promise<Verified> {
  const env = childEnvironment(process.env);
  const program = file ?? findProgram('ssh-keygen', env['PATH'] ?? '', '/nowhere') ?? '';
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'mcgate-verify-'));
  const check = createCheckSignature({ file: program, runTool: createRunTool({ env }), scratch, revoked });
  return verifyAttestation(envelope, { allowed: parseAllowedSigners(signers), check, now: at });
}

function envelopeOf(keys: readonly TestKey[], bytes: Uint8Array = payload): string {
  return formatEnvelope({ payload: bytes, signatures: keys.map((key) => sign(key, bytes)) }, []);
}

async function names(answer: Promise<Verified>): Promise<readonly string[] | string> {
  const verified = await answer;
  return verified.ok ? verified.signers.flatMap(({ principals }) => principals) : verified.problem;
}

async function refusals(answer: Promise<Verified>): Promise<readonly string[]> {
  const verified = await answer;
  return verified.ok ? verified.refused : [verified.problem];
}

describe('an attestation', () => {
  it('counts with a key that the trusted tip names for it', async () => {
    const verified = await verify(envelopeOf([ann]), signerLine('ann@example.org', ann));
    expect(verified).toMatchObject({
      ok: true,
      statement,
      signers: [{ principals: ['ann@example.org'], key: { type: 'ssh-ed25519' } }],
      refused: [],
    });
  });

  it('counts for each of its signers', async () => {
    const lines = signerLine('ann@example.org', ann) + signerLine('bob@example.org', bob);
    expect(await names(verify(envelopeOf([ann, bob]), lines))).toEqual(['ann@example.org', 'bob@example.org']);
  });

  it.each([
    ['rsa', '-b', '3072'],
    ['ecdsa', '-b', '521'],
    ['ecdsa', '-b', '384'],
  ])('may be signed with %s %s %s', async (...options) => {
    const key = makeKey('-t', ...options);
    expect(await names(verify(envelopeOf([key]), signerLine('ann@example.org', key)))).toEqual(['ann@example.org']);
  });

  it.each(['ed25519', 'ecdsa'] as const)('may be signed with a key in hardware: %s', async (kind) => {
    const key = hardwareKey(kind);
    const envelope = formatEnvelope({ payload, signatures: [key.sign(preAuthEncoding(payload))] }, []);
    const line = `ann@example.org namespaces="${signatureNamespace}" ${key.publicKey}\n`;
    expect(await names(verify(envelope, line))).toEqual(['ann@example.org']);
    const other = formatStatement({ ...statement, predicate: { ...statement.predicate, expires: '2027-02-01' } });
    const moved = formatEnvelope({ payload: other, signatures: [key.sign(preAuthEncoding(payload))] }, []);
    expect(await names(verify(moved, line))).toEqual([]);
  });

  it('is what stock ssh-keygen verifies, as the documentation says', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'mcgate-stock-'));
    const at = (name: string): string => path.join(folder, name);
    writeFileSync(at('attestation.json'), envelopeOf([ann]));
    writeFileSync(at('allowed_signers'), signerLine('ann@example.org', ann));
    const page = readFileSync('docs/attestations.md', 'utf8');
    const scripts = [...page.matchAll(/```sh\n(.*?)```/gsu)].map(([, text = '']) => text);
    const script = scripts.find((text) => text.includes('-Y verify')) ?? 'exit 1';
    const said = execFileSync('sh', ['-euc', script], { cwd: folder, encoding: 'utf8' });
    expect(said).toContain('Good "mcgate-attestation@v1" signature for ann@example.org');
    writeFileSync(at('attestation.json'), envelopeOf([bob]));
    expect(() => execFileSync('sh', ['-euc', script], { cwd: folder, stdio: 'pipe' })).toThrow();
  });
});

describe('does not count', () => {
  it('a signature for another use', async () => {
    const envelope = formatEnvelope({ payload, signatures: [sign(ann, payload, 'git')] }, []);
    expect(await refusals(verify(envelope, signerLine('ann@example.org', ann)))).toEqual([
      'A signature is for "git", not for mcgate-attestation@v1',
    ]);
  });

  it.each([
    ['without a namespace', ''],
    ['for another', 'namespaces="git,file"'],
    ['for all by a pattern', 'namespaces="*"'],
    ['that makes certificates', `cert-authority,namespaces="${signatureNamespace}"`],
    ['with an option that is not known', `verify-required,namespaces="${signatureNamespace}"`],
  ])('a line of allowed_signers %s', async (_, options) => {
    const signers = signerLine('ann@example.org', ann, options);
    expect(parseAllowedSigners(signers)).toMatchObject({ signers: [], problems: [{ line: 1 }] });
    expect(await names(verify(envelopeOf([ann]), signers))).toEqual([]);
  });

  it('a signer whom the trusted tip does not name', async () => {
    expect(await refusals(verify(envelopeOf([bob]), signerLine('ann@example.org', ann)))).toEqual([
      expect.stringContaining('Nobody at the trusted tip signs with ecdsa-sha2-nistp256'),
    ]);
  });

  it('a key that is revoked, by its name or in a KRL', async () => {
    const signers = signerLine('ann@example.org', ann);
    expect(await names(verify(envelopeOf([ann]), signers, { revoked: Buffer.from(`${ann.publicKey}\n`) }))).toEqual([]);
    const krl = path.join(mkdtempSync(path.join(os.tmpdir(), 'mcgate-krl-')), 'krl');
    execFileSync('ssh-keygen', ['-q', '-k', '-f', krl, `${ann.file}.pub`]);
    const revoked = readFileSync(krl);
    expect(await refusals(verify(envelopeOf([ann, bob]), signers + signerLine('bob@example.org', bob), { revoked }))).toEqual([
      expect.stringContaining('does not count'),
    ]);
    expect(await names(verify(envelopeOf([ann]), signers, { revoked: Buffer.from(`${bob.publicKey}\n`) }))).toEqual(['ann@example.org']);
  });

  it('all, where the list of revoked keys cannot be read', async () => {
    expect(
      await names(verify(envelopeOf([ann]), signerLine('ann@example.org', ann), { revoked: Buffer.from('SSHKRL\n\0 broken') })),
    ).toEqual([]);
  });

  it('a key before and after its time, by the clock of this run', async () => {
    const signers = signerLine(
      'ann@example.org',
      ann,
      `namespaces="${signatureNamespace}",valid-after="20261101",valid-before="20261201Z"`,
    );
    const envelope = envelopeOf([ann]);
    const on = (day: string): Promise<readonly string[] | string> => names(verify(envelope, signers, { at: new Date(day) }));
    expect(await on('2026-10-31T23:59:59Z')).toEqual([]);
    expect(await on('2026-11-01T00:00:01Z')).toEqual(['ann@example.org']);
    expect(await on('2026-11-30T23:59:59Z')).toEqual(['ann@example.org']);
    expect(await on('2026-12-01T00:00:01Z')).toEqual([]);
  });

  it('a predicate that was edited', async () => {
    const edited = formatStatement({ ...statement, predicate: { ...statement.predicate, expires: '2037-01-31' } });
    const envelope = formatEnvelope({ payload: edited, signatures: [sign(ann, payload)] }, []);
    expect(await names(verify(envelope, signerLine('ann@example.org', ann)))).toEqual([]);
  });

  it('a short RSA key, nor one of a kind that may not sign', async () => {
    const key = makeKey('-t', 'rsa', '-b', '2048');
    const signers = `ann@example.org namespaces="${signatureNamespace}" ${key.publicKey}\n`;
    expect(parseAllowedSigners(signers).problems).toEqual([{ line: 1, message: expect.stringContaining('2048 bits') as string }]);
    expect(await refusals(verify(envelopeOf([key]), signers))).toEqual([expect.stringContaining('2048 bits')]);
    const odd = Buffer.from('AAAAB3NzaC1kc3MAAAAA', 'base64');
    expect(parseAllowedSigners(`ann namespaces="${signatureNamespace}" ssh-dss ${odd.toString('base64')}`).problems[0]?.message).toContain(
      'ssh-dss',
    );
  });

  it('what is not what it says', async () => {
    const good = envelopeOf([ann]);
    const signers = signerLine('ann@example.org', ann);
    const told = (text: string): Promise<readonly string[]> => refusals(verify(text, signers));
    const over = (value: unknown): string =>
      envelopeOf([ann], new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));
    expect(await told(good.replace('{', '{"payload":"e30=",'))).toEqual([expect.stringContaining('a name twice')]);
    expect(await told(good.replace('"signatures"', '"signatures":[],"signatures"'))).toEqual([expect.stringContaining('a name twice')]);
    expect(await told(over(JSON.stringify(statement).replace('"predicate":{', '"predicate":{"decision":"refused",')))).toEqual([
      expect.stringContaining('a name twice'),
    ]);
    expect(await told(over(`${'['.repeat(60_000)}${']'.repeat(60_000)}`))).toEqual([
      expect.stringMatching(/nested too deeply|is no sign-off/u),
    ]);
    expect(await told('{'.repeat(10))).toEqual(['is not JSON']);
    expect(await told(`${good}${' '.repeat(300_000)}`)).toEqual([expect.stringContaining('is longer than')]);
    expect(await told(good.replace('vnd.in-toto', 'vnd.other'))).toEqual([expect.stringContaining('payloadType')]);
    expect(await told(over({ ...statement, predicateType: 'https://slsa.dev/provenance/v1' }))).toEqual([
      expect.stringContaining('no statement of mcgate'),
    ]);
    expect(await told(over({ ...statement, extra: 1 }))).toEqual([expect.stringContaining('no statement of mcgate')]);
    expect(await told(over({ ...statement, subject: [{ ...statement.subject[0], name: 'acme/other@refs/heads/main' }] }))).toEqual([
      expect.stringContaining('another place'),
    ]);
    expect(await told(JSON.stringify({ ...(JSON.parse(good) as object), signatures: [] }))).toEqual([expect.stringContaining('1 to 10')]);
    expect(await told(JSON.stringify({ ...(JSON.parse(good) as object), signatures: Array(11).fill({ sig: 'YQ==' }) }))).toEqual([
      expect.stringContaining('1 to 10'),
    ]);
    expect(await told(JSON.stringify({ ...(JSON.parse(good) as object), signatures: [{ sig: 'YQ' }] }))).toEqual([
      expect.stringContaining('base64'),
    ]);
    expect(await told(JSON.stringify({ ...(JSON.parse(good) as object), signatures: [{ sig: 'YQ==' }] }))).toEqual([
      'A signature is no SSH signature',
    ]);
    // White space is free: a formatter may have been over it.
    expect(await names(verify(JSON.stringify(JSON.parse(good), null, 2), signers))).toEqual(['ann@example.org']);
  });

  it('is no "no" where ssh-keygen is missing or hangs', async () => {
    const envelope = envelopeOf([ann]);
    await expect(verify(envelope, signerLine('ann@example.org', ann), { file: '/nowhere/ssh-keygen' })).rejects.toMatchObject({
      code: 'tool-failed',
    });
    expect(findProgram('ssh-keygen', '', '/nowhere')).toBeNull();
  });
});

/**
 * A security key in software: a signature over the digest of the application, a flag for the touch, a counter and the digest of what is signed
 * (PROTOCOL.u2f).
 */
function hardwareKey(kind: 'ed25519' | 'ecdsa'): { readonly publicKey: string; readonly sign: (message: Uint8Array) => Uint8Array } {
  const isEd = kind === 'ed25519';
  const { publicKey, privateKey } = isEd ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const application = Buffer.from('ssh:');
  const type = Buffer.from(isEd ? 'sk-ssh-ed25519@openssh.com' : 'sk-ecdsa-sha2-nistp256@openssh.com');
  // The point is the end of the key in DER: 32 bytes, or 65 with their mark.
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(isEd ? -32 : -65);
  const blob = Buffer.concat([type, ...(isEd ? [] : [Buffer.from('nistp256')]), point, application].map(wireString));
  const sha = (hash: string, data: Uint8Array): Buffer => createHash(hash).update(data).digest();
  const signed = (data: Uint8Array): Uint8Array => {
    if (isEd) return signBytes(null, data, privateKey);
    const pair = signBytes('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return Buffer.concat([pair.subarray(0, 32), pair.subarray(32)].map((number) => wireString(positive(number))));
  };
  return {
    publicKey: `${type.toString()} ${blob.toString('base64')}`,
    sign: (message) => {
      const head = [Buffer.from(signatureNamespace), Buffer.alloc(0), Buffer.from('sha512')];
      const toSign = Buffer.concat([Buffer.from('SSHSIG'), ...[...head, sha('sha512', message)].map(wireString)]);
      const tail = Buffer.from([1, 0, 0, 0, 7]);
      const signature = signed(Buffer.concat([sha('sha256', application), tail, sha('sha256', toSign)]));
      const whole = Buffer.concat([wireString(type), wireString(signature), tail]);
      return Buffer.concat([
        Buffer.from('SSHSIG'),
        Buffer.from([0, 0, 0, 1]),
        wireString(blob),
        ...head.map(wireString),
        wireString(whole),
      ]);
    },
  };
}

/** An mpint (RFC 4251, section 5): without leading zeros, but one where the sign would be negative. */
function positive(number: Uint8Array): Buffer {
  const start = number.findIndex((byte) => byte !== 0);
  const bytes = number.subarray(Math.max(0, start));
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : Buffer.from(bytes);
}

function wireString(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
