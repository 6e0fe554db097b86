// Where results go: one format to stdout, any number of files, each in the format of its extension.
import path from 'node:path';
import type { Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { writeFileAtomic } from '../platform/files.ts';
import { locatePath } from '../platform/local-path.ts';
import { loadReporter, reporterForFile, type ReporterName } from '../report/index.ts';
import type { Output } from './session.ts';

export interface OutputFile {
  readonly given: string;
  readonly file: string;
  readonly reporter: ReporterName;
}

/** Throws McgateError `usage`, before anything is judged, for an unknown extension, a file named twice, a folder that is not there. */
export async function resolveOutputs(given: readonly string[], cwd: string): Promise<readonly OutputFile[]> {
  const outputs = given.map((name) => ({ given: name, file: path.resolve(cwd, name), reporter: reporterFor(name) }));
  for (const [index, output] of outputs.entries()) {
    if (outputs.findIndex(({ file }) => file === output.file) !== index) {
      throw new McgateError('usage', `--output ${JSON.stringify(output.given)} is given twice.`);
    }
    if ((await locatePath(path.dirname(output.file)))?.kind !== 'folder') {
      throw new McgateError('usage', `--output ${JSON.stringify(output.given)}: there is no such folder.`);
    }
  }
  return outputs;
}

/** Writes the report to stdout and to every file, whatever the verdict. Throws McgateError `write-failed` after all were tried. */
export async function deliver(report: Report, format: ReporterName, stdout: Output, files: readonly OutputFile[]): Promise<void> {
  const failures: string[] = [];
  const attempt = async (write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof McgateError)) throw error;
      failures.push(error.message);
    }
  };
  for (const { file, reporter } of files) {
    const text = (await loadReporter(reporter)).format(report, { color: false, width: 80, unicode: true });
    await attempt(() => writeFileAtomic(file, text));
  }
  const text = (await loadReporter(format)).format(report, stdout.style);
  await attempt(() => stdout.write(text.endsWith('\n') ? text : `${text}\n`));
  if (failures.length === 0) return;
  throw new McgateError('write-failed', failures.join('\n'), {
    remedy: `The verdict was ${report.verdict}, but not every result was delivered.`,
  });
}

function reporterFor(name: string): ReporterName {
  const reporter = reporterForFile(name);
  if (reporter !== null) return reporter;
  throw new McgateError('usage', `--output ${JSON.stringify(name)}: its extension names no format.`, {
    remedy: 'Use .json, .sarif, .md, .html or .txt.',
  });
}
