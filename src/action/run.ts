// One run of the Action: the change is fetched, judged, told. The verdict alone sets the exit code.
import path from 'node:path';
import type { CheckRequest } from '../core/check.ts';
import type { Reason, Report } from '../core/documents.ts';
import { check } from '../pipeline/check.ts';
import { unanswered } from '../pipeline/unanswered.ts';
import { createScratch, removeScratch } from '../platform/folders.ts';
import { exitCodeOf } from '../wiring/exit-code.ts';
import { githubAccess } from '../wiring/github-access.ts';
import type { GithubEvent } from '../wiring/github-event.ts';
import { notWritten } from '../wiring/report-files.ts';
import { version } from '../wiring/version.ts';
import { wireCheck } from '../wiring/wire.ts';
import { readAsked, type Asked, type Run } from './asked.ts';
import { restoreCaches, saveCaches, type CacheEvent, type CacheNote } from './cache.ts';
import type { DeliveryPorts } from './delivery/delivery.ts';
import { announce, deliverAll } from './delivery/index.ts';
import type { Inputs } from './inputs.ts';
import { bringChange } from './bring-change.ts';
import { firstPlaceOf, placeOf } from './place.ts';
import { tellDelivered, tellProgress, tellReport } from './tell.ts';
import { prepareTools } from './prepare-tools.ts';
import { writeResults } from './results.ts';
import { scannerNeed } from './scanner-need.ts';

/** Throws McgateError where there is no report to give: `usage`, an event that cannot be read, an abort. */
export async function runAction(run: Run): Promise<0 | 1 | 2> {
  const asked = await readAsked(run.env);
  const folder = createScratch(run.env['RUNNER_TEMP']);
  try {
    const announced = announceRun(asked, run);
    const { report, save } = await judge(asked, folder, run);
    // What was said first must not come in last.
    await announced;
    const code = await tell(report, asked, run);
    await save();
    return code;
  } finally {
    await removeScratch(folder);
  }
}

interface Judged {
  readonly report: Report;
  /** Nobody waits for what the next run may use. */
  readonly save: () => Promise<void>;
}

async function judge(asked: Asked, folder: string, run: Run): Promise<Judged> {
  const brought = await bringChange(asked, createScratch(folder), run);
  if ('reason' in brought) return { report: notJudged(asked.github, brought.reason), save: () => Promise.resolve() };
  const { inputs, github, workspace, reports } = asked;
  const { env, log, signal } = run;
  const osvDatabase = inputs.osvDatabase ?? env['MCGATE_OSV_DATABASE'] ?? '';
  const request: CheckRequest = {
    ...{ root: brought.root, git: true, paths: [], event: github.event, origin: github.origin },
    ...{ gates: inputs.gates, failOn: inputs.failOn, changedOnly: false, shard: null, since: null, release: inputs.release },
    reports,
    options: {
      offline: inputs.offline,
      cache: inputs.results,
      osvDatabase: osvDatabase === '' ? null : path.resolve(workspace, osvDatabase),
    },
  };
  const need = await scannerNeed(request, brought.survey, inputs.setup);
  const wanted = { scanner: need.ecosystems.length > 0, advisories: need.keepsNpm, results: inputs.results };
  const ports = { env, signal, now: run.now, scratch: createScratch(folder), untrusted: [brought.root], wanted };
  const cached = { event: cacheEventOf(github, env), ports };
  if (inputs.cache) await tellCaches(await restoreCaches(cached.event, cached.ports), log);
  await prepareTools(need, request, run);
  const access = githubAccess(env, inputs.token);
  const report = await check(request, wireCheck({ access, signal, progress: tellProgress(log, run.now) }));
  const save = async (): Promise<void> => {
    if (inputs.cache) await tellCaches(await saveCaches(cached.event, cached.ports), log);
  };
  return { report, save };
}

function announceRun({ inputs, github }: Asked, run: Run): Promise<void> {
  const place = firstPlaceOf(github.event, run.env);
  return place === null ? Promise.resolve() : announce(place, inputs.delivery, deliveryPorts(inputs, run));
}

function deliveryPorts(inputs: Inputs, { env, log, signal, now }: Run): DeliveryPorts {
  const summaryFile = env['GITHUB_STEP_SUMMARY'] ?? '';
  return { access: githubAccess(env, inputs.token), signal, stdout: log.raw, summaryFile: summaryFile === '' ? null : summaryFile, now };
}

function cacheEventOf({ event }: GithubEvent, env: Run['env']): CacheEvent {
  const defaultBranch = 'defaultBranch' in event ? event.defaultBranch : null;
  return { name: event.name, ref: env['GITHUB_REF'] ?? null, defaultBranch };
}

async function tellCaches(notes: readonly CacheNote[], log: Run['log']): Promise<void> {
  for (const { name, outcome, why } of notes)
    await log.line(`${name === 'cache' ? 'Cache' : `Cache of ${name}`}: ${outcome}${why === null ? '' : ` (${why})`}`);
}

/** The change could not be brought here. */
function notJudged({ event }: GithubEvent, reason: Reason): Report {
  const subject = { event: event.name, kind: 'change', judged: { name: event.name, commit: null }, trusted: null, base: null } as const;
  return unanswered(version, [], subject, reason);
}

async function tell(report: Report, { inputs, github, files }: Asked, run: Run): Promise<0 | 1 | 2> {
  const { env, log } = run;
  const place = placeOf(github.event, report, env);
  await tellReport(report, log, env);
  const failures = await writeResults(report, files, { place, env });
  await tellDelivered(await deliverAll(report, place, inputs.delivery, deliveryPorts(inputs, run)), log);
  if (failures.length > 0) throw notWritten(report, failures);
  return exitCodeOf(report.verdict);
}
