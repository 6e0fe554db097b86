// Inside GitHub Actions, `--format github` writes the step summary too.
import type { Report } from '../core/documents.ts';
import { messageOf } from '../core/error.ts';
import { appendToFile } from '../platform/files.ts';
import { formatMarkdown } from '../report/markdown.ts';
import type { Session } from './session.ts';

/** GitHub takes 1 MiB of a step. */
const byteLimit = 1024 * 1024;
/** Enough for any report. */
const leastBytes = 64_000;

/** Nothing outside of Actions. A summary that cannot be written changes nothing: the result went to stdout. */
export async function appendStepSummary(report: Report, { env, stderr }: Session): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '' || env['GITHUB_ACTIONS'] !== 'true') return;
  try {
    const written = await appendToFile(file, byteLimit, (room) => (room < leastBytes ? null : formatMarkdown(report, {}, room)));
    if (!written) await stderr.write('The step summary is full already: the report is not in it.\n');
  } catch (error) {
    await stderr.write(`The step summary was not written: ${messageOf(error)}\n`);
  }
}
