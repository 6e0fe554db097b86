// A gate's process from its start to its end, whether its job is known yet or not: it loads while the job is being made.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { GateId } from '../core/documents.ts';
import { collectTail, disconnect, startEntry } from './child-entry.ts';
import { childEnvironment } from './environment.ts';
import { createScratch, removeScratch } from './folders.ts';
import { handOver, parseGateMessage, scratchLayout, type ScratchLayout } from './gate-messages.ts';
import { signalGroup } from './process-group.ts';
import { siblingEntry } from './sibling-entry.ts';

const drainMs = 300;
const stderrBytes = 16 * 1024;
/** Tool groups that a gate may have at once; what exceeds it is no gate of ours. */
const mostGroups = 1024;

export interface StartOptions {
  /** The child's entry file; default gate-child beside the running code. */
  readonly entry?: URL;
  /** Filtered by `childEnvironment`. Default process.env. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface StartedGate {
  readonly scratch: string;
  readonly layout: ScratchLayout;
  /** Rejects where the process could not be started. */
  readonly exit: Promise<Exit>;
  /** The last of what it wrote to stderr. */
  readonly stderr: () => string;
  /** What it tells of its progress from now on. */
  readonly listen: (advanced: (done: number, total: number | null) => void) => void;
  /** Says that the job lies in its place. */
  readonly handOver: () => void;
  /** Asks it and what it started to end. */
  readonly terminate: () => void;
  /** Ends it, what it started and its tools' groups. Never throws. */
  readonly kill: () => void;
  readonly child: ChildProcess;
  readonly closed: Promise<void>;
}

/** Starts the process of a gate that will judge the repository at `root`, with a scratch folder of its own. At once: it loads while the caller goes on. */
export async function startGate(gate: GateId, root: string, options: StartOptions): Promise<StartedGate> {
  const scratch = createScratch();
  try {
    const layout = scratchLayout(scratch);
    mkdirSync(layout.work, { mode: 0o700 });
    return watched(startChild(gate, root, scratch, layout, options), scratch, layout);
  } catch (error) {
    await removeScratch(scratch);
    throw error;
  }
}

/** Ends a process that gets no job, and removes its folder. Never throws. */
export async function discardGate(gate: StartedGate | null): Promise<void> {
  if (gate === null) return;
  gate.kill();
  await gate.exit.catch(() => null);
  await drained(gate);
  await removeScratch(gate.scratch);
}

/** Waits for the last of stderr and IPC, but not for a descendant that left the group and keeps them open. */
export async function drained({ child, closed }: StartedGate): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, drainMs);
  });
  await Promise.race([closed, late]);
  clearTimeout(timer);
  disconnect(child);
}

function startChild(gate: GateId, root: string, scratch: string, layout: ScratchLayout, options: StartOptions): ChildProcess {
  const env = childEnvironment(options.env ?? process.env, { untrusted: [root] });
  return startEntry(options.entry ?? siblingEntry('cli/gate-child'), {
    args: [scratch, String(process.pid), gate],
    cwd: layout.work,
    // What tools leave in the temporary folder goes with the scratch folder.
    env: { ...env, TMPDIR: layout.work, TMP: layout.work, TEMP: layout.work },
  });
}

function watched(child: ChildProcess, scratch: string, layout: ScratchLayout): StartedGate {
  const groups = new Set<number>();
  let advanced: (done: number, total: number | null) => void = () => undefined;
  const signalAll = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    if (child.pid !== undefined) signalGroup(child.pid, signal);
    if (signal === 'SIGKILL') for (const pid of groups) signalGroup(pid, signal);
  };
  child.on('message', (value) => {
    const message = parseGateMessage(value);
    if (message?.kind === 'advanced') advanced(message.done, message.total);
    else if (message?.alive === false) groups.delete(message.pid);
    else if (message !== null && groups.size < mostGroups) groups.add(message.pid);
  });
  const exit = exitOf(child);
  // Nobody may have asked yet how it ended.
  exit.catch(() => undefined);
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  return {
    ...{ scratch, layout, exit, child, closed },
    stderr: collectTail(child, stderrBytes),
    listen: (listener) => {
      advanced = listener;
    },
    // One that is gone tells by its exit.
    handOver: () => {
      if (child.connected) child.send(handOver, () => undefined);
    },
    terminate: () => {
      signalAll('SIGTERM');
    },
    kill: () => {
      signalAll('SIGKILL');
    },
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.on('error', (error) => {
      // Not started at all; a failed send or kill is told by the exit.
      if (child.pid === undefined) reject(error);
    });
  });
}
