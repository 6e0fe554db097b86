// SSHSIG, the format of `ssh-keygen -Y sign` (PROTOCOL.sshsig): who signed, and for what use.
import { createReader } from './ssh-wire.ts';
import { readKey, type SshKey } from './ssh-key.ts';

/** What our signatures are for: one for git commits or files has another, and is none of ours. */
export const signatureNamespace = 'mcgate-attestation@v1';

const magic = 'SSHSIG';
const hashes: ReadonlySet<string> = new Set(['sha256', 'sha512']);

export interface SshSignature {
  readonly key: SshKey;
  /** The key in wire format. */
  readonly keyBlob: Uint8Array;
}

export type ReadSignature = { readonly ok: true; readonly signature: SshSignature } | { readonly ok: false; readonly problem: string };

/** Reads the blob's fields; whether it is a signature of anything is for ssh-keygen to say. */
export function readSignature(blob: Uint8Array): ReadSignature {
  if (Buffer.from(blob.subarray(0, magic.length)).toString('latin1') !== magic) return { ok: false, problem: 'is no SSH signature' };
  const reader = createReader(blob, magic.length);
  if (reader.number() !== 1) return { ok: false, problem: 'is an SSH signature of an unknown version' };
  const keyBlob = reader.bytes();
  const namespace = reader.text();
  const reserved = reader.bytes();
  const hash = reader.text();
  const signature = reader.bytes();
  if (keyBlob === null || namespace === null || reserved === null || hash === null || signature === null || !reader.atEnd()) {
    return { ok: false, problem: 'is an SSH signature that is cut off or too long' };
  }
  if (namespace !== signatureNamespace) {
    return { ok: false, problem: `is for ${JSON.stringify(namespace.slice(0, 60))}, not for ${signatureNamespace}` };
  }
  if (!hashes.has(hash)) return { ok: false, problem: 'has a hash other than sha512 and sha256' };
  const read = readKey(keyBlob);
  if (!read.ok) return { ok: false, problem: `is made with a key that ${read.problem}` };
  return { ok: true, signature: { key: read.key, keyBlob } };
}

/** The text that ssh-keygen reads: base64 in lines of 70 between two marks. */
export function armor(blob: Uint8Array): string {
  const lines =
    Buffer.from(blob)
      .toString('base64')
      .match(/.{1,70}/gu) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

/** Null where the marks are missing or what is between them is not base64. */
export function dearmor(text: string): Uint8Array | null {
  const inner =
    /^-----BEGIN SSH SIGNATURE-----\r?\n([\w+/=\r\n]+)-----END SSH SIGNATURE-----\s*$/u.exec(text)?.[1]?.replace(/\s/gu, '') ?? '';
  const blob = Buffer.from(inner, 'base64');
  return inner !== '' && blob.toString('base64') === inner ? blob : null;
}
