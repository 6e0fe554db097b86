// Finds osv-scanner outside the repository under check, makes sure it is a known release, and runs it offline.
import { mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AdvisoryScan, AdvisoryScanner, LockfileInput } from '../core/advisory-scanner.ts';
import { McgateError } from '../core/error.ts';
import type { RunTool } from '../core/gate.ts';
import { contains, trustedSearchPath } from './environment.ts';
import { openOsvDatabase } from './osv-database.ts';
import { installedOsvDatabase, installedOsvScanner } from './osv-folders.ts';
import type { FolderOptions } from './folders.ts';
import { knownOsvScannerVersions, osvScannerVersion } from './osv-scanner-release.ts';

const maxOutputBytes = 256 * 1024 * 1024;
const remedy = 'Run `mcgate setup`.';

export interface OsvScannerOptions extends FolderOptions {
  /** `RunOptions.osvDatabase`: null for MCGATE_OSV_DATABASE, else the folder that `mcgate setup` keeps. */
  readonly database: string | null;
  /** Folders that must not supply programs or data unasked: the repository under check. */
  readonly untrusted: readonly string[];
  /** A private, empty folder of this run. */
  readonly scratch: string;
  readonly runTool: RunTool;
}

export interface FoundScanner {
  readonly file: string;
  readonly version: string;
}

/**
 * The scanner at MCGATE_OSV_SCANNER, else the one `mcgate setup` installed, else one of a known release on PATH; never one
 * from inside `untrusted`, from a node_modules folder or from a relative PATH entry.
 * Throws McgateError `tool-missing`, or `tool-failed` where a named or installed one is not what it should be.
 */
export async function findOsvScanner(options: Omit<OsvScannerOptions, 'database'>): Promise<FoundScanner> {
  const env = options.env ?? process.env;
  const named = env['MCGATE_OSV_SCANNER'];
  if (named !== undefined && named !== '') return namedScanner(named, options);
  const installed = await programAt(installedOsvScanner(options));
  if (installed !== null) return checkedScanner(installed, options);
  const unknown: string[] = [];
  for (const file of await programsOnPath(env, options)) {
    const version = await versionOf(file, options);
    if (version !== null && knownOsvScannerVersions.includes(version)) return { file, version };
    unknown.push(`${file} (${version ?? 'no version'})`);
  }
  const seen = unknown.length === 0 ? '' : ` Not used, because mcgate knows only release ${osvScannerVersion}: ${unknown.join(', ')}.`;
  throw new McgateError('tool-missing', `osv-scanner is not installed.${seen}`, { remedy });
}

/** Opens the scanner for a run. Throws as `findOsvScanner`, and `tool-missing` where there is no database folder. */
export async function openOsvScanner(options: OsvScannerOptions): Promise<AdvisoryScanner> {
  const env = options.env ?? process.env;
  const fromEnv = env['MCGATE_OSV_DATABASE'] ?? '';
  const named = options.database ?? (fromEnv === '' ? null : fromEnv);
  const folder = named === null ? installedOsvDatabase(options) : path.resolve(named);
  if (!(await isFolder(folder))) {
    const what = named === null ? 'There is no advisory database.' : `The advisory database ${folder} is not there.`;
    throw new McgateError('tool-missing', what, { remedy });
  }
  const { file, version } = await findOsvScanner(options);
  return {
    version,
    databaseNamed: named !== null,
    openDatabase: (ecosystem) => openOsvDatabase(folder, ecosystem),
    scan: (lockfiles, timeoutMs) => scan(file, folder, lockfiles, timeoutMs, options),
  };
}

async function scan(
  file: string,
  database: string,
  lockfiles: readonly LockfileInput[],
  timeoutMs: number,
  options: OsvScannerOptions,
): Promise<AdvisoryScan> {
  const folder = path.join(await realpath(options.scratch), `osv-${String(process.hrtime.bigint())}`);
  await mkdir(folder, { mode: 0o700 });
  const config = path.join(folder, 'config.toml');
  // An own, empty config: without --config the scanner obeys an osv-scanner.toml beside what it scans.
  await writeFile(config, '');
  const keys = new Map<string, string>();
  for (const [index, lockfile] of lockfiles.entries()) {
    // A folder each: osv-scanner leaves out a package-lock.json beside an npm-shrinkwrap.json.
    const own = path.join(folder, String(index));
    await mkdir(own);
    const target = path.join(own, path.basename(lockfile.fileName));
    await writeFile(target, lockfile.bytes, { flag: 'wx', mode: 0o600 });
    keys.set(target, lockfile.key);
  }
  const run = await options.runTool(file, scanArguments(database, config, [...keys.keys()]), { cwd: folder, timeoutMs, maxOutputBytes });
  return { run, keys };
}

function scanArguments(database: string, config: string, files: readonly string[]): readonly string[] {
  return [
    'scan',
    'source',
    '--offline',
    '--local-db-path',
    database,
    '--config',
    config,
    '--no-ignore',
    // Without it a go.mod starts govulncheck, and the Go toolchain, on what is scanned.
    '--no-call-analysis',
    'all',
    '--format',
    'json',
    '--all-packages',
    '--all-vulns',
    ...files.flatMap((file) => ['-L', file]),
  ];
}

async function namedScanner(named: string, options: Omit<OsvScannerOptions, 'database'>): Promise<FoundScanner> {
  if (!path.isAbsolute(named)) {
    throw new McgateError('tool-missing', 'MCGATE_OSV_SCANNER is no absolute path.', {
      remedy: 'Give the full path of osv-scanner, or unset it.',
    });
  }
  const file = await programAt(named);
  if (file === null) throw new McgateError('tool-missing', `MCGATE_OSV_SCANNER names ${named}, which is not there.`, { remedy });
  // A link in the repository that leads out would let the repository choose what is run.
  const faces = [file, path.normalize(named), path.join(await realpath(path.dirname(named)), path.basename(named))];
  if ((await Promise.all(faces.map((face) => isUntrusted(face, options.untrusted)))).includes(true)) {
    throw new McgateError('tool-failed', 'MCGATE_OSV_SCANNER names a program inside the repository under check.', { remedy });
  }
  return checkedScanner(file, options);
}

async function checkedScanner(file: string, options: Omit<OsvScannerOptions, 'database'>): Promise<FoundScanner> {
  const version = await versionOf(file, options);
  if (version !== null && knownOsvScannerVersions.includes(version)) return { file, version };
  throw new McgateError(
    'tool-failed',
    `${file} is ${version === null ? 'no osv-scanner that runs' : `osv-scanner ${version}`}; mcgate needs release ${osvScannerVersion}.`,
    { remedy },
  );
}

/** What `--version` says, or null. */
export async function versionOf(file: string, options: { readonly runTool: RunTool; readonly scratch: string }): Promise<string | null> {
  const run = await options.runTool(file, ['--version'], { cwd: options.scratch, timeoutMs: 30_000, maxOutputBytes: 64 * 1024 });
  if (run.failure !== null || run.exitCode !== 0) return null;
  return /^osv-scanner version: (\d+\.\d+\.\d+)$/m.exec(run.stdout)?.[1] ?? null;
}

async function programsOnPath(env: Readonly<NodeJS.ProcessEnv>, options: Omit<OsvScannerOptions, 'database'>): Promise<readonly string[]> {
  const platform = options.platform ?? process.platform;
  const name = platform === 'win32' ? 'osv-scanner.exe' : 'osv-scanner';
  const value = Object.entries(env).find(([key]) => (platform === 'win32' ? key.toUpperCase() === 'PATH' : key === 'PATH'))?.[1] ?? '';
  const entries = trustedSearchPath(value, { untrusted: options.untrusted, platform }).split(path.delimiter);
  const files: string[] = [];
  for (const entry of entries) {
    const file = entry === '' ? null : await programAt(path.join(entry, name));
    // The entry may be a link's folder whose program lies elsewhere.
    if (file !== null && !(await isUntrusted(file, options.untrusted)) && !file.split(path.sep).includes('node_modules')) files.push(file);
  }
  return [...new Set(files)];
}

async function isUntrusted(file: string, untrusted: readonly string[]): Promise<boolean> {
  const real = await Promise.all(untrusted.map((folder) => realpath(folder).catch(() => folder)));
  return [...untrusted, ...real].some((folder) => contains(folder, file));
}

/** The real path of a regular file, or null. */
async function programAt(file: string): Promise<string | null> {
  try {
    const real = await realpath(file);
    return (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}
