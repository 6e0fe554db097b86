// Inside GitHub Actions, `--format github` writes the step summary too.
import type { Report } from '../core/documents.ts';
import { messageOf } from '../core/error.ts';
import { appendStepSummary } from '../wiring/step-summary.ts';
import type { Session } from './session.ts';

/** Nothing outside of Actions. A summary that cannot be written changes nothing: the result went to stdout. */
export async function writeStepSummary(report: Report, { env, stderr }: Session): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '' || env['GITHUB_ACTIONS'] !== 'true') return;
  try {
    if (!(await appendStepSummary(file, report))) await stderr.write('The step summary is full already: the report is not in it.\n');
  } catch (error) {
    await stderr.write(`The step summary was not written: ${messageOf(error)}\n`);
  }
}
