// What is read: JSON with one meaning, base64 with one form, keys and lines of any bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../../src/attestation/allowed-signers.ts';
import { decodeBase64, encodeBase64, formatEnvelope, preAuthEncoding, readEnvelope } from '../../src/attestation/envelope.ts';
import { joinEnvelopes } from '../../src/attestation/join-envelopes.ts';
import { parseExactJson } from '../../src/attestation/exact-json.ts';
import { readKey } from '../../src/attestation/ssh-key.ts';
import { armor, dearmor, readSignature } from '../../src/attestation/ssh-signature.ts';
import { readStatement } from '../../src/attestation/statement.ts';
import { wire } from './pure-keys.ts';

const parameters = { seed: 20_261_122, numRuns: 300 };

describe('JSON', () => {
  it('is read as it was written, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 1, 2, '\t'), (value, space) => {
        const read = parseExactJson(JSON.stringify(value, null, space), 1e6);
        expect(read).toEqual({ ok: true, value: JSON.parse(JSON.stringify(value)) as unknown });
      }),
      parameters,
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '{"\\u0061":1}',
    '{"a":1.0}',
    '{"a":1e2}',
    '{"__proto__":1,"__proto__":2}',
    '[-0]',
    '{"a":"\\/"}',
  ])('is refused where two could read it in two ways: %s', (text) => {
    expect(parseExactJson(text, 100).ok).toBe(false);
  });

  it('is no deeper than the stack', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(parseExactJson(deep(100), 1e6)).toMatchObject({ ok: true });
    expect(parseExactJson(deep(400_000), 1e6)).toEqual({ ok: false, problem: 'is nested too deeply' });
  });

  it('is bounded', () => {
    expect(parseExactJson('"aaa"', 4).ok).toBe(false);
    expect(parseExactJson('[1]', 3).ok).toBe(true);
  });
});

describe('envelopes', () => {
  it('are read as they were written', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.array(bytes, { minLength: 1, maxLength: 10 }), (payload, signatures) => {
        const read = readEnvelope(formatEnvelope({ payload, signatures }, ['SHA256:x']));
        expect(read).toMatchObject({ ok: true });
        if (!read.ok) return;
        expect(Buffer.compare(read.envelope.payload, payload)).toBe(0);
        expect(read.envelope.signatures.map((each) => encodeBase64(each))).toEqual(signatures.map((each) => encodeBase64(each)));
      }),
      parameters,
    );
  });

  it('are joined where they are over the same words', () => {
    const payload = Buffer.from('a');
    const bytes = fc.uniqueArray(fc.base64String({ minLength: 4, maxLength: 8 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(bytes, bytes, (older, newer) => {
        const envelope = (texts: readonly string[], of: Uint8Array = payload): string =>
          formatEnvelope({ payload: of, signatures: texts.map((text) => Buffer.from(text)) }, []);
        const all = [...older.filter((text) => !newer.includes(text)), ...newer];
        expect(joinEnvelopes(envelope(older, Buffer.from('b')), envelope(newer))).toBe(envelope(newer));
        expect(joinEnvelopes('', envelope(newer))).toBe(envelope(newer));
        if (all.length > 10) expect(() => joinEnvelopes(envelope(older), envelope(newer))).toThrow('10 signatures');
        else
          expect(readEnvelope(joinEnvelopes(envelope(older), envelope(newer)))).toEqual({
            ok: true,
            envelope: { payload, signatures: all.map((text) => Buffer.from(text)) },
          });
      }),
      parameters,
    );
  });

  it("sign what DSSE's encoding says", () => {
    expect(Buffer.from(preAuthEncoding(Buffer.from('hellö'))).toString()).toBe('DSSEv1 28 application/vnd.in-toto+json 6 hellö');
  });

  it.each(['', 'YQ', 'YQ=', 'YQ== ', 'YR==', '_-8=', 1, null])('take no base64 but the one: %j', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});

it('whatever the bytes, nothing throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 200 }), (bytes, text) => {
      const magic = Buffer.concat([Buffer.from('SSHSIG'), bytes]);
      for (const blob of [bytes, magic]) expect(readSignature(blob).ok).toBe(false);
      expect(readKey(bytes).ok).toBe(false);
      expect(readStatement({ payload: bytes }).ok).toBe(false);
      expect(readEnvelope(text).ok).toBe(false);
      expect(parseAllowedSigners(text).signers).toEqual([]);
      if (bytes.length > 0) expect(Buffer.compare(dearmor(armor(bytes)) ?? new Uint8Array(), bytes)).toBe(0);
      expect(dearmor(text)).toBeNull();
    }),
    parameters,
  );
});

describe('allowed_signers', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJpLyLfzMCxYHRNTRGhmLRYhdDnQMyNUBLUk9lfnrKsT';
  const ours = 'namespaces="file,mcgate-attestation@v1"';

  it.each([
    ['a comment behind the key', `ann ${ours} ${key} of the laptop`],
    ['several names', `ann,bob ${ours} ${key}`],
    ['names in quotes', `"ann,bob" ${ours} ${key}`],
    ['CRLF and blanks', `  ann\t${ours}   ${key.replace(' ', ' \t ')}\r`],
    ['more options', `ann valid-after="20260101",${ours},valid-before="202712312359Z" ${key}`],
  ])('takes %s', (_, line) => {
    expect(parseAllowedSigners(`# signers\n\n${line}\n`)).toMatchObject({
      problems: [],
      signers: [{ line: 3, key: { type: 'ssh-ed25519' } }],
    });
  });

  const odd = 'a principal may hold letters, digits and .@+%/:_- alone, and no pattern';
  const noKey = 'there is no key that may sign';
  const noNamespace = 'its options do not name the namespace: namespaces="mcgate-attestation@v1"';
  const noDate = 'is no date of the form YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC';
  const short = `ssh-rsa ${Buffer.concat([wire('ssh-rsa', new Uint8Array([1, 0, 1]), new Uint8Array(256).fill(255))]).toString('base64')}`;

  it.each([
    ['a pattern', `*@example.org ${ours} ${key}`, odd],
    ['a pattern beside a name', `ann,* ${ours} ${key}`, odd],
    ['a negation', `!ann ${ours} ${key}`, odd],
    ['a name with a blank in quotes', `"ann b" ${ours} ${key}`, odd],
    ['a name that is half in quotes', `a"b" ${ours} ${key}`, 'expected: principals, options, kind of the key, the key'],
    ['a name alone', 'ann', 'expected: principals, options, kind of the key, the key'],
    ['no key', `ann ${ours}`, noKey],
    ['no options', `ann ${key}`, noNamespace],
    ['a key of another kind than it says', `ann ${ours} ${key.replace('ssh-ed25519 ', 'ssh-rsa ')}`, noKey],
    ['something glued to the key', `ann ${ours} ${key}!`, noKey],
    ['a key that is too short', `ann ${ours} ${short}`, 'the key is an RSA key of 2048 bits; 3072 are the least that may sign'],
    ['an option twice', `ann ${ours},${ours} ${key}`, 'the option namespaces stands twice'],
    ['an option that is not known', `ann ${ours},principals="bob" ${key}`, 'the option principals is not supported'],
    ['keys that make certificates', `ann cert-authority,${ours} ${key}`, 'the option cert-authority is not supported'],
    ['an option without its value', `ann namespaces,${ours} ${key}`, 'the option namespaces is not supported'],
    ['a date that is none', `ann ${ours},valid-before="soon" ${key}`, `"soon" ${noDate}`],
    ['another date that is none', `ann ${ours},valid-after="2026-01-01" ${key}`, `"2026-01-01" ${noDate}`],
    ['a day that is none', `ann ${ours},valid-before="20270231" ${key}`, `"20270231" ${noDate}`],
    ['an hour that is none', `ann ${ours},valid-before="202702012400" ${key}`, `"202702012400" ${noDate}`],
    ['half a time', `ann ${ours},valid-before="2027020112" ${key}`, `"2027020112" ${noDate}`],
    ['an option without its end', `ann namespaces="mcgate-attestation@v1 ${key}`, noKey],
    ['nothing between commas', `ann ${ours},,valid-after="20260101" ${key}`, 'its options cannot be read'],
    ['half a name of the namespace', `ann namespaces="mcgate-attestation@v10" ${key}`, noNamespace],
    ['options without the namespace', `ann valid-after="20260101" ${key}`, noNamespace],
  ])('refuses %s', (_, line, message) => {
    expect(parseAllowedSigners(line)).toEqual({ signers: [], problems: [{ line: 1, message }] });
  });

  it('is read at once, however it is made', () => {
    for (const line of [
      `ann ${'a="b",'.repeat(100_000)}`,
      `ann ${'"'.repeat(300_000)}`,
      `${'a,'.repeat(200_000)} x`,
      `ann ${'a'.repeat(300_000)}! b`,
    ]) {
      expect(parseAllowedSigners(line).signers).toEqual([]);
    }
  });
});
