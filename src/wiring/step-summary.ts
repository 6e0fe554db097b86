// The step summary of a GitHub job: the report in Markdown, at the end of the file that the runner reads.
import type { Report } from '../core/documents.ts';
import { appendToFile } from '../platform/files.ts';
import { formatMarkdown } from '../report/markdown.ts';
import type { WebPlace } from '../report/reporter.ts';

/** GitHub takes no more of a step, in its summary and in its outputs. */
export const stepFileLimit = 1024 * 1024;
/** Enough for any report. */
const leastBytes = 64_000;

/** False, with nothing written, where there is too little room left. Throws McgateError `write-failed`. */
export function appendStepSummary(file: string, report: Report, web?: WebPlace): Promise<boolean> {
  const place = web === undefined ? {} : { web };
  return appendToFile(file, stepFileLimit, (room) => (room < leastBytes ? null : formatMarkdown(report, place, room)));
}
