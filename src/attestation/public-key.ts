// A public key as people hand it over: the line of a `.pub` file. A private key is told apart, and never shown.
import { decodeBase64 } from './envelope.ts';
import { readKey, type SshKey } from './ssh-key.ts';
import { createReader } from './ssh-wire.ts';

export interface PublicKey {
  readonly key: SshKey;
  /** In wire format, in base64. */
  readonly text: string;
}

/** `private`: the other half, which nobody but its owner may see. */
export type ReadPublicKey =
  | { readonly ok: true; readonly publicKey: PublicKey }
  | { readonly ok: false; readonly failure: 'private' | 'unusable'; readonly problem: string };

const line = /^(?<type>[a-z0-9@.-]+)[ \t]+(?<text>[A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/u;
/** OpenSSH's own form, PEM and PKCS#8, and PuTTY's. */
const privateMark = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|^PuTTY-User-Key-File-|^Private-Lines:/mu;

/** Reads the one key of a text; comments and empty lines aside. The problem is a clause behind "it", and quotes nothing of the text. */
export function readPublicKey(text: string): ReadPublicKey {
  if (privateMark.test(text)) return { ok: false, failure: 'private', problem: 'is a private key' };
  const lines = text.split(/\r?\n/u).filter((each) => !/^\s*(?:#|$)/u.test(each));
  const unusable = (problem: string): ReadPublicKey => ({ ok: false, failure: 'unusable', problem });
  const [only = '', ...more] = lines;
  if (lines.length === 0) return unusable('is empty');
  if (only.startsWith('---- BEGIN SSH2 PUBLIC KEY ----'))
    return unusable('is not in the form of OpenSSH: `ssh-keygen -i -f` turns it into that');
  if (more.length > 0) return unusable('holds more than one line, and one key is asked for');
  const found = splitPublicKey(only.trim());
  if (found === null) return unusable('is no public key of SSH: a line such as `ssh-ed25519 AAAA…` is');
  const read = readKey(found.blob);
  return read.ok ? { ok: true, publicKey: { key: read.key, text: found.text } } : unusable(`holds a key that ${read.problem}`);
}

/** `kind base64`, and perhaps a comment; null for a line that says another kind than its key. */
export function splitPublicKey(text: string): { readonly text: string; readonly blob: Uint8Array } | null {
  const { type = '', text: base64 = '' } = line.exec(text)?.groups ?? {};
  const blob = decodeBase64(base64);
  return blob !== null && createReader(blob).text() === type ? { text: base64, blob } : null;
}
