// Files that a run leaves behind: reports for later steps, those that an input names, and the outputs that tell where they are.
import path from 'node:path';
import type { Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { createScratch } from '../platform/folders.ts';
import type { ReporterName } from '../report/index.ts';
import { writeReportFiles, type ReportFile } from '../wiring/report-files.ts';
import type { DeliveryPlace } from './delivery/delivery.ts';
import { countOutputs, writeOutputs, type OutputName, type Outputs } from './outputs.ts';

interface Circumstances {
  readonly place: DeliveryPlace;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

const own: readonly (readonly [output: OutputName, reporter: ReporterName, file: string])[] = [
  ['report', 'json', 'report.json'],
  ['sarif', 'sarif', 'report.sarif'],
  ['html', 'html', 'report.html'],
];

/** Tries all, and answers the messages of what could not be written. */
export async function writeResults(
  report: Report,
  files: readonly ReportFile[],
  { place, env }: Circumstances,
): Promise<readonly string[]> {
  const folder = createScratch(env['RUNNER_TEMP']);
  const kept = own.map(([output, reporter, file]) => ({ output, reporter, file: path.join(folder, file) }));
  const failures = [...(await writeReportFiles(report, [...kept, ...files], place.web))];
  const paths: Outputs = Object.fromEntries(kept.map(({ output, file }) => [output, file]));
  const target = env['GITHUB_OUTPUT'] ?? '';
  if (target === '') return failures;
  try {
    await writeOutputs(target, { ...countOutputs(report), ...paths });
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    failures.push(error.message);
  }
  return failures;
}
