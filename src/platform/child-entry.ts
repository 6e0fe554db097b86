// Starts an entry of our own as a process: in a group of its own, with nothing of this process's streams but a tail of what it says last.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ownGroup } from './process-group.ts';

export interface ChildEntryOptions {
  /** All of it: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly cwd?: string;
}

/** Messages go as JSON, both ways. */
export function startEntry(entry: URL, { env, args = [], cwd }: ChildEntryOptions): ChildProcess {
  return fork(fileURLToPath(entry), args, {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    execPath: process.execPath,
    execArgv: [],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: ownGroup,
  });
}

/** Answers the last bytes that the child has written to stderr so far. */
export function collectTail(child: ChildProcess, bytes: number): () => string {
  let tail: Buffer = Buffer.alloc(0);
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-bytes);
  });
  return () => tail.toString('utf8');
}

/** Lets go of the child's streams, whoever holds them still. */
export function disconnect(child: ChildProcess): void {
  child.stderr?.destroy();
  if (child.connected) child.disconnect();
}
