// Reads blobs through one long-lived `git cat-file`: pipelined, sized before read, and verified against their ids.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ReadResult } from '../core/workspace.ts';
import { formatOf, isObjectId, objectId } from './blob-id.ts';
import { createBatchParser, type BatchAnswer, type BatchRequest } from './git-batch.ts';
import type { Git } from './git.ts';

export interface GitBlobs {
  /** A blob's content, at most `limit` bytes, proven to have this id. Never throws. */
  readonly read: (id: string, limit: number) => Promise<ReadResult>;
  /** A blob's size in bytes without reading it; null where git cannot say. Never throws. */
  readonly size: (id: string) => Promise<number | null>;
  /** Ends git; what waits is answered as a failure. */
  readonly close: () => Promise<void>;
}

interface Request extends BatchRequest {
  readonly settle: (answer: BatchAnswer | null) => void;
}

interface Batch {
  /** Git's answer to a request; null if git could not, or did not answer the truth. */
  readonly ask: (id: string, limit: number | null) => Promise<BatchAnswer | null>;
  readonly close: () => Promise<void>;
}

/** A broken repository can kill git with every object; past this all is called unreadable. */
const restartLimit = 64;
/** git answers from the disk: silence this long, with work to do, is a hang. */
const defaultSilenceMs = 30_000;

/** Nothing is started before the first read. `silenceMs`: how long git may say nothing while it owes an answer. */
export function openGitBlobs(git: Git, { silenceMs = defaultSilenceMs }: { readonly silenceMs?: number } = {}): GitBlobs {
  const batch = openBatch(git, silenceMs);
  const read = async (id: string, limit: number): Promise<ReadResult> => {
    if (!isObjectId(id)) return failed('unreadable', 'it has no content id');
    const info = await batch.ask(id, null);
    if (info === null) return failed('unreadable', 'git could not read the object');
    if (!info.found) return failed('missing', 'the object is not in this clone');
    if (info.type !== 'blob') return failed('unreadable', 'the object is no blob');
    if (info.size > limit) return failed('too-large', `${String(info.size)} bytes`);
    const answer = await batch.ask(id, limit);
    if (answer?.found !== true || answer.content === null) return failed('unreadable', 'git could not read the object');
    return { ok: true, bytes: answer.content };
  };
  const size = async (id: string): Promise<number | null> => {
    const info = isObjectId(id) ? await batch.ask(id, null) : null;
    return info?.found === true && info.type === 'blob' ? info.size : null;
  };
  return { read, size, close: batch.close };
}

function openBatch(git: Git, silenceMs: number): Batch {
  const pending: Request[] = [];
  let child: ChildProcessWithoutNullStreams | null = null;
  let restarts = 0;
  let closed = false;
  let watchdog: NodeJS.Timeout | undefined;

  const watch = (): void => {
    clearTimeout(watchdog);
    if (pending.length > 0) watchdog = setTimeout(() => child?.kill('SIGKILL'), silenceMs);
  };
  const answered = (answer: BatchAnswer): boolean => {
    if (!isTrue(pending[0], answer)) return false;
    pending.shift()?.settle(answer);
    return true;
  };
  // The request at the head is the one that git died of, or lied about; the others are asked again of a new process.
  const ended = (which: ChildProcessWithoutNullStreams): void => {
    if (which !== child) return;
    child = null;
    pending.shift()?.settle(null);
    restarts += 1;
    if (restarts > restartLimit) for (const request of pending.splice(0)) request.settle(null);
    if (pending.length > 0) {
      child = start();
      for (const request of pending) send(child, request);
    }
    watch();
  };
  const start = (): ChildProcessWithoutNullStreams => {
    const started = git.start(['cat-file', '--batch-command']);
    const parser = createBatchParser(() => pending[0] ?? null, answered);
    started.stdout.on('data', (chunk: Buffer) => {
      if (started !== child) return;
      if (parser.push(chunk)) {
        watch();
        return;
      }
      started.kill('SIGKILL');
      ended(started);
    });
    started.stderr.resume();
    started.stdin.on('error', () => undefined); // its end is told by `close`
    started.on('error', () => {
      ended(started);
    });
    started.on('close', () => {
      ended(started);
    });
    return started;
  };

  const ask = (id: string, limit: number | null): Promise<BatchAnswer | null> => {
    if (closed || restarts > restartLimit) return Promise.resolve(null);
    return new Promise((settle) => {
      const request = { id, limit, settle };
      pending.push(request);
      child ??= start();
      send(child, request);
      if (pending.length === 1) watch();
    });
  };
  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(watchdog);
    const running = child;
    child = null;
    for (const request of pending.splice(0)) request.settle(null);
    if (running !== null) await end(running);
  };
  return { ask, close };
}

/** git checks a packed or streamed blob's checksum, not its id: a forged object store would pass. */
function isTrue(request: BatchRequest | undefined, answer: BatchAnswer): boolean {
  if (request === undefined) return false;
  if (!answer.found || answer.content === null) return true;
  return answer.type === 'blob' && objectId(formatOf(request.id), 'blob', answer.content) === request.id;
}

function send(child: ChildProcessWithoutNullStreams, { id, limit }: BatchRequest): void {
  child.stdin.cork();
  child.stdin.write(`${limit === null ? 'info' : 'contents'} ${id}\n`);
  // What is asked in one turn goes out in one write.
  process.nextTick(() => {
    child.stdin.uncork();
  });
}

/** A process that could not be started, or is gone, sends no `close` any more. */
function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
}

function failed(failure: 'missing' | 'too-large' | 'unreadable', detail: string): ReadResult {
  return { ok: false, failure, detail };
}
