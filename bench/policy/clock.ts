// How time is taken: rates by the thread's own processor time, since others use the machine too, and single answers by the wall clock.
import { setTimeout as pause } from 'node:timers/promises';
import type { Ask } from './peers.ts';

/** Milliseconds that this thread has had the processor; waiting for it is not counted. */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))] ?? Number.NaN;
}

/** Answers that said yes: kept, so that no answer is thrown away unread. */
let yes = 0;

function askMany(ask: Ask, from: number, count: number, requests: number): void {
  let index = from % requests;
  for (let asked = 0; asked < count; asked += 1) {
    if (ask(index)) yes += 1;
    index = index + 1 === requests ? 0 : index + 1;
  }
}

/** Questions asked so far that were answered with yes. */
export function answeredYes(): number {
  return yes;
}

/** Answers a second over about `budget` milliseconds, going through the requests in turn. */
export function rate(ask: Ask, requests: number, budget: number, from = 0): { readonly rate: number; readonly asked: number } {
  let asked = 0;
  let batch = 1;
  const start = threadTime();
  for (;;) {
    askMany(ask, from + asked, batch, requests);
    asked += batch;
    const spent = threadTime() - start;
    if (spent >= budget) return { rate: (asked / spent) * 1000, asked };
    // Up to a tenth of the budget between two looks at the clock.
    batch = Math.max(1, Math.min(batch * 2, Math.floor((asked / Math.max(spent, 0.01)) * (budget / 10))));
  }
}

/** Nanoseconds of each single answer, by the wall clock with its own cost, until `budget` milliseconds are over or all are answered. */
export function latencies(ask: Ask, requests: number, budget: number): readonly number[] {
  const taken: number[] = [];
  const end = performance.now() + budget;
  for (let index = 0; index < requests; index += 1) {
    const start = performance.now();
    if (ask(index)) yes += 1;
    const stop = performance.now();
    taken.push((stop - start) * 1e6);
    if (stop > end) break;
  }
  return taken;
}

/** Thread milliseconds of each of several runs, with a breath between them for the garbage of the last. */
export async function times(work: () => unknown, runs: number): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    globalThis.gc?.();
    await pause(1);
    const start = threadTime();
    const result = await work();
    taken.push(threadTime() - start);
    if (result === undefined) throw new Error('nothing was done');
  }
  return taken;
}
