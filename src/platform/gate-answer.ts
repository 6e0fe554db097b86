// What a gate's ended process amounts to: its checked answer, or the reason why there is none.
import type { GateAnswer, GateJob } from '../core/check.ts';
import type { GateResult, Reason } from '../core/documents.ts';
import { validateGateResult } from '../core/generated/validators.js';
import { readFileBounded } from './files.ts';
import { printable } from './printable.ts';

/** How a gate's process came to its end. `stderr` is the last of what it wrote there. */
export type Ending =
  | { readonly kind: 'timed-out' | 'cancelled' }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: string | null; readonly stderr: string };

/** The answer in `file`, of at most `limit` bytes, if the process ended well and the answer keeps its schema; a reason otherwise. */
export async function answerAfter(job: GateJob, ending: Ending, file: string, limit: number): Promise<GateAnswer> {
  const reason = reasonOf(job, ending);
  return reason === null ? readAnswer(job, file, limit) : refused(reason);
}

async function readAnswer(job: GateJob, file: string, limit: number): Promise<GateAnswer> {
  const read = await readFileBounded(file, limit);
  if (!read.ok) {
    if (read.failure === 'missing') return refused(crashed(job, 'ended without an answer'));
    return refused(invalid(job, read.failure === 'too-large' ? 'is too large' : 'could not be read'));
  }
  try {
    const answer: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read.bytes));
    if (validateGateResult(answer)) return { ok: true, result: answer as GateResult };
    const [error] = validateGateResult.errors ?? [];
    return refused(invalid(job, `breaks its schema at ${printable(error?.instancePath ?? '', 100) || 'its root'}`));
  } catch {
    return refused(invalid(job, 'is no JSON'));
  }
}

function reasonOf(job: GateJob, ending: Ending): Reason | null {
  switch (ending.kind) {
    case 'timed-out':
      return {
        code: 'gate-timed-out',
        message: `The ${job.gate} gate did not answer within ${String(job.settings.timeoutMs / 1_000)} s.`,
        remedy: `Raise gates.${job.gate}.timeout in .mcgate/config.yaml, or exclude what takes long.`,
      };
    case 'cancelled':
      return cancelled(job);
    case 'exited': {
      if (ending.code === 0) return null;
      const how = ending.signal === null ? `exit code ${String(ending.code)}` : `signal ${ending.signal}`;
      const line = tellingLine(ending.stderr);
      return crashed(job, `ended with ${how}${line === null ? '' : `: ${line}`}`);
    }
  }
}

/** The run was cancelled. */
export function cancelled(job: GateJob): Reason {
  return { code: 'gate-cancelled', message: `The ${job.gate} gate was cancelled before it answered.` };
}

/** The process died, or could not be started; `how` completes the sentence. */
export function crashed(job: GateJob, how: string): Reason {
  return { code: 'gate-crashed', message: `The process of the ${job.gate} gate ${how}.` };
}

function invalid(job: GateJob, how: string): Reason {
  return { code: 'gate-answer-invalid', message: `The answer of the ${job.gate} gate ${how}.` };
}

/** No answer, for this reason. */
export function refused(reason: Reason): GateAnswer {
  return { ok: false, reason };
}

/** A fatal error of V8 is followed by a native stack, an uncaught one by Node's version: neither says what happened. */
function tellingLine(stderr: string): string | null {
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /^(?:FATAL ERROR|[A-Z]\w*Error\b)/.test(line)) ?? lines.at(-1);
  return telling === undefined ? null : printable(telling.trim());
}
