// Runs git so that nothing in a hostile repository runs with it: own environment, own settings, argument lists, bounds.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { McgateError } from '../core/error.ts';
import { trustedSearchPath } from './environment.ts';
import { findGit } from './git-binary.ts';
import type { GitLocation } from './git-directory.ts';

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** What ended the answer early, where `cut` allows for it. */
  readonly cut: 'bytes' | 'time' | null;
}

export interface GitRunOptions {
  /** Exit codes that are answers rather than failures; default 0 alone. */
  readonly accept?: readonly number[];
  /** Milliseconds; default one minute. */
  readonly timeoutMs?: number;
  /** Bytes of standard output; default 1 MiB. More is a failure, never a shortened answer, unless `cut` asks for one. */
  readonly maxBytes?: number;
  /** Written to standard input. */
  readonly input?: string;
  /** True: past a bound the answer is what came until then, and `GitResult.cut` says so. */
  readonly cut?: boolean;
}

/** git on one repository. Every member throws McgateError: `git-failed`, or `cancelled` after an abort. */
export interface Git {
  readonly run: (args: readonly string[], options?: GitRunOptions) => Promise<GitResult>;
  /** A long-lived process; the caller ends it. */
  readonly start: (args: readonly string[]) => ChildProcessWithoutNullStreams;
}

const oldestGit = [2, 36] as const; // cat-file --batch-command
const defaultTimeoutMs = 60_000;
const defaultMaxBytes = 1024 * 1024;
const stderrLimit = 64 * 1024;

/**
 * Settings that win over the repository's own. Each of them names a program, a protocol, a file outside, or a cache that a
 * hostile `.git` could use to run code, reach the network, or hide a file or a commit from us.
 */
export const gitOverrides: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.sshCommand=false',
  'core.gitProxy=false',
  'core.askPass=false',
  'core.alternateRefsCommand=false',
  'core.pager=cat',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.untrackedCache=false',
  'core.commitGraph=false',
  'credential.helper=',
  'gc.auto=0',
  'gpg.program=false',
  'maintenance.auto=false',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
  'submodule.recurse=false',
  // Elsewhere the file system decides; on Linux `true` would hide an untracked `Evil.js` beside a tracked `evil.js`.
  ...(process.platform === 'linux' ? ['core.ignoreCase=false'] : []),
];

/** The whole environment of a git process; nothing of ours is inherited but where programs lie. */
export function gitEnvironment(location: GitLocation, searchPath: string): Record<string, string> {
  return {
    PATH: searchPath,
    ...(process.platform === 'win32' ? { SYSTEMROOT: process.env['SYSTEMROOT'] ?? 'C:\\Windows' } : {}),
    LC_ALL: 'C',
    GIT_DIR: location.gitDir,
    GIT_WORK_TREE: location.workTree,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_SSH_COMMAND: 'false',
    GIT_PAGER: 'cat',
    GIT_FLUSH: '1',
  };
}

/** git for the repository at `location`; checked to be new enough. Throws McgateError `git-failed`. */
export async function openGit(location: GitLocation, signal?: AbortSignal): Promise<Git> {
  const git = openKnownGit(location, signal);
  await requireNewGit(git);
  return git;
}

/** Throws McgateError `git-failed` where it is too old. */
export async function requireNewGit(git: Git): Promise<void> {
  checkVersion((await git.run(['--version'])).stdout.toString('utf8'));
}

/** The same where this run has checked it before: one that is too old answers no read. Throws McgateError `git-failed` where there is none. */
export function openKnownGit(location: GitLocation, signal?: AbortSignal): Git {
  const searchPath = process.env['PATH'] ?? '';
  const file = findGit(searchPath, location.workTree);
  const env = gitEnvironment(location, trustedSearchPath(searchPath, { untrusted: [location.workTree] }));
  const start = (args: readonly string[]): ChildProcessWithoutNullStreams =>
    spawn(file, [...gitOverrides.flatMap((setting) => ['-c', setting]), ...args], {
      cwd: location.workTree,
      env,
      shell: false,
      stdio: 'pipe',
      windowsHide: true,
    });
  const run = (args: readonly string[], options: GitRunOptions = {}): Promise<GitResult> => collectGit(start(args), args, options, signal);
  return { run, start };
}

function checkVersion(text: string): void {
  const match = /^git version (\d+)\.(\d+)/u.exec(text);
  const major = Number(match?.[1] ?? 0);
  const minor = Number(match?.[2] ?? 0);
  if (major > oldestGit[0] || (major === oldestGit[0] && minor >= oldestGit[1])) return;
  throw new McgateError('git-failed', `This git is too old (${JSON.stringify(text.trim().slice(0, 80))}).`, {
    remedy: `Install git ${oldestGit.join('.')} or newer: https://git-scm.com/downloads`,
  });
}

/** Gathers one run. The first reason to stop wins, and the process is then gone. Rejects with McgateError as `Git.run`. */
export function collectGit(
  child: ChildProcessWithoutNullStreams,
  args: readonly string[],
  options: GitRunOptions,
  signal: AbortSignal | undefined,
): Promise<GitResult> {
  const { accept = [0], timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes, input = '', cut = false } = options;
  const name = `git ${args[0] ?? ''}`;
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    let stdoutBytes = 0;
    let stderr = '';
    const finish = (error: McgateError | null, result?: GitResult): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      child.kill('SIGKILL');
      if (error !== null) reject(error);
      else if (result !== undefined) resolve(result);
    };
    const fail = (message: string, cause?: unknown, remedy?: string): void => {
      finish(
        new McgateError('git-failed', message, { ...(cause === undefined ? {} : { cause }), ...(remedy === undefined ? {} : { remedy }) }),
      );
    };
    const cancel = (): void => {
      finish(new McgateError('cancelled', 'The run was cancelled.'));
    };
    const cutShort = (by: 'bytes' | 'time'): void => {
      finish(null, { exitCode: 0, stdout: Buffer.concat(stdout), stderr, cut: by });
    };
    const timer = setTimeout(() => {
      if (cut) cutShort('time');
      else
        fail(
          `${name} took longer than ${String(timeoutMs / 1000)} s.`,
          undefined,
          'Look for a pipe in the place of a file of `.git`, or of a `.gitignore`.',
        );
    }, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      stdoutBytes += chunk.length;
      if (stdoutBytes <= maxBytes) stdout.push(chunk);
      else if (cut) cutShort('bytes');
      else fail(`${name} answered with more than ${String(maxBytes)} bytes.`);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < stderrLimit) stderr += chunk.toString('utf8');
    });
    // git may end before it has read its input; that is told by its exit code.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      fail(`${name} could not be started.`, error, 'Check that git runs on this machine.');
    });
    child.on('close', (exitCode) => {
      if (exitCode !== null && accept.includes(exitCode)) finish(null, { exitCode, stdout: Buffer.concat(stdout), stderr, cut: null });
      else
        fail(
          `${name} failed (${exitCode === null ? 'killed' : `exit code ${String(exitCode)}`}): ${firstLine(stderr)}`,
          undefined,
          'Run `git fsck` in the repository.',
        );
    });
    child.stdin.end(input);
    if (signal?.aborted === true) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  });
}

/** Text from the repository may be in it (ref and file names), so control characters are shown escaped. */
function firstLine(stderr: string): string {
  const line = stderr.trim().split('\n', 1)[0] ?? '';
  return JSON.stringify(line.slice(0, 300)).slice(1, -1);
}
