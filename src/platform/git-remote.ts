// Fetches commits of a hosted repository into one that is here, so that a token goes to that host and nowhere else.
// What arrives are objects: no file is written out, no hook, submodule, tag or second address is followed.
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { McgateError } from '../core/error.ts';
import { isObjectId } from './blob-id.ts';
import { trustedSearchPath } from './environment.ts';
import { collectGit, gitEnvironment, gitOverrides, type GitResult } from './git.ts';
import { findGit } from './git-binary.ts';
import type { GitLocation } from './git-directory.ts';

export interface RemoteLimits {
  /** Of one question, the first one included. */
  readonly tries: number;
  /** Before the second try, in milliseconds; each later pause is four times as long. */
  readonly firstPause: number;
  /** For everything, in milliseconds. */
  readonly whole: number;
  /** Of all objects together, packed as they come. */
  readonly bytes: number;
}

export const remoteLimits: RemoteLimits = { tries: 3, firstPause: 1_000, whole: 15 * 60_000, bytes: 8 * 2 ** 30 };

export interface RemoteAccess {
  /** Of the repository: `https:`, or `http:` on this machine. */
  readonly url: string;
  /** Null to ask without one. */
  readonly token: string | null;
  /** Where programs, proxies and certificates lie, as this machine says it. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** Where a commit goes: `from` is a commit's id or a ref there, `to` a ref here. */
export interface Wanted {
  readonly from: string;
  readonly to: string;
}

export interface Remote {
  /** Commit ids of those of `refs` that are there. Throws McgateError `unreadable` or `cancelled`. */
  readonly list: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** `depth` null: all of the history. Throws as `list`. */
  readonly fetch: (wanted: readonly Wanted[], depth: number | null) => Promise<void>;
  /** Within the time for everything. Throws as `list`. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** As deep as git goes: what `--unshallow` says, which fails where nothing was cut off. */
const wholeHistory = 2 ** 31 - 1;
const sizeCheckMs = 250;

const outward = /^(?:https?_proxy|no_proxy|all_proxy|ssl_cert_file|ssl_cert_dir|git_ssl_cainfo|git_ssl_capath)$/iu;

/** What a machine's owner sets for programs that go out: proxies and certificates. */
export function outwardEnvironment(env: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => outward.test(entry[0]) && entry[1] !== undefined);
  return Object.fromEntries(set);
}

/**
 * git asks the helper once, when it is told that it has to say who it is. The token comes through a pipe: it stands in no argument, no
 * file and no environment. Windows hands no such pipe on to the helper; there it stands in git's environment alone.
 */
const pipes = process.platform !== 'win32';
const secret = pipes ? '$(cat <&3)' : '$MCGATE_FETCH_TOKEN';
const helper = `!f() { test "$1" = get && printf 'username=x-access-token\\npassword=%s\\n' "${secret}"; }; f`;

/** Throws McgateError `usage` for an address that a token may not go to, `git-failed` where there is no git. */
export function openRemote(location: GitLocation, access: RemoteAccess, signal: AbortSignal, limits: RemoteLimits = remoteLimits): Remote {
  const { url, env } = access;
  const protocol = protocolOf(url);
  const searchPath = env['PATH'] ?? '';
  const file = findGit(searchPath, location.workTree);
  const settings = [...gitOverrides, ...networkSettings(access.token !== null)].flatMap((setting) => ['-c', setting]);
  const own = remoteEnvironment(location, access, protocol, trustedSearchPath(searchPath, { untrusted: [location.workTree] }));
  const ends = AbortSignal.any([signal, AbortSignal.timeout(limits.whole)]);
  const start = (args: readonly string[]): ChildProcessWithoutNullStreams => {
    const stdio = ['pipe', 'pipe', 'pipe', ...(pipes ? (['pipe'] as const) : [])] as const;
    const child: ChildProcess = spawn(file, [...settings, ...args], { cwd: location.workTree, env: own, shell: false, stdio: [...stdio] });
    if (pipes) handOver(child, access.token ?? '');
    return child as ChildProcessWithoutNullStreams;
  };
  const refuseLate = (): void => {
    if (signal.aborted) throw new McgateError('cancelled', 'The run was cancelled.');
    if (ends.aborted) throw tooLong(limits);
  };
  const wait = async (milliseconds: number): Promise<void> => {
    await pause(milliseconds, undefined, { signal: ends }).catch(refuseLate);
  };
  const ask = async (args: readonly string[]): Promise<GitResult> => {
    for (let tried = 1; ; tried += 1) {
      const { result, error } = await attempt(start, args, location, ends, limits);
      if (result !== null) return result;
      refuseLate();
      if (tried >= limits.tries || isFinal(error)) throw unreachable(error, access);
      await wait(limits.firstPause * 4 ** (tried - 1));
    }
  };
  return {
    list: async (refs) => parseRefs((await ask(['ls-remote', '--quiet', '--end-of-options', url, ...refs])).stdout.toString('utf8'), refs),
    fetch: async (wanted, depth) => {
      const refspecs = wanted.map(({ from, to }) => `+${from}:${to}`);
      await ask([...fetchCommand, `--depth=${String(depth ?? wholeHistory)}`, '--end-of-options', url, ...refspecs]);
    },
    pause: wait,
  };
}

const fetchCommand = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
] as const;

function networkSettings(asksWithToken: boolean): readonly string[] {
  return [
    'http.followRedirects=false',
    // Told before it is asked, where git knows how to (2.46): whoever asks without is served with less patience.
    ...(asksWithToken ? [`credential.helper=${helper}`, 'http.proactiveAuth=basic'] : []),
    // One pack an answer, whose size can be watched while it comes.
    'fetch.unpackLimit=1',
    'fetch.writeCommitGraph=false',
    'fetch.showForcedUpdates=false',
    // A connection that is dead ends long before the whole time is up.
    'http.lowSpeedLimit=1',
    'http.lowSpeedTime=120',
    // The file that names the certificates is one that no run of ours reads.
    ...(process.platform === 'win32' ? ['http.sslBackend=schannel'] : []),
  ];
}

function remoteEnvironment(
  location: GitLocation,
  { env, token }: RemoteAccess,
  protocol: string,
  searchPath: string,
): Record<string, string> {
  return {
    ...outwardEnvironment(env),
    ...gitEnvironment(location, searchPath),
    // curl would look for a .netrc there.
    HOME: location.workTree,
    GIT_ALLOW_PROTOCOL: protocol,
    ...(pipes || token === null ? {} : { MCGATE_FETCH_TOKEN: token }),
  };
}

/** Plain HTTP would show the token to whoever is on the way, but for a server on this machine. */
function protocolOf(url: string): 'https' | 'http' {
  const address = URL.parse(url);
  const plain = address !== null && address.username === '' && address.password === '' && address.search === '' && address.hash === '';
  if (plain && address.protocol === 'https:') return 'https';
  if (plain && address.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname)) return 'http';
  throw new McgateError('usage', `${JSON.stringify(url)} is no https: address of a repository.`, {
    remedy: "Leave GITHUB_SERVER_URL and GITHUB_REPOSITORY as GitHub's runner sets them.",
  });
}

function handOver(child: ChildProcess, token: string): void {
  const pipe = child.stdio[3] as Writable | null | undefined;
  // git may end without having asked.
  pipe?.on('error', () => undefined);
  pipe?.end(token);
}

interface Attempt {
  readonly result: GitResult | null;
  readonly error: McgateError;
}

async function attempt(
  start: (args: readonly string[]) => ChildProcessWithoutNullStreams,
  args: readonly string[],
  location: GitLocation,
  ends: AbortSignal,
  limits: RemoteLimits,
): Promise<Attempt> {
  const full = new AbortController();
  const watch = watchSize(location, limits.bytes, full);
  try {
    const result = await collectGit(start(args), args, { timeoutMs: limits.whole }, AbortSignal.any([ends, full.signal]));
    return { result, error: new McgateError('git-failed', '') };
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    return { result: null, error: full.signal.aborted ? tooLarge(limits) : error };
  } finally {
    clearInterval(watch);
  }
}

function watchSize({ gitDir }: GitLocation, limit: number, full: AbortController): NodeJS.Timeout {
  const folder = path.join(gitDir, 'objects', 'pack');
  return setInterval(() => {
    void sizeOf(folder).then((size) => {
      if (size > limit) full.abort();
    });
  }, sizeCheckMs);
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** `<id>\t<ref>` a line. A pattern also matches the end of longer refs, which nobody asked for. */
function parseRefs(text: string, refs: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [id = '', ref = ''] = line.split('\t');
    if (isObjectId(id) && refs.includes(ref)) found.set(ref, id);
  }
  return found;
}

const refused = /Authentication failed|could not read (?:Username|Password)|returned error: 40[134]|not found/u;

/** Another try would get the same answer. */
function isFinal({ message }: McgateError): boolean {
  return refused.test(message) || /returned error: [34]\d\d|more than \d+ bytes/u.test(message);
}

function unreachable({ message }: McgateError, { url, token }: RemoteAccess): McgateError {
  if (/more than \d+ bytes/u.test(message)) return new McgateError('unreadable', message, { remedy: sizeRemedy });
  // git never prints it; should that change, it is not passed on.
  const said = token === null ? message : message.replaceAll(token, '***');
  const remedy = refused.test(message)
    ? 'Give the job `permissions: contents: read`, or the step a `fetch-token` that may read the repository.'
    : 'Run the job again.';
  return new McgateError('unreadable', `The change could not be fetched from ${url}: ${said}`, { remedy });
}

const sizeRemedy = 'Check the repository out in a step of its own, as `path` asks for it.';

function tooLarge({ bytes }: RemoteLimits): McgateError {
  return new McgateError('unreadable', `What is to be fetched has more than ${String(bytes)} bytes.`, { remedy: sizeRemedy });
}

function tooLong({ whole }: RemoteLimits): McgateError {
  const remedy = 'Run the job again; where the history is that long, check the repository out in a step of its own, as `path` asks for it.';
  return new McgateError('unreadable', `The change could not be fetched within ${String(Math.round(whole / 1000))} s.`, { remedy });
}
