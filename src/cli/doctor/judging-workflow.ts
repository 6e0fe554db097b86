// Workflow files -> what decides how safely mcgate judges in them. Workflows are hostile text.
import { record } from '../../core/canonical.ts';
import type { Tree } from '../../core/workspace.ts';
import { readWorkflows, type WorkflowFiles } from '../../pipeline/workflow-files.ts';
import { guardTest, isWorkflowPath, parseWorkflowFile, stepsOf, type IsGuard, type ParsedFile } from '../../pipeline/workflow-guards.ts';
import { triggersOf, type Triggers } from '../../pipeline/workflow-triggers.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A job that runs mcgate, in a step or by calling a workflow. */
export interface JudgingJob {
  readonly key: string;
  /** As GitHub reports it; null where an expression makes it up. */
  readonly name: string | null;
  /** Of the job, else of its workflow; null where neither says any, so that the repository's default holds. */
  readonly permissions: unknown;
  /** Secrets may then be those of an environment, which GitHub can limit to a branch. */
  readonly hasEnvironment: boolean;
  /** What else decides whether it runs, or whether its failure counts: `if`, `continue-on-error`, `strategy`, `needs`. */
  readonly conditions: readonly string[];
  /** The job and its steps. */
  readonly steps: readonly Fields[];
  /** What runs mcgate: the `uses` or the `run` of each such step. */
  readonly runs: readonly { readonly uses: string | null; readonly run: string | null; readonly inputs: Fields }[];
}

export interface JudgingWorkflow {
  readonly path: string;
  readonly events: Triggers;
  /** At least one. */
  readonly jobs: readonly JudgingJob[];
  readonly hasConcurrency: boolean;
  /** All jobs and their steps. */
  readonly steps: readonly Fields[];
}

export interface JudgingWorkflows {
  /** Sorted by path; what is no YAML is none. */
  readonly workflows: readonly JudgingWorkflow[];
  /** Files that could not be read: each may be one of them. */
  readonly unread: WorkflowFiles['unread'];
}

/** The workflows of a tree that run mcgate, directly or through a local action or workflow. */
export async function readJudgingWorkflows(tree: Tree): Promise<JudgingWorkflows> {
  const { files, unread } = await readWorkflows(tree, new Set());
  const parsed = files.flatMap(parseWorkflowFile);
  const isGuard = guardTest(parsed);
  const workflows = parsed.filter(({ path }) => isWorkflowPath(path)).flatMap((file) => readWorkflow(file, isGuard));
  return { workflows, unread };
}

function readWorkflow(file: ParsedFile, isGuard: IsGuard): readonly JudgingWorkflow[] {
  const { path, root } = file;
  const bodies = Object.entries(record(root['jobs'])).map(([key, body]) => [key, record(body)] as const);
  const jobs = bodies.flatMap(([key, body]) => readJob(key, body, file, isGuard));
  if (jobs.length === 0) return [];
  const judging = bodies.filter(([key]) => jobs.some((job) => job.key === key)).map(([, body]) => body);
  const hasConcurrency = [root, ...judging].some((fields) => isSet(fields['concurrency']));
  return [{ path, events: triggersOf(root['on']), jobs, hasConcurrency, steps: stepsOf(file) }];
}

function readJob(key: string, job: Fields, { path, root: workflow }: ParsedFile, isGuard: IsGuard): readonly JudgingJob[] {
  const all = stepsOf({ path, root: { jobs: { [key]: job } } });
  const judging = all.filter(isGuard);
  if (judging.length === 0) return [];
  const name = typeof job['name'] === 'string' ? job['name'] : key;
  return [
    {
      key,
      name: name.includes('${{') || job['strategy'] !== undefined || job['uses'] !== undefined ? null : name,
      permissions: job['permissions'] ?? workflow['permissions'] ?? null,
      hasEnvironment: isSet(job['environment']),
      steps: all,
      conditions: [...new Set([job, ...judging].flatMap((fields) => deciding.filter((each) => isSet(fields[each]))))],
      runs: judging.map(({ uses, run, with: inputs }) => ({ uses: textOrNull(uses), run: textOrNull(run), inputs: record(inputs) })),
    },
  ];
}

const deciding = ['if', 'continue-on-error', 'needs'] as const;

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
