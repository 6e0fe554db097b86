// `mcgate setup`: installs osv-scanner and fetches its advisory databases. Each step stands alone, so that one that fails leaves the others done.
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { McgateError, messageOf } from '../core/error.ts';
import type { RunTool } from '../core/gate.ts';
import { download, DownloadError } from './download.ts';
import type { DownloadPorts } from './download.ts';
import type { FolderOptions } from './folders.ts';
import { goInstall } from './go-install.ts';
import { fetchGo, hasGoToolchain } from './go-toolchain.ts';
import { openOsvDatabase } from './osv-database.ts';
import { installedOsvDatabase, installedOsvScanner, osvArchive } from './osv-folders.ts';
import { findOsvScanner, versionOf } from './osv-scanner.ts';
import { osvDatabaseOrigin, osvScannerAsset, osvScannerVersion, releaseHosts } from './osv-scanner-release.ts';
import type { ReleaseAsset } from './osv-scanner-release.ts';

export interface SetupOptions {
  /** Nothing is fetched: what is missing fails. */
  readonly offline: boolean;
  /** Ecosystems as OSV spells them; default `npm`. */
  readonly databases: readonly string[];
  /** Install the scanner anew even if it is there. Databases are always fetched anew. */
  readonly force: boolean;
}

export interface SetupStep {
  /** `osv-scanner`, or `<ecosystem> database`. */
  readonly name: string;
  readonly outcome: 'done' | 'kept' | 'failed';
  /** One sentence: what was done and how, or what stood in the way. */
  readonly message: string;
  readonly remedy?: string;
}

export interface SetupReport {
  /** True if everything that a check needs is there. */
  readonly ok: boolean;
  readonly steps: readonly SetupStep[];
}

export interface SetupPorts extends FolderOptions, DownloadPorts {
  readonly arch?: string;
  readonly runTool: RunTool;
  /** Private and empty; removed by the caller. */
  readonly scratch: string;
  readonly progress: (message: string) => void;
  /** Only for tests: elsewhere than where the projects publish. */
  readonly sources?: { readonly asset: ReleaseAsset | null; readonly databaseOrigin: string; readonly hosts: readonly string[] };
}

/** OSV's names of the ecosystems whose lockfiles the dependencies gate reads. */
export const setupEcosystems: readonly string[] = ['npm', 'PyPI', 'Go', 'crates.io', 'RubyGems', 'Packagist'];

const maxBinaryBytes = 256 * 1024 * 1024;
const maxDatabaseBytes = 2 * 1024 * 1024 * 1024;

/** Never throws for what the network, the disk or a tool does: a step that failed says so. Throws McgateError `usage` for an unknown ecosystem. */
export async function setup(options: SetupOptions, ports: SetupPorts): Promise<SetupReport> {
  const unknown = options.databases.find((ecosystem) => !setupEcosystems.includes(ecosystem));
  if (unknown !== undefined) {
    throw new McgateError('usage', `There is no database for ${JSON.stringify(unknown)}.`, {
      remedy: `Known: ${setupEcosystems.join(', ')}.`,
    });
  }
  const steps = [await setupScanner(options, ports)];
  for (const ecosystem of options.databases.length === 0 ? ['npm'] : [...new Set(options.databases)]) {
    steps.push(await guarded(`${ecosystem} database`, () => setUpDatabase(ecosystem, options, ports)));
  }
  return { ok: steps.every((step) => step.outcome !== 'failed'), steps };
}

/** The scanner's step alone. Never throws, as `setup`. */
export function setupScanner(options: Pick<SetupOptions, 'offline' | 'force'>, ports: SetupPorts): Promise<SetupStep> {
  return guarded('osv-scanner', () => setUpScanner({ ...options, databases: [] }, ports));
}

type StepResult = Omit<SetupStep, 'name'>;

async function guarded(name: string, step: () => Promise<StepResult>): Promise<SetupStep> {
  try {
    return { name, ...(await step()) };
  } catch (error) {
    const remedy = error instanceof McgateError ? error.remedy : undefined;
    return { name, outcome: 'failed', message: sentence(messageOf(error)), ...(remedy === undefined ? {} : { remedy }) };
  }
}

async function setUpScanner(options: SetupOptions, ports: SetupPorts): Promise<StepResult> {
  const target = installedOsvScanner(ports);
  if (!options.force) {
    const found = await findOsvScanner({ ...ports, untrusted: [] }).catch(() => null);
    if (found !== null) return { outcome: 'kept', message: `osv-scanner ${found.version} is at ${found.file}.` };
  }
  if (options.offline)
    return {
      outcome: 'failed',
      message: `osv-scanner is not installed, and --offline forbids fetching it.`,
      remedy: 'Run `mcgate setup` with a network.',
    };
  await mkdir(path.dirname(target), { recursive: true });
  const fetched = await fetchScanner(target, ports);
  if (fetched.ok) return verified(target, `${fetched.message}.`, ports);
  ports.progress(`${fetched.message}. Building osv-scanner ${osvScannerVersion} with Go instead, which takes some minutes.`);
  const platform = ports.platform ?? process.platform;
  const arch = ports.arch ?? process.arch;
  const built = await goInstall(target, {
    env: ports.env ?? process.env,
    platform,
    scratch: ports.scratch,
    runTool: ports.runTool,
    fetchGo: () => {
      if (hasGoToolchain(platform, arch)) ports.progress('There is no Go here: fetching one for the build.');
      return fetchGo(ports.scratch, platform, arch, ports);
    },
  });
  if (built.ok)
    return verified(target, `Built by ${built.go} from source that Go's checksum database vouches for, because ${fetched.message}.`, ports);
  return {
    outcome: 'failed',
    message: `osv-scanner could not be installed: ${fetched.message}; ${built.message}.`,
    remedy: `Install Go 1.21 or newer and run \`mcgate setup\` again, or set MCGATE_OSV_SCANNER to an osv-scanner ${osvScannerVersion}.`,
  };
}

/** False only where nothing answered. An answer that is not the pinned file ends the step: no other source makes up for it. */
async function fetchScanner(target: string, ports: SetupPorts): Promise<{ readonly ok: boolean; readonly message: string }> {
  const { asset, hosts } = sourcesOf(ports);
  if (asset === null) return { ok: false, message: `there is no release of osv-scanner for this platform` };
  ports.progress(`Downloading osv-scanner ${osvScannerVersion}.`);
  try {
    await download({ url: asset.url, file: target, limit: maxBinaryBytes, sha256: asset.sha256, hosts, mode: 0o755 }, ports);
    return { ok: true, message: `Downloaded from ${new URL(asset.url).host}; its sha256 is the pinned one` };
  } catch (error) {
    if (error instanceof DownloadError && error.kind === 'unreachable') return { ok: false, message: error.message };
    throw error;
  }
}

async function verified(target: string, how: string, ports: SetupPorts): Promise<StepResult> {
  const version = await versionOf(target, ports);
  if (version === osvScannerVersion) return { outcome: 'done', message: `osv-scanner ${version} is at ${target}. ${how}` };
  await rm(target, { force: true });
  return { outcome: 'failed', message: `What was installed is no osv-scanner ${osvScannerVersion} that runs (${version ?? 'no answer'}).` };
}

/** Fetches to one layout of osv-scanner and copies to the other: older releases look there. */
async function setUpDatabase(ecosystem: string, options: SetupOptions, ports: SetupPorts): Promise<StepResult> {
  const folder = installedOsvDatabase(ports);
  if (options.offline) {
    const here = await openOsvDatabase(folder, ecosystem).catch(() => null);
    if (here !== null)
      return {
        outcome: 'kept',
        message: `${String(here.records)} advisories of ${here.fetchedAt.toISOString().slice(0, 10)} are in ${folder}.`,
      };
    return {
      outcome: 'failed',
      message: `There is no ${ecosystem} database, and --offline forbids fetching it.`,
      remedy: remedyFor(ecosystem),
    };
  }
  const { databaseOrigin, hosts } = sourcesOf(ports);
  ports.progress(`Downloading the ${ecosystem} advisory database.`);
  const incoming = path.join(folder, 'incoming');
  const received = osvArchive(incoming, 'osv-scalibr', ecosystem);
  await mkdir(path.dirname(received), { recursive: true });
  try {
    const url = `${databaseOrigin}/${encodeURIComponent(ecosystem)}/all.zip`;
    await download({ url, file: received, limit: maxDatabaseBytes, sha256: null, hosts, mode: 0o644 }, ports);
    const database = await openOsvDatabase(incoming, ecosystem);
    if (database === null || database.known.length === 0)
      throw new DownloadError('refused', 'what was downloaded holds no usable advisory');
    await putInPlace(received, folder, ecosystem);
    return { outcome: 'done', message: `${String(database.records)} advisories are in ${folder}.` };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    return {
      outcome: 'failed',
      message: sentence(`The ${ecosystem} database could not be fetched: ${error.message}`),
      remedy: remedyFor(ecosystem),
    };
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

async function putInPlace(received: string, folder: string, ecosystem: string): Promise<void> {
  const target = osvArchive(folder, 'osv-scalibr', ecosystem);
  const older = osvArchive(folder, 'osv-scanner', ecosystem);
  await Promise.all([target, older].map((file) => mkdir(path.dirname(file), { recursive: true })));
  const temporary = `${older}.${String(process.pid)}.tmp`;
  await copyFile(received, temporary);
  await rename(temporary, older);
  await rename(received, target);
}

function remedyFor(ecosystem: string): string {
  return `Where ${new URL(osvDatabaseOrigin).host} cannot be reached, fetch ${osvDatabaseOrigin}/${encodeURIComponent(ecosystem)}/all.zip elsewhere, put it at <folder>/osv-scalibr/${ecosystem}/all.zip, and name <folder> by MCGATE_OSV_DATABASE or --osv-database.`;
}

function sourcesOf(ports: SetupPorts): NonNullable<SetupPorts['sources']> {
  return (
    ports.sources ?? {
      asset: osvScannerAsset(ports.platform ?? process.platform, ports.arch ?? process.arch),
      databaseOrigin: osvDatabaseOrigin,
      hosts: [...releaseHosts, new URL(osvDatabaseOrigin).host],
    }
  );
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
