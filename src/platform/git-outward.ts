// How git goes out: which settings and environment it has then, and how it is handed a token that no other program sees.
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Writable } from 'node:stream';
import { McgateError } from '../core/error.ts';
import { trustedSearchPath } from './environment.ts';
import { gitEnvironment, gitOverrides, type Git } from './git.ts';
import { findGit } from './git-binary.ts';
import type { GitLocation } from './git-directory.ts';
import { privateAddress } from './private-address.ts';

export interface RemoteAccess {
  /** Of the repository: `https:`, or `http:` on this machine. */
  readonly url: string;
  /** Null to ask without one. */
  readonly token: string | null;
  /** Where programs, proxies and certificates lie, as this machine says it. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

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

/** Starts git for one host. Throws McgateError `usage` for an address that a token may not go to, `git-failed` where there is no git. */
export function outwardGit(location: GitLocation, access: RemoteAccess): Git['start'] {
  const protocol = protocolOf(access.url);
  const searchPath = access.env['PATH'] ?? '';
  const file = findGit(searchPath, location.workTree);
  const settings = [...gitOverrides, ...networkSettings(access.token !== null)].flatMap((setting) => ['-c', setting]);
  const env = remoteEnvironment(location, access, protocol, trustedSearchPath(searchPath, { untrusted: [location.workTree] }));
  return (args) => {
    const stdio: 'pipe'[] = ['pipe', 'pipe', 'pipe', ...(pipes ? (['pipe'] as const) : [])];
    const child: ChildProcess = spawn(file, [...settings, ...args], {
      cwd: location.workTree,
      env,
      shell: false,
      stdio,
      windowsHide: true,
    });
    if (pipes) handOver(child, access.token ?? '');
    return child as ChildProcessWithoutNullStreams;
  };
}

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

function protocolOf(url: string): 'https' | 'http' {
  const address = privateAddress(url);
  const plain = address !== null && address.username === '' && address.password === '' && address.search === '' && address.hash === '';
  if (plain) return address.protocol === 'https:' ? 'https' : 'http';
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
