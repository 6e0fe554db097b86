// Signatures of several people over the same words, in one envelope: two who approve of the same for the same reason sign the same bytes.
import { McgateError } from '../core/error.ts';
import { formatEnvelope, maxSignatures, readEnvelope } from './envelope.ts';
import { readSignature } from './ssh-signature.ts';

/**
 * The newer envelope with the older one's signatures, where both are over the same payload; else the newer. A key that signed twice keeps its
 * newer signature. Throws McgateError `usage` where an envelope would hold more signatures than are read.
 */
export function joinEnvelopes(older: string, newer: string): string {
  const [before, after] = [readEnvelope(older), readEnvelope(newer)];
  if (!before.ok || !after.ok || Buffer.compare(before.envelope.payload, after.envelope.payload) !== 0) return newer;
  const own = new Set(after.envelope.signatures.map(keyOf));
  const signatures = [...before.envelope.signatures.filter((each) => !own.has(keyOf(each))), ...after.envelope.signatures];
  if (signatures.length > maxSignatures)
    throw new McgateError('usage', `The attestation holds ${String(maxSignatures)} signatures already.`, {
      remedy: 'Sign for another reason or until another day: that makes a file of its own.',
    });
  return formatEnvelope({ payload: after.envelope.payload, signatures }, signatures.map(keyOf));
}

function keyOf(signature: Uint8Array): string {
  const read = readSignature(signature);
  return read.ok ? read.signature.key.fingerprint : Buffer.from(signature).toString('base64');
}
