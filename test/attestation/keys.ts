// Real keys, made and used by ssh-keygen.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { preAuthEncoding } from '../../src/attestation/envelope.ts';
import { dearmor, signatureNamespace } from '../../src/attestation/ssh-signature.ts';

export interface TestKey {
  readonly file: string;
  /** `kind base64`, as in a .pub file. */
  readonly publicKey: string;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'mcgate-keys-'));
let count = 0;

export function makeKey(...options: readonly string[]): TestKey {
  count += 1;
  const file = path.join(folder, `key-${String(count)}`);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', '', '-f', file, ...(options.length > 0 ? options : ['-t', 'ed25519'])]);
  return { file, publicKey: readFileSync(`${file}.pub`, 'utf8').trim() };
}

/** The SSHSIG blob over an envelope's payload. */
export function sign(key: TestKey, payload: Uint8Array, namespace: string = signatureNamespace): Uint8Array {
  count += 1;
  const message = path.join(folder, `message-${String(count)}`);
  writeFileSync(message, preAuthEncoding(payload));
  execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', key.file, message], { stdio: 'pipe' });
  const blob = dearmor(readFileSync(`${message}.sig`, 'utf8'));
  if (blob === null) throw new Error('no signature');
  return blob;
}

export function signerLine(principal: string, { publicKey }: TestKey, options = `namespaces="${signatureNamespace}"`): string {
  return `${[principal, options, publicKey].filter((part) => part !== '').join(' ')}\n`;
}
