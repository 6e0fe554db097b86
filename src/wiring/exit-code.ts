// The verdict alone sets the exit code of a check.
import type { Verdict } from '../core/documents.ts';

const exitCodes = { pass: 0, fail: 1, incomplete: 2 } as const satisfies Readonly<Record<Verdict, number>>;

export function exitCodeOf(verdict: Verdict): (typeof exitCodes)[Verdict] {
  return exitCodes[verdict];
}
