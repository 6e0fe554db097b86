// Workflow files -> what decides how safely mcgate judges in them. Workflows are hostile text: what cannot be parsed is none, as for GitHub.
import { record } from '../../core/canonical.ts';
import { readText } from '../../core/tree-text.ts';
import type { Tree } from '../../core/workspace.ts';
import { maxWorkflowBytes } from '../../pipeline/workflow-files.ts';
import { isWorkflowPath, runsMcgate } from '../../pipeline/workflow-guards.ts';
import { triggersOf, type Triggers } from '../../pipeline/workflow-triggers.ts';
import { parseYamlValue } from '../../policy/yaml-document.ts';

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
  /** All steps of all jobs. */
  readonly steps: readonly Fields[];
}

/** The workflows of a tree that run mcgate, sorted by path. Throws McgateError for one that is listed and cannot be read. */
export async function readJudgingWorkflows(tree: Tree): Promise<readonly JudgingWorkflow[]> {
  const paths = tree.entries.map(({ path }) => path).filter(isWorkflowPath);
  const read = await Promise.all(paths.map((path) => readWorkflow(tree, path)));
  return read.filter((workflow) => workflow !== null);
}

async function readWorkflow(tree: Tree, path: string): Promise<JudgingWorkflow | null> {
  const workflow = await parse(tree, path);
  const bodies = Object.entries(record(workflow['jobs'])).map(([key, body]) => [key, record(body)] as const);
  const jobs = bodies.flatMap(([key, body]) => readJob(key, body, workflow));
  if (jobs.length === 0) return null;
  const judging = bodies.filter(([key]) => jobs.some((job) => job.key === key)).map(([, body]) => body);
  const hasConcurrency = [workflow, ...judging].some((fields) => isSet(fields['concurrency']));
  return { path, events: triggersOf(workflow['on']), jobs, hasConcurrency, steps: bodies.flatMap(([, body]) => stepsOf(body)) };
}

async function parse(tree: Tree, path: string): Promise<Fields> {
  try {
    const source = await readText(tree, path, maxWorkflowBytes);
    return source === null ? {} : record(parseYamlValue(source, path).value);
  } catch {
    return {};
  }
}

function readJob(key: string, job: Fields, workflow: Fields): readonly JudgingJob[] {
  const judging = [job, ...stepsOf(job)].filter(runsMcgate);
  if (judging.length === 0) return [];
  const name = typeof job['name'] === 'string' ? job['name'] : key;
  return [
    {
      key,
      name: name.includes('${{') || job['strategy'] !== undefined || job['uses'] !== undefined ? null : name,
      permissions: job['permissions'] ?? workflow['permissions'] ?? null,
      hasEnvironment: isSet(job['environment']),
      steps: stepsOf(job),
      conditions: [...new Set([job, ...judging].flatMap((fields) => deciding.filter((each) => isSet(fields[each]))))],
      runs: judging.map(({ uses, run, with: inputs }) => ({ uses: textOrNull(uses), run: textOrNull(run), inputs: record(inputs) })),
    },
  ];
}

function stepsOf(job: Fields): readonly Fields[] {
  return Array.isArray(job['steps']) ? (job['steps'] as readonly unknown[]).map(record) : [];
}

const deciding = ['if', 'continue-on-error', 'needs'] as const;

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
