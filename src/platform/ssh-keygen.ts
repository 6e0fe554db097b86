// Asks OpenSSH's ssh-keygen whether a signature counts: the same program that anybody can ask by hand.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { McgateError } from '../core/error.ts';
import type { CheckSignature, SignatureAnswer, SignatureCheck } from '../core/signature.ts';
import type { RunTool } from '../core/tool.ts';

export interface SshKeygen {
  /** Absolute path of the program. */
  readonly file: string;
  readonly runTool: RunTool;
  /** A private folder. */
  readonly scratch: string;
  /** Keys that count no more: a KRL or lines of public keys, as `ssh-keygen -r` takes them; null for none. */
  readonly revoked: Uint8Array | null;
}

const timeoutMs = 20_000;
const maxOutputBytes = 64 * 1024;

/** The check throws McgateError `tool-failed` where ssh-keygen gives no answer. */
export function createCheckSignature(ssh: SshKeygen): CheckSignature {
  return (check) => checkSignature(ssh, check);
}

async function checkSignature(ssh: SshKeygen, check: SignatureCheck): Promise<SignatureAnswer> {
  const folder = await mkdtemp(path.join(ssh.scratch, 'signature-'));
  try {
    const place = (name: string): string => path.join(folder, name);
    await writeFile(place('signature'), check.signature, { mode: 0o600 });
    await writeFile(place('signers'), check.allowedSigners, { mode: 0o600 });
    if (ssh.revoked !== null) await writeFile(place('revoked'), ssh.revoked, { mode: 0o600 });
    const args = [
      ...['-Y', 'verify', '-n', check.namespace, '-I', check.principal, '-f', place('signers'), '-s', place('signature')],
      ...['-O', `verify-time=${timeOf(check.at)}`],
      ...(ssh.revoked === null ? [] : ['-r', place('revoked')]),
    ];
    // In UTC, ssh-keygen's local time, a date in allowed_signers means the same on every machine.
    const options = { cwd: folder, timeoutMs, maxOutputBytes, env: { TZ: 'UTC0', LC_ALL: 'C' }, input: check.message };
    const run = await ssh.runTool(ssh.file, args, options);
    if (run.failure !== null || run.exitCode === null) {
      throw new McgateError('tool-failed', `ssh-keygen gave no answer (${run.failure ?? 'no exit code'}).`);
    }
    if (run.exitCode === 0) return { valid: true };
    const said = run.stderr.trim().split('\n')[0]?.slice(0, 200) ?? '';
    return { valid: false, problem: said === '' ? 'ssh-keygen refuses it' : `ssh-keygen says: ${said}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `YYYYMMDDHHMMSS`, in UTC. */
function timeOf(date: Date): string {
  return date.toISOString().replaceAll(/[-:T]|\..*$/gu, '');
}
