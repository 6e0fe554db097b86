// The report for the log of a GitHub job: as in a terminal, then a command for each annotation that GitHub shows of a step.
import type { Report } from '../core/documents.ts';
import { annotationsOf, splitForStep } from './annotations.ts';
import { logCommand } from './log-command.ts';
import { format as formatPretty } from './pretty.ts';
import type { FormatOptions } from './reporter.ts';
import { count } from './wording.ts';

/** Its last lines are the only ones that GitHub's runner acts on. */
export function format(report: Report, options: FormatOptions): string {
  const { shown, rest } = splitForStep(annotationsOf(report));
  const lines = [
    ...shown.map(logCommand),
    ...(rest.length === 0 ? [] : [`${count(rest.length, 'more annotation')} not shown: GitHub shows ten of a kind for a step.`]),
  ];
  return [formatPretty(report, options), ...(lines.length === 0 ? [] : [`${lines.join('\n')}\n`])].join('\n');
}
