// Starting and ending a process together with all that it started.
import { spawn } from 'node:child_process';
import path from 'node:path';

/**
 * Spawn option that gives a child a process group of its own on POSIX. On Windows it stays in this process's job object, which
 * ends it when this process ends; `detached` would take it out of that job.
 */
export const ownGroup: boolean = process.platform !== 'win32';

/** Signals a child started with `ownGroup` and its descendants. Windows knows no signals: it ends them. Never throws. */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  // -0 and -1 would mean this process's own group, and every process there is.
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  if (process.platform === 'win32') {
    const taskkill = path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
    spawn(taskkill, ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: all of them are gone already. EPERM: only zombies are left (macOS).
  }
}
