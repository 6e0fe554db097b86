// Starts the one process that is handed the token to fetch with, and ends it with all that it started. The token goes there over a
// pipe, never in an argument or the child's environment, which other processes of this user can read.
import type { ChildProcess } from 'node:child_process';
import { messageOf } from '../core/error.ts';
import { collectTail, disconnect, startEntry } from './child-entry.ts';
import { childEnvironment } from './environment.ts';
import { outwardEnvironment } from './git-outward.ts';
import { remoteLimits } from './git-remote.ts';
import { printable } from './printable.ts';
import { signalGroup } from './process-group.ts';
import { siblingEntry } from './sibling-entry.ts';

export interface FetchProcessOptions {
  /** Default process.env; of it the child gets what `childEnvironment` lets through, and where proxies and certificates are. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly signal: AbortSignal;
  /** The child's entry file; default action/fetch beside the running code. */
  readonly entry?: URL;
  /** Milliseconds; default somewhat more than git's own bound. */
  readonly timeoutMs?: number;
}

/** What the child said, or why it said nothing. */
export type FetchAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const stderrBytes = 4 * 1024;

/** Hands `request` to the child and waits for its one message. Never throws; when it settles, nothing of the child is left. */
export async function askFetchProcess(request: object, options: FetchProcessOptions): Promise<FetchAnswer> {
  const { env = process.env, signal, entry = siblingEntry('action/fetch'), timeoutMs = remoteLimits.whole + 30_000 } = options;
  if (signal.aborted) return { ok: false, problem: 'it was cancelled' };
  const child = startEntry(entry, { env: { ...childEnvironment(env), ...outwardEnvironment(env) } });
  try {
    return await answerOf(child, request, { signal, timeoutMs });
  } finally {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    disconnect(child);
  }
}

function answerOf(
  child: ChildProcess,
  request: object,
  { signal, timeoutMs }: Required<Pick<FetchProcessOptions, 'signal' | 'timeoutMs'>>,
): Promise<FetchAnswer> {
  const stderr = collectTail(child, stderrBytes);
  return new Promise((resolve) => {
    const end = (answer: FetchAnswer): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      resolve(answer);
    };
    const fail = (problem: string): void => {
      end({ ok: false, problem });
    };
    const cancel = (): void => {
      fail('it was cancelled');
    };
    const timer = setTimeout(() => {
      fail('it took too long');
    }, timeoutMs);
    signal.addEventListener('abort', cancel, { once: true });
    child.once('message', (value) => {
      end({ ok: true, value });
    });
    child.once('error', (error) => {
      fail(printable(messageOf(error)));
    });
    child.once('exit', (code, killer) => {
      fail(`it ended early (${killer ?? `exit code ${String(code)}`}): ${printable(stderr())}`);
    });
    child.send(request, (error) => {
      if (error !== null) fail(printable(messageOf(error)));
    });
  });
}
