// What makes GitHub wait for mcgate before it merges, and whom that holds. Purely, from what GitHub says.
import type { BranchRules, RequiredCheck, RequiredWorkflow } from '../../platform/github-protection-answers.ts';
import type { Protection } from '../../platform/github-protection.ts';
import type { StatusLine } from '../status-line.ts';
import type { JudgingWorkflow } from './judging-workflow.ts';
import { judgesEvery } from './pull-filter.ts';
import { holdsOwnToken, setsStatus, statusName } from './workflow-details.ts';

/**
 * `ruleset`: a workflow that GitHub takes from where the ruleset says. `app`: a check that one App alone can report, by a key that no fork gets. `status`: a commit
 * status beside a check, which workflows of forks cannot set. `none` is for certain.
 */
export interface Requirement {
  readonly kind: 'ruleset' | 'app' | 'status' | 'none' | 'unknown';
  /** Of a ruleset; null for one that was not looked at: of another repository, branch, tag or commit. */
  readonly workflow: JudgingWorkflow | null;
  readonly lines: readonly StatusLine[];
}

/** Where GitHub was not asked. */
export function unasked(why: string, remedy: string | null): Requirement {
  const detail = `It was not asked: ${why}. So it is not known whether mcgate is required to pass, who may merge past it, whether a pull request has to be up to date, whether history and releases can be changed, and what tokens of other workflows may do.`;
  return { kind: 'unknown', workflow: null, lines: [{ status: 'warn', name: 'GitHub', detail, remedy }] };
}

export const tokenRemedy = 'Ask with a token that may read the administration of the repository.';

/** GitHub's number of its own App, Actions. */
const actionsApp = 15_368;

interface FoundCheck extends RequiredCheck {
  /** Null for branch protection. */
  readonly rules: BranchRules | null;
}

/** The strongest there is. */
export function findRequirement(workflows: readonly JudgingWorkflow[], protection: Protection): Requirement {
  const { rules, classic, branch } = protection;
  const { read, unread } = findRulesets(workflows, protection);
  const ofChecks = judgeChecks(workflows, checksOf(protection), protection);
  const found = read ?? (unread === null || ofChecks?.kind === 'app' || ofChecks?.kind === 'status' ? ofChecks : unread);
  if (found !== null) return found;
  const unseen = [rules, classic].find((each) => !each.seen);
  if (unseen?.seen === false) {
    const detail = `Whether mcgate is required to pass could not be seen: ${unseen.why}.`;
    return { kind: 'unknown', workflow: null, lines: [{ status: 'warn', name, detail, remedy: tokenRemedy }] };
  }
  const remedy = `Require the check "${nameToRequire(workflows)}" on ${branch}: Settings, Rules.`;
  const detail = `Nothing on ${branch} requires mcgate to pass: what it says stops no merge.`;
  return { kind: 'none', workflow: null, lines: [{ status: 'fail', name, detail, remedy }] };
}

const name = 'required';

/** The first whose workflow was looked at, and the first whose workflow was not. */
function findRulesets(
  workflows: readonly JudgingWorkflow[],
  protection: Protection,
): { readonly read: Requirement | null; readonly unread: Requirement | null } {
  const { rules } = protection;
  const found = (rules.seen ? rules.value : []).flatMap((each) =>
    each.workflows.filter((required) => isOurs(required, workflows, protection)).map((required) => ({ each, required })),
  );
  const describe = ({ each, required }: (typeof found)[number]): Requirement => describeRuleset(each, required, workflows, protection);
  const [read] = found.filter(({ required }) => isRead(required, protection));
  const [unread] = found.filter(({ required }) => !isRead(required, protection));
  return { read: read === undefined ? null : describe(read), unread: unread === undefined ? null : describe(unread) };
}

function describeRuleset(
  rules: BranchRules,
  required: RequiredWorkflow,
  workflows: readonly JudgingWorkflow[],
  protection: Protection,
): Requirement {
  const ruleset = protection.rulesets.get(rules.rulesetId);
  const title = ruleset?.seen === true ? `The ruleset "${ruleset.value.name}"` : `Ruleset ${String(rules.rulesetId)}`;
  const bypass = describeBypass([rules], protection);
  if (isRead(required, protection)) {
    const detail = `${title} requires the workflow ${required.path}, whatever the pull request changes.`;
    const workflow = workflows.find(({ path }) => path === required.path) ?? null;
    return { kind: 'ruleset', workflow, lines: [{ status: 'ok', name, detail, remedy: null }, bypass] };
  }
  const detail = `${title} requires the workflow ${required.path.slice(0, 200)} of ${placeOf(required, protection)}, which was not looked at: whether it runs mcgate, and how, could not be seen.`;
  const remedy = `Require the one of this repository, as it stands on ${protection.branch}, or look at it yourself.`;
  return { kind: 'ruleset', workflow: null, lines: [{ status: 'warn', name, detail, remedy }, bypass] };
}

/** The workflow files that are looked at are those of the default branch. */
function isRead({ repositoryId, ref, sha }: RequiredWorkflow, protection: Protection): boolean {
  return repositoryId === protection.repositoryId && sha === null && (ref === null || ref === `refs/heads/${protection.branch}`);
}

function placeOf({ repositoryId, ref, sha }: RequiredWorkflow, protection: Protection): string {
  if (repositoryId !== protection.repositoryId) return 'another repository';
  return sha === null ? (ref ?? '').slice(0, 100) : `the commit ${sha.slice(0, 12)}`;
}

/** One that was not looked at may be it by its name, or because the default branch has one there. */
function isOurs(required: RequiredWorkflow, workflows: readonly JudgingWorkflow[], protection: Protection): boolean {
  const isHere = required.repositoryId === protection.repositoryId && workflows.some(({ path }) => path === required.path);
  if (isHere || isRead(required, protection)) return isHere;
  return /(?:^|[/._-])mcgate(?:[/._-]|$)/iu.test(required.path);
}

function checksOf({ rules, classic }: Protection): readonly FoundCheck[] {
  const ofRulesets = (rules.seen ? rules.value : []).flatMap((each) => each.checks.map((check) => ({ ...check, rules: each })));
  return [...ofRulesets, ...(classic.seen ? (classic.value?.checks ?? []) : []).map((check) => ({ ...check, rules: null }))];
}

/** Null where no check of mcgate is required. */
function judgeChecks(workflows: readonly JudgingWorkflow[], checks: readonly FoundCheck[], protection: Protection): Requirement | null {
  const judging = workflows.filter(({ events }) => events.has('pull_request_target'));
  const jobs = judging.filter((workflow) => judgesEvery(workflow, protection.branch) !== 'no').flatMap((workflow) => workflow.jobs);
  const ours = checks.filter(({ context }) => context === statusName || jobs.some((job) => job.name === context));
  const ofApp = ours.filter(({ app }) => app !== null && app !== actionsApp);
  const [one] = ofApp.length > 0 ? ofApp : ours;
  if (one === undefined) return null;
  const finish = (kind: Requirement['kind'], line: Omit<StatusLine, 'name'>, of: readonly FoundCheck[]): Requirement => {
    const where = [...new Set(of.map(({ rules }) => rules))];
    return {
      kind,
      workflow: null,
      lines: [{ name, ...line }, describeBypass(where, protection), ...(kind === 'status' ? [reporters] : [])],
    };
  };
  const isKept = jobs.some(holdsOwnToken) && protection.forksMayWrite.seen && !protection.forksMayWrite.value;
  const others = ours.filter((check) => !ofApp.includes(check));
  if (ofApp.length > 0 && (isKept || others.length === 0)) {
    const detail = `The check "${one.context}" is required, and the App ${String(one.app)} alone can report it.`;
    const required = finish(isKept ? 'app' : 'unknown', { status: 'ok', detail, remedy: null }, ofApp);
    return { ...required, lines: [...required.lines, isKept ? environmentUnseen : keyUnseen] };
  }
  const ofStatus = others.filter(({ context }) => context === statusName);
  if (ofStatus.length > 0 && jobs.some(setsStatus)) {
    const [kind, line] = judgeStatus(
      jobs.some((job) => job.name === statusName),
      protection,
    );
    return finish(kind, line, ofStatus);
  }
  const detail = `The check "${one.context}" is required, but no commit status: GitHub may take a job of that name in a workflow of the pull request for it.`;
  return finish(
    'none',
    { status: 'fail', detail, remedy: `Use the Action with \`statuses: write\`, and require the check "${statusName}".` },
    others,
  );
}

const keyRemedy =
  'Keep its key in an environment that the default branch alone may use, and hand its token over as `token` (docs/github.md).';

const environmentUnseen: StatusLine = {
  status: 'warn',
  name: 'App key',
  detail:
    'The job reports by a token of its own, in an environment. That this one may be used by the default branch alone could not be seen: else whoever may push a branch here can report as the App.',
  remedy: keyRemedy,
};

const keyUnseen: StatusLine = {
  status: 'warn',
  name: 'App key',
  detail:
    'Who holds the key of the App could not be seen: no job that runs mcgate for pull requests has both a `token` of its own and an `environment`, or workflows of forks may get secrets.',
  remedy: keyRemedy,
};

/** A job of the same name is wanted beside the status, so that there is something to wait for before the status is set. */
function judgeStatus(hasJob: boolean, { forksMayWrite }: Protection): readonly [Requirement['kind'], Omit<StatusLine, 'name'>] {
  if (forksMayWrite.seen && forksMayWrite.value) {
    const detail =
      'mcgate is required to pass, but workflows of forks get a token that may write, or secrets that may hold one: they can set its status.';
    const remedy = 'Settings, Actions, General: send no write tokens and no secrets to workflows from pull requests of forks.';
    return ['none', { status: 'fail', detail, remedy }];
  }
  if (!forksMayWrite.seen) {
    const detail = `mcgate is required to pass, but whether workflows of forks get a token that may write, or secrets, could not be seen: ${forksMayWrite.why}.`;
    return ['unknown', { status: 'warn', detail, remedy: tokenRemedy }];
  }
  if (hasJob)
    return [
      'status',
      {
        status: 'ok',
        detail: `The check "${statusName}" is required: the job, and the commit status, which a fork cannot set.`,
        remedy: null,
      },
    ];
  const detail = `The commit status "${statusName}" is required, which a fork cannot set. Until it is set, a job of that name in a workflow of the pull request can stand in for it.`;
  return ['status', { status: 'warn', detail, remedy: `Call the job "${statusName}" too.` }];
}

function nameToRequire(workflows: readonly JudgingWorkflow[]): string {
  const jobs = workflows.flatMap((workflow) => workflow.jobs);
  return jobs.length === 0 || jobs.some(setsStatus) ? statusName : (jobs.find((job) => job.name !== null)?.name ?? statusName);
}

const reporters: StatusLine = {
  status: 'warn',
  name: 'other reporters',
  detail:
    'Whoever may push a branch here can report the check and set the status from a workflow of their own. mcgate finds a job of that name in a pull request, but what no pull request shows it does not see.',
  remedy:
    'Require the workflow in a ruleset of the organisation, or have an App of your own set the status, and require it from that App (docs/github.md).',
};

/** Who may merge past what is required at all these places. */
function describeBypass(where: readonly (BranchRules | null)[], { rulesets, classic }: Protection): StatusLine {
  const found = where.map((rules): readonly string[] | null => {
    if (rules !== null) {
      const ruleset = rulesets.get(rules.rulesetId);
      return ruleset?.seen === true ? ruleset.value.bypass : null;
    }
    const holdsAdmins = classic.seen ? (classic.value?.holdsAdmins ?? null) : null;
    if (holdsAdmins === null) return null;
    return holdsAdmins ? [] : ['admins of the repository'];
  });
  // Each requirement holds by itself: who passes one by is held by the next.
  if (found.some((each) => each?.length === 0)) return { status: 'ok', name: 'bypass', detail: 'Nobody may merge past it.', remedy: null };
  const [first = null, ...others] = found;
  if (first === null || others.includes(null)) {
    return { status: 'warn', name: 'bypass', detail: 'Who may merge past it is shown only to admins.', remedy: tokenRemedy };
  }
  const who = first.filter((actor) => others.every((each) => each?.includes(actor) === true)).slice(0, 10);
  const detail = `${who.length === 0 ? 'Some' : who.join('; ')} may merge past it.`;
  return { status: 'warn', name: 'bypass', detail, remedy: '`mcgate check --since <tag>` tells what went past it that nobody approved.' };
}
