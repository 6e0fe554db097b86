// Runs external programs for gates and commands: bounded in time and output, ended with all that they started, no token in sight.
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { execa } from 'execa';
import { messageOf } from '../core/error.ts';
import type { RunTool, ToolRun } from '../core/gate.ts';
import { ownGroup, signalGroup } from './process-group.ts';

/** How long the output of a tool that has ended may still be open in a descendant that left its group. */
const drainMs = 500;

export interface RunToolOptions {
  /** The whole environment, made by `childEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends every running tool. */
  readonly signal?: AbortSignal;
  /** Told the process group of each tool when it starts and when it has ended, for whoever must end it should this process die. */
  readonly onGroup?: (pid: number, alive: boolean) => void;
}

type ToolOptions = Parameters<RunTool>[2];
type Failure = NonNullable<ToolRun['failure']>;

/**
 * Makes a `RunTool`. Output is bounded per stream and decoded as UTF-8; each tool has a process group of its own, which is
 * killed when the tool ends, times out, writes too much, or `signal` fires. stdin is empty but for `input`.
 */
export function createRunTool(base: RunToolOptions): RunTool {
  return async (file, args, options) => {
    const refusal = refuse(file, args, options);
    if (refusal !== null) return notStarted(refusal);
    try {
      // Few gates run a tool, and loading this takes as long as the start of Node.js.
      const { execa: start } = await import('execa');
      if (base.signal?.aborted === true) return { ...notStarted('cancelled'), failure: 'cancelled' };
      return await run(start, base, file, args, options);
    } catch (error) {
      return notStarted(messageOf(error));
    }
  };
}

function refuse(file: string, args: readonly string[], options: ToolOptions): string | null {
  if (!path.isAbsolute(file)) return 'the path of the program is not absolute';
  if (!path.isAbsolute(options.cwd)) return 'the path of its folder is not absolute';
  if ([file, options.cwd, ...args].some((text) => text.includes('\0'))) return 'an argument holds a zero byte';
  // Windows runs these through cmd.exe, whose quoting cannot be trusted (CVE-2024-27980).
  if (process.platform === 'win32' && /\.(?:bat|cmd)$/i.test(file)) return 'a batch file needs a shell';
  return null;
}

async function run(
  start: typeof execa,
  base: RunToolOptions,
  file: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<ToolRun> {
  const subprocess = start(file, args, {
    cwd: options.cwd,
    env: { ...base.env, ...options.env },
    extendEnv: false,
    preferLocal: false,
    shell: false,
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    stdout: 'pipe',
    stderr: 'pipe',
    encoding: 'buffer', // counts maxBuffer in bytes
    maxBuffer: options.maxOutputBytes,
    stripFinalNewline: false,
    killSignal: 'SIGKILL',
    detached: ownGroup,
    windowsHide: true,
    reject: false,
  });
  const { pid } = subprocess;
  if (pid === undefined) return toolRun(await subprocess, null);
  const limits = limitTool(subprocess, pid, options.timeoutMs, base.signal);
  base.onGroup?.(pid, true);
  try {
    return toolRun(await subprocess, limits.cause());
  } finally {
    limits.dispose();
    base.onGroup?.(pid, false);
  }
}

type Running = Pick<ChildProcess, 'once' | 'stdout' | 'stderr'>;

/** Kills the tool's group when its time is up, when the run is cancelled, and when the tool itself has ended. */
function limitTool(
  tool: Running,
  pid: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): { readonly cause: () => Failure | null; readonly dispose: () => void } {
  let cause: Failure | null = null;
  let drain: NodeJS.Timeout | undefined;
  const end = (why: Failure): void => {
    cause ??= why;
    signalGroup(pid, 'SIGKILL');
  };
  const cancel = (): void => {
    end('cancelled');
  };
  const expire = (): void => {
    end('timed-out');
  };
  const timer = setTimeout(expire, clampTimer(timeoutMs));
  const dispose = (): void => {
    clearTimeout(timer);
    clearTimeout(drain);
    signal?.removeEventListener('abort', cancel);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  tool.once('exit', () => {
    dispose();
    signalGroup(pid, 'SIGKILL');
    drain = setTimeout(() => {
      tool.stdout?.destroy();
      tool.stderr?.destroy();
    }, drainMs);
  });
  return { cause: () => cause, dispose };
}

interface RawResult {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly isMaxBuffer: boolean;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly originalMessage?: string | undefined;
}

function toolRun(result: RawResult, cause: Failure | null): ToolRun {
  const stdout = decode(result.stdout);
  const stderr = decode(result.stderr);
  const exitCode = result.exitCode ?? null;
  if (cause !== null) return { exitCode: null, stdout, stderr, failure: cause };
  if (result.isMaxBuffer) return { exitCode: null, stdout, stderr, failure: 'too-much-output' };
  if (exitCode !== null) return { exitCode, stdout, stderr, failure: null };
  if (result.signal !== undefined) return { exitCode: null, stdout, stderr, failure: 'killed' };
  return notStarted(result.originalMessage ?? 'the program could not be started');
}

function notStarted(why: string): ToolRun {
  return { exitCode: null, stdout: '', stderr: why, failure: 'not-started' };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** A delay that Node's timers take: above 2^31 - 1 they fire at once. */
function clampTimer(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), 2 ** 31 - 1);
}
