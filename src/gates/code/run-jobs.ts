// Drives the workers: batches of small files, a few tasks in flight, and when a batch dies each of its files alone, so that only the guilty one is named.
import type { GateContext, WorkerPool } from '../../core/gate.ts';
import { sha256Hex } from '../../core/digest.ts';
import { McgateError } from '../../core/error.ts';
import type { ReadResult, Workspace } from '../../core/workspace.ts';
import { mostRemembered } from '../../analysis/regex/budget.ts';
import type { JudgedPattern } from '../../analysis/regex/check.ts';
import { isCodeKind } from './file-kind.ts';
import { isChanged, type Job, type Place } from './jobs.ts';
import { fileGraphVersion } from '../../analysis/program/file-graph.ts';
import { storePacked } from './flow/packed.ts';
import { isFileAnswer, lintAnswerOf, type FileAnswer, type LintTask } from './task.ts';

export type JobFailure =
  | { readonly kind: 'missing' | 'unreadable' | 'changed'; readonly detail: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  | { readonly kind: 'crashed'; readonly detail: string };

/** A content that was looked at. */
export interface Judged {
  readonly answer: FileAnswer;
  /** Names content and kind. */
  readonly digest: string;
  /** Packed, where it was made just now: the cache may have it where `answer` says that there is one. */
  readonly graph: Uint8Array | null;
}

export type JobResult = Judged | { readonly failure: JobFailure };

/** Where the cache keeps the graph of a content. */
export function graphKey(digest: string): string {
  return `graph/${String(fileGraphVersion)}/${digest}`;
}

/** Bytes. Code takes some 500 times its size in memory to judge. */
export const codeLimit = 2 * 1024 * 1024;
/** Bytes of a file that is only searched for secrets. */
export const textLimit = 16 * 1024 * 1024;

/** How many bytes a file may have. What holds code among other text is read as text; of the code that it holds the parser bounds how long it may be. */
export function limitOf({ kind, secretsOnly }: Pick<Job, 'kind' | 'secretsOnly'>): number {
  return isCodeKind(kind) && !secretsOnly ? codeLimit : textLimit;
}

const batchFiles = 32;
const batchBytes = 256 * 1024;
/** Where a size is not known without reading. */
const assumedBytes = 16 * 1024;
const tasksPerWorker = 2;
const longestFileMs = 30_000;

interface Loaded {
  readonly job: Job;
  readonly bytes: Uint8Array;
  readonly digest: string;
}

type Context = Pick<GateContext, 'workspace' | 'cache' | 'settings' | 'signal' | 'progress'>;

/**
 * Calls `settle` once for each job, in no order. Holds the content of at most two batches for each worker. Answers the regular expressions that took long to judge.
 * Throws McgateError `cancelled`, or `gate-failed` where the workers answer nothing at all.
 */
export async function runJobs(
  jobs: readonly Job[],
  pool: WorkerPool,
  context: Context,
  engine: string,
  settle: (job: Job, result: JobResult) => void,
): Promise<readonly JudgedPattern[]> {
  const timeoutMs = Math.max(1000, Math.min(longestFileMs, Math.floor(context.settings.timeoutMs / 4)));
  const runner = createRunner(pool, context, engine, timeoutMs);
  const changed = jobs.filter(isChanged).length;
  const batches = batchesOf(jobs, Math.ceil(changed / pool.size));
  // More threads than there may be tasks for would start for nothing.
  const threads = Math.min(pool.size, changed === 0 ? Math.ceil(jobs.length / batchFiles) : changed);
  let done = 0;
  let workersAnswer: Promise<void> | null = null;
  const lane = async (): Promise<void> => {
    for (let batch = batches.next(); batch.done !== true; batch = batches.next()) {
      if (context.signal.aborted) throw new McgateError('cancelled', 'the code gate was cancelled');
      const { settled, loaded } = await runner.prepare(batch.value);
      if (loaded.length > 0) await (workersAnswer ??= requireAnswer(pool, threads));
      for (const [job, result] of [...settled, ...(await runner.lint(loaded))]) settle(job, result);
      done += batch.value.length;
      context.progress(done, jobs.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, pool.size) * tasksPerWorker }, lane));
  return runner.judgedPatterns();
}

/** Where the workers do not even start, each file would look hostile and an untouched tree would pass unseen. */
async function requireAnswer(pool: WorkerPool, threads: number): Promise<void> {
  const task: LintTask = { kind: 'lint', files: [{ kind: 'source.js', secretsOnly: false, bytes: new TextEncoder().encode('0;') }] };
  // As often as there will be threads, so that they start side by side; the first that is there answers all that wait.
  const results = await Promise.all(Array.from({ length: threads }, () => pool.run(task, longestFileMs)));
  if (results.some((result) => result.ok && lintAnswerOf(result.value, 1)?.files[0]?.looked === 'code')) return;
  const detail = results.find((result) => !result.ok)?.detail ?? 'malformed answer';
  throw new McgateError('gate-failed', `the workers of the code gate do not answer: ${detail}`, {
    remedy: 'Run `mcgate doctor`; if it finds nothing, report it as a bug.',
  });
}

/** Of what changed, `mostChanged` at most and nothing else with it: it is left to several threads, and what is likely cached waits for none of them. */
function* batchesOf(jobs: readonly Job[], mostChanged: number): Generator<readonly Job[], void> {
  let batch: Job[] = [];
  let bytes = 0;
  for (const job of jobs) {
    const size = job.size ?? assumedBytes;
    const [first] = batch;
    const most = isChanged(job) ? Math.min(batchFiles, mostChanged) : batchFiles;
    if (first !== undefined && (batch.length >= most || bytes + size > batchBytes || isChanged(first) !== isChanged(job))) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(job);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

type Settled = readonly [Job, JobResult];

interface Runner {
  /** Answers from the cache and failures to read, and the files that are left to lint. */
  prepare(batch: readonly Job[]): Promise<{ readonly settled: readonly Settled[]; readonly loaded: readonly Loaded[] }>;
  lint(files: readonly Loaded[]): Promise<readonly Settled[]>;
  /** Of all files so far; no more than a thread remembers. */
  judgedPatterns(): readonly JudgedPattern[];
}

function createRunner(pool: WorkerPool, { workspace, cache }: Context, engine: string, timeoutMs: number): Runner {
  const judgedPatterns: JudgedPattern[] = [];
  const load = async (job: Job): Promise<JobResult | Loaded> => {
    const limit = limitOf(job);
    if (job.size !== null && job.size > limit) return { failure: { kind: 'too-large' } };
    const read = await readAt(workspace, job.places[0], limit);
    if (read === null) return { failure: { kind: 'unreadable', detail: 'no place to read it' } };
    if (!read.ok) return { failure: failureToRead(read) };
    const digest = digestOf(job, read.bytes);
    const known = await cache.get(`code/${engine}/${digest}`);
    return isFileAnswer(known) ? { answer: known, digest, graph: null } : { job, digest, bytes: read.bytes };
  };

  const remember = async ({ job, digest }: Loaded, answer: FileAnswer, graph: Uint8Array | null): Promise<Settled> => {
    // How deep is too deep depends on the thread, not on the content alone.
    if (answer.problem?.kind !== 'too-deep') await cache.set(`code/${engine}/${digest}`, answer);
    if (graph !== null) await storePacked(cache, graphKey(digest), graph);
    return [job, { answer, digest, graph }];
  };

  const lint = async (files: readonly Loaded[]): Promise<readonly Settled[]> => {
    const [first, ...rest] = files;
    if (first === undefined) return [];
    const task: LintTask = {
      kind: 'lint',
      files: files.map(({ job, bytes }) => ({ kind: job.kind, secretsOnly: job.secretsOnly, bytes })),
    };
    const result = await pool.run(task, timeoutMs);
    const answered = result.ok ? lintAnswerOf(result.value, files.length) : null;
    if (answered === null && rest.length === 0) return [[first.job, { failure: failureOf(result, timeoutMs) }]];
    judgedPatterns.push(...(answered?.judgedPatterns ?? []).slice(0, mostRemembered - judgedPatterns.length));
    const settled: Settled[] = [];
    for (const [index, file] of files.entries()) {
      const answer = answered?.files[index] ?? null;
      if (answer !== null) settled.push(await remember(file, answer, answered?.graphs[index] ?? null));
      else if (answered === null) settled.push(...(await lint([file])));
    }
    const unanswered = answered === null ? [] : files.filter((_, index) => answered.files[index] === null);
    return [...settled, ...(await lint(unanswered))];
  };

  return {
    lint,
    judgedPatterns: () => judgedPatterns,
    async prepare(batch) {
      const settled: Settled[] = [];
      const loaded: Loaded[] = [];
      const results = await Promise.all(batch.map(async (job) => ({ job, result: await load(job) })));
      for (const { job, result } of results) {
        if ('bytes' in result) loaded.push(result);
        else settled.push([job, result]);
      }
      return { settled, loaded };
    },
  };
}

/** Names the content by SHA-256: a clean twin of git's SHA-1 must not vouch for a hostile file. */
export function digestOf({ kind, secretsOnly = false }: Pick<Job, 'kind'> & Partial<Pick<Job, 'secretsOnly'>>, bytes: Uint8Array): string {
  return `${secretsOnly ? 'secrets/' : ''}${kind}/${sha256Hex(bytes)}`;
}

function failureToRead({ failure, detail }: Extract<ReadResult, { readonly ok: false }>): JobFailure {
  if (failure === 'too-large') return { kind: 'too-large' };
  return { kind: failure === 'changed' || failure === 'missing' ? failure : 'unreadable', detail };
}

async function readAt(workspace: Workspace, place: Place | undefined, limit: number): Promise<ReadResult | null> {
  if (place?.tree === 'past') return (await workspace.past?.read(place.entry, limit)) ?? null;
  const { judged, base } = workspace.around ?? workspace;
  const tree = place?.tree === 'base' ? base : judged;
  return place === undefined || tree === null ? null : tree.read(place.path, limit);
}

function failureOf(result: Awaited<ReturnType<WorkerPool['run']>>, timeoutMs: number): JobFailure {
  if (result.ok) return { kind: 'crashed', detail: 'malformed answer' };
  if (result.failure === 'timed-out') return { kind: 'timed-out', seconds: Math.round(timeoutMs / 1000) };
  return { kind: 'crashed', detail: result.detail };
}
