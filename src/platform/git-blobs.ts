// Reads blobs through one long-lived `git cat-file`: pipelined, sized before read, and verified against their ids.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ReadResult } from '../core/workspace.ts';
import { formatOf, isObjectId, objectId } from './blob-id.ts';
import { createBatchParser, type BatchAnswer } from './git-batch.ts';
import type { Git } from './git.ts';

export interface GitBlobs {
  /** A blob's content, at most `limit` bytes, proven to have this id. Never throws. */
  read(id: string, limit: number): Promise<ReadResult>;
  /** A blob's size in bytes without reading it; null where git cannot say. Never throws. */
  size(id: string): Promise<number | null>;
  close(): Promise<void>;
}

interface Request {
  readonly line: string;
  /** Null asks for the header alone. */
  readonly limit: number | null;
  readonly settle: (answer: BatchAnswer | null) => void;
}

/** A broken repository can kill git with every object; past this it is called unreadable. */
const restartLimit = 64;
/** git answers from the disk: silence this long, with work to do, is a hang. */
const silenceMs = 60_000;

/** Nothing is started before the first read. */
export function openGitBlobs(git: Git, options: { readonly silenceMs?: number } = {}): GitBlobs {
  const pending: Request[] = [];
  let child: ChildProcessWithoutNullStreams | null = null;
  let restarts = 0;
  let closed = false;
  let watchdog: NodeJS.Timeout | undefined;

  const watch = (): void => {
    clearTimeout(watchdog);
    if (pending.length > 0) watchdog = setTimeout(() => child?.kill('SIGKILL'), options.silenceMs ?? silenceMs);
  };

  const start = (): ChildProcessWithoutNullStreams => {
    const started = git.start(['cat-file', '--batch-command']);
    const parser = createBatchParser(
      () => pending[0]?.limit ?? null,
      (answer) => {
        pending.shift()?.settle(answer);
        watch();
      },
    );
    started.stdout.on('data', (chunk: Buffer) => {
      if (started !== child || broken) return;
      broken = !parser.push(chunk);
      if (broken) started.kill('SIGKILL');
      watch();
    });
    let broken = false;
    started.stderr.resume();
    started.stdin.on('error', () => undefined);
    started.on('error', () => {
      ended(started);
    });
    started.on('close', () => {
      ended(started);
    });
    return started;
  };

  // The request at the head is the one git died of; the others are asked again of a new process.
  const ended = (which: ChildProcessWithoutNullStreams): void => {
    if (which !== child) return;
    child = null;
    pending.shift()?.settle(null);
    watch();
    restarts += 1;
    if (closed || restarts > restartLimit) for (const request of pending.splice(0)) request.settle(null);
    if (pending.length === 0) return;
    child = start();
    for (const request of pending) child.stdin.write(request.line);
    watch();
  };

  const ask = (id: string, limit: number | null): Promise<BatchAnswer | null> => {
    if (closed || restarts > restartLimit || !isObjectId(id)) return Promise.resolve(null);
    return new Promise((settle) => {
      const request = { line: `${limit === null ? 'info' : 'contents'} ${id}\n`, limit, settle };
      pending.push(request);
      child ??= start();
      child.stdin.write(request.line);
      if (pending.length === 1) watch();
    });
  };

  const read = async (id: string, limit: number): Promise<ReadResult> => {
    const info = await ask(id, null);
    if (info === null) return failed('unreadable', 'git could not read the object');
    if (!info.found) return failed('missing', 'the object is not in this clone');
    if (info.type !== 'blob') return failed('unreadable', 'the object is no blob');
    if (info.size > limit) return failed('too-large', `${String(info.size)} bytes`);
    const answer = await ask(id, info.size);
    if (answer?.found !== true || answer.type !== 'blob' || answer.content === null)
      return failed('unreadable', 'git could not read the object');
    // git checks a packed or streamed blob's checksum, not its id: a forged object store would pass.
    if (objectId(formatOf(id), 'blob', answer.content) !== id)
      return failed('unreadable', 'the object does not have the content of its id');
    return { ok: true, bytes: answer.content };
  };

  const size = async (id: string): Promise<number | null> => {
    const info = await ask(id, null);
    return info?.found === true && info.type === 'blob' ? info.size : null;
  };

  const close = (): Promise<void> => {
    closed = true;
    clearTimeout(watchdog);
    const running = child;
    child = null;
    for (const request of pending.splice(0)) request.settle(null);
    if (running === null || running.exitCode !== null || running.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      running.once('close', () => {
        resolve();
      });
      running.once('error', () => {
        resolve();
      });
      running.kill('SIGKILL');
    });
  };
  return { read, size, close };
}

function failed(failure: 'missing' | 'too-large' | 'unreadable', detail: string): ReadResult {
  return { ok: false, failure, detail };
}
