// Keeps what was left out and why: coverage where nobody touched the file, a reason to answer `incomplete` where the change did.
import type { LeftOut, Reason } from '../../core/documents.ts';

export interface CoverageLedger {
  /** Left out on purpose: coverage alone. */
  readonly leaveOut: (path: string, reason: string) => void;
  /** Could not be judged: a reason too if the file is part of the change. */
  readonly giveUp: (path: string, reason: Omit<Reason, 'path'>) => void;
  readonly leftOut: () => readonly LeftOut[];
  readonly reasons: () => readonly Reason[];
}

const maxPaths = 20;

/** `changed`: paths that the change adds or modifies. */
export function openLedger(changed: ReadonlySet<string>): CoverageLedger {
  const leftOut = new Map<string, Set<string>>();
  const reasons = new Map<string, Reason>();
  const leaveOut = (path: string, reason: string): void => {
    const paths = leftOut.get(reason);
    if (paths === undefined) leftOut.set(reason, new Set([path]));
    else paths.add(path);
  };
  return {
    leaveOut,
    giveUp: (path, reason) => {
      leaveOut(path, reason.message);
      if (changed.has(path)) reasons.set(JSON.stringify([path, reason.code]), { ...reason, message: `${path}: ${reason.message}`, path });
    },
    leftOut: () => [...leftOut].map(([reason, paths]) => ({ reason, count: paths.size, paths: [...paths].slice(0, maxPaths) })),
    reasons: () => [...reasons.values()],
  };
}
