// Who signed, as far as no cryptography is asked: which fields are read, whom ssh-keygen is asked about, and what is said of the rest.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../../src/attestation/allowed-signers.ts';
import { encodeBase64, formatEnvelope, preAuthEncoding, readEnvelope } from '../../src/attestation/envelope.ts';
import { readKey } from '../../src/attestation/ssh-key.ts';
import { armor, dearmor, readSignature } from '../../src/attestation/ssh-signature.ts';
import { createReader } from '../../src/attestation/ssh-wire.ts';
import { formatStatement, predicateTypes, readStatement, subjectName } from '../../src/attestation/statement.ts';
import { verifyAttestation, type Verified } from '../../src/attestation/verify.ts';
import type { Attestation } from '../../src/core/documents.ts';
import type { CheckSignature, SignatureCheck } from '../../src/core/signature.ts';
import { pureCheck, pureEnvelope, pureKey, pureLine, pureSign, wire, type SignatureParts } from './pure-keys.ts';

const now = new Date('2026-11-22T12:00:00Z');
const place = { repository: 'acme/shop', target: 'refs/heads/main' };
const statement: Attestation = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: subjectName(place), digest: { sha256: 'a'.repeat(64) } }],
  predicateType: predicateTypes.signOff,
  predicate: { ...place, item: 'review', itemDigest: 'b'.repeat(64), decision: 'accepted', expires: '2027-01-31' },
};
const payload = formatStatement(statement);
const [ann, bob] = [pureKey('ann'), pureKey('bob')];

function verify(text: string, signers: string, check: CheckSignature = pureCheck()): Promise<Verified> {
  return verifyAttestation(text, { allowed: parseAllowedSigners(signers), check, now });
}

function fingerprint(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace('=', '')}`;
}

describe('an attestation', () => {
  it('is told with its signers and their keys', async () => {
    expect(await verify(pureEnvelope(statement, [ann, bob]), pureLine('ann,ann2', ann) + pureLine('bob', bob))).toEqual({
      ok: true,
      statement,
      signers: [
        { principals: ['ann', 'ann2'], key: { type: 'ssh-ed25519', fingerprint: fingerprint(ann.blob) } },
        { principals: ['bob'], key: { type: 'ssh-ed25519', fingerprint: fingerprint(bob.blob) } },
      ],
      refused: [],
    });
  });

  it('is asked about with the line as it was understood, at the time of the run', async () => {
    const asked: SignatureCheck[] = [];
    const line = `  ann,bob   valid-before="20271231Z",namespaces="git,mcgate-attestation@v1",valid-after="202601010000Z" ${ann.publicKey} a comment`;
    await verify(
      pureEnvelope(statement, [ann]),
      line,
      pureCheck((check) => asked.push(check)),
    );
    expect(asked).toEqual([
      {
        ...{ message: preAuthEncoding(payload), signature: armor(pureSign(ann, payload)), principal: 'ann', at: now },
        allowedSigners: `ann,bob namespaces="mcgate-attestation@v1",valid-after="202601010000",valid-before="20271231" ${ann.publicKey}\n`,
        namespace: 'mcgate-attestation@v1',
      },
    ]);
  });

  it('is asked about with no more than the namespace where a line has no time', async () => {
    const asked: string[] = [];
    await verify(
      pureEnvelope(statement, [ann]),
      pureLine('ann', ann),
      pureCheck(({ allowedSigners }) => asked.push(allowedSigners)),
    );
    expect(asked).toEqual([`ann namespaces="mcgate-attestation@v1" ${ann.publicKey}\n`]);
  });

  it('counts for all principals of a key whose lines hold, each once', async () => {
    const lines = pureLine('ann', ann) + pureLine('ann,ann2', ann) + pureLine('gone', ann, ',valid-before="20200101"');
    const pure = pureCheck();
    const check: CheckSignature = (asked) =>
      asked.allowedSigners.includes('valid-before') ? Promise.resolve({ valid: false, problem: 'key has expired' }) : pure(asked);
    expect(await verify(pureEnvelope(statement, [ann]), lines, check)).toMatchObject({
      signers: [{ principals: ['ann', 'ann2'] }],
      refused: [],
    });
  });

  it('says of each signature that does not count why, and counts the others', async () => {
    const forged = formatEnvelope(
      { payload, signatures: [pureSign(bob, payload), pureSign(ann, Buffer.from('other')), Buffer.from('x'), pureSign(ann, payload)] },
      [],
    );
    const verified = await verify(forged, pureLine('ann,ann2', ann));
    expect(verified).toMatchObject({
      ok: true,
      signers: [{ principals: ['ann', 'ann2'] }],
      refused: [
        `Nobody at the trusted tip signs with ssh-ed25519 ${fingerprint(bob.blob)}`,
        `The signature of ann, ann2 with ssh-ed25519 ${fingerprint(ann.blob)} does not count: incorrect signature`,
        'A signature is no SSH signature',
      ],
    });
  });

  it('has no signers where nobody can be asked', async () => {
    const check: CheckSignature = () => Promise.reject(new Error('no ssh-keygen'));
    await expect(verify(pureEnvelope(statement, [ann]), pureLine('ann', ann), check)).rejects.toThrow('no ssh-keygen');
    expect(await verify(pureEnvelope(statement, [ann]), '', check)).toMatchObject({ ok: true, signers: [] });
  });

  it('that is none is no attestation of anybody', async () => {
    expect(await verify('{}', pureLine('ann', ann))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('payloadType') as string,
    });
    const empty = formatEnvelope({ payload: Buffer.from('{}'), signatures: [pureSign(ann, Buffer.from('{}'))] }, []);
    expect(await verify(empty, pureLine('ann', ann))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('is no statement') as string,
    });
  });
});

describe('a signature', () => {
  const problem = (parts: SignatureParts, blob = pureSign(ann, payload, parts)): string | null => {
    const read = readSignature(blob);
    return read.ok ? null : read.problem;
  };

  it('is read field by field', () => {
    expect(readSignature(pureSign(ann, payload))).toEqual({
      ok: true,
      signature: { key: { type: 'ssh-ed25519', fingerprint: fingerprint(ann.blob) }, keyBlob: Buffer.from(ann.blob) },
    });
    expect(problem({ hash: 'sha256' })).toBeNull();
    expect(problem({ reserved: 'x' })).toBeNull();
  });

  it.each<[string, SignatureParts, string]>([
    ['of another kind', { magic: 'SSHSIX' }, 'is no SSH signature'],
    ['of a later version', { version: 2 }, 'is an SSH signature of an unknown version'],
    ['for another use', { namespace: `git"${'x'.repeat(100)}` }, `is for "git\\"${'x'.repeat(56)}", not for mcgate-attestation@v1`],
    ['for a use that cannot be printed', { namespace: 'git\n' }, 'is an SSH signature that is cut off or too long'],
    ['with a weak hash', { hash: 'sha1' }, 'has a hash other than sha512 and sha256'],
    ['with more behind it', { tail: new Uint8Array([0]) }, 'is an SSH signature that is cut off or too long'],
  ])('%s is refused', (_, parts, why) => {
    expect(problem(parts)).toBe(why);
  });

  it('that is cut off anywhere is refused', () => {
    const whole = pureSign(ann, payload);
    for (let length = 0; length < whole.length; length += 1) expect(problem({}, whole.subarray(0, length))).not.toBeNull();
  });

  it('with a key that may not sign is refused', () => {
    const blob = wire('ssh-dss', 'x');
    expect(problem({}, pureSign({ blob, publicKey: '' }, payload))).toBe(
      'is made with a key that is of the kind "ssh-dss", which may not sign',
    );
  });

  it('is armored in lines of 70, and read back, with either line end', () => {
    const text = armor(pureSign(ann, payload));
    const lines = text.split('\n');
    expect([lines[0], lines.at(-2), lines.at(-1)]).toEqual(['-----BEGIN SSH SIGNATURE-----', '-----END SSH SIGNATURE-----', '']);
    expect(lines.slice(1, -3).every((line) => line.length === 70)).toBe(true);
    expect(dearmor(text.replaceAll('\n', '\r\n'))).toEqual(Buffer.from(pureSign(ann, payload)));
    expect(dearmor(`${text}  \n`)).not.toBeNull();
  });

  it.each([
    ['nothing before it', (text: string): string => `x${text}`],
    ['nothing behind it', (text: string): string => `${text}x`],
    ['its end', (text: string): string => text.replace('-----END', '----END')],
    ['base64 in between', (text: string): string => text.replace(/\n(.)/u, '\n=')],
    ['something in between', (): string => '-----BEGIN SSH SIGNATURE-----\n\n-----END SSH SIGNATURE-----\n'],
  ])('in armor has %s', (_, change) => {
    expect(dearmor(change(armor(pureSign(ann, payload))))).toBeNull();
  });

  it('in armor of nothing has no lines', () => {
    expect(armor(new Uint8Array())).toBe('-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n');
  });
});

describe('a key', () => {
  const rsa = (bits: number, lead: readonly number[] = [0]): Uint8Array =>
    wire(
      'ssh-rsa',
      new Uint8Array([1, 0, 1]),
      Buffer.concat([Buffer.from(lead), Buffer.alloc(Math.ceil(bits / 8), 0xff).fill(2 ** ((bits - 1) % 8), 0, 1)]),
    );

  it.each([
    ...['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
    ...['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'],
  ])('may be of the kind %s', (type) => {
    const blob = wire(type, 'x');
    expect(readKey(blob)).toEqual({ ok: true, key: { type, fingerprint: fingerprint(blob) } });
  });

  it('of RSA has 3072 bits, told to the bit', () => {
    const told = (blob: Uint8Array): string => {
      const read = readKey(blob);
      return read.ok ? 'taken' : read.problem;
    };
    for (const bits of [3072, 3073, 4096]) expect(told(rsa(bits))).toBe('taken');
    for (const bits of [1, 2, 7, 8, 2048, 3070, 3071])
      expect(told(rsa(bits))).toBe(`is an RSA key of ${String(bits)} bits; 3072 are the least that may sign`);
    // Zeros in front make it no longer.
    expect(told(rsa(3071, [0, 0, 0, 0]))).toContain('3071 bits');
    expect(told(rsa(3072, []))).toBe('taken');
    expect(told(wire('ssh-rsa', 'x'))).toContain('of 0 bits');
    expect(told(wire('ssh-rsa', 'x', new Uint8Array([0])))).toContain('of 0 bits');
  });

  it('of no kind is none', () => {
    expect(readKey(new Uint8Array())).toEqual({ ok: false, problem: 'cannot be read' });
    const read = readKey(wire(`ssh-${'x'.repeat(100)}`, 'y'));
    expect(read).toEqual({ ok: false, problem: `is of the kind "ssh-${'x'.repeat(56)}", which may not sign` });
  });
});

describe("SSH's strings", () => {
  it('are read one by one, to the end', () => {
    const reader = createReader(wire('ab', '', 'c'));
    expect([reader.text(), reader.text(), reader.atEnd(), reader.text(), reader.atEnd(), reader.text()]).toEqual([
      'ab',
      '',
      false,
      'c',
      true,
      null,
    ]);
    expect(createReader(wire('ab'), 2).number()).toBe(0x00_02_61_62);
    expect(createReader(new Uint8Array(3)).number()).toBeNull();
    expect(createReader(new Uint8Array([255, 255, 255, 255])).number()).toBe(0xff_ff_ff_ff);
  });

  it('are text where each of their bytes is', () => {
    for (const text of [' ~', 'az']) expect(createReader(wire(text)).text()).toBe(text);
    for (const text of ['a\n', '\u007f', '\u001f', 'ä']) expect(createReader(wire(text)).text()).toBeNull();
    expect(createReader(wire('ab').subarray(0, 5)).bytes()).toBeNull();
  });
});

describe('what is signed', () => {
  it('is the same bytes for the same statement', () => {
    const other = Object.fromEntries(Object.entries(statement).reverse()) as unknown as Attestation;
    expect(Buffer.from(formatStatement(other)).toString()).toBe(Buffer.from(payload).toString());
    expect(readStatement({ payload })).toEqual({ ok: true, statement });
    expect(subjectName(place)).toBe('acme/shop@refs/heads/main');
  });

  const told = (text: string | Uint8Array): string => {
    const read = readStatement({ payload: Buffer.from(text) });
    return read.ok ? 'taken' : read.problem;
  };

  it('is text, JSON, and one of ours', () => {
    expect(told(new Uint8Array([0xff]))).toBe('has a payload that is not UTF-8');
    expect(told('{"a":1,"a":1}')).toBe('has a payload that holds a name twice, or a number or an escape in an unusual form');
    expect(told(`"${'x'.repeat(262_144)}"`)).toBe('has a payload that is longer than 262144 characters');
    expect(told('{}')).toMatch(/^is no statement of mcgate: {2}must /u);
    expect(told(JSON.stringify({ ...statement, predicate: { ...statement.predicate, expires: 'soon' } }))).toContain('/predicate/expires');
    expect(told(`\ufeff${JSON.stringify(statement)}`)).toBe('has a payload that is not JSON');
    expect(told(JSON.stringify({ ...statement, subject: [{ ...statement.subject[0], name: 'acme/shop' }] }))).toContain('another place');
  });
});

describe('an envelope', () => {
  const whole = JSON.parse(pureEnvelope(statement, [ann])) as Readonly<Record<string, unknown>>;
  const told = (value: unknown): string => {
    const read = readEnvelope(typeof value === 'string' ? value : JSON.stringify(value));
    return read.ok ? 'taken' : read.problem;
  };
  const signature = { sig: encodeBase64(pureSign(ann, payload)) };

  it('is written on one line, with the key ids that people read', () => {
    expect(formatEnvelope({ payload: Buffer.from('{}'), signatures: [Buffer.from('a'), Buffer.from('b')] }, ['one'])).toBe(
      '{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"one","sig":"YQ=="},{"keyid":"","sig":"Yg=="}]}\n',
    );
  });

  it.each<[string, unknown, string]>([
    ['no object', '[]', 'has another payloadType than application/vnd.in-toto+json'],
    ['null', 'null', 'has another payloadType'],
    ['a number', '1', 'has another payloadType'],
    ['another type', { ...whole, payloadType: 'text/plain' }, 'has another payloadType'],
    ['no payload', { ...whole, payload: undefined }, 'has no payload in base64'],
    ['an empty payload', { ...whole, payload: '' }, 'has no payload in base64'],
    ['a payload in another base64', { ...whole, payload: 'YQ' }, 'has no payload in base64'],
    ['no signatures', { ...whole, signatures: undefined }, 'has no list of 1 to 10 signatures'],
    ['none in a list', { ...whole, signatures: [] }, 'has no list of 1 to 10 signatures'],
    ['eleven', { ...whole, signatures: Array(11).fill(signature) }, 'has no list of 1 to 10 signatures'],
    ['a list of null', { ...whole, signatures: [null] }, 'has a signature that is not in base64'],
    ['a list of lists', { ...whole, signatures: [[signature]] }, 'has a signature that is not in base64'],
    ['one that is not in base64', { ...whole, signatures: [signature, { sig: 'YQ' }] }, 'has a signature that is not in base64'],
    ['no JSON', '{', 'is not JSON'],
    ['too much', ' '.repeat(262_145), 'is longer than 262144 characters'],
  ])('of %s is refused', (_, value, why) => {
    expect(told(value)).toContain(why);
  });

  it('may have ten signatures, and more that nobody signed', () => {
    expect(told({ ...whole, signatures: Array(10).fill(signature) })).toBe('taken');
    expect(told({ ...whole, more: { x: 1 }, signatures: [{ ...signature, keyid: 1 }] })).toBe('taken');
    expect(told(JSON.stringify(whole).padEnd(262_144))).toBe('taken');
  });
});
