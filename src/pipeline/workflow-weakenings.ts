// Compares the workflow steps that run mcgate in two trees and tells which were removed, softened or impersonated. Pure.
import { canonical } from '../core/canonical.ts';
import type { Weakening } from './weakening.ts';
import { findGuards, type GuardStep, type ReportingJob, type WorkflowFile } from './workflow-guards.ts';
import { lostTriggers } from './workflow-triggers.ts';

/** One weakening for each step of `trusted` that `judged` lacks or has in another form; only additions are neutral. */
export function compareWorkflows(trusted: readonly WorkflowFile[], judged: readonly WorkflowFile[]): readonly Weakening[] {
  const [before, after] = [findGuards(trusted), findGuards(judged)];
  const left = new Set(after.steps);
  const accounted: GuardStep[] = [];
  let unpaired = before.steps;
  // Where it was before anywhere else, so that of equal steps the one that is gone is told.
  for (const fits of [isSamePlace, () => true]) {
    unpaired = unpaired.filter((step) => {
      const same = [...left].find((other) => fits(step, other) && differences(step, other).length === 0);
      if (same === undefined) return true;
      accounted.push(same);
      return !left.delete(same);
    });
  }
  const found = unpaired.map((step) => {
    const other = nearest(step, [...left]);
    accounted.push(other ?? step);
    if (other === undefined) return removed(step);
    left.delete(other);
    return softened(step, other);
  });
  const changed = trusted.filter(({ path, text }) => before.unclear.includes(path) && judged.every((file) => file.text !== text));
  return [
    ...found,
    ...impersonators(before.steps, before.jobs, after.jobs, accounted),
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

function nearest(step: GuardStep, candidates: readonly GuardStep[]): GuardStep | undefined {
  const near = candidates.filter((other) => other.path === step.path);
  return near.find((other) => isSamePlace(step, other)) ?? near[0];
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
    .flatMap((job) => {
      const name = names.find((one) => mayReportAs(job.name, one));
      return name === undefined ? [] : [impersonating(job, name)];
    });
}

function isSamePlace(a: GuardStep, b: GuardStep): boolean {
  return placeOf(a) === placeOf(b);
}

function placeOf({ path, job }: { readonly path: string; readonly job: string | null }): string {
  return `${path}\0${String(job)}`;
}

/** Whether GitHub may show a job named `written` as it shows one named `guard`; a matrix adds " (…)", a called workflow " / …". */
function mayReportAs(written: string, guard: string): boolean {
  const [a, b] = [written.trim().toLowerCase(), guard.trim().toLowerCase()];
  return [' (', ' / '].some((more) => a.startsWith(`${b}${more}`)) || matchesName(a, b) || matchesName(b, a);
}

/** Expressions in `pattern` may stand for anything. Linear: each part is sought after the one before; NUL stands for both ends. */
function matchesName(pattern: string, name: string): boolean {
  const whole = `\0${name}\0`;
  let from = 0;
  return partsOf(`\0${pattern}\0`).every((part) => {
    const at = whole.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}

/** The text between expressions, which end as for GitHub: at the first `}}` that is in no string. */
function partsOf(pattern: string): readonly string[] {
  const parts = [''];
  let inside = false;
  let quoted = false;
  for (const token of pattern.split(/(\$\{\{|\}\}|')/u)) {
    if (!inside && token !== '${{') parts.push(`${String(parts.pop())}${token}`);
    else if (!inside) {
      inside = true;
      parts.push('');
    } else if (token === "'") quoted = !quoted;
    else if (token === '}}' && !quoted) inside = false;
  }
  return parts;
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
  return keys.map((key) => `${key}: ${step.aspects.get(key) ?? canonical(step.triggers.get(key.slice('on.'.length)) ?? null)}`).join('; ');
}
