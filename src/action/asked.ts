// What a run is asked for: the inputs, and what GitHub's runner says of the event.
import path from 'node:path';
import type { ReportEvidence } from '../core/check.ts';
import { McgateError } from '../core/error.ts';
import { readGithubEvent, type GithubEvent } from '../wiring/github-event.ts';
import { resolveReportFiles, type ReportFile } from '../wiring/report-files.ts';
import { readInputs, type Inputs } from './inputs.ts';
import type { Log } from './log.ts';

export interface Run {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

export interface Asked {
  readonly inputs: Inputs;
  readonly github: GithubEvent;
  /** What paths of inputs are relative to. */
  readonly workspace: string;
  /** That are written. */
  readonly files: readonly ReportFile[];
  /** Of other tools. */
  readonly reports: readonly ReportEvidence[];
}

/** Throws McgateError for what is wrong with what is asked, before anything is fetched; an item that nobody asks a report for shows later. */
export async function readAsked(env: Run['env']): Promise<Asked> {
  const inputs = readInputs(env);
  const workspace = path.resolve(env['GITHUB_WORKSPACE'] ?? '.');
  const files = await resolveReportFiles(inputs.outputs, workspace, 'Input output:');
  // Parsers of other tools' formats are loaded only for a report.
  const reading = inputs.reports.length === 0 ? null : await import('../wiring/read-reports.ts');
  const reports = (await reading?.readReports(inputs.reports, workspace, 'Input report:')) ?? [];
  const github = await readGithubEvent(env);
  if (github !== null) return { inputs, github, workspace, files, reports };
  throw new McgateError('usage', "This runs in GitHub's runner alone.", { remedy: 'Elsewhere use `mcgate check`.' });
}
