// The step summary, and what is told of it.
import { appendStepSummary } from '../../wiring/step-summary.ts';
import { delivered, failed, off, type ChannelInput } from './channel.ts';
import type { Delivered } from './delivery.ts';

export async function deliverSummary({ report, place, ports: { summaryFile } }: ChannelInput): Promise<Delivered> {
  if (summaryFile === null) return off('summary', 'There is no GITHUB_STEP_SUMMARY.');
  const written = await appendStepSummary(summaryFile, report, place.web);
  return written ? delivered('summary', 'written') : failed('summary', 'The step summary is full already.', null);
}
