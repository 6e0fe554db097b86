// The dependencies gate: lockfiles of both trees through osv-scanner, offline, with proof that it matched.
import { isStale, type AdvisoryDatabase, type AdvisoryScanner } from '../../core/advisory-scanner.ts';
import type { Coverage, GateResult, RawFinding, Reason } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import type { Gate, GateContext } from '../../core/gate.ts';
import { describeRule } from '../../core/rule.ts';
import { rules } from '../../../rules/generated/dependencies.ts';
import { openLedger } from './coverage-ledger.ts';
import type { CoverageLedger } from './coverage-ledger.ts';
import { findingsOf } from './dependency-finding.ts';
import { loadLockfiles } from './load-lockfiles.ts';
import type { LoadedLockfile, Loading } from './load-lockfiles.ts';
import { scanLockfiles } from './scan-lockfiles.ts';
import type { ScannedLockfiles } from './scan-lockfiles.ts';
import { changedPaths, removedLockfiles, selectLockfiles } from './select-lockfiles.ts';
import type { Lockfile, Selection } from './select-lockfiles.ts';

const maxLockfiles = 2000;
/** Throws McgateError `tool-missing` or `tool-failed`; with no lockfile to judge it needs neither scanner nor database. */
export const gate: Gate = { id: 'dependencies', rules: rules.map(describeRule), run };

async function run(context: GateContext): Promise<GateResult> {
  const { workspace } = context;
  const ledger = openLedger(changedPaths(workspace));
  const selection = selectLockfiles(workspace, ledger);
  const removed = removedLockfiles(workspace, selection).map(removedReason);
  if (selection.judged.length === 0)
    return answer([], [], { unit: 'lockfiles', examined: 0, leftOut: ledger.leftOut() }, [...ledger.reasons(), ...removed]);
  if (selection.judged.length + selection.base.length > 2 * maxLockfiles) {
    throw new McgateError('tool-failed', `There are more than ${String(maxLockfiles)} lockfiles.`, {
      remedy: 'Exclude what is not yours in .mcgate/config.yaml.',
    });
  }
  const scanner = await context.openAdvisoryScanner();
  const databases = await openDatabases(scanner, selection);
  const usable = (one: Lockfile): boolean => databases.has(one.kind.ecosystem);
  for (const one of selection.judged) if (!usable(one)) giveUpEcosystem(one, ledger);
  const judged = await loadLockfiles(workspace.judged, selection.judged.filter(usable));
  const base = workspace.base === null ? nothing : await loadLockfiles(workspace.base, selection.base.filter(usable));
  for (const { path, code, message } of judged.failed) ledger.giveUp(path, { code, message, remedy: loadRemedy });
  context.progress(0, judged.loaded.length);
  // Less than the gate's own limit, so that the answer names the scanner.
  const scanned = await scanLockfiles(
    scanner,
    [...databases.values()],
    [...judged.loaded, ...base.loaded],
    context.settings.timeoutMs * 0.4,
  );
  context.progress(judged.loaded.length, judged.loaded.length);
  const trusted = judged.loaded.filter((one) => !isDoubtful(one, scanned, ledger));
  return answer(collect(judged.loaded, scanned), collect(base.loaded, scanned), coverageOf(trusted, ledger, scanner, databases), [
    ...staleReasons(scanner, databases),
    ...ledger.reasons(),
    ...removed,
  ]);
}

const nothing: Loading = { loaded: [], failed: [] };
const loadRemedy = 'Let the package manager write it anew and commit that, or exclude it in .mcgate/config.yaml.';

function answer(
  findings: readonly RawFinding[],
  baseFindings: readonly RawFinding[],
  coverage: Coverage,
  reasons: readonly Reason[],
): GateResult {
  const named = new Set([...findings, ...baseFindings].map((finding) => finding.ruleId));
  return { findings, baseFindings, coverage, reasons, rules: gate.rules.filter((rule) => named.has(rule.id)) };
}

/** By ecosystem. One that is missing would make osv-scanner match nothing at all, so its lockfiles stay out. */
async function openDatabases(scanner: AdvisoryScanner, selection: Selection): Promise<ReadonlyMap<string, AdvisoryDatabase>> {
  const ecosystems = [...new Set(selection.judged.map((one) => one.kind.ecosystem))].sort();
  const databases = new Map<string, AdvisoryDatabase>();
  for (const ecosystem of ecosystems) {
    const database = await scanner.openDatabase(ecosystem);
    if (database !== null) databases.set(ecosystem, database);
    else if (ecosystem === 'npm') {
      throw new McgateError('tool-missing', 'There is no npm advisory database.', { remedy: 'Run `mcgate setup`.' });
    }
  }
  return databases;
}

function giveUpEcosystem(lockfile: Lockfile, ledger: CoverageLedger): void {
  const { ecosystem } = lockfile.kind;
  ledger.giveUp(lockfile.entry.path, {
    code: 'no-database',
    message: `there is no ${ecosystem} advisory database`,
    remedy: `Run \`mcgate setup --database ${ecosystem}\`, or exclude the file in .mcgate/config.yaml.`,
  });
}

function isDoubtful(lockfile: LoadedLockfile, scanned: ScannedLockfiles, ledger: CoverageLedger): boolean {
  const doubt = scanned.doubts.get(lockfile.key);
  if (doubt === undefined) return false;
  ledger.giveUp(lockfile.path, { ...doubt, remedy: loadRemedy });
  return true;
}

function collect(lockfiles: readonly LoadedLockfile[], scanned: ScannedLockfiles): readonly RawFinding[] {
  return lockfiles.flatMap((lockfile) => findingsOf(lockfile.path, lockfile, scanned.packages.get(lockfile.key) ?? []));
}

function removedReason(path: string): Reason {
  return {
    code: 'lockfile-removed',
    message: `${path} is gone although the package.json beside it is not: what will be installed is not known.`,
    remedy: 'Commit a lockfile, or exclude the folder in .mcgate/config.yaml.',
    path,
  };
}

function staleReasons(scanner: AdvisoryScanner, databases: ReadonlyMap<string, AdvisoryDatabase>): readonly Reason[] {
  if (scanner.databaseNamed) return [];
  return [...databases.values()].filter(isStale).map((database) => ({
    code: 'stale-database',
    message: `The ${database.ecosystem} advisory database is ${String(Math.floor(database.ageMs / 86_400_000))} days old.`,
    remedy: `Run \`mcgate setup --database ${database.ecosystem}\`.`,
  }));
}

function coverageOf(
  examined: readonly LoadedLockfile[],
  ledger: CoverageLedger,
  scanner: AdvisoryScanner,
  databases: ReadonlyMap<string, AdvisoryDatabase>,
): Coverage {
  const facts: Record<string, string | number> = {
    packages: examined.reduce((sum, one) => sum + (one.packages?.length ?? 0), 0),
    'osv-scanner': scanner.version,
  };
  for (const database of databases.values()) {
    facts[`${database.ecosystem} advisories`] = database.records;
    facts[`${database.ecosystem} database of`] = database.fetchedAt.toISOString().slice(0, 10);
  }
  return { unit: 'lockfiles', examined: examined.length, leftOut: ledger.leftOut(), facts };
}
