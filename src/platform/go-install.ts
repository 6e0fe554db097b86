// Builds osv-scanner with Go where its release cannot be downloaded; Go's checksum database vouches for the source.
import { copyFile, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import semver from 'semver';
import { messageOf } from '../core/error.ts';
import type { RunTool } from '../core/gate.ts';
import { trustedSearchPath } from './environment.ts';
import { oldestGo, osvScannerModule, osvScannerVersion } from './osv-scanner-release.ts';

export interface GoInstallPorts {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly platform: NodeJS.Platform;
  /** Private; holds what Go builds until it is moved. */
  readonly scratch: string;
  readonly runTool: RunTool;
  /** Brings a `go` where there is none; null where it cannot. Throws an Error that says why. */
  readonly fetchGo: () => Promise<string | null>;
}

export type GoInstallResult = { readonly ok: true; readonly go: string } | { readonly ok: false; readonly message: string };

const timeoutMs = 15 * 60 * 1000;

/**
 * What must not be inherited: each of these can switch the checksum database off, point it elsewhere, or run another program.
 * GOENV=off because Go takes an empty variable for an unset one and would ask its settings file.
 */
const strictGo: Readonly<Record<string, string>> = {
  GOENV: 'off',
  GOFLAGS: '',
  GOPRIVATE: '',
  GONOSUMDB: '',
  GONOSUMCHECK: '',
  GONOPROXY: '',
  GOINSECURE: '',
  GOSUMDB: 'sum.golang.org',
  GOWORK: 'off',
  GOTOOLCHAIN: 'auto',
  GO111MODULE: 'on',
  CGO_ENABLED: '0',
};

/** `go install`s the pinned release to `target`, whose folder is made. Takes minutes where Go's build cache is empty. */
export async function goInstall(target: string, ports: GoInstallPorts): Promise<GoInstallResult> {
  let go: string | null;
  try {
    go = (await findGo(ports)) ?? (await ports.fetchGo());
  } catch (error) {
    return { ok: false, message: `Go is not installed, and could not be fetched: ${messageOf(error)}` };
  }
  if (go === null) return { ok: false, message: `Go is not installed (any from 1.21 on fetches the ${oldestGo} that it needs)` };
  const bin = path.join(ports.scratch, 'gobin');
  await mkdir(bin, { recursive: true });
  const env = { ...inherited(ports.env), ...(await moduleProxy(go, ports)), ...strictGo, GOBIN: bin };
  const options = { cwd: ports.scratch, timeoutMs, maxOutputBytes: 16 * 1024 * 1024, env };
  const run = await ports.runTool(go, ['install', '-trimpath', `${osvScannerModule}@v${osvScannerVersion}`], options);
  if (run.failure !== null || run.exitCode !== 0) {
    const last = run.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
    return {
      ok: false,
      message: `\`go install\` failed (${run.failure ?? `exit code ${String(run.exitCode)}`})${last === '' ? '' : `: ${last}`}`,
    };
  }
  await mkdir(path.dirname(target), { recursive: true });
  await moveInto(path.join(bin, path.basename(target)), target);
  return { ok: true, go };
}

/** The scratch folder may lie on another file system, where a rename cannot reach. */
async function moveInto(built: string, target: string): Promise<void> {
  const temporary = `${target}.${String(process.pid)}.tmp`;
  try {
    await copyFile(built, temporary);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Where Go keeps what it fetched, and the way out: the checksum database sees to it that neither can change the source. */
function inherited(env: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const names = ['GOMODCACHE', 'GOCACHE', 'GOPATH', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]])));
}

/** As Go's own settings have it: there may be no other way out than a company's. */
async function moduleProxy(go: string, ports: GoInstallPorts): Promise<Record<string, string>> {
  const env: Record<string, string> = ports.env['GOPROXY'] === undefined ? {} : { GOPROXY: ports.env['GOPROXY'] };
  const run = await ports.runTool(go, ['env', 'GOPROXY'], { cwd: ports.scratch, timeoutMs: 30_000, maxOutputBytes: 64 * 1024, env });
  const value = run.exitCode === 0 ? run.stdout.trim() : '';
  return value === '' ? {} : { GOPROXY: value };
}

async function findGo(ports: GoInstallPorts): Promise<string | null> {
  const windows = ports.platform === 'win32';
  const known = windows ? ['C:\\Program Files\\Go\\bin'] : ['/usr/local/go/bin', '/usr/lib/go/bin', '/opt/homebrew/bin'];
  const folders = [...trustedSearchPath(ports.env['PATH'] ?? '', { platform: ports.platform }).split(path.delimiter), ...known];
  for (const folder of folders) {
    const file = folder === '' ? null : await fileAt(path.join(folder, windows ? 'go.exe' : 'go'));
    if (file !== null && (await isNewEnough(file, ports))) return file;
  }
  return null;
}

/** From 1.21 on Go fetches a newer toolchain by itself, verified by the checksum database. */
async function isNewEnough(go: string, ports: GoInstallPorts): Promise<boolean> {
  const run = await ports.runTool(go, ['version'], { cwd: ports.scratch, timeoutMs: 30_000, maxOutputBytes: 64 * 1024, env: strictGo });
  const version = semver.coerce(/^go version go(\d+\.\d+(?:\.\d+)?)/.exec(run.stdout)?.[1]);
  return run.exitCode === 0 && version !== null && semver.gte(version, '1.21.0');
}

async function fileAt(file: string): Promise<string | null> {
  try {
    const real = await realpath(file);
    return (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}
