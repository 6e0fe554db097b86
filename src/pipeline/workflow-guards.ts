// Finds the workflow steps that run mcgate, directly or through a local action or workflow. Pure; workflows are hostile text.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { canonical, record } from '../core/canonical.ts';
import { triggersOf, type Triggers } from './workflow-triggers.ts';
import { parseYamlValue } from '../policy/yaml-document.ts';

/** A workflow file, or the metadata file of a local action. */
export interface WorkflowFile {
  readonly path: string;
  readonly text: string;
}

/** A step or job that runs mcgate, with everything that decides whether it runs and whether its failure counts. */
export interface GuardStep {
  readonly path: string;
  readonly line: number;
  /** The job's key; null in a composite action. */
  readonly job: string | null;
  /** Key to canonical text. */
  readonly aspects: ReadonlyMap<string, string>;
  readonly triggers: Triggers;
}

/** A job that GitHub reports under a name of its own. */
export interface ReportingJob {
  readonly path: string;
  readonly line: number;
  readonly job: string;
  /** The name as written; it may hold expressions. */
  readonly name: string;
}

export interface Guards {
  readonly steps: readonly GuardStep[];
  readonly jobs: readonly ReportingJob[];
  /** Paths of files that speak of mcgate and cannot be parsed. */
  readonly unclear: readonly string[];
}

/** A file that is YAML as GitHub reads it. */
export interface ParsedFile {
  readonly path: string;
  readonly root: Fields;
  readonly lineOf: (keys: readonly (string | number)[]) => number;
}

type Fields = Readonly<Record<string, unknown>>;
export type IsGuard = (fields: Fields) => boolean;

/** True for the files that GitHub takes workflows from. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path);
}

/** True for the metadata file of an action that lies in the repository. */
export function isActionPath(path: string): boolean {
  return /(?:^|\/)action\.ya?ml$/u.test(path);
}

/** Whether a step or job names mcgate as what it runs. It may err to yes: a step that is no guard only must not change. */
export function runsMcgate({ uses, run }: Fields): boolean {
  return (
    (typeof uses === 'string' && /(?:^|[/\\])mcgate(?:[@:/.-]|$)/iu.test(uses)) ||
    (typeof run === 'string' && /(?:^|[^\w.-])mcgate(?:\.(?:[cm]?js|cmd|ps1))?(?![\w./-])/u.test(run.replace(preparing, ' ')))
  );
}

/** Commands that judge nothing. Without what they prepare a run is incomplete, never a pass. */
const preparing = /(?:^|[^\w.-])mcgate(?:@[\w.-]+)?(?:\.(?:[cm]?js|cmd|ps1))?[ \t]+(?:setup|doctor)(?![\w./-])/gu;

/** All guards of a tree; a file that cannot be parsed has none, for then GitHub runs nothing of it either. */
export function findGuards(files: readonly WorkflowFile[]): Guards {
  const parsed = files.flatMap(parseWorkflowFile);
  const readable = new Set(parsed.map(({ path }) => path));
  const isGuard = guardTest(parsed);
  const workflows = parsed.filter(({ path }) => isWorkflowPath(path));
  return {
    steps: parsed.flatMap((file) => (isWorkflowPath(file.path) ? workflowGuards(file, isGuard) : actionGuards(file, isGuard))),
    jobs: workflows.flatMap(reportingJobs),
    unclear: files.filter(({ path, text }) => !readable.has(path) && /mcgate/iu.test(text)).map(({ path }) => path),
  };
}

/** None for what is no YAML 1.2, as GitHub reads it: a `%YAML 1.1` would give keys and words another meaning here than there. */
export function parseWorkflowFile(file: WorkflowFile): readonly ParsedFile[] {
  if (/^%/mu.test(file.text)) return [];
  try {
    const { value, positionOf } = parseYamlValue(file.text, file.path);
    return [{ path: file.path, root: record(value), lineOf: (keys) => positionOf(keys).line }];
  } catch {
    return [];
  }
}

/** A step is a guard if it runs mcgate, or what it uses from the repository holds a guard. */
export function guardTest(files: readonly ParsedFile[]): IsGuard {
  const paths = new Set(files.map(({ path }) => path));
  const targetOf = ({ uses }: Fields): string | null => localTarget(uses, paths);
  const waiting = files.filter((file) => stepsOf(file).some(runsMcgate)).map(({ path }) => path);
  const users = Map.groupBy(
    files.flatMap((file) => stepsOf(file).map((fields) => ({ user: file.path, target: targetOf(fields) }))),
    ({ target }) => target,
  );
  const guarding = new Set<string | null>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (guarding.has(path)) continue;
    guarding.add(path);
    for (const { user } of users.get(path) ?? []) waiting.push(user);
  }
  return (fields) => runsMcgate(fields) || guarding.has(targetOf(fields));
}

/**
 * The file behind `./path`; a checkout may lie in a folder of the workspace, so leading folders may be unknown here. Or the one behind
 * `owner/name/path@ref`, which may be this repository.
 */
function localTarget(uses: unknown, paths: ReadonlySet<string>): string | null {
  if (typeof uses !== 'string') return null;
  const remote = /^[^./][^/]*\/[^/]+\/([^@]+)@/u.exec(uses)?.[1];
  if (remote !== undefined) return [remote, `${remote}/action.yml`, `${remote}/action.yaml`].find((path) => paths.has(path)) ?? null;
  if (!uses.startsWith('./')) return null;
  const path = posix.normalize(`${uses}/`).slice(0, -1);
  if (path === '.') return ['action.yml', 'action.yaml'].find((candidate) => paths.has(candidate)) ?? null;
  const parts = path.split('/').slice(0, 20);
  const candidates = parts.map((_, from) => parts.slice(from).join('/'));
  return candidates.flatMap((end) => [end, `${end}/action.yml`, `${end}/action.yaml`]).find((candidate) => paths.has(candidate)) ?? null;
}

/** All jobs and steps of a workflow, or all steps of an action. */
export function stepsOf({ path, root }: Pick<ParsedFile, 'path' | 'root'>): readonly Fields[] {
  if (!isWorkflowPath(path)) return list(record(root['runs'])['steps']).map(record);
  const jobs = Object.values(record(root['jobs'])).map(record);
  return jobs.flatMap((job) => [job, ...list(job['steps']).map(record)]);
}

function workflowGuards({ path, root, lineOf }: ParsedFile, isGuard: IsGuard): readonly GuardStep[] {
  const { on, jobs: jobMap, name: _name, 'run-name': _runName, ...rest } = root;
  const jobs = record(jobMap);
  const triggers = triggersOf(on);
  return Object.entries(jobs).flatMap(([job, body]) => {
    const { steps, name = job, ...fields } = record(body);
    // A required check is told by the job's name.
    const outer = [...aspectsOf('workflow', rest), ...aspectsOf('job', { ...fields, name }), ...neededJobs(fields['needs'], jobs)];
    const own = isGuard(fields) ? [{ path, job, triggers, line: lineOf(['jobs', job]), aspects: new Map(outer) }] : [];
    const inner = stepGuards(list(steps), isGuard).map(({ index, aspects }): GuardStep => {
      const line = lineOf(['jobs', job, 'steps', index]);
      return { path, job, triggers, line, aspects: new Map([...outer, ...aspects]) };
    });
    return [...own, ...inner];
  });
}

function actionGuards({ path, root, lineOf }: ParsedFile, isGuard: IsGuard): readonly GuardStep[] {
  const { runs, name: _name, description: _description, author: _author, branding: _branding, ...rest } = root;
  const { steps, ...fields } = record(runs);
  const outer = [...aspectsOf('action', rest), ...aspectsOf('runs', fields)];
  return stepGuards(list(steps), isGuard).map(({ index, aspects }) => {
    return { path, job: null, triggers: new Map(), line: lineOf(['runs', 'steps', index]), aspects: new Map([...outer, ...aspects]) };
  });
}

interface StepAspects {
  readonly index: number;
  readonly aspects: readonly (readonly [string, string])[];
}

/** What runs before a step can replace what it runs (`GITHUB_PATH`, `GITHUB_ENV`, files), so it counts; what runs after cannot. */
function stepGuards(steps: readonly unknown[], isGuard: IsGuard): readonly StepAspects[] {
  const found: StepAspects[] = [];
  // A running digest: many steps, each with the text of all before it, would grow with their square.
  const earlier = createHash('sha256');
  steps.forEach((step, index) => {
    const { name: _name, ...fields } = record(step);
    if (isGuard(fields)) {
      const before = index === 0 ? [] : [['earlier steps', `${String(index)}, sha256 ${earlier.copy().digest('hex')}`] as const];
      found.push({ index, aspects: [...before, ...aspectsOf('step', fields)] });
    }
    earlier.update(canonical(fields));
  });
  return found;
}

/** Jobs on which a job waits, directly or not: if one of them fails, the job is skipped, and skipped counts as success. */
function neededJobs(needs: unknown, jobs: Fields): readonly (readonly [string, string])[] {
  const found = new Map<string, string>();
  const waiting = namesIn(needs);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(`needs.${name}`)) continue;
    const body = Object.hasOwn(jobs, name) ? jobs[name] : null;
    found.set(`needs.${name}`, createHash('sha256').update(canonical(body)).digest('hex'));
    waiting.push(...namesIn(record(body)['needs']));
  }
  return [...found];
}

function namesIn(needs: unknown): string[] {
  return (Array.isArray(needs) ? (needs as readonly unknown[]) : [needs]).filter((name) => typeof name === 'string');
}

/** Every key counts, known or not: GitHub refuses a workflow with a key that it does not know. */
function aspectsOf(prefix: string, fields: Fields): readonly (readonly [string, string])[] {
  return Object.entries(fields).map(([key, value]) => [`${prefix}.${key}`, canonical(value)] as const);
}

/** A workflow that is only called reports under its caller's name. */
function reportingJobs({ path, root, lineOf }: ParsedFile): readonly ReportingJob[] {
  if ([...triggersOf(root['on']).keys()].every((event) => event === 'workflow_call')) return [];
  return Object.entries(record(root['jobs'])).map(([job, body]) => {
    const { name = job } = record(body);
    return { path, job, line: lineOf(['jobs', job]), name: String(name) };
  });
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
