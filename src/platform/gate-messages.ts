// What a gate's process and its parent tell each other. The job and the answer are files in the scratch folder, because they
// are large (30 MB at 100,000 files) and a file's size can be checked before it is read; IPC carries only what follows here.
import path from 'node:path';

/** From the gate's process to its parent. */
export type GateMessage =
  | { readonly kind: 'advanced'; readonly done: number; readonly total: number | null }
  /** A tool's process group started or ended, so that the parent can end it. */
  | { readonly kind: 'group'; readonly pid: number; readonly alive: boolean };

/** From the parent to the gate's process: the job lies in its place. */
export const handOver = 'job';

export interface ScratchLayout {
  readonly job: string;
  readonly answer: string;
  /** Current folder, temporary folder and `GateContext.scratch` of the gate. */
  readonly work: string;
}

/** Where things lie in a gate's scratch folder. */
export function scratchLayout(scratch: string): ScratchLayout {
  return { job: path.join(scratch, 'job.json'), answer: path.join(scratch, 'answer.json'), work: path.join(scratch, 'work') };
}

/** The message, or null if it is none: the sender reads hostile input, so nothing is taken on trust. */
export function parseGateMessage(value: unknown): GateMessage | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  const { kind, done, total, pid, alive } = value as Readonly<Record<string, unknown>>;
  if (kind === 'advanced' && isCount(done) && (total === null || isCount(total))) return { kind, done, total };
  if (kind === 'group' && isCount(pid) && pid > 1 && typeof alive === 'boolean') return { kind, pid, alive };
  return null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Calls `action` at most once in `intervalMs`; what comes in between is dropped. */
export function throttle<Arguments extends readonly unknown[]>(
  intervalMs: number,
  action: (...values: Arguments) => void,
): (...values: Arguments) => void {
  let last = -Infinity;
  return (...values) => {
    const now = performance.now();
    if (now - last < intervalMs) return;
    last = now;
    action(...values);
  };
}
