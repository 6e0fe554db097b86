// Asks OpenSSH's ssh-keygen whether a signature counts: the same program that anybody can ask by hand.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { McgateError } from '../core/error.ts';
import type { CheckSignature, SignatureAnswer, SignatureCheck } from '../core/signature.ts';
import type { RunTool } from '../core/tool.ts';
import { findProgram } from './find-program.ts';

/** Absolute path of ssh-keygen. Throws McgateError `tool-missing` where there is none that a hostile repository at `root` could not have chosen. */
export function findSshKeygen(searchPath: string, root: string): string {
  const file = findProgram('ssh-keygen', searchPath, root);
  if (file !== null) return file;
  throw new McgateError('tool-missing', 'ssh-keygen was not found on the PATH (entries inside the repository under check do not count)', {
    remedy: 'Install OpenSSH; 9.2 is known to do.',
  });
}

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

export interface SigningKey {
  /** Absolute path of ssh-keygen. */
  readonly program: string;
  /** A private key, or a public one whose other half ssh-agent holds. */
  readonly file: string;
  readonly namespace: string;
}

/** What ssh-keygen needs to ask for a passphrase, a touch or the agent. */
const signingVariables = ['HOME', 'PATH', 'LANG', 'TERM', 'DISPLAY', 'WAYLAND_DISPLAY', 'SSH_AUTH_SOCK', 'SSH_ASKPASS', 'SSH_SK_PROVIDER'];

/**
 * Signs with ssh-keygen, which may ask its user on the terminal; armored. In the same session, for a passphrase is read from its
 * terminal. Throws McgateError `tool-failed`.
 */
export async function signMessage({ program, file, namespace }: SigningKey, message: Uint8Array, signal: AbortSignal): Promise<string> {
  const env = Object.fromEntries(signingVariables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  // Loaded only to sign: it takes as long as the start of Node.js.
  const { execa } = await import('execa');
  const run = await execa(program, ['-Y', 'sign', '-n', namespace, '-f', file], {
    ...{ input: message, env, extendEnv: false, preferLocal: false, reject: false, cancelSignal: signal },
    ...{ stdout: 'pipe', stderr: 'inherit', stripFinalNewline: false, maxBuffer: maxOutputBytes },
  });
  if (run.exitCode === 0 && typeof run.stdout === 'string') return run.stdout;
  throw new McgateError('tool-failed', `ssh-keygen did not sign with ${file}.`, {
    remedy: 'Name your key with --key: a private key, or its .pub while ssh-agent holds the other half.',
  });
}
