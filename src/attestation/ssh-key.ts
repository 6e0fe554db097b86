// Public keys in SSH's wire format (RFC 4253 section 6.6, RFC 5656, RFC 8709, PROTOCOL.u2f): which may sign, and what they are called.
import { createHash } from 'node:crypto';
import { createReader } from './ssh-wire.ts';

export interface SshKey {
  /** As in `ssh-ed25519 AAAA…`. */
  readonly type: string;
  /** As `ssh-keygen -l` prints it: `SHA256:` and 43 characters. */
  readonly fingerprint: string;
}

export type ReadKey = { readonly ok: true; readonly key: SshKey } | { readonly ok: false; readonly problem: string };

/** Ed25519, ECDSA on NIST's curves and RSA, and Ed25519 and ECDSA in hardware. No DSA, no certificates. */
const types: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]);

/** Bits of the shortest RSA key that counts: 128 bits of security (NIST SP 800-57 part 1, table 2). */
const leastRsaBits = 3072;

/**
 * Reads a key's blob, and refuses those that may not sign. The problem is a clause behind "the key". Whether it is a point on its curve is for
 * ssh-keygen to say.
 */
export function readKey(blob: Uint8Array): ReadKey {
  const reader = createReader(blob);
  const type = reader.text();
  if (type === null) return { ok: false, problem: 'cannot be read' };
  if (!types.has(type)) return { ok: false, problem: `is of the kind ${JSON.stringify(type.slice(0, 60))}, which may not sign` };
  if (type === 'ssh-rsa') {
    reader.bytes(); // e
    const bits = bitsOf(reader.bytes());
    if (bits < leastRsaBits) {
      return { ok: false, problem: `is an RSA key of ${String(bits)} bits; ${String(leastRsaBits)} are the least that may sign` };
    }
  }
  return { ok: true, key: { type, fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/u, '')}` } };
}

/** Of an mpint (RFC 4251, section 5). */
function bitsOf(number: Uint8Array | null): number {
  const digits = Buffer.from(number ?? [])
    .toString('hex')
    .replace(/^0+/u, '');
  const [first = '0'] = digits;
  return digits === '' ? 0 : (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(first, 16)));
}
