// Signs what a command drafted, with the user's own SSH key, and files it where a check looks for it.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { encodeBase64, formatEnvelope, maxEnvelopeLength, preAuthEncoding } from '../attestation/envelope.ts';
import { joinEnvelopes } from '../attestation/join-envelopes.ts';
import { dearmor, readSignature, signatureNamespace } from '../attestation/ssh-signature.ts';
import { formatStatement, readStatement } from '../attestation/statement.ts';
import { attestationFolder } from '../attestation/subject.ts';
import type { Attestation } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { askUser } from '../platform/ask-user.ts';
import { projectFileExists, readProjectFile, writeProjectFile } from '../platform/project-file.ts';
import { findSshKeygen, signMessage } from '../platform/ssh-keygen.ts';
import { escapeTerminal } from '../report/escape.ts';
import type { Session } from './session.ts';

export interface Signing {
  /** Absolute path of the repository. */
  readonly root: string;
  /** As the user wrote it; null for the first of the usual ones. */
  readonly key: string | null;
  /** Do not ask first. */
  readonly yes: boolean;
}

/**
 * Signs a statement and writes the envelope among the attestations, beside the signatures that the same words have there already; the path is
 * relative to the root. Throws as `sealStatement`.
 */
export async function signStatement(statement: Attestation, signing: Signing, session: Session): Promise<string> {
  const { name, text } = await sealStatement(statement, signing, session);
  const relative = `${attestationFolder}${name}`;
  const older = await readProjectFile(signing.root, relative, maxEnvelopeLength);
  await writeProjectFile(signing.root, relative, older === null ? text : joinEnvelopes(older, text));
  return relative;
}

export interface Sealed {
  /** Of the file among attestations. */
  readonly name: string;
  /** The envelope. */
  readonly text: string;
}

/**
 * Signs a statement, which was to be shown before. Throws McgateError `usage`, `tool-missing`, `tool-failed`, or `cancelled` where the
 * user says no.
 */
export async function sealStatement(statement: Attestation, { root, key, yes }: Signing, session: Session): Promise<Sealed> {
  const payload = checkedPayload(statement);
  const program = findSshKeygen(session.env['PATH'] ?? '', root);
  const file = await keyFile(key, session);
  if (!yes) {
    const answer = await askUser(
      `Sign with ${escapeTerminal(file)}? [y/N] `,
      { input: process.stdin, output: session.stderr.stream },
      session.signal,
    );
    if (answer === null) throw new McgateError('usage', 'There is no terminal to ask on.', { remedy: 'Add --yes.' });
    if (!answer) throw new McgateError('cancelled', 'Nothing was signed.');
  }
  const armored = await signMessage({ program, file, namespace: signatureNamespace }, preAuthEncoding(payload), session.signal);
  const signature = dearmor(armored);
  const read = signature === null ? null : readSignature(signature);
  if (signature === null || read === null) throw new McgateError('tool-failed', 'ssh-keygen wrote no signature.');
  if (!read.ok)
    throw new McgateError('usage', `The signature would not count: it ${read.problem}.`, { remedy: 'Name another key with --key.' });
  const name = `${createHash('sha256').update(payload).digest('hex')}.json`;
  return { name, text: formatEnvelope({ payload, signatures: [signature] }, [read.signature.key.fingerprint]) };
}

/** Characters of an envelope that ten signatures may take. */
const signatureRoom = 32 * 1024;

/** What no check would read, for a text in it is too long, is not worth a signature. */
function checkedPayload(statement: Attestation): Uint8Array {
  const payload = formatStatement(statement);
  const read = readStatement({ payload });
  const tooLong = encodeBase64(payload).length > maxEnvelopeLength - signatureRoom;
  if (read.ok && !tooLong) return payload;
  throw new McgateError('usage', `This cannot be signed: it ${read.ok ? 'is too long' : read.problem}.`, {
    remedy: 'Say it in fewer words: a reason or a note may have 2,000 characters.',
  });
}

async function keyFile(key: string | null, { cwd, env }: Session): Promise<string> {
  if (key !== null) return path.resolve(cwd, key);
  const home = env['HOME'] ?? env['USERPROFILE'] ?? '';
  for (const name of ['id_ed25519_sk', 'id_ed25519', 'id_ecdsa_sk', 'id_ecdsa', 'id_rsa']) {
    if (home !== '' && (await projectFileExists(home, `.ssh/${name}`))) return path.join(home, '.ssh', name);
  }
  throw new McgateError('usage', 'There is no SSH key in ~/.ssh.', { remedy: 'Name one with --key, or make one: ssh-keygen -t ed25519.' });
}
