// What the job's log says: progress in plain lines, the report as a terminal would show it, and what came of each delivery.
import type { ProgressEvent } from '../core/check.ts';
import type { Report } from '../core/documents.ts';
import { loadReporter } from '../report/index.ts';
import type { Delivered } from './delivery/delivery.ts';
import type { Log } from './log.ts';

/** GitHub's log shows colours, and wraps nothing. */
const width = 120;

/** A line when a gate starts, and one when it has ended. */
export function tellProgress(log: Log, now: () => Date): (event: ProgressEvent) => void {
  const started = new Map<string, number>();
  return (event) => {
    if (event.kind === 'advanced') return;
    if (event.kind === 'started') started.set(event.gate, now().getTime());
    const seconds = ((now().getTime() - (started.get(event.gate) ?? 0)) / 1000).toFixed(1);
    const line = event.kind === 'started' ? `${event.gate}: started` : `${event.gate}: done in ${seconds} s`;
    log.line(line).catch(() => undefined);
  };
}

/** Colours are on unless NO_COLOR says otherwise (no-color.org: any value but an empty one). */
export async function tellReport(report: Report, log: Log, env: Readonly<NodeJS.ProcessEnv>): Promise<void> {
  const { format } = await loadReporter('pretty');
  await log.text(`\n${format(report, { color: (env['NO_COLOR'] ?? '') === '', width, unicode: true })}`);
}

/** What was refused or failed is worth a notice, but no error: the verdict stands. */
export async function tellDelivered(delivered: readonly Delivered[], log: Log): Promise<void> {
  for (const { channel, state, detail, remedy } of delivered) {
    if (state === 'off') continue;
    const words = [`${channel}: ${state}${detail === '' ? '' : `, ${detail}`}`, ...(remedy === null ? [] : [remedy])].join(' ');
    if (state === 'delivered') await log.line(words);
    else await log.notice(words);
  }
}
