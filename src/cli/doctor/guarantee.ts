// Does it hold that a pull request cannot weaken its own judgement? From the workflow files and what GitHub says protects the branch, purely.
import type { Protection } from '../../platform/github-protection.ts';
import type { StatusLine } from '../status-line.ts';
import { describeSettings } from './branch-settings.ts';
import { checksHeadOut, mayCheckHeadOut, runsFromChange } from './checkouts.ts';
import type { JudgingWorkflow } from './judging-workflow.ts';
import { judgesEvery } from './pull-filter.ts';
import { findRequirement, unasked, type Requirement } from './requirement.ts';
import { judgeWorkflows } from './workflow.ts';
import { conditionsOf, describeWorkflows } from './workflow-details.ts';

/** `forks`: for pull requests from forks, and for others as long as nobody who may push reports in mcgate's name. */
export type Guarantee = 'all' | 'forks' | 'no' | 'unknown';

export interface Evidence {
  /** As they stand on the default branch, as far as this clone knows. */
  readonly workflows: readonly JudgingWorkflow[];
  /** The default branch, without its remote. */
  readonly branch: string;
  readonly asked: Asked;
  /** Why what was read here may not be what GitHub runs. */
  readonly doubts: readonly StatusLine[];
}

/** What GitHub said, or why nobody asked it. */
export type Asked =
  { readonly ok: true; readonly protection: Protection } | { readonly ok: false; readonly why: string; readonly remedy: string | null };

/** What was found, a line each, and last what follows from it. */
export function judgeGuarantee({ workflows, branch, asked, doubts }: Evidence): {
  readonly guarantee: Guarantee;
  readonly lines: readonly StatusLine[];
} {
  const requirement = asked.ok ? findRequirement(workflows, asked.protection) : unasked(asked.why, asked.remedy);
  const concluded = conclude(requirement, workflows, branch);
  const guarantee = doubts.length > 0 && concluded !== 'no' ? 'unknown' : concluded;
  const lines = [
    ...doubts,
    describeWorkflow(workflows, asked.ok),
    ...describeWorkflows(workflows, branch),
    ...requirement.lines,
    ...(asked.ok ? describeSettings(workflows, asked.protection) : []),
    conclusions[guarantee],
  ];
  return { guarantee, lines };
}

function conclude({ kind, workflow }: Requirement, workflows: readonly JudgingWorkflow[], branch: string): Guarantee {
  const files = judgeFiles(workflows, branch);
  switch (kind) {
    case 'none':
      return 'no';
    case 'unknown':
      return files === 'none' || files === 'broken' ? 'no' : 'unknown';
    case 'ruleset': {
      if (workflow !== null && runsFromChange(workflow)) return 'no';
      const own = workflow === null ? 'unknown' : judgeFiles([workflow], branch);
      return own === 'broken' ? 'no' : own === 'unknown' || own === 'none' ? 'unknown' : 'all';
    }
    case 'app':
    case 'status':
      if (files === 'unknown') return 'unknown';
      return files === 'pull_request_target' ? 'forks' : 'no';
  }
}

/** What a set of workflows is good for, by itself. */
type Files = 'pull_request_target' | 'pull_request' | 'unknown' | 'broken' | 'none';

function judgeFiles(workflows: readonly JudgingWorkflow[], branch: string): Files {
  // Whatever it is filtered by: it has a token.
  if (workflows.some((workflow) => isForTarget(workflow) && checksHeadOut(workflow))) return 'broken';
  const judging = workflows.filter((workflow) => judgesEvery(workflow, branch) !== 'no');
  if (judging.length === 0) return 'none';
  const conditions = conditionsOf(judging);
  if (conditions.includes('continue-on-error')) return 'broken';
  if (workflows.some((workflow) => isForTarget(workflow) && mayCheckHeadOut(workflow))) return 'unknown';
  if (judging.some(({ jobs }) => jobs.some(mayCheckHeadOut))) return 'unknown';
  const target = judging.filter(isForTarget);
  if (conditions.length > 0 || judging.some((workflow) => judgesEvery(workflow, branch) === 'unknown')) return 'unknown';
  return target.length > 0 ? 'pull_request_target' : 'pull_request';
}

function isForTarget({ events }: JudgingWorkflow): boolean {
  return events.has('pull_request_target');
}

/** Once GitHub was asked, to ask it is no remedy. */
function describeWorkflow(workflows: readonly JudgingWorkflow[], wasAsked: boolean): StatusLine {
  const line = judgeWorkflows(workflows);
  return wasAsked && line.remedy?.startsWith('Ask GitHub') === true ? { ...line, remedy: null } : line;
}

const conclusions: Readonly<Record<Guarantee, StatusLine>> = {
  all: { status: 'ok', name: 'guarantee', detail: 'A pull request cannot weaken its own judgement.', remedy: null },
  forks: {
    status: 'ok',
    name: 'guarantee',
    detail:
      'A pull request from a fork cannot weaken its own judgement. Neither can another, unless somebody who may push here reports in the name of mcgate.',
    remedy: null,
  },
  no: {
    status: 'fail',
    name: 'guarantee',
    detail: 'A pull request can weaken its own judgement, or be merged without one.',
    remedy: 'See above.',
  },
  unknown: {
    status: 'warn',
    name: 'guarantee',
    detail: 'Whether a pull request can weaken its own judgement could not be told.',
    remedy: 'See above.',
  },
};
