// `.mcgate/revoked_keys`: keys that count no more, as `ssh-keygen -r` takes them: lines of public keys, or a list that `ssh-keygen -k` made.
import type { SignersProblem } from './allowed-signers.ts';
import { splitPublicKey } from './public-key.ts';
import type { SshKey } from './ssh-key.ts';

/** Path of the file in a repository. */
export const revokedKeysPath = '.mcgate/revoked_keys';

export type RevokedKeys =
  /** `keys`: each in wire format, in base64. A problem makes ssh-keygen refuse every signature. */
  | { readonly kind: 'lines'; readonly keys: ReadonlySet<string>; readonly problems: readonly SignersProblem[] }
  /** A binary list (PROTOCOL.krl), which ssh-keygen alone reads and writes. */
  | { readonly kind: 'list' };

const listMark = 'SSHKRL\n\0';

/** Reads the file; null where there is none. */
export function readRevokedKeys(bytes: Uint8Array | null): RevokedKeys {
  const text = Buffer.from(bytes ?? []).toString('latin1');
  if (text.startsWith(listMark)) return { kind: 'list' };
  const keys = new Set<string>();
  const problems: SignersProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    // Not \s: ssh-keygen takes a line that holds nothing but a carriage return for a broken key.
    if (/^[ \t]*(?:#|$)/u.test(line)) continue;
    const found = splitPublicKey(line.replace(/^[ \t]+/u, '').replace(/\r$/u, ''));
    if (found === null) problems.push({ line: index + 1, message: 'is no public key; while it stands there, no signature counts' });
    else keys.add(found.text);
  }
  return { kind: 'lines', keys, problems };
}

export interface RevokedKey {
  readonly key: SshKey;
  readonly keyText: string;
  /** For people. */
  readonly comment: string;
}

/** A file of lines with one more for each key; what stands there stays as it is. `text`: each byte a character. */
export function addRevokedKeys(text: string, keys: readonly RevokedKey[]): string {
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return start + keys.map(({ key, keyText, comment }) => `${key.type} ${keyText} ${comment}\n`).join('');
}
