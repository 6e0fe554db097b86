// One live line on a terminal's stderr that says how far each gate is. It vanishes before anything else is printed.
import type { ProgressEvent } from '../core/check.ts';
import type { GateId } from '../core/documents.ts';
import { gateIds } from '../core/vocabulary.ts';
import { truncate } from '../report/text-width.ts';

/** What of a stream the line needs; `process.stderr` fits. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
}

export interface ProgressLine {
  /** Takes any number of events; draws at most ten times a second. */
  readonly report: (event: ProgressEvent) => void;
  /** Erases the line until the next event: call it before printing to the same terminal. */
  readonly clear: () => void;
  /** Erases the line for good. */
  readonly end: () => void;
}

interface GateProgress {
  readonly state: 'running' | 'done';
  readonly done: number;
  readonly total: number | null;
}

const interval = 100;
const silent: ProgressLine = { report: () => undefined, clear: () => undefined, end: () => undefined };

/** A line on `stream`; one that does nothing where that is no terminal, a dumb one, or a CI's log. It uses no colour, so `NO_COLOR` asks nothing of it. */
export function createProgress(stream: ProgressStream, { env, now }: ProgressOptions): ProgressLine {
  const ci = env['CI'] ?? '';
  if (stream.isTTY !== true || env['TERM'] === 'dumb' || (ci !== '' && ci !== 'false' && ci !== '0')) return silent;
  const gates = new Map<GateId, GateProgress>();
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  let ended = false;

  const clear = (): void => {
    if (drawn) stream.write('\r\x1b[K');
    drawn = false;
  };
  const report = (event: ProgressEvent): void => {
    gates.set(event.gate, advance(gates.get(event.gate), event));
    if (ended || (event.kind === 'advanced' && now() - drawnAt < interval)) return;
    drawnAt = now();
    drawn = true;
    // One column stays free: a full line would wrap, and could not be erased.
    stream.write(`\r${truncate(progressText(gates), Math.max(1, (stream.columns ?? 80) - 1), '...')}\x1b[K`);
  };
  const end = (): void => {
    clear();
    ended = true;
  };
  return { report, clear, end };
}

function advance(before: GateProgress | undefined, event: ProgressEvent): GateProgress {
  if (event.kind === 'advanced') return { state: before?.state ?? 'running', done: event.done, total: event.total };
  return event.kind === 'started' ? { state: 'running', done: 0, total: null } : { state: 'done', done: 0, total: null };
}

/** Running gates first: they are what the line is for, should it be cut. */
function progressText(gates: ReadonlyMap<GateId, GateProgress>): string {
  const known = gateIds.flatMap((id) => {
    const progress = gates.get(id);
    return progress === undefined ? [] : [{ id, ...progress }];
  });
  const running = known.filter((gate) => gate.state === 'running');
  const done = known.filter((gate) => gate.state === 'done').map((gate) => gate.id);
  const parts = [
    ...running.map(({ id, done: amount, total }) => `${id}${amountText(amount, total)}`),
    ...(done.length > 0 ? [`done: ${done.join(', ')}`] : []),
  ];
  return `Checking  ${parts.join(' | ')}`;
}

function amountText(done: number, total: number | null): string {
  if (total === null) return done === 0 ? '' : ` ${String(done)}`;
  return total === 0 ? '' : ` ${String(done)}/${String(total)}`;
}
