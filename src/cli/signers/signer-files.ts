// What the commands of `mcgate signers` work on: the files under .mcgate/ in the working tree, read as a check would read them.
import { allowedSignersPath, maxSignersBytes, parseAllowedSigners, type AllowedSigners } from '../../attestation/allowed-signers.ts';
import { createPeople, type People } from '../../attestation/people.ts';
import { readRevokedKeys, revokedKeysPath, type RevokedKeys } from '../../attestation/revoked-keys.ts';
import type { IsRevoked } from '../../attestation/signer-state.ts';
import type { Config } from '../../core/documents.ts';
import { McgateError, messageOf } from '../../core/error.ts';
import { validateConfig } from '../../core/generated/validators.js';
import { documentPaths } from '../../pipeline/trusted-documents.ts';
import { readProjectBytes, readProjectFile, writeProjectFile } from '../../platform/project-file.ts';
import { findRevoked } from '../../platform/ssh-revocation-list.ts';
import { findSshKeygen } from '../../platform/ssh-keygen.ts';
import { maxDocumentBytes, parseDocumentAs } from '../../policy/yaml-document.ts';
import type { Session } from '../session.ts';
import { resolveTargets } from '../targets.ts';

export interface SignerFiles {
  readonly root: string;
  /** Of the allowed signers, a byte order mark included; empty where there is no file. */
  readonly text: string;
  readonly allowed: AllowedSigners;
  /** Of the revoked keys; empty where there is no file. */
  readonly revokedBytes: Uint8Array;
  readonly revoked: RevokedKeys;
  readonly config: Config;
  readonly people: People;
  /** Why `config` is empty although there is one; null where it could be read. */
  readonly configProblem: string | null;
}

/** Throws McgateError `unreadable` for a file that is no plain text; a broken config is told in the answer, for a key may have to go at once. */
export async function loadSignerFiles(session: Session): Promise<SignerFiles> {
  const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
  const text = decode((await readProjectBytes(root, allowedSignersPath, maxSignersBytes)) ?? new Uint8Array());
  const revokedBytes = (await readProjectBytes(root, revokedKeysPath, maxSignersBytes)) ?? new Uint8Array();
  const { config, problem: configProblem } = await loadConfig(root);
  return {
    ...{ root, text, revokedBytes, config, configProblem },
    allowed: parseAllowedSigners(text.replace(/^\uFEFF/u, '')),
    revoked: readRevokedKeys(revokedBytes),
    people: createPeople(config.people ?? []),
  };
}

export function writeSigners({ root }: SignerFiles, text: string): Promise<void> {
  return writeProjectFile(root, allowedSignersPath, text);
}

/** `text`: each byte a character. */
export function writeRevoked({ root }: SignerFiles, text: string): Promise<void> {
  return writeProjectFile(root, revokedKeysPath, Buffer.from(text, 'latin1'));
}

/** Of these keys (`kind base64`); of a binary list only ssh-keygen can tell, and where there is none, nobody. */
export async function openRevoked(
  { root, revoked, revokedBytes }: SignerFiles,
  keys: readonly string[],
  session: Session,
): Promise<IsRevoked> {
  if (revoked.kind === 'lines') return (keyText) => revoked.keys.has(keyText) || (revoked.problems.length > 0 ? null : false);
  const { openTools } = await import('../../wiring/wire.ts');
  const { runTool, scratch, close } = openTools(root, session.signal);
  try {
    const program = findSshKeygen(session.env['PATH'] ?? '', root);
    const numbers = await findRevoked({ program, runTool, scratch }, revokedBytes, keys);
    const found = new Set(keys.filter((_, index) => numbers.has(index)).map((key) => key.split(' ')[1]));
    return (keyText) => found.has(keyText);
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    return () => null;
  } finally {
    await close();
  }
}

async function loadConfig(root: string): Promise<{ readonly config: Config; readonly problem: string | null }> {
  try {
    const text = await readProjectFile(root, documentPaths.config, maxDocumentBytes);
    return { config: text === null ? {} : parseDocumentAs<Config>(text, documentPaths.config, validateConfig).value, problem: null };
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    return { config: {}, problem: messageOf(error) };
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new McgateError('unreadable', `${allowedSignersPath} is not UTF-8: a check would refuse it.`, { cause: error });
  }
}
