// A job for tests, and what is left of the processes that it starts.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { GateJob } from '../../src/core/check.ts';

/** A job whose gate behaves as `behaviour` says (children/bad-gate-child.ts). */
export function gateJob(
  behaviour: readonly string[],
  part: { readonly gate?: GateJob['gate']; readonly timeoutMs?: number } = {},
): GateJob {
  return {
    gate: part.gate ?? 'code',
    settings: {
      enabled: true,
      failOn: 'high',
      confidence: 'medium',
      timeoutMs: part.timeoutMs ?? 20_000,
      exclude: behaviour,
      libraryParameters: 'auto',
    },
    options: { offline: true, osvDatabase: null, cache: true },
    workspace: {
      root: '/nowhere/repository',
      gitDir: null,
      judged: { source: { kind: 'working-tree' }, entries: [{ path: 'a.ts', kind: 'file', id: 'a', size: 1 }] },
      base: null,
      past: null,
    },
    models: [],
    checklist: null,
  };
}

/** An argument for sleep(1) that no other process has. */
export function sleepMarker(): string {
  return `1000.${String(process.pid)}${String(Math.floor(Math.random() * 1e9))}`;
}

/** Process ids whose command line holds `marker`. */
export function processesWith(marker: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => commandLine(name).includes(marker))
    .map(Number);
}

/** Waits until `done` or fails after `milliseconds`. */
export async function until(done: () => boolean, what: string, milliseconds = 10_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!done()) {
    if (Date.now() > end) throw new Error(`not within ${String(milliseconds)} ms: ${what}`);
    await setTimeout(20);
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
