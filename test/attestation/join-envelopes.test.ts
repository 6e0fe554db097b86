// Signatures over the same words in one file: whose are kept, and how many there may be.
import { describe, expect, it } from 'vitest';
import { formatEnvelope, readEnvelope } from '../../src/attestation/envelope.ts';
import { joinEnvelopes } from '../../src/attestation/join-envelopes.ts';
import { readSignature } from '../../src/attestation/ssh-signature.ts';
import { pureKey, pureSign, type PureKey } from './pure-keys.ts';

const payload = Buffer.from('{"a":1}');

function envelope(keys: readonly PureKey[], words: Uint8Array = payload, hash?: string): string {
  return formatEnvelope({ payload: words, signatures: keys.map((key) => pureSign(key, words, hash === undefined ? {} : { hash })) }, []);
}

/** Fingerprints of those who signed, in order. */
function signedBy(text: string): readonly string[] {
  const read = readEnvelope(text);
  return read.ok ? read.envelope.signatures.map((each) => printOf(each)) : [];
}

function printOf(signature: Uint8Array): string {
  const read = readSignature(signature);
  return read.ok ? read.signature.key.fingerprint : 'none';
}

const [ann, bob] = [pureKey('ann'), pureKey('bob')];
const [byAnn = '', byBob = ''] = signedBy(envelope([ann, bob]));

describe('two envelopes', () => {
  it('over the same words become one, with the key ids that people read', () => {
    const joined = joinEnvelopes(envelope([ann]), envelope([bob]));
    expect(signedBy(joined)).toEqual([byAnn, byBob]);
    expect((JSON.parse(joined) as { signatures: readonly { keyid: string }[] }).signatures.map(({ keyid }) => keyid)).toEqual([
      byAnn,
      byBob,
    ]);
  });

  it('keep the newer signature of whoever signed twice', () => {
    const joined = joinEnvelopes(envelope([ann, bob], payload, 'sha256'), envelope([ann]));
    expect(signedBy(joined)).toEqual([byBob, byAnn]);
    expect(joined).toContain(JSON.stringify(Buffer.from(pureSign(ann, payload)).toString('base64')));
  });

  it('stay two where they say something else, or where one is none', () => {
    const newer = envelope([bob]);
    expect(joinEnvelopes(envelope([ann], Buffer.from('{"a":2}')), newer)).toBe(newer);
    expect(joinEnvelopes('{}', newer)).toBe(newer);
    expect(joinEnvelopes(newer, '{}')).toBe('{}');
  });

  it('keep what cannot be read, once', () => {
    const odd = formatEnvelope({ payload, signatures: [Buffer.from('x'), Buffer.from('y')] }, []);
    expect(signedBy(joinEnvelopes(odd, envelope([bob])))).toEqual(['none', 'none', byBob]);
    expect(signedBy(joinEnvelopes(odd, odd))).toEqual(['none', 'none']);
  });

  it('hold ten signatures together', () => {
    const keys = Array.from({ length: 10 }, (_, index) => pureKey(`key ${String(index)}`));
    expect(signedBy(joinEnvelopes(envelope(keys.slice(0, 9)), envelope(keys.slice(9))))).toHaveLength(10);
    expect(() => joinEnvelopes(envelope(keys), envelope([ann]))).toThrow(
      expect.objectContaining({
        ...{ code: 'usage', message: 'The attestation holds 10 signatures already.' },
        remedy: 'Sign for another reason or until another day: that makes a file of its own.',
      }) as Error,
    );
  });
});
