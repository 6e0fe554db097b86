// The gate's side of its child process: takes the job, gives the gate what it may use of the world, answers once, ends.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { GateJob } from '../core/check.ts';
import type { GateId, GateResult, Reason, RuleDescription } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import type { Gate, GateContext, GateFindings, WorkerPool } from '../core/gate.ts';
import type { WorkspaceSpec } from '../core/repository.ts';
import { describeRule } from '../core/rule.ts';
import type { Workspace } from '../core/workspace.ts';
import { codeIdentity } from './code-identity.ts';
import { closeInheritedDescriptors } from './descriptors.ts';
import { childEnvironment } from './environment.ts';
import { cacheFolder } from './folders.ts';
import { handOver, scratchLayout, throttle, type GateMessage } from './gate-messages.ts';
import { watchParent, type OrphanWatch } from './orphan-watch.ts';
import { noResultCache, openResultCache, type OpenResultCache } from './result-cache.ts';
import { createRunTool } from './run-tool.ts';
import { siblingEntry } from './sibling-entry.ts';
import { openWorkerPool } from './worker-pool.ts';

/** A gate that is not built yet is null and answers `skipped`. */
export type GateLoaders = Readonly<Record<GateId, (() => Promise<Gate>) | null>>;

export interface ServeOptions {
  readonly openWorkspace: (spec: WorkspaceSpec) => Workspace;
}

/**
 * Serves one gate to the parent that forked this process with a scratch folder, its own process id and the gate's name as arguments, and
 * ends the process: 0 with the answer in the scratch folder, 1 with one line on stderr. What the gate is made of is loaded before the job
 * is handed over. SIGTERM aborts `GateContext.signal`; when the parent dies, this process, its tools and the scratch folder go too.
 */
export async function serveGate(loaders: GateLoaders, options: ServeOptions): Promise<void> {
  const [scratch = '', parent = '', gate = ''] = process.argv.slice(2);
  // A gate lives for seconds: most of what V8 would optimise to the last, on threads beside those that work, never pays (docs/decisions/processes.md).
  setFlagsFromString('--efficiency-mode');
  process.umask(0o077);
  closeInheritedDescriptors();
  const watch = watchParent(Number(parent), scratch);
  process.once('uncaughtException', die);
  process.once('unhandledRejection', die);
  const controller = new AbortController();
  process.on('SIGTERM', () => {
    controller.abort();
  });
  try {
    const layout = scratchLayout(scratch);
    const identity = await prepare(loaders[gate as GateId]);
    await jobComes();
    const job = JSON.parse(await readFile(layout.job, 'utf8')) as GateJob;
    await rm(layout.job);
    const result = await answer(job, loaders, { ...options, identity, scratch: layout.work, watch, signal: controller.signal });
    await writeFile(layout.answer, JSON.stringify(result), { mode: 0o600, flag: 'wx' });
    process.exit(0);
  } catch (error) {
    die(error);
  }
}

/** Does what takes time and needs no job. Answers what tells this build from another; null where that cannot be read. */
async function prepare(load: GateLoaders[GateId] | undefined): Promise<string | null> {
  // Why a gate cannot be loaded is told where it is asked to run.
  await load?.().catch(() => null);
  try {
    return codeIdentity();
  } catch {
    return null;
  }
}

function jobComes(): Promise<void> {
  return new Promise((resolve) => {
    process.on('message', (message) => {
      if (message === handOver) resolve();
    });
  });
}

interface Surroundings extends ServeOptions {
  readonly identity: string | null;
  readonly scratch: string;
  readonly watch: OrphanWatch;
  readonly signal: AbortSignal;
}

async function answer(job: GateJob, loaders: GateLoaders, around: Surroundings): Promise<GateResult> {
  const load = loaders[job.gate];
  if (load === null) return unanswered({ code: 'gate-not-built', message: `The ${job.gate} gate is not part of this version.` });
  try {
    const gate = await load();
    return await runGate(gate, job, around);
  } catch (error) {
    if (error instanceof McgateError) return unanswered(reasonOf(error));
    throw error;
  }
}

async function runGate(gate: Gate, job: GateJob, around: Surroundings): Promise<GateResult> {
  const workspace = around.openWorkspace(job.workspace);
  const cache = await openCache(job, around.identity);
  const pools: WorkerPool[] = [];
  try {
    return withRules(await gate.run(contextOf(job, workspace, cache, pools, around)), gate.rules);
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
    await cache.flush();
    await workspace.close();
  }
}

function contextOf(
  job: GateJob,
  workspace: Workspace,
  cache: OpenResultCache,
  pools: WorkerPool[],
  { scratch, watch, signal }: Surroundings,
): GateContext {
  const untrusted = [job.workspace.root];
  const runTool = createRunTool({
    env: childEnvironment(process.env, { untrusted }),
    signal,
    onGroup: (pid, alive) => {
      watch.group(pid, alive);
      send({ kind: 'group', pid, alive });
    },
  });
  return {
    workspace,
    settings: job.settings,
    options: job.options,
    models: job.models,
    checklist: job.checklist,
    cache,
    scratch,
    signal,
    runTool,
    openAdvisoryScanner: async () => {
      const { openOsvScanner } = await import('./osv-scanner.ts');
      return openOsvScanner({ database: job.options.osvDatabase, untrusted, scratch, runTool });
    },
    openWorkers: (kind) => {
      const pool = openWorkerPool({ entry: siblingEntry(`cli/${kind}-worker`), maxOldGenerationSizeMb: 2048 });
      pools.push(pool);
      return pool;
    },
    progress: throttle(50, (done: number, total: number | null) => {
      send({ kind: 'advanced', done, total });
    }),
  };
}

async function openCache(job: GateJob, identity: string | null): Promise<OpenResultCache> {
  if (!job.options.cache) return noResultCache('switched off');
  if (identity === null) return noResultCache('mcgate cannot read its own code');
  try {
    return await openResultCache({
      folder: cacheFolder(),
      namespace: `${job.gate}/${identity}`,
      untrusted: [job.workspace.root],
    });
  } catch (error) {
    // Say, no home folder: a gate answers without a cache as well.
    return noResultCache(messageOf(error));
  }
}

function send(message: GateMessage): void {
  // The parent may be gone already; the watch sees to that.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

/** Reports describe the rules that findings name; the parent does not load the gate. */
function withRules(findings: GateFindings, rules: readonly RuleDescription[]): GateResult {
  const named = new Set([...findings.findings, ...findings.baseFindings].map((finding) => finding.ruleId));
  return { ...findings, rules: rules.filter((rule) => named.has(rule.id)).map(describeRule) };
}

function unanswered(reason: Reason): GateResult {
  return { findings: [], baseFindings: [], coverage: { unit: 'files', examined: 0, leftOut: [] }, reasons: [reason], rules: [] };
}

function reasonOf(error: McgateError): Reason {
  const path = error.positions[0]?.path;
  return {
    code: error.code,
    message: error.message,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    ...(path === undefined ? {} : { path }),
  };
}

/** One line that says what happened and where, then exit code 1. */
function die(error: unknown): never {
  const name = error instanceof Error ? error.name : 'Error';
  const where = error instanceof Error ? (/\n\s+at .*?([\w.-]+:\d+:\d+)\)?(?:\n|$)/.exec(error.stack ?? '')?.[1] ?? null) : null;
  process.stderr.write(`${name}: ${messageOf(error)}${where === null ? '' : ` (${where})`}\n`);
  process.exit(1);
}
