// Which workflow runs mcgate, and in which of the two safe forms (ARCHITECTURE.md, "Trust model").
import type { Tree } from '../../core/workspace.ts';
import { readText } from '../../core/tree-text.ts';
import { maxWorkflowBytes } from '../../pipeline/workflow-files.ts';
import { isWorkflowPath, runsMcgate } from '../../pipeline/workflow-guards.ts';
import { parseYamlValue } from '../../policy/yaml-document.ts';
import type { StatusLine } from '../status-line.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Workflow {
  readonly path: string;
  readonly events: readonly string[];
  readonly steps: readonly Fields[];
}

const name = 'workflow';
/** An expression that names the pull request's side. */
const namesHead = /head|merge|github\.event\.pull_request|refs\/pull/i;

/** Says how safe the workflows are that run mcgate; what GitHub's settings require cannot be seen from a clone, and it says so. */
export async function probeWorkflows(tree: Tree): Promise<StatusLine> {
  const paths = tree.entries.map(({ path }) => path).filter(isWorkflowPath);
  const read = await Promise.all(paths.map((path) => readWorkflow(tree, path)));
  const workflows = read.filter((workflow) => workflow !== null).filter(({ steps }) => steps.some(runsMcgate));
  if (workflows.length === 0) {
    return {
      status: 'warn',
      name,
      detail: 'No workflow runs mcgate, so nothing is judged before it merges.',
      remedy: 'Run `mcgate init`.',
    };
  }
  const lines = workflows.map(judgeWorkflow);
  return lines.find(({ status }) => status === 'fail') ?? lines.find(({ status }) => status === 'ok') ?? lines[0] ?? noEvent('');
}

/** `fail` where the pull request can choose what runs, with a token at hand. */
function judgeWorkflow({ path, events, steps }: Workflow): StatusLine {
  const checkout = steps.find((step) => /(^|\/)checkout@/.test(text(step['uses'])));
  const target = events.includes('pull_request_target');
  if (target && checkout !== undefined && namesHead.test(JSON.stringify(checkout['with'] ?? ''))) {
    const detail = `${path} checks the pull request out under pull_request_target: its code runs with your token.`;
    return { status: 'fail', name, detail, remedy: 'Replace it by the one that `mcgate init --dry-run` prints.' };
  }
  if (target) {
    const detail = `${path} judges by pull_request_target and checks no pull request out. Whether the job is required to pass cannot be seen from here.`;
    return { status: 'ok', name, detail, remedy: null };
  }
  if (!events.includes('pull_request')) return noEvent(path);
  const detail = `${path} judges by pull_request, where the pull request's own copy of the file runs. That is safe only if a ruleset requires the workflow, which cannot be seen from here.`;
  return { status: 'warn', name, detail, remedy: 'Require it in a ruleset, or use the one that `mcgate init --dry-run` prints.' };
}

function noEvent(path: string): StatusLine {
  return {
    status: 'warn',
    name,
    detail: `${path} runs mcgate, but not for pull requests.`,
    remedy: 'See what `mcgate init --dry-run` prints.',
  };
}

/** Null for what is no workflow: GitHub runs nothing of it either. */
async function readWorkflow(tree: Tree, path: string): Promise<Workflow | null> {
  try {
    const source = await readText(tree, path, maxWorkflowBytes);
    if (source === null) return null;
    const workflow = fields(parseYamlValue(source, path).value);
    const jobs = Object.values(fields(workflow['jobs'])).map(fields);
    const steps = jobs.flatMap((job) => [job, ...(Array.isArray(job['steps']) ? (job['steps'] as readonly unknown[]).map(fields) : [])]);
    return { path, events: eventsOf(workflow['on'] ?? workflow['true']), steps };
  } catch {
    return null;
  }
}

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(fields(on));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fields(value: unknown): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {};
}
