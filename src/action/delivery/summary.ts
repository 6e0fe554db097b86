// The step summary: the report in Markdown, in the file that the runner reads.
import { appendToFile } from '../../platform/files.ts';
import { formatMarkdown } from '../../report/markdown.ts';
import { delivered, failed, off, type ChannelInput } from './channel.ts';
import type { Delivered } from './delivery.ts';

/** GitHub takes 1 MiB of a step. */
const byteLimit = 1024 * 1024;
/** Enough for any report. */
const leastBytes = 64_000;

export async function deliverSummary({ report, place, ports: { summaryFile } }: ChannelInput): Promise<Delivered> {
  if (summaryFile === null) return off('summary', 'There is no GITHUB_STEP_SUMMARY.');
  const written = await appendToFile(summaryFile, byteLimit, (room) =>
    room < leastBytes ? null : formatMarkdown(report, { web: place.web }, room),
  );
  return written ? delivered('summary', 'written') : failed('summary', 'The step summary is full already.', null);
}
