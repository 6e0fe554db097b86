// Who signed an attestation: each signature by a key that the trusted tip names, checked by ssh-keygen, at this run's time.
import type { Attestation } from '../core/documents.ts';
import type { CheckSignature } from '../core/signature.ts';
import type { AllowedSigner, AllowedSigners } from './allowed-signers.ts';
import { encodeBase64, preAuthEncoding, readEnvelope } from './envelope.ts';
import type { SshKey } from './ssh-key.ts';
import { armor, readSignature, signatureNamespace } from './ssh-signature.ts';
import { readStatement } from './statement.ts';

export interface Signer {
  readonly principals: readonly string[];
  readonly key: SshKey;
}

/** An attestation that was read, and whose signatures were looked at one by one. */
export type Verified =
  | { readonly ok: true; readonly statement: Attestation; readonly signers: readonly Signer[]; readonly refused: readonly string[] }
  | { readonly ok: false; readonly problem: string };

export interface Verification {
  readonly allowed: AllowedSigners;
  readonly check: CheckSignature;
  readonly now: Date;
}

/** Reads an envelope and asks after its signatures. One good signature among bad ones counts, and the others are told of. */
export async function verifyAttestation(text: string, { allowed, check, now }: Verification): Promise<Verified> {
  const read = readEnvelope(text);
  if (!read.ok) return read;
  const { envelope } = read;
  const stated = readStatement(envelope);
  if (!stated.ok) return stated;
  const message = preAuthEncoding(envelope.payload);
  const signers: Signer[] = [];
  const refused: string[] = [];
  for (const signature of envelope.signatures) {
    const answer = await signerOf(signature);
    if (typeof answer === 'string') refused.push(answer);
    else signers.push(answer);
  }
  return { ok: true, statement: stated.statement, signers, refused };

  async function signerOf(signature: Uint8Array): Promise<Signer | string> {
    const found = readSignature(signature);
    if (!found.ok) return `A signature ${found.problem}`;
    const { key, keyBlob } = found.signature;
    const keyText = encodeBase64(keyBlob);
    const lines = allowed.signers.filter((signer) => signer.keyText === keyText);
    if (lines.length === 0) return `Nobody at the trusted tip signs with ${key.type} ${key.fingerprint}`;
    const principals: string[] = [];
    let problem = '';
    for (const line of lines) {
      const [principal = ''] = line.principals;
      const answer = await check({
        message,
        signature: armor(signature),
        principal,
        allowedSigners: formatLine(line),
        namespace: signatureNamespace,
        at: now,
      });
      if (answer.valid) principals.push(...line.principals);
      else problem = answer.problem;
    }
    if (principals.length > 0) return { principals: [...new Set(principals)], key };
    return `The signature of ${lines[0]?.principals.join(', ') ?? ''} with ${key.type} ${key.fingerprint} does not count: ${problem}`;
  }
}

/** The line as it was understood, so that ssh-keygen judges what was read, and times are UTC on every machine. */
function formatLine({ principals, key, keyText, validAfter, validBefore }: AllowedSigner): string {
  const options = [
    `namespaces="${signatureNamespace}"`,
    ...(validAfter === null ? [] : [`valid-after="${validAfter.replace('Z', '')}"`]),
    ...(validBefore === null ? [] : [`valid-before="${validBefore.replace('Z', '')}"`]),
  ];
  return `${principals.join(',')} ${options.join(',')} ${key.type} ${keyText}\n`;
}
