// What of the workflows that run mcgate weakens the gate, or takes something from it: a line each, for `mcgate doctor --github`.
import { record } from '../../core/canonical.ts';
import { runsMcgate } from '../../pipeline/workflow-guards.ts';
import { typesOf } from '../../pipeline/workflow-triggers.ts';
import type { StatusLine } from '../status-line.ts';
import { runsFromChange } from './checkouts.ts';
import type { JudgingJob, JudgingWorkflow } from './judging-workflow.ts';
import { judgesEvery } from './pull-filter.ts';

/** The context of the commit status that the Action sets. */
export const statusName = 'mcgate';

/** One line a subject, in the order in which they are shown. `branch`: the default branch. */
export function describeWorkflows(workflows: readonly JudgingWorkflow[], branch: string): readonly StatusLine[] {
  if (workflows.length === 0) return [];
  return [
    describePins(workflows),
    describeConditions(workflows),
    describePermissions(workflows),
    describeEvents(workflows, branch),
    ...describeConcurrency(workflows),
  ];
}

/** Whether the Action, which nothing hides, sets its commit status in this job: with `statuses: write`, and not told to leave it. */
export function setsStatus({ permissions, runs }: JudgingJob): boolean {
  const isAsked = runs.some(
    ({ uses, inputs }) => uses !== null && runsMcgate({ uses }) && inputs['status'] !== false && inputs['status'] !== 'false',
  );
  return isAsked && levelOf(permissions, 'statuses') === 'write';
}

/** Whether it reports by a token of its own, whose key an environment may keep from other branches. */
export function holdsOwnToken({ hasEnvironment, runs }: JudgingJob): boolean {
  const isOwn = (token: unknown): boolean => typeof token === 'string' && token !== '' && !/github\s*\.\s*token|GITHUB_TOKEN/iu.test(token);
  return hasEnvironment && runs.some(({ uses, inputs }) => uses !== null && isOwn(inputs['token']));
}

/** What a pull request, or a turn of another job, may switch the judging off by. */
export function conditionsOf(workflows: readonly JudgingWorkflow[]): readonly string[] {
  return [...new Set(workflows.flatMap(({ jobs }) => jobs.flatMap(({ conditions }) => conditions)))].sort();
}

function describePins(workflows: readonly JudgingWorkflow[]): StatusLine {
  const self = workflows.find(runsFromChange);
  if (self !== undefined) {
    // Beside one that judges by pull_request_target it only tests itself.
    const status = workflows.some(({ events }) => events.has('pull_request_target') && !events.has('pull_request')) ? 'warn' : 'fail';
    const detail = `${self.path} runs mcgate from the checkout of the change: the change chooses the code that judges it.`;
    return { status, name: 'pin', detail, remedy: 'Name the Action by its commit, as `mcgate init --github --dry-run` does.' };
  }
  const runs = workflows.flatMap(({ jobs }) => jobs.flatMap((job) => job.runs));
  const loose = runs.map(({ uses, run }) => uses ?? looseCommand(run ?? '')).filter((text) => text !== null && !isFixed(text));
  const [first] = loose;
  if (first === undefined || first === null) {
    return {
      status: 'ok',
      name: 'pin',
      detail: 'mcgate is named by a commit, an exact version, or the copy of the branch itself.',
      remedy: null,
    };
  }
  return {
    status: 'warn',
    name: 'pin',
    detail: `mcgate is taken as ${first.slice(0, 100)}: whoever can move that name chooses the code that judges.`,
    remedy: 'Name it by its commit, as `mcgate init --github --dry-run` does.',
  };
}

/** `./` was told before where it is the change's. */
function isFixed(text: string): boolean {
  return text.startsWith('./') || /@[0-9a-f]{40}$/u.test(text);
}

/** Null for a command that names an exact version, or a file. */
function looseCommand(run: string): string | null {
  const [npx] = /\b(?:npx|npm exec|pnpm dlx|yarn dlx|bunx)\b[^\n;&|]*/u.exec(run) ?? [];
  return npx === undefined || /mcgate@\d+\.\d+\.\d+/u.test(npx) ? null : npx;
}

function describeConditions(workflows: readonly JudgingWorkflow[]): StatusLine {
  const found = conditionsOf(workflows);
  if (found.includes('continue-on-error')) {
    const detail = 'continue-on-error: a failure of mcgate does not count.';
    return { status: 'fail', name: 'job', detail, remedy: 'Take it out.' };
  }
  if (found.length > 0) {
    const detail = `${found.join(' and ')}: GitHub takes a job that is skipped for one that passed, and what is skipped when cannot be told from here.`;
    return { status: 'warn', name: 'job', detail, remedy: 'Run mcgate in a job of its own, without them.' };
  }
  return { status: 'ok', name: 'job', detail: 'Nothing skips the job that runs mcgate, and its failure counts.', remedy: null };
}

type Level = 'none' | 'read' | 'write' | 'unknown';

function levelOf(permissions: unknown, name: string): Level {
  if (permissions === null || permissions === undefined) return 'unknown';
  if (permissions === 'write-all') return 'write';
  if (permissions === 'read-all') return 'read';
  const level = record(permissions)[name];
  return level === 'write' || level === 'read' ? level : 'none';
}

/** What is lost below a level. */
const needs: readonly (readonly [name: string, level: 'read' | 'write', lost: string])[] = [
  ['contents', 'read', 'nothing can be fetched, so no run is complete'],
  ['pull-requests', 'read', 'no review counts as an approval'],
  ['pull-requests', 'write', 'there is no comment'],
  ['statuses', 'write', 'there is no commit status'],
  ['security-events', 'write', 'nothing is shown under Security'],
  ['checks', 'write', 'at most ten lines of a level are marked'],
];

function describePermissions(workflows: readonly JudgingWorkflow[]): StatusLine {
  const name = 'permissions';
  const remedy = 'Take the permissions that `mcgate init --github --dry-run` prints.';
  const all = workflows.flatMap(({ jobs }) => jobs).map(({ permissions }) => permissions);
  if (all.includes(null)) {
    return { status: 'warn', name, detail: "None are named, so that the repository's default holds, which may be to write all.", remedy };
  }
  const wanted = new Set(needs.filter(([, level]) => level === 'write').map(([each]) => each));
  const wide = all.flatMap((permissions) =>
    permissions === 'write-all'
      ? ['write-all']
      : Object.entries(record(permissions))
          .filter(([key, level]) => level === 'write' && !wanted.has(key))
          .map(([key]) => key),
  );
  if (wide.length > 0)
    return { status: 'warn', name, detail: `mcgate has no use for the right to write: ${wide.join(', ').slice(0, 100)}.`, remedy };
  const lost = needs.filter(([key, level]) => all.some((permissions) => rank[levelOf(permissions, key)] < rank[level]));
  const detail = lost.map(([key, level, text]) => `without ${key}: ${level} ${text}`).join('; ');
  return detail === ''
    ? { status: 'ok', name, detail: 'The job has what it uses, and no more.', remedy: null }
    : { status: 'warn', name, detail: `${detail}.`, remedy };
}

const rank: Readonly<Record<Level, number>> = { unknown: 0, none: 0, read: 1, write: 2 };

function describeEvents(workflows: readonly JudgingWorkflow[], branch: string): StatusLine {
  const name = 'events';
  const remedy = 'Take the events that `mcgate init --github --dry-run` prints.';
  const forPulls = workflows.filter(({ events }) => events.has('pull_request_target') || events.has('pull_request'));
  if (forPulls.length > 0 && forPulls.every((workflow) => judgesEvery(workflow, branch) === 'no')) {
    const detail = `Not every pull request to ${branch} is judged: its filters of branches, paths or types leave some out.`;
    return { status: 'fail', name, detail, remedy };
  }
  if (forPulls.some((workflow) => judgesEvery(workflow, branch) === 'unknown')) {
    const detail = `Whether what goes to ${branch} is judged could not be told from the filters.`;
    return { status: 'warn', name, detail, remedy: `Name ${branch} in \`branches\`.` };
  }
  const lacks: readonly (readonly [boolean, string])[] = [
    [forPulls.some((workflow) => !judgesEdits(workflow)), '`edited`: what moves to another target branch is not judged anew'],
    [
      !workflows.some(({ events }) => events.has('pull_request_review')),
      '`pull_request_review`: an approval that is taken back still counts until the next run',
    ],
    [!workflows.some(({ events }) => events.has('schedule')), '`schedule`: new advisories are not told of'],
  ];
  const detail = lacks
    .filter(([lacking]) => lacking)
    .map(([, text]) => text)
    .join('; ');
  if (detail === '')
    return { status: 'ok', name, detail: 'Every change of a pull request is judged, and the default branch by schedule.', remedy: null };
  return { status: 'warn', name, detail: `It does not run on ${detail}.`, remedy };
}

function judgesEdits({ events }: JudgingWorkflow): boolean {
  const event = events.has('pull_request_target') ? 'pull_request_target' : 'pull_request';
  return typesOf(event, record(events.get(event))['types'])?.includes('edited') === true;
}

function describeConcurrency(workflows: readonly JudgingWorkflow[]): readonly StatusLine[] {
  const found = workflows.find(({ hasConcurrency }) => hasConcurrency);
  if (found === undefined) return [];
  const detail = `${found.path} has a concurrency group, which a workflow of a pull request may join to cancel this one.`;
  return [{ status: 'warn', name: 'concurrency', detail, remedy: 'Take it out: a run more costs less than one that is missing.' }];
}
