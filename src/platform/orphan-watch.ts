// Ends a gate's process, its tools and its scratch folder when the parent is gone, even while its main thread is stuck.
import { Worker } from 'node:worker_threads';

export interface OrphanWatch {
  /** A process group of a tool that started (true) or ended (false). */
  readonly group: (pid: number, alive: boolean) => void;
  /** The parent is known to be gone. */
  readonly orphaned: () => void;
}

// A thread and not a timer: a gate in a long synchronous loop would never see a timer, nor the closing of its IPC channel.
// Its parent is gone when its own parent's id changes (POSIX) or no longer exists (Windows).
const watch = `
const { parentPort, workerData } = require('node:worker_threads');
const { rmSync } = require('node:fs');
const { parent, scratch, pollMs } = workerData;
const posix = process.platform !== 'win32';
const groups = new Set();
const attempt = (action) => { try { action(); } catch {} };
function parentLives() {
  if (posix) return process.ppid === parent;
  try { process.kill(parent, 0); return true; } catch { return false; }
}
function end() {
  for (const pid of groups) attempt(() => process.kill(posix ? -pid : pid, 'SIGKILL'));
  if (!posix) attempt(() => process.chdir(require('node:os').tmpdir()));
  attempt(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  attempt(() => process.kill(posix ? -process.pid : process.pid, 'SIGKILL'));
  attempt(() => process.kill(process.pid, 'SIGKILL'));
}
parentPort.on('message', (message) => {
  if (message === 'orphaned') end();
  else if (message.alive) groups.add(message.pid);
  else groups.delete(message.pid);
});
setInterval(() => { if (!parentLives()) end(); }, pollMs);
`;

/**
 * Starts the watch. Within `pollMs` of the parent's death it kills the tools' groups, removes `scratch`, and kills this
 * process's own group: this process must lead one, or be alone.
 */
export function watchParent(parent: number, scratch: string, pollMs = 250): OrphanWatch {
  const worker = new Worker(watch, {
    eval: true,
    workerData: { parent, scratch, pollMs },
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
  });
  worker.unref();
  return {
    group: (pid, alive) => {
      worker.postMessage({ pid, alive });
    },
    orphaned: () => {
      worker.postMessage('orphaned');
    },
  };
}
