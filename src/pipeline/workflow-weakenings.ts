// Finds the workflow steps that run mcgate in two trees and tells which were removed or softened. Pure; workflows are hostile text.
import { McgateError } from '../core/error.ts';
import type { Weakening } from './weakening.ts';
import { parseYamlValue } from './yaml-document.ts';

/** A workflow file of one tree. */
export interface WorkflowFile {
  readonly path: string;
  /** Null where it could not be read. */
  readonly text: string | null;
}

/** Longest workflow that is read, in bytes. */
export const maxWorkflowBytes = 512 * 1024;

/** True for the files that GitHub takes workflows from. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path);
}

/** Everything that decides whether the step runs and whether its failure counts, as canonical text by key. */
interface GuardStep {
  readonly path: string;
  readonly line: number;
  readonly job: string;
  readonly aspects: ReadonlyMap<string, string>;
  readonly triggers: ReadonlyMap<string, unknown>;
}

/**
 * One weakening for each step of `trusted` that `judged` lacks or has in another form; only additions are neutral. A file of `judged` that cannot
 * be understood runs nothing; one of `trusted` may have run mcgate, so that it must stay: untouched files are the same object in both.
 */
export function compareWorkflows(trusted: readonly WorkflowFile[], judged: readonly WorkflowFile[]): readonly Weakening[] {
  const left = judged.flatMap((file) => guardSteps(file) ?? []);
  const found: Weakening[] = [];
  const unpaired: GuardStep[] = [];
  const steps = trusted.flatMap((file) => {
    const understood = guardSteps(file);
    if (understood === null && !judged.includes(file)) found.push(unknownBefore(file.path));
    return understood ?? [];
  });
  for (const step of steps) {
    const index = left.findIndex((candidate) => differences(step, candidate).length === 0);
    if (index < 0) unpaired.push(step);
    else left.splice(index, 1);
  }
  for (const step of unpaired) {
    const index = nearest(step, left);
    const [other] = index < 0 ? [] : left.splice(index, 1);
    found.push(other === undefined ? removed(step) : softened(step, other));
  }
  return found;
}

/** The steps of a workflow that run mcgate; null where it cannot be understood. */
function guardSteps(file: WorkflowFile): readonly GuardStep[] | null {
  const parsed = parse(file);
  if (parsed === null) return null;
  const { workflow, positionOf } = parsed;
  const steps: GuardStep[] = [];
  for (const [job, body] of Object.entries(record(workflow['jobs']))) {
    const fields = record(body);
    const outer = { ...aspectsOf('workflow', workflow, ['env', 'defaults', 'permissions']), ...aspectsOf('job', fields, jobKeys) };
    const common = { path: file.path, job, triggers: triggersOf(workflow['on'] ?? workflow['true']) };
    if (runsMcgate(fields)) {
      const aspects = new Map(Object.entries({ ...outer, ...aspectsOf('job', fields, ['uses', 'with', 'secrets']) }));
      steps.push({ ...common, line: positionOf(['jobs', job]).line, aspects });
    }
    const list: unknown = fields['steps'];
    for (const [index, step] of (Array.isArray(list) ? (list as readonly unknown[]) : []).entries()) {
      const own = record(step);
      if (!runsMcgate(own)) continue;
      const aspects = new Map(Object.entries({ ...outer, ...aspectsOf('step', own, stepKeys) }));
      steps.push({ ...common, line: positionOf(['jobs', job, 'steps', index]).line, aspects });
    }
  }
  return steps;
}

const jobKeys = [
  'if',
  'continue-on-error',
  'needs',
  'runs-on',
  'strategy',
  'env',
  'defaults',
  'container',
  'environment',
  'timeout-minutes',
  'permissions',
];
const stepKeys = ['if', 'continue-on-error', 'uses', 'with', 'run', 'env', 'shell', 'working-directory', 'timeout-minutes'];

function parse(
  file: WorkflowFile,
): { workflow: Record<string, unknown>; positionOf: (keys: readonly (string | number)[]) => { line: number } } | null {
  if (file.text === null) return null;
  try {
    const { value, positionOf } = parseYamlValue(file.text, file.path);
    return { workflow: record(value), positionOf };
  } catch (error) {
    if (error instanceof McgateError) return null;
    throw error;
  }
}

function runsMcgate(fields: Record<string, unknown>): boolean {
  const { uses, run } = fields;
  return (
    (typeof uses === 'string' && /(^|[/\\])mcgate(@|\/|$|[.-])/iu.test(uses)) ||
    (typeof run === 'string' && /(^|[^\w.-])mcgate(@[\w.-]+)?(?![\w./-])/u.test(run))
  );
}

function aspectsOf(prefix: string, fields: Record<string, unknown>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.filter((key) => fields[key] !== undefined && fields[key] !== null).map((key) => [`${prefix}.${key}`, canonical(fields[key])]),
  );
}

/** `on:` in its three forms, as event to filter. */
function triggersOf(on: unknown): ReadonlyMap<string, unknown> {
  if (typeof on === 'string') return new Map([[on, null]]);
  if (Array.isArray(on)) return new Map((on as readonly unknown[]).map((name) => [String(name), null]));
  return new Map(Object.entries(record(on)));
}

/** Keys in which `after` differs from `before`; a trigger that is added or loses its filter is no difference. */
function differences(before: GuardStep, after: GuardStep): readonly string[] {
  const keys = new Set([...before.aspects.keys(), ...after.aspects.keys()]);
  const changed = [...keys].filter((key) => before.aspects.get(key) !== after.aspects.get(key));
  for (const [event, filter] of before.triggers) {
    const kept =
      after.triggers.has(event) && (isEmpty(after.triggers.get(event)) || canonical(after.triggers.get(event)) === canonical(filter));
    if (!kept) changed.push(`on.${event}`);
  }
  return changed.sort();
}

function nearest(step: GuardStep, candidates: readonly GuardStep[]): number {
  const same = candidates.findIndex((other) => other.path === step.path && other.job === step.job);
  return same >= 0 ? same : candidates.findIndex((other) => other.path === step.path);
}

function unknownBefore(path: string): Weakening {
  return {
    rule: 'trusted-file-changed',
    message: `${path} changes, and what it ran before cannot be told: it may have been mcgate`,
    location: { path },
    key: path,
    before: null,
    after: null,
  };
}

function removed(step: GuardStep): Weakening {
  return {
    rule: 'workflow-step-removed',
    message: `Job ${step.job} of ${step.path} no longer runs mcgate`,
    location: { path: step.path },
    key: `jobs.${step.job}`,
    before: describe(step, [...step.aspects.keys()]),
    after: null,
  };
}

function softened(before: GuardStep, after: GuardStep): Weakening {
  const keys = differences(before, after);
  return {
    rule: 'workflow-step-softened',
    message: `The step that runs mcgate in job ${after.job} changes: ${keys.join(', ')}`,
    location: { path: after.path, startLine: after.line, startColumn: 1, endLine: after.line, endColumn: 2 },
    key: `jobs.${after.job}`,
    before: describe(before, keys),
    after: describe(after, keys),
  };
}

function describe(step: GuardStep, keys: readonly string[]): string {
  return keys
    .map((key) => `${key}: ${step.aspects.get(key) ?? canonical(step.triggers.get(key.replace(/^on\./u, '')) ?? null)}`)
    .join('; ');
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
