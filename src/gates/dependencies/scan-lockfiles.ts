// One call of the scanner over all lockfiles and a canary each ecosystem, and the proof that it read and matched them.
import type { AdvisoryDatabase, AdvisoryScan, AdvisoryScanner, LockfileInput } from '../../core/advisory-scanner.ts';
import { McgateError, messageOf } from '../../core/error.ts';
import { canaryLockfile, unreportedAdvisories } from './canary.ts';
import type { LoadedLockfile } from './load-lockfiles.ts';
import { parseScannerOutput } from './scanner-output.ts';
import type { ScannedPackage, ScannerOutput } from './scanner-output.ts';

export interface ScannedLockfiles {
  /** By `LoadedLockfile.key`. */
  readonly packages: ReadonlyMap<string, readonly ScannedPackage[]>;
  /** Why a lockfile's answer cannot be trusted, by key. Its findings stand all the same. */
  readonly doubts: ReadonlyMap<string, { readonly code: string; readonly message: string }>;
}

const canaryPrefix = 'canary\0';
/** What a run may exit with: 0 clean, 1 findings (and, unsaid, failed extractions). 127 to 130 are errors. */
const answers: readonly (number | null)[] = [0, 1];

/** Throws McgateError `tool-failed` where the scanner gave no answer, or did not match what it must. */
export async function scanLockfiles(
  scanner: AdvisoryScanner,
  databases: readonly AdvisoryDatabase[],
  lockfiles: readonly LoadedLockfile[],
  timeoutMs: number,
): Promise<ScannedLockfiles> {
  const canaries = databases.map((database) => canaryOf(database));
  const contents = [...new Map(lockfiles.map((lockfile) => [lockfile.key, lockfile])).values()];
  const inputs = contents.map((one): LockfileInput => ({ key: one.key, fileName: one.kind.fileName, bytes: one.bytes }));
  const { scan, refused } = await scanWithoutRefused(scanner, [...canaries, ...inputs], timeoutMs);
  const output = parseOutput(scan);
  const byKey = new Map([...scan.keys].map(([path, key]) => [key, { path, scanned: output.get(path) ?? [] }]));
  for (const database of databases) checkCanary(database, byKey.get(canaryPrefix + database.ecosystem)?.scanned ?? []);
  const doubts = new Map<string, { code: string; message: string }>();
  const packages = new Map<string, readonly ScannedPackage[]>();
  for (const lockfile of contents) {
    const found = byKey.get(lockfile.key);
    packages.set(lockfile.key, found?.scanned ?? []);
    const doubt =
      found === undefined || refused.has(lockfile.key) ? refusedDoubt : compare(lockfile, found.scanned, found.path, scan.run.stderr);
    if (doubt !== null) doubts.set(lockfile.key, doubt);
  }
  return { packages, doubts };
}

const refusedDoubt = { code: 'unparsable', message: 'osv-scanner cannot read the lockfile' };

function canaryOf(database: AdvisoryDatabase): LockfileInput {
  if (database.known.length === 0) {
    throw new McgateError(
      'tool-failed',
      `The ${database.ecosystem} advisory database holds no advisory to prove by that the scanner matches.`,
      {
        remedy: `Run \`mcgate setup --database ${database.ecosystem}\`.`,
      },
    );
  }
  return canaryLockfile(database.ecosystem, database.known, canaryPrefix + database.ecosystem);
}

/** One lockfile that it cannot read makes osv-scanner answer nothing at all: those it names are taken out, and it is asked once more. */
async function scanWithoutRefused(
  scanner: AdvisoryScanner,
  inputs: readonly LockfileInput[],
  timeoutMs: number,
): Promise<{ scan: AdvisoryScan; refused: ReadonlySet<string> }> {
  const first = await scanner.scan(inputs, timeoutMs);
  const refused = refusedKeys(first);
  if (first.run.failure === null && answers.includes(first.run.exitCode)) return { scan: first, refused };
  const rest = inputs.filter((input) => !refused.has(input.key));
  if (first.run.failure !== null || refused.size === 0 || rest.length === 0) throw failed(first);
  const second = await scanner.scan(rest, timeoutMs);
  if (second.run.failure !== null || !answers.includes(second.run.exitCode)) throw failed(second);
  return { scan: second, refused: new Set([...refused, ...refusedKeys(second)]) };
}

/** Lockfiles that an extraction error on stderr names, by their own path; it leaves out the leading slash. */
function refusedKeys(scan: AdvisoryScan): ReadonlySet<string> {
  const errors = scan.run.stderr
    .split('\n')
    .filter((line) => line.startsWith('Error during extraction'))
    .map((line) => line.replaceAll('\\', '/'));
  const named = [...scan.keys].filter(([path]) => errors.some((line) => line.includes(path.replaceAll('\\', '/').replace(/^\//, ''))));
  if (errors.length > 0 && named.length === 0 && answers.includes(scan.run.exitCode)) throw failed(scan);
  return new Set(named.map(([, key]) => key));
}

function parseOutput(scan: AdvisoryScan): ScannerOutput {
  try {
    return parseScannerOutput(scan.run.stdout, new Set(scan.keys.keys()));
  } catch (error) {
    throw new McgateError('tool-failed', `osv-scanner's answer cannot be understood: ${messageOf(error).slice(0, 200)}.`, {
      cause: error,
      remedy: reinstall,
    });
  }
}

const reinstall = 'Run `mcgate doctor`; `mcgate setup --force` installs it anew.';

function checkCanary(database: AdvisoryDatabase, scanned: readonly ScannedPackage[]): void {
  const unreported = unreportedAdvisories(database.known, scanned)[0];
  if (unreported === undefined) return;
  throw new McgateError(
    'tool-failed',
    `osv-scanner did not match: it was shown ${unreported.package} ${unreported.version} and did not report ${unreported.id}, which the ${database.ecosystem} database holds.`,
    { remedy: reinstall },
  );
}

/** Says how the scanner's reading differs from mcgate's own, or null: parsers that differ are how a package would be hidden. */
function compare(
  lockfile: LoadedLockfile,
  scanned: readonly ScannedPackage[],
  path: string,
  stderr: string,
): { code: string; message: string } | null {
  if (lockfile.packages === null) {
    const empty = stderr.split('\n').some((line) => line.startsWith(`Scanned ${path} file and found 0 packages`));
    return scanned.length > 0 || empty ? null : refusedDoubt;
  }
  const theirs = new Set(scanned.filter((one) => one.commit === null && one.version !== '').map((one) => `${one.name}@${one.version}`));
  const all = new Set(lockfile.packages.map((one) => `${one.name}@${one.version}`));
  const hidden = lockfile.packages.find((one) => one.origin === 'registry' && !theirs.has(`${one.name}@${one.version}`));
  const extra = [...theirs].find((one) => !all.has(one));
  const name = hidden === undefined ? extra : `${hidden.name}@${hidden.version}`;
  if (name === undefined) return null;
  const who = hidden === undefined ? 'only osv-scanner reads' : 'osv-scanner does not read';
  return { code: 'lockfile-ambiguous', message: `it can be read in two ways: ${who} ${name.slice(0, 200)} in it` };
}

function failed(scan: AdvisoryScan): McgateError {
  const { run } = scan;
  const how = run.failure === null ? `exit code ${String(run.exitCode)}` : run.failure.replaceAll('-', ' ');
  const last = run.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  return new McgateError('tool-failed', `osv-scanner gave no answer (${how})${last === '' ? '' : `: ${last}`}.`, { remedy: reinstall });
}
