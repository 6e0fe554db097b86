// Runs a gate in a child process of its own: without tokens, bounded in time and answer, and ended with all that it started.
import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import type { CheckPorts, GateJob } from '../core/check.ts';
import { messageOf } from '../core/error.ts';
import { collectTail, disconnect, startEntry } from './child-entry.ts';
import { childEnvironment } from './environment.ts';
import { createScratch, removeScratch } from './folders.ts';
import { answerAfter, cancelled, crashed, refused, type Ending } from './gate-answer.ts';
import { parseGateMessage, scratchLayout, throttle, type ScratchLayout } from './gate-messages.ts';
import { printable } from './printable.ts';
import { signalGroup } from './process-group.ts';
import { siblingEntry } from './sibling-entry.ts';

const megabyte = 2 ** 20;
const progressMs = 100;
const drainMs = 300;
const stderrBytes = 16 * 1024;
/** Tool groups that a gate may have at once; what exceeds it is no gate of ours. */
const mostGroups = 1024;

export interface GateProcessOptions {
  /** The child's entry file; default gate-child beside the running code. */
  readonly entry?: URL;
  /** Filtered by `childEnvironment`. Default process.env. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** From SIGTERM to SIGKILL. Default 2,000. */
  readonly graceMs?: number;
  /** Default 64 MiB. */
  readonly maxAnswerBytes?: number;
}

/**
 * Makes `CheckPorts.runGate`. Of the progress it tells `advanced`, at most ten times a second. It never throws; where there is no
 * answer, the reason's code is `gate-timed-out`, `gate-cancelled`, `gate-crashed` or `gate-answer-invalid`. When
 * it settles, no process of the gate and no scratch folder is left.
 */
export function createRunGate(options: GateProcessOptions = {}): CheckPorts['runGate'] {
  return async (job, progress, signal) => {
    if (signal.aborted) return refused(cancelled(job));
    let scratch: string | null = null;
    try {
      scratch = await createScratch();
      const layout = scratchLayout(scratch);
      await mkdir(layout.work, { mode: 0o700 });
      await writeFile(layout.job, JSON.stringify(job), { mode: 0o600, flag: 'wx' });
      const advanced = throttle(progressMs, (done: number, total: number | null) => {
        progress({ kind: 'advanced', gate: job.gate, done, total });
      });
      const ending = await runChild({ job, scratch, layout, options, advanced, signal });
      return await answerAfter(job, ending, layout.answer, options.maxAnswerBytes ?? 64 * megabyte);
    } catch (error) {
      return refused(crashed(job, `could not be started: ${printable(messageOf(error))}`));
    } finally {
      if (scratch !== null) await removeScratch(scratch);
    }
  };
}

interface ChildRun {
  readonly job: GateJob;
  readonly scratch: string;
  readonly layout: ScratchLayout;
  readonly options: GateProcessOptions;
  readonly advanced: (done: number, total: number | null) => void;
  readonly signal: AbortSignal;
}

async function runChild(run: ChildRun): Promise<Ending> {
  const child = startChild(run);
  const groups = new Set<number>();
  const stderr = collectTail(child, stderrBytes);
  const signalAll = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    if (child.pid !== undefined) signalGroup(child.pid, signal);
    if (signal === 'SIGKILL') for (const pid of groups) signalGroup(pid, signal);
  };
  child.on('message', (value) => {
    const message = parseGateMessage(value);
    if (message?.kind === 'advanced') run.advanced(message.done, message.total);
    else if (message?.alive === false) groups.delete(message.pid);
    else if (message !== null && groups.size < mostGroups) groups.add(message.pid);
  });
  const exit = exitOf(child);
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const stop = stopper(run, signalAll);
  try {
    const { code, signal } = await exit;
    // Whatever the gate left running must not outlive its answer.
    signalAll('SIGKILL');
    await drained(child, closed);
    return stop.ended() ?? { kind: 'exited', code, signal, stderr: stderr() };
  } finally {
    stop.dispose();
    signalAll('SIGKILL');
  }
}

function startChild({ job, scratch, layout, options }: ChildRun): ChildProcess {
  const env = childEnvironment(options.env ?? process.env, { untrusted: [job.workspace.root] });
  return startEntry(options.entry ?? siblingEntry('cli/gate-child'), {
    args: [scratch, String(process.pid)],
    cwd: layout.work,
    // What tools leave in the temporary folder goes with the scratch folder.
    env: { ...env, TMPDIR: layout.work, TMP: layout.work, TEMP: layout.work },
  });
}

/** Ends the child when its time is up or the run is cancelled: politely first, so that it can end its tools. */
function stopper(
  { job, options, signal }: ChildRun,
  signalAll: (signal: 'SIGTERM' | 'SIGKILL') => void,
): { readonly ended: () => Ending | null; readonly dispose: () => void } {
  let ending: Ending | null = null;
  let force: NodeJS.Timeout | undefined;
  const stop = (kind: 'timed-out' | 'cancelled'): void => {
    if (ending !== null) return;
    ending = { kind };
    signalAll('SIGTERM');
    force = setTimeout(() => {
      signalAll('SIGKILL');
    }, options.graceMs ?? 2_000);
  };
  const cancel = (): void => {
    stop('cancelled');
  };
  const limit = setTimeout(
    () => {
      stop('timed-out');
    },
    Math.min(job.settings.timeoutMs, 2 ** 31 - 1),
  );
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  return {
    ended: () => ending,
    dispose: () => {
      clearTimeout(limit);
      clearTimeout(force);
      signal.removeEventListener('abort', cancel);
    },
  };
}

function exitOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.on('error', (error) => {
      // Not started at all; a failed send or kill is told by the exit.
      if (child.pid === undefined) reject(error);
    });
  });
}

/** Waits for the last of stderr and IPC, but not for a descendant that left the group and keeps them open. */
async function drained(child: ChildProcess, closed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, drainMs);
  });
  await Promise.race([closed, late]);
  clearTimeout(timer);
  disconnect(child);
}
