// Where results go: one format to stdout, any number of files, each in the format of its extension.
import type { Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { loadReporter, type ReporterName } from '../report/index.ts';
import { notWritten, writeReportFiles, type ReportFile } from '../wiring/report-files.ts';
import type { Output } from './session.ts';

/** Writes the report to stdout and to every file, whatever the verdict. Throws McgateError `write-failed` after all were tried. */
export async function deliver(report: Report, format: ReporterName, stdout: Output, files: readonly ReportFile[]): Promise<void> {
  const failures = [...(await writeReportFiles(report, files))];
  const text = (await loadReporter(format)).format(report, stdout.style);
  try {
    await stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    failures.push(error.message);
  }
  if (failures.length > 0) throw notWritten(report, failures);
}
