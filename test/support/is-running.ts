// Whether a process still runs: one that has ended may wait for somebody to take note of it.
import { existsSync, readFileSync } from 'node:fs';

/** False for a zombie too, where the system tells. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/stat') || !/^\d+ \(.*\) Z /su.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
