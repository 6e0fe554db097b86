// Gives the pipeline its ports: repository, child processes, clock. Nothing else in cli/ knows how platform/ does it.
import type { CheckPorts, ProgressEvent } from '../core/check.ts';
import { createRunGate } from '../platform/gate-process.ts';
import { openRepository } from '../platform/repository.ts';
import { version } from './version.ts';

export interface WireOptions {
  readonly signal: AbortSignal;
  readonly progress: (event: ProgressEvent) => void;
}

/** The ports of one run. */
export function wireCheck({ signal, progress }: WireOptions): CheckPorts {
  return {
    openRepository: (root, { git }) => openRepository(root, { git, signal }),
    runGate: createRunGate(),
    now: () => new Date(),
    version,
    progress,
    signal,
  };
}
