// Keys without ssh-keygen: blobs of the right form, and a check that knows them. Signatures by real keys are in verify-keys.test.ts.
import { createHash } from 'node:crypto';
import { encodeBase64, formatEnvelope, preAuthEncoding } from '../../src/attestation/envelope.ts';
import { dearmor, signatureNamespace } from '../../src/attestation/ssh-signature.ts';
import { createReader } from '../../src/attestation/ssh-wire.ts';
import { formatStatement } from '../../src/attestation/statement.ts';
import type { Attestation } from '../../src/core/documents.ts';
import type { CheckSignature, SignatureCheck } from '../../src/core/signature.ts';

export interface PureKey {
  readonly blob: Uint8Array;
  /** `kind base64`, as in a .pub file. */
  readonly publicKey: string;
}

export function pureKey(name: string): PureKey {
  const blob = wire('ssh-ed25519', createHash('sha256').update(name).digest());
  return { blob, publicKey: `ssh-ed25519 ${encodeBase64(blob)}` };
}

/** A line of allowed_signers. */
export function pureLine(principals: string, { publicKey }: PureKey, options = ''): string {
  return `${principals} namespaces="${signatureNamespace}"${options} ${publicKey}\n`;
}

export interface SignatureParts {
  readonly namespace?: string;
  readonly hash?: string;
  readonly version?: number;
  readonly reserved?: string;
  readonly magic?: string;
  readonly tail?: Uint8Array;
}

/** An SSHSIG blob over an envelope's payload. */
export function pureSign({ blob }: PureKey, payload: Uint8Array, parts: SignatureParts = {}): Uint8Array {
  const { namespace = signatureNamespace, hash = 'sha512', version = 1, reserved = '', magic = 'SSHSIG', tail = new Uint8Array() } = parts;
  const head = Buffer.concat([Buffer.from(magic), Buffer.from([0, 0, 0, version])]);
  return Buffer.concat([head, wire(blob, namespace, reserved, hash, proofOf(blob, preAuthEncoding(payload))), tail]);
}

/** The statement in a file, signed by each. */
export function pureEnvelope(statement: Attestation, keys: readonly PureKey[]): string {
  const payload = formatStatement(statement);
  return formatEnvelope({ payload, signatures: keys.map((key) => pureSign(key, payload)) }, []);
}

/** Whether the signature is over the message, by the key of the line and the principal that is asked for. What was asked is told to `asked`. */
export function pureCheck(asked: (check: SignatureCheck) => void = (): void => undefined): CheckSignature {
  return (check) => {
    asked(check);
    const reader = createReader(dearmor(check.signature) ?? new Uint8Array(), 'SSHSIG'.length + 4);
    const blob = reader.bytes() ?? new Uint8Array();
    for (let skipped = 0; skipped < 3; skipped += 1) reader.bytes();
    const [principals = ''] = check.allowedSigners.split(' ');
    const isGood =
      Buffer.from(reader.bytes() ?? []).equals(proofOf(blob, check.message)) &&
      check.allowedSigners.endsWith(`ssh-ed25519 ${encodeBase64(blob)}\n`) &&
      principals.split(',').includes(check.principal) &&
      check.namespace === signatureNamespace;
    return Promise.resolve(isGood ? { valid: true } : { valid: false, problem: 'incorrect signature' });
  };
}

function proofOf(blob: Uint8Array, message: Uint8Array): Buffer {
  return createHash('sha256').update(blob).update(message).digest();
}

/** SSH's strings, one behind the other. */
export function wire(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
