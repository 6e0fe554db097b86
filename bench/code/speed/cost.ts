// What a command costs: wall time, processor time of it and all its children, and the most memory that its processes held at once. Linux.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Resident bytes of the process tree, the largest of many looks; pages that processes share count for each. */
  readonly peakBytes: number;
}

export interface Run extends Cost {
  readonly exitCode: number | null;
  readonly stdout: string;
}

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Milliseconds between two looks at memory. */
const lookEvery = 25;
const pageBytes = 4096;
const tickMs = 10;

/** Runs a command to its end. Throws where it cannot be started. One at a time: the processor time is that of all children that ended meanwhile. */
export async function costOf({ argv: [file, ...args], cwd, env = {} }: Command): Promise<Run> {
  const cpuBefore = childrenMs();
  const started = performance.now();
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const state = { ended: false, peakBytes: 0 };
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    state.ended = true;
  });
  const watch = watchMemory(child.pid ?? 0, state);
  const exitCode = await ended;
  const wallMs = performance.now() - started;
  await watch;
  return { wallMs, cpuMs: childrenMs() - cpuBefore, peakBytes: state.peakBytes, exitCode, stdout: Buffer.concat(pieces).toString('utf8') };
}

async function watchMemory(pid: number, state: { readonly ended: boolean; peakBytes: number }): Promise<void> {
  while (!state.ended) {
    state.peakBytes = Math.max(state.peakBytes, residentBytes(pid));
    await pause(lookEvery);
  }
}

function residentBytes(pid: number): number {
  let bytes = 0;
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    bytes += Number(readOrEmpty(`/proc/${String(next)}/statm`).split(' ')[1] ?? 0) * pageBytes;
    waiting.push(...childrenOf(next));
  }
  return bytes;
}

/** What the first thread started: in all that is measured here, nothing else starts processes that matter. */
function childrenOf(pid: number): readonly number[] {
  return readOrEmpty(`/proc/${String(pid)}/task/${String(pid)}/children`)
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

/** It may end at any time. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Of children that ended, and theirs: fields 16 and 17 of proc_pid_stat(5). */
function childrenMs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /su, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) * tickMs;
}
