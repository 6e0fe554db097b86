// The programs, data and folders that a check uses: are they there, and new enough?
import path from 'node:path';
import { McgateError, messageOf } from '../../core/error.ts';
import { isStale } from '../../core/advisory-scanner.ts';
import type { RunTool } from '../../core/gate.ts';
import { childEnvironment } from '../../platform/environment.ts';
import { openPrivateFolder } from '../../platform/folder-trust.ts';
import { cacheFolder } from '../../platform/folders.ts';
import { findGit } from '../../platform/git-binary.ts';
import { locatePath } from '../../platform/local-path.ts';
import { openOsvDatabase } from '../../platform/osv-database.ts';
import { installedOsvDatabase } from '../../platform/osv-folders.ts';
import { findOsvScanner } from '../../platform/osv-scanner.ts';
import type { Environment } from '../session.ts';
import { dayMs } from '../../core/days.ts';
import type { StatusLine } from '../status-line.ts';

export interface ToolProbe {
  readonly root: string;
  readonly env: Environment;
  readonly runTool: RunTool;
  readonly scratch: string;
  readonly osvDatabase: string | null;
}

/** From here on git knows GIT_NO_LAZY_FETCH (Git 2.45.0 release notes). */
const hardenedGit = [2, 45] as const;

/** In the order in which they are shown. Never throws for what is missing. */
export async function probeTools(probe: ToolProbe): Promise<readonly StatusLine[]> {
  return Promise.all([probeNode(), probeGit(probe), probeScanner(probe), probeDatabase(probe), probeSshKeygen(probe), probeCache(probe)]);
}

function probeNode(): Promise<StatusLine> {
  const old = Number(process.versions.node.split('.')[0]) < 24;
  const remedy = old ? 'Install Node.js 24 or newer: https://nodejs.org' : null;
  return Promise.resolve({ status: old ? 'fail' : 'ok', name: 'Node.js', detail: `${process.versions.node}.`, remedy });
}

async function probeGit({ root, env, runTool }: ToolProbe): Promise<StatusLine> {
  const name = 'git';
  try {
    const file = findGit(env['PATH'] ?? '', root);
    const { stdout } = await runTool(file, ['--version'], { cwd: path.dirname(file), timeoutMs: 10_000, maxOutputBytes: 4096 });
    const version = /(\d+)\.(\d+)\S*/.exec(stdout);
    if (version === null) return { status: 'fail', name, detail: `${file} does not say its version.`, remedy: 'Install git anew.' };
    const hardened = Number(version[1]) > hardenedGit[0] || (Number(version[1]) === hardenedGit[0] && Number(version[2]) >= hardenedGit[1]);
    const detail = `${version[0]} at ${file}${hardened ? '' : '; only from 2.45 on does git itself refuse to fetch on demand'}.`;
    return {
      status: hardened ? 'ok' : 'warn',
      name,
      detail,
      remedy: hardened ? null : 'Install git 2.45 or newer: https://git-scm.com/downloads',
    };
  } catch (error) {
    return failed(name, error);
  }
}

async function probeScanner({ root, env, runTool, scratch }: ToolProbe): Promise<StatusLine> {
  const name = 'osv-scanner';
  try {
    const { file, version } = await findOsvScanner({ env, untrusted: [root], runTool, scratch });
    return { status: 'ok', name, detail: `${version} at ${file}.`, remedy: null };
  } catch (error) {
    return failed(name, error);
  }
}

async function probeDatabase({ env, osvDatabase }: ToolProbe): Promise<StatusLine> {
  const name = 'advisories';
  try {
    const folder = osvDatabase ?? installedOsvDatabase({ env });
    const database = await openOsvDatabase(folder, 'npm');
    if (database === null) return { status: 'fail', name, detail: `There is no npm database in ${folder}.`, remedy: 'Run `mcgate setup`.' };
    const days = Math.floor(database.ageMs / dayMs);
    const old = osvDatabase === null && isStale(database);
    const detail = `${String(database.records)} npm records in ${folder}, ${days === 0 ? 'less than a day' : `${String(days)} days`} old.`;
    return { status: old ? 'fail' : 'ok', name, detail, remedy: old ? 'Run `mcgate setup`.' : null };
  } catch (error) {
    return failed(name, error);
  }
}

async function probeSshKeygen({ root, env }: ToolProbe): Promise<StatusLine> {
  const name = 'ssh-keygen';
  const program = process.platform === 'win32' ? 'ssh-keygen.exe' : 'ssh-keygen';
  const folders = (childEnvironment(env, { untrusted: [root] })['PATH'] ?? '').split(path.delimiter);
  for (const folder of folders) {
    const file = path.join(folder, program);
    if ((await locatePath(file))?.kind === 'file') return { status: 'ok', name, detail: `${file}.`, remedy: null };
  }
  const detail = 'It is not on the PATH; only signed approvals and sign-offs need it.';
  return { status: 'warn', name, detail, remedy: 'Install OpenSSH.' };
}

async function probeCache({ root, env }: ToolProbe): Promise<StatusLine> {
  const name = 'cache';
  try {
    const trust = await openPrivateFolder(cacheFolder({ env }), [root]);
    if (trust.ok) return { status: 'ok', name, detail: `${trust.folder}.`, remedy: null };
    return {
      status: 'warn',
      name,
      detail: `It is not used, so checks are slower: ${trust.why}.`,
      remedy: 'Set MCGATE_CACHE_DIR to a folder of your own.',
    };
  } catch (error) {
    return { ...failed(name, error), status: 'warn' };
  }
}

/** What cannot be told is a failure, with its own remedy where it has one. */
export function failed(name: string, error: unknown): StatusLine {
  return { status: 'fail', name, detail: messageOf(error), remedy: (error instanceof McgateError ? error.remedy : undefined) ?? null };
}
