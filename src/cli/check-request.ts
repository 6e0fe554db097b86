// The flags of `mcgate check` -> what is asked of the pipeline; contradictions are found before anything runs.
import path from 'node:path';
import type { CheckRequest } from '../core/check.ts';
import type { GateId, Severity } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { decideEvent } from './event.ts';
import type { Environment } from './session.ts';
import { resolveTargets } from './targets.ts';

export interface CheckFlags {
  readonly paths: readonly string[];
  readonly gates: readonly GateId[] | null;
  readonly base: string | null;
  readonly staged: boolean;
  readonly changed: boolean;
  readonly failOn: Severity | null;
  readonly offline: boolean;
  readonly cache: boolean;
  readonly shard: string | null;
  readonly since: string | null;
  readonly osvDatabase: string | null;
  readonly git: boolean;
  readonly release: boolean;
  /** `<item>=<file>` */
  readonly reports: readonly string[];
}

/** Throws McgateError `usage` for flags that contradict each other or name nothing. */
export async function makeRequest(
  flags: CheckFlags,
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
): Promise<CheckRequest> {
  refuseContradictions(flags);
  const shard = flags.shard === null ? null : parseShard(flags.shard);
  const { root, repository, paths } = await resolveTargets(flags.paths, { cwd, git: flags.git });
  const { event, origin } = await decideEvent({ base: flags.base, staged: flags.staged, repository }, env);
  return {
    root,
    git: repository,
    paths,
    event,
    origin,
    gates: flags.gates === null ? null : [...new Set(flags.gates)],
    failOn: flags.failOn,
    changedOnly: flags.changed,
    shard,
    since: flags.since,
    release: flags.release,
    // Parsers of other tools' formats are loaded only for a report.
    reports:
      flags.reports.length === 0 ? [] : await (await import('../wiring/read-reports.ts')).readReports(flags.reports, cwd, '--report'),
    options: { offline: flags.offline, cache: flags.cache, osvDatabase: osvDatabaseOf(flags.osvDatabase, cwd, env) },
  };
}

/** All gates over the working tree of the repository at `root`; `base` null for its upstream or default branch. */
export function localRequest(root: string, base: string | null, osvDatabase: string | null): CheckRequest {
  return {
    root,
    git: true,
    paths: [],
    event: { name: 'local', base, staged: false },
    origin: null,
    gates: null,
    failOn: null,
    changedOnly: false,
    shard: null,
    since: null,
    release: false,
    reports: [],
    options: { offline: false, osvDatabase, cache: true },
  };
}

/** The database folder: the flag, else MCGATE_OSV_DATABASE, else null for the place that `mcgate setup` fills. Absolute. */
export function osvDatabaseOf(flag: string | null, cwd: string, env: Environment): string | null {
  const named = flag ?? env['MCGATE_OSV_DATABASE'] ?? '';
  return named === '' ? null : path.resolve(cwd, named);
}

/** `2/3` -> index 2 of 3. Throws McgateError `usage`. */
export function parseShard(text: string): { readonly index: number; readonly count: number } {
  const match = /^([1-9][0-9]{0,3})\/([1-9][0-9]{0,3})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && index <= count) return { index, count };
  throw new McgateError('usage', `--shard ${JSON.stringify(text)} is no part of a whole.`, { remedy: 'Write --shard 1/3, 2/3 and 3/3.' });
}

function refuseContradictions(flags: CheckFlags): void {
  const { git, base, staged, changed, since } = flags;
  const needsGit = [base !== null && '--base', staged && '--staged', changed && '--changed', since !== null && '--since'];
  refuseBoth('--no-git', !git, needsGit);
  // It asks of a history, for which none of these has a meaning.
  const others = [
    ...[staged && '--staged', changed && '--changed', flags.shard !== null && '--shard', flags.gates !== null && '--gate'],
    ...[flags.failOn !== null && '--fail-on', flags.release && '--release', flags.reports.length > 0 && '--report'],
    flags.paths.length > 0 && 'a path',
  ];
  refuseBoth('--since', since !== null, others);
}

function refuseBoth(flag: string, isGiven: boolean, others: readonly (string | false)[]): void {
  const other = others.find((each) => each !== false);
  if (!isGiven || other === undefined) return;
  throw new McgateError('usage', `${flag} and ${other} contradict each other.`, { remedy: 'Leave one of them out.' });
}
