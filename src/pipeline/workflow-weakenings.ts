// Compares the workflow steps that run mcgate in two trees and tells which were removed, softened or impersonated. Pure.
import { canonical } from './canonical.ts';
import type { Weakening } from './weakening.ts';
import { findGuards, type GuardStep, type ReportingJob, type WorkflowFile } from './workflow-guards.ts';
import { lostTriggers } from './workflow-triggers.ts';

/** One weakening for each step of `trusted` that `judged` lacks or has in another form; only additions are neutral. */
export function compareWorkflows(trusted: readonly WorkflowFile[], judged: readonly WorkflowFile[]): readonly Weakening[] {
  const [before, after] = [findGuards(trusted), findGuards(judged)];
  const left = [...after.steps];
  const kept: GuardStep[] = [];
  const unpaired: GuardStep[] = [];
  for (const step of before.steps) {
    const index = left.findIndex((candidate) => differences(step, candidate).length === 0);
    if (index < 0) unpaired.push(step);
    else kept.push(...left.splice(index, 1));
  }
  const found: Weakening[] = [];
  for (const step of unpaired) {
    const index = nearest(step, left);
    const [other] = index < 0 ? [] : left.splice(index, 1);
    found.push(other === undefined ? removed(step) : softened(step, other));
    kept.push(other ?? step);
  }
  const changed = trusted.filter(
    ({ path, text }) => before.unclear.includes(path) && judged.every((file) => file.path !== path || file.text !== text),
  );
  return [
    ...found,
    ...impersonators(before.steps, before.jobs, after.jobs, kept),
    ...changed.map(({ path }) => unreadableWorkflow(path, 'it cannot be parsed')),
  ];
}

/** Of a workflow that nobody can tell how it judged. */
export function unreadableWorkflow(path: string, why: string): Weakening {
  const message = `${path} changes, and whether it ran mcgate cannot be told: on the target branch ${why}`;
  return { rule: 'trusted-file-changed', message, location: { path }, key: path, before: null, after: null };
}

/** Keys in which `after` differs from `before`. */
function differences(before: GuardStep, after: GuardStep): readonly string[] {
  const keys = new Set([...before.aspects.keys(), ...after.aspects.keys()]);
  const changed = [...keys].filter((key) => before.aspects.get(key) !== after.aspects.get(key));
  return [...changed, ...lostTriggers(before.triggers, after.triggers).map((event) => `on.${event}`)].sort();
}

function nearest(step: GuardStep, candidates: readonly GuardStep[]): number {
  const same = candidates.findIndex((other) => other.path === step.path && other.job === step.job);
  return same >= 0 ? same : candidates.findIndex((other) => other.path === step.path);
}

/** Jobs that are new under the name by which a required check knows a guard: GitHub would take the one's success for the other's. */
function impersonators(
  guards: readonly GuardStep[],
  before: readonly ReportingJob[],
  after: readonly ReportingJob[],
  accounted: readonly GuardStep[],
): readonly Weakening[] {
  const guarding = new Set(guards.map(placeOf));
  const names = [...new Set(before.filter((job) => guarding.has(placeOf(job))).map((job) => job.name))];
  const known = new Set([
    ...accounted.map(placeOf),
    ...before.filter((job) => !guarding.has(placeOf(job))).map((job) => `${placeOf(job)}\0${job.name}`),
  ]);
  return after
    .filter((job) => !known.has(placeOf(job)) && !known.has(`${placeOf(job)}\0${job.name}`))
    .flatMap((job) =>
      names
        .filter((name) => mayReportAs(job.name, name))
        .slice(0, 1)
        .map((name) => impersonating(job, name)),
    );
}

function placeOf({ path, job }: { readonly path: string; readonly job: string | null }): string {
  return `${path}\0${String(job)}`;
}

/** Whether GitHub may show a job named `written` as it shows one named `guard`; a matrix adds " (…)", a called workflow " / …". */
function mayReportAs(written: string, guard: string): boolean {
  const [a, b] = [written.trim().toLowerCase(), guard.trim().toLowerCase()];
  return [' (', ' / '].some((more) => a.startsWith(`${b}${more}`)) || matchesName(a, b) || matchesName(b, a);
}

/** Expressions in `pattern` may stand for anything. Linear: each part is sought after the one before. */
function matchesName(pattern: string, name: string): boolean {
  const [first = '', ...parts] = pattern.split(/\$\{\{.*?\}\}/su);
  const last = parts.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

function removed(step: GuardStep): Weakening {
  return {
    rule: 'workflow-step-removed',
    message: `${whereOf(step)} no longer runs mcgate`,
    location: { path: step.path },
    key: keyOf(step),
    before: describe(step, [...step.aspects.keys()]),
    after: null,
  };
}

function softened(before: GuardStep, after: GuardStep): Weakening {
  const keys = differences(before, after);
  return {
    rule: 'workflow-step-softened',
    message: `${whereOf(after)} runs mcgate in another way: ${keys.join(', ')}`,
    location: locationOf(after),
    key: keyOf(after),
    before: describe(before, keys),
    after: describe(after, keys),
  };
}

function impersonating(job: ReportingJob, name: string): Weakening {
  return {
    rule: 'workflow-step-softened',
    message: `${whereOf(job)} may report under the name "${name}" of the job that runs mcgate, and pass in its place`,
    location: locationOf(job),
    key: `${keyOf(job)}.name`,
    before: null,
    after: job.name,
  };
}

function whereOf({ path, job }: { readonly path: string; readonly job: string | null }): string {
  return job === null ? path : `Job ${job} of ${path}`;
}

function keyOf({ job }: { readonly job: string | null }): string {
  return job === null ? 'runs.steps' : `jobs.${job}`;
}

function locationOf({ path, line }: { readonly path: string; readonly line: number }): Weakening['location'] {
  return { path, startLine: line, startColumn: 1, endLine: line, endColumn: 2 };
}

function describe(step: GuardStep, keys: readonly string[]): string {
  return keys
    .map((key) => `${key}: ${step.aspects.get(key) ?? canonical(step.triggers.get(key.replace(/^on\./u, '')) ?? null)}`)
    .join('; ');
}
