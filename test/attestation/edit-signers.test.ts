// Edits of the files that say whose keys count: what was meant changes, and every other byte stays.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllowedSigners, timeOfLimit, type AllowedSigner } from '../../src/attestation/allowed-signers.ts';
import { addSigner, endSigners, formatLimit, removePrincipal, removeSigners } from '../../src/attestation/edit-signers.ts';
import { createPeople } from '../../src/attestation/people.ts';
import { readPublicKey, type PublicKey } from '../../src/attestation/public-key.ts';
import { addRevokedKeys, readRevokedKeys } from '../../src/attestation/revoked-keys.ts';
import { personOf, signerState } from '../../src/attestation/signer-state.ts';

const parameters = { seed: 20_261_122, numRuns: 300 };
const keys = ['IJpLyLfzMCxYHRNTRGhmLRYhdDnQMyNUBLUk9lfnrKsT', 'IKpLyLfzMCxYHRNTRGhmLRYhdDnQMyNUBLUk9lfnrKsT'].map(
  (tail) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA${tail}`,
);
const [first = '', second = ''] = keys;
const ours = 'namespaces="mcgate-attestation@v1"';
const open = { after: null, before: null };

function publicKey(line: string): PublicKey {
  const read = readPublicKey(line);
  if (!read.ok) throw new Error(read.problem);
  return read.publicKey;
}

function signersOf(text: string): readonly AllowedSigner[] {
  return parseAllowedSigners(text.replace(/^\uFEFF/u, '')).signers;
}

describe('allowed_signers', () => {
  const others = '# whose\r\nann namespaces="git" ssh-rsa AAAA\n\n*@x cert-authority ssh-rsa B\n';

  it('takes a signer at its end', () => {
    const text = addSigner(others, 'bob', publicKey(first), { after: '20260101Z', before: '20270630Z' });
    expect(text.startsWith(others)).toBe(true);
    expect(signersOf(text)).toMatchObject([{ line: 5, principals: ['bob'], validAfter: '20260101Z', validBefore: '20270630Z' }]);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(addSigner('', 'bob', publicKey(first), open)).toBe(`bob ${ours} ${first}\n`);
    expect(addSigner('# no end', 'bob', publicKey(first), open)).toBe(`# no end\nbob ${ours} ${first}\n`);
    expect(signersOf(addSigner('\uFEFF', 'bob', publicKey(first), open))).toHaveLength(1);
  });

  it.each([
    ['a line', `bob ${ours} ${first}\n`, ''],
    ['a line without its end', `# a\nbob ${ours} ${first}`, '# a'],
    ['a line with others around it', `# a\r\nbob ${ours} ${first}\r\n# b`, '# a\r\n# b'],
  ])('loses %s', (_, text, left) => {
    expect(removeSigners(text, signersOf(text))).toBe(left);
  });

  it.each([
    [`bob,ann  ${ours} ${first} of bob\r\n`, `ann  ${ours} ${first} of bob\r\n`],
    [`  "ann,bob,cleo" ${ours}\t${first}\n`, `  ann,cleo ${ours}\t${first}\n`],
    [`\uFEFFann,bob ${ours} ${first}\n`, `\uFEFFann ${ours} ${first}\n`],
    [`bob ${ours} ${first}\n`, ''],
  ])('loses a principal: %j', (text, left) => {
    expect(removePrincipal(text, signersOf(text), 'bob')).toBe(left);
  });

  it.each([
    [`bob ${ours}  ${first} a comment\n`, `bob ${ours},valid-before="20270101Z"  ${first} a comment\n`],
    [`bob valid-before="20280101",${ours} ${first}`, `bob ${ours},valid-before="20270101Z" ${first}`],
    [
      `bob ${ours},valid-before="20280101",valid-after="20260101" ${first}`,
      `bob ${ours},valid-after="20260101",valid-before="20270101Z" ${first}`,
    ],
  ])('gets an end: %j', (text, ended) => {
    expect(endSigners(text, signersOf(text), '20270101Z')).toBe(ended);
    expect(signersOf(ended)).toMatchObject([{ principals: ['bob'], validBefore: '20270101Z' }]);
  });

  it('keeps every other line byte for byte, whatever it holds', () => {
    const foreign = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\n'));
    const line = fc.constantFrom(`bob ${ours} ${first}`, `bob,ann ${ours} ${second}`);
    fc.assert(
      fc.property(fc.array(foreign), line, fc.array(foreign), (before, own, after) => {
        const text = [...before, own, ...after].join('\n');
        const signers = signersOf(text).filter(({ line: number }) => number === before.length + 1);
        expect(signers).toHaveLength(1);
        expect(removeSigners(text, signers)).toBe([...before, ...after].join('\n'));
        const ended = endSigners(text, signers, '20270101Z').split('\n');
        expect(ended.toSpliced(before.length, 1)).toEqual([...before, ...after]);
        expect(addSigner(text, 'eve', publicKey(first), open).startsWith(text)).toBe(true);
      }),
      parameters,
    );
  });
});

describe('moments', () => {
  it('are written as they are read', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(timeOfLimit(formatLimit(date))).toBe(Math.floor(date.getTime() / 1000) * 1000);
      }),
      parameters,
    );
    expect(formatLimit(new Date('2027-06-30'))).toBe('20270630Z');
    expect(formatLimit(new Date('2027-06-30T10:00:00.9Z'))).toBe('20270630100000Z');
  });

  it('are UTC, to the day, the minute or the second', () => {
    for (const text of ['20270630', '202706300000', '20270630000000Z']) expect(timeOfLimit(text)).toBe(Date.parse('2027-06-30T00:00:00Z'));
    for (const text of ['', '2027-06-30', '20270631', '20270630Z0', '2027063025']) expect(timeOfLimit(text)).toBeNull();
  });
});

describe('revoked_keys', () => {
  it('are lines of public keys', () => {
    const text = `# gone\n\n ${first} of the laptop\r\n`;
    expect(readRevokedKeys(Buffer.from(text))).toEqual({ kind: 'lines', keys: new Set([first.split(' ')[1]]), problems: [] });
    expect(readRevokedKeys(null)).toEqual({ kind: 'lines', keys: new Set(), problems: [] });
  });

  it.each(['SHA256:abc', 'ssh-rsa AAAA', `ann ${first}`, '\r', '{}'])('are told apart from what ssh-keygen cannot read: %j', (line) => {
    expect(readRevokedKeys(Buffer.from(`${second}\n${line}\n`))).toMatchObject({ kind: 'lines', problems: [{ line: 2 }] });
  });

  it('may be a binary list', () => {
    expect(readRevokedKeys(Buffer.from('SSHKRL\n\0\0\0\0\u0001'))).toEqual({ kind: 'list' });
    expect(readRevokedKeys(Buffer.from('SSHKRL\n')).kind).toBe('lines');
  });

  it('of lines have blanks before them, and carriage returns behind', () => {
    const { keys: read } = readRevokedKeys(Buffer.from(` \t ${first}\r\n`)) as { readonly keys: ReadonlySet<string> };
    expect([...read]).toEqual([first.split(' ')[1]]);
    const told = readRevokedKeys(Buffer.from(`${second}\nx\n`));
    expect(told).toMatchObject({ problems: [{ line: 2, message: 'is no public key; while it stands there, no signature counts' }] });
  });

  it('take the first keys, and several at once', () => {
    const { key, text } = publicKey(second);
    const one = { key, keyText: text, comment: 'bob' };
    expect(addRevokedKeys('', [one, { ...one, comment: 'eve' }])).toBe(`${second} bob\n${second} eve\n`);
    expect(addRevokedKeys(`${first}\n`, [one])).toBe(`${first}\n${second} bob\n`);
    expect(addRevokedKeys('\nx', [one])).toBe(`\nx\n${second} bob\n`);
  });

  it('take a key at their end', () => {
    const { key, text } = publicKey(second);
    const revoked = addRevokedKeys(`${first}\n# \u00e4`, [{ key, keyText: text, comment: 'bob' }]);
    expect(revoked).toBe(`${first}\n# \u00e4\n${second} bob\n`);
    expect(readRevokedKeys(Buffer.from(revoked))).toMatchObject({ keys: new Set([first.split(' ')[1], text]), problems: [] });
  });
});

describe('a public key', () => {
  it.each([first, `${first} ann@laptop\n`, `# ann's\n${first}\r\n\n`])('is read: %j', (text) => {
    expect(readPublicKey(text)).toMatchObject({ ok: true, publicKey: { key: { type: 'ssh-ed25519' }, text: first.split(' ')[1] } });
  });

  it.each([
    '-----BEGIN OPENSSH PRIVATE KEY-----\nsecret',
    `${first}\n-----BEGIN PRIVATE KEY-----\nsecret`,
    '  -----BEGIN ENCRYPTED PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----',
    'PuTTY-User-Key-File-3: ssh-ed25519\nsecret',
  ])('is told from a private one: %j', (text) => {
    const read = readPublicKey(text);
    expect(read).toMatchObject({ ok: false, failure: 'private', problem: 'is a private key' });
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  const noKey = 'is no public key of SSH: a line such as `ssh-ed25519 AAAA…` is';

  it.each([
    ['', 'is empty'],
    ['  # nothing\n\n \t', 'is empty'],
    [`${first}\n${second}`, 'holds more than one line, and one key is asked for'],
    [`ann ${ours} ${first}`, noKey],
    ['ssh-ed25519 AAAA', noKey],
    [first.replace('ssh-ed25519 ', 'ssh-rsa '), noKey],
    [`x#y ${first}`, noKey],
    ['ssh-dss AAAAB3NzaC1kc3M=', 'holds a key that is of the kind "ssh-dss", which may not sign'],
    [
      '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----',
      'is not in the form of OpenSSH: `ssh-keygen -i -f` turns it into that',
    ],
  ])('is nothing else: %j', (text, problem) => {
    expect(readPublicKey(text)).toEqual({ ok: false, failure: 'unusable', problem });
  });

  it('may have blanks around it', () => {
    expect(readPublicKey(`  ${first}  `)).toMatchObject({ ok: true });
  });
});

describe('a signer', () => {
  const now = new Date('2027-01-01T00:00:00Z');
  const state = (options: string, isRevoked: boolean | null = false): string =>
    signersOf(`bob ${ours}${options} ${first}`)
      .map((signer) => signerState(signer, () => isRevoked, now))
      .join();

  it('counts in its time, unless it is revoked', () => {
    expect(state('')).toBe('counts');
    expect(state(',valid-before="20270101"')).toBe('counts');
    expect(state(',valid-before="20261231235959"')).toBe('expired');
    expect(state(',valid-after="20270101"')).toBe('counts');
    expect(state(',valid-after="20270101000001"')).toBe('not-yet-valid');
    expect(state(',valid-before="20200101"', true)).toBe('revoked');
    expect(state('', null)).toBe('unknown');
    expect(state(',valid-before="20200101"', null)).toBe('expired');
  });

  it('is one person, or nobody', () => {
    const people = createPeople([
      { login: 'Ann', principals: ['a', 'b'] },
      { login: 'bob', principals: ['c'] },
    ]);
    expect(personOf(['a', 'b'], people)).toBe('ann');
    for (const principals of [['a', 'c'], ['a', 'who'], ['who']]) expect(personOf(principals, people)).toBeNull();
  });
});
