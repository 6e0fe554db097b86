// Runs a gate in a child process of its own: without tokens, bounded in time and answer, and ended with all that it started.
import { writeFile } from 'node:fs/promises';
import type { CheckPorts, GateJob } from '../core/check.ts';
import type { GateId } from '../core/documents.ts';
import { messageOf } from '../core/error.ts';
import { removeScratch } from './folders.ts';
import { answerAfter, cancelled, crashed, refused, type Ending } from './gate-answer.ts';
import { throttle } from './gate-messages.ts';
import { printable } from './printable.ts';
import { discardGate, drained, startGate, type StartedGate, type StartOptions } from './started-gate.ts';

const megabyte = 2 ** 20;
const progressMs = 100;

export interface GateProcessOptions extends StartOptions {
  /** From SIGTERM to SIGKILL. Default 2,000. */
  readonly graceMs?: number;
  /** Default 64 MiB. */
  readonly maxAnswerBytes?: number;
}

/** A process that waits for a job. */
interface ExpectedGate {
  readonly gate: GateId;
  readonly root: string;
  /** Null where it could not be started. */
  readonly started: Promise<StartedGate | null>;
}

/**
 * Makes `CheckPorts.runGate` and `CheckPorts.expectGates`. Of the progress it tells `advanced`, at most ten times a second. It never throws;
 * where there is no answer, the reason's code is `gate-timed-out`, `gate-cancelled`, `gate-crashed` or `gate-answer-invalid`. When
 * it settles, no process of the gate and no scratch folder is left.
 */
export function createGates(options: GateProcessOptions = {}): Pick<CheckPorts, 'runGate' | 'expectGates'> {
  const expected = new Set<ExpectedGate>();
  return {
    expectGates: (gates, root) => {
      // Why it could not be started is told where it is needed.
      const own = gates.map((gate) => ({ gate, root, started: startGate(gate, root, options).catch(() => null) }));
      for (const each of own) expected.add(each);
      return async () => {
        const unused = own.filter((each) => expected.delete(each));
        await Promise.all(unused.map(async ({ started }) => discardGate(await started)));
      };
    },
    runGate: async (job, progress, signal) => {
      if (signal.aborted) return refused(cancelled(job));
      const advanced = throttle(progressMs, (done: number, total: number | null) => {
        progress({ kind: 'advanced', gate: job.gate, done, total });
      });
      let gate: StartedGate | null = null;
      try {
        const { root } = job.workspace;
        const waiting = [...expected].find((each) => each.gate === job.gate && each.root === root);
        if (waiting !== undefined) expected.delete(waiting);
        gate = (await waiting?.started) ?? (await startGate(job.gate, root, options));
        gate.listen(advanced);
        await writeFile(gate.layout.job, JSON.stringify(job), { mode: 0o600, flag: 'wx' });
        const ending = await endOf(gate, job, options, signal);
        return await answerAfter(job, ending, gate.layout.answer, options.maxAnswerBytes ?? 64 * megabyte);
      } catch (error) {
        return refused(crashed(job, `could not be started: ${printable(messageOf(error))}`));
      } finally {
        gate?.kill();
        if (gate !== null) await removeScratch(gate.scratch);
      }
    },
  };
}

/** Hands the job over, and waits until nothing of the gate runs. Rejects where it could not be started. */
async function endOf(gate: StartedGate, job: GateJob, options: GateProcessOptions, cancelSignal: AbortSignal): Promise<Ending> {
  const stop = stopper(gate, job, options, cancelSignal);
  try {
    gate.handOver();
    const { code, signal } = await gate.exit;
    // Whatever the gate left running must not outlive its answer.
    gate.kill();
    await drained(gate);
    return stop.ended() ?? { kind: 'exited', code, signal, stderr: gate.stderr() };
  } finally {
    stop.dispose();
  }
}

/** Ends the child when its time is up or the run is cancelled: politely first, so that it can end its tools. */
function stopper(
  gate: StartedGate,
  job: GateJob,
  options: GateProcessOptions,
  signal: AbortSignal,
): { readonly ended: () => Ending | null; readonly dispose: () => void } {
  let ending: Ending | null = null;
  let force: NodeJS.Timeout | undefined;
  const stop = (kind: 'timed-out' | 'cancelled'): void => {
    if (ending !== null) return;
    ending = { kind };
    gate.terminate();
    force = setTimeout(() => {
      gate.kill();
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
