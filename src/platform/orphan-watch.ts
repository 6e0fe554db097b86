// Ends a gate's process, its tools and its scratch folder when the parent is gone, even while its main thread is stuck.
import { rmSync } from 'node:fs';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { ownGroup, signalGroup } from './process-group.ts';

export interface OrphanWatch {
  /** To be told, in the same turn, of each process group of a tool that started (true) or ended (false). */
  readonly group: (pid: number, alive: boolean) => void;
}

// For a gate in a long synchronous loop, which never sees its IPC channel close. The parent is gone when this process has another
// one (POSIX) or its id is free (Windows). The main thread gets its chance first, because only that thread can end things without
// starting a tool in between; what it started since is read from the port at the last moment.
const watch = `
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
const { rmSync } = require('node:fs');
const { parent, scratch, pollMs, posix } = workerData;
const groups = new Set();
const attempt = (action) => { try { action(); } catch {} };
const note = ({ pid, alive }) => { if (alive) groups.add(pid); else groups.delete(pid); };
let graced = false;
function parentLives() {
  if (posix) return process.ppid === parent;
  try { process.kill(parent, 0); return true; } catch { return false; }
}
function end() {
  attempt(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 }));
  for (let next; (next = receiveMessageOnPort(parentPort)) !== undefined; ) note(next.message);
  for (const pid of groups) attempt(() => process.kill(posix ? -pid : pid, 'SIGKILL'));
  if (posix) attempt(() => process.kill(-process.pid, 'SIGKILL'));
  attempt(() => process.kill(process.pid, 'SIGKILL'));
}
parentPort.on('message', note);
setInterval(() => {
  if (parentLives()) return;
  if (graced) end();
  graced = true;
}, pollMs);
`;

/**
 * Starts the watch. When the parent dies, the tools' groups are killed, `scratch` is removed and this process's own group is
 * killed: at once, or within 2 `pollMs` if the main thread is stuck. This process must lead its group.
 */
export function watchParent(parent: number, scratch: string, pollMs = 250): OrphanWatch {
  const groups = new Set<number>();
  const worker = new Worker(watch, {
    eval: true,
    workerData: { parent, scratch, pollMs, posix: ownGroup },
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
  });
  worker.unref();
  process.once('disconnect', () => {
    endAll(groups, scratch);
  });
  // The parent may have died while this process was loading.
  if (!process.connected) endAll(groups, scratch);
  return {
    group: (pid, alive) => {
      if (alive) groups.add(pid);
      else groups.delete(pid);
      worker.postMessage({ pid, alive });
    },
  };
}

/** Synchronous from first to last: nothing can be started meanwhile. */
function endAll(groups: ReadonlySet<number>, scratch: string): never {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
  try {
    // Windows removes no folder that a process stands in.
    process.chdir(os.tmpdir());
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  } catch {
    // What stays behind is the system's to clear.
  }
  // On Windows the tools are in this process's job and end with it.
  if (ownGroup) signalGroup(process.pid, 'SIGKILL');
  process.exit(1);
}
