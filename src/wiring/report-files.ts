// Files that a report is written to, each in the format of its extension.
import path from 'node:path';
import type { Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { writeFileAtomic } from '../platform/files.ts';
import { locatePath } from '../platform/local-path.ts';
import { loadReporter, reporterForFile, type ReporterName } from '../report/index.ts';
import type { WebPlace } from '../report/reporter.ts';

export interface ReportFile {
  readonly file: string;
  readonly reporter: ReporterName;
}

/**
 * `option`: how whoever asked says it. Throws McGateError `usage`, before anything is judged, for an unknown extension, a file named
 * twice, a folder that is not there.
 */
export async function resolveReportFiles(given: readonly string[], cwd: string, option: string): Promise<readonly ReportFile[]> {
  const files: ReportFile[] = [];
  for (const name of given) {
    const file = path.resolve(cwd, name);
    const what = `${option} ${JSON.stringify(name)}`;
    const reporter = reporterForFile(name);
    if (reporter === null)
      throw new McgateError('usage', `${what}: its extension names no format.`, { remedy: 'Use .json, .sarif, .md, .html or .txt.' });
    if (files.some((other) => other.file === file)) throw new McgateError('usage', `${what} is given twice.`);
    if ((await locatePath(path.dirname(file)))?.kind !== 'folder') throw new McgateError('usage', `${what}: there is no such folder.`);
    files.push({ file, reporter });
  }
  return files;
}

/** Tries all, and answers the messages of those that could not be written. */
export async function writeReportFiles(report: Report, files: readonly ReportFile[], web?: WebPlace): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { file, reporter } of files) {
    const { format } = await loadReporter(reporter);
    const text = format(report, { color: false, width: 80, unicode: true, ...(web === undefined ? {} : { web }) });
    try {
      await writeFileAtomic(file, text);
    } catch (error) {
      if (!(error instanceof McgateError)) throw error;
      failures.push(error.message);
    }
  }
  return failures;
}

/** What to say of them. */
export function notWritten(report: Report, failures: readonly string[]): McgateError {
  return new McgateError('write-failed', failures.join('\n'), {
    remedy: `The verdict was ${report.verdict}, but not every result was delivered.`,
  });
}
