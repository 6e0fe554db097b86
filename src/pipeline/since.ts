// `check --since`: what went past the gate since a tag. For insiders, who may merge past it: the history says what they did, and who agreed.
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import type { GateReport, Notice, Reason, Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import type { NamedCommit, Repository, StepListing } from '../core/repository.ts';
import { gateIds } from '../core/vocabulary.ts';
import { repositoryNameOf, targetOf } from './approvals.ts';
import { buildReport, type ReportParts } from './build-report.ts';
import { conclude } from './judge.ts';
import { resolveConfig, type ResolvedConfig } from './settings.ts';
import { isJudging, withSnapshots } from './snapshot.ts';
import { openStepApprovals } from './step-approvals.ts';
import type { ResolvedSubject } from './trusted-tip.ts';
import { orReason, unanswered } from './unanswered.ts';
import { walkSteps, type Walked } from './walk-steps.ts';
import { weakeningRules } from './weakening.ts';

export interface SinceSources {
  readonly request: CheckRequest;
  readonly since: string;
  readonly ports: CheckPorts;
  readonly repository: Repository;
  readonly resolved: ResolvedSubject;
  readonly partial: readonly string[];
}

/** Steps that touch what judges; each is compared with the one before. */
const mostSteps = 500;

/** Throws McgateError `usage` for a tag that is none, or that has nothing in common with the branch. */
export async function checkSince(sources: SinceSources): Promise<Report> {
  const { request, ports, resolved, partial, repository, since } = sources;
  const tip = tipOf(resolved, request);
  const unknown = { name: since, commit: null };
  const subject = { event: request.event.name, kind: 'change', judged: tip ?? resolved.judged, trusted: tip, base: unknown } as const;
  const refuse = (reason: Reason): Report =>
    unanswered(ports.version, partial, { ...subject, judged: { name: subject.judged.name, commit: subject.judged.commit } }, reason);
  if (tip === null) return refuse(noTip);
  // Half a history could hide the step that matters, and no approval could be told from one that was used before.
  if (await repository.isShallow()) return refuse(shallow);
  const started = performance.now();
  const answer = await orReason(walkSince(sources, tip));
  if ('reason' in answer) return refuse(answer.reason);
  const { walked, listing, mode, notices } = answer;
  const whole = { ...subject, judged: tip, base: { name: since, commit: listing.start } };
  const gates = gateReports(walked, listing, Math.round(performance.now() - started));
  const open = walked.open.flatMap(({ findings }) => findings);
  const findings = [...new Map([...walked.approved, ...open].map((finding) => [finding.identity, finding])).values()];
  const judgement = conclude(mode, { gates, findings, notices: [...notices, ...walked.notices] });
  const rules: ReportParts['rules'] = new Map([...weakeningRules.map((rule) => [rule.id, rule] as const), ...walked.rules]);
  return buildReport({ version: ports.version, mode, partial, subject: whole, rules, ...judgement, approvals: null });
}

const depth = 'Fetch the history whole: `fetch-depth: 0` on actions/checkout, or `git fetch --unshallow --tags`.';
const noTip: Reason = {
  code: 'no-trusted-tip',
  message: 'There is no branch whose history could be looked at.',
  remedy: 'Name one with --base.',
};
const shallow: Reason = {
  code: 'no-trusted-tip',
  message: 'This clone is shallow: it does not hold the history since then.',
  remedy: depth,
};

/** The branch that was pushed, else the one that judges: what a pull request would do is for the check of that to say. */
function tipOf({ judged, trusted }: ResolvedSubject, { event: { name } }: CheckRequest): NamedCommit | null {
  const isBranch = name === 'push' || name === 'schedule' || name === 'workflow_dispatch';
  return isBranch && judged.commit !== null ? { name: judged.name, commit: judged.commit } : trusted;
}

interface Answer {
  readonly walked: Walked;
  readonly listing: StepListing;
  readonly mode: ResolvedConfig['mode'];
  readonly notices: readonly Notice[];
}

async function walkSince(sources: SinceSources, tip: NamedCommit): Promise<Answer> {
  const { request, ports, repository, since, resolved } = sources;
  const tag = await resolveTag(since, repository);
  const listing = await repository.steps({ base: tag, tip: tip.commit }, isJudging);
  const start = startOf(listing, since, tip);
  const name = await repositoryNameOf(request, repository);
  const approvals = openStepApprovals({ repository, ports, name });
  try {
    const targetsOf = await targets(targetOf(request, resolved), tag, sources);
    const walked = await walkSteps(start, listing.steps, { request, repository, ports, approvals, targetsOf });
    const [first, last] = [await configAt(start, repository), await configAt(tip.commit, repository)];
    // By a mode that somebody loosened past the gate nothing would block.
    const mode = first.mode === 'inform' && last.mode === 'inform' ? 'inform' : 'block';
    const parted = start === tag ? [] : [partedNotice(since, start, tip)];
    const reviews = walked.open.length > 0 && last.approvals === 'review' ? [reviewNotice] : [];
    const unnamed = walked.brought.length > 0 && name === null ? [placeNotice] : [];
    return { walked, listing, mode, notices: [...parted, ...reviews, ...unnamed] };
  } finally {
    await approvals.close();
  }
}

/** Never a branch of that name, which many more people may push. */
async function resolveTag(since: string, repository: Repository): Promise<string> {
  const commit =
    (await repository.resolve(`refs/tags/${since.replace(/^refs\/tags\//u, '')}`)) ??
    (/^[0-9a-f]{40,64}$/u.test(since) ? await repository.resolve(since) : null);
  if (commit !== null) return commit;
  throw new McgateError('usage', `\`--since ${JSON.stringify(since).slice(1, -1)}\` names no tag in this repository.`, {
    remedy: 'Name a tag (`git fetch --tags` brings what is missing), or the full id of a commit.',
  });
}

function startOf({ start, cut, steps }: StepListing, since: string, tip: NamedCommit): string {
  if (steps.length > mostSteps)
    throw new McgateError('unreadable', `More than ${String(mostSteps)} steps since then touch what judges.`, {
      remedy: 'Name a later tag.',
    });
  if (start !== null) return start;
  if (cut === null) throw new McgateError('usage', `${JSON.stringify(since)} has nothing in common with ${tip.name}.`);
  throw new McgateError('unreadable', `The history since ${JSON.stringify(since)} could not be read as a whole: ${cut}.`, {
    remedy: cut === 'shallow clone' ? depth : 'Name a later tag.',
  });
}

/** A branch that was cut for a release holds steps that were for the default branch. */
async function targets(
  own: string | null,
  base: string,
  { request, repository }: SinceSources,
): Promise<(commit: string) => readonly string[]> {
  const branch = own?.startsWith('refs/heads/') === true ? own : null;
  const known = await defaultBranch(request, repository);
  const mine = branch === null ? [] : [branch];
  if (known === null || known.ref === branch) return () => mine;
  const { steps } = await repository.steps({ base, tip: known.commit }, isJudging);
  const shared = new Set(steps.map(({ commit }) => commit));
  return (commit) => (shared.has(commit) ? [...mine, known.ref] : mine);
}

async function defaultBranch(
  { event }: CheckRequest,
  repository: Repository,
): Promise<{ readonly ref: string; readonly commit: string } | null> {
  if ('defaultBranch' in event) {
    const { defaultBranch: branch } = event;
    const commit = (await repository.resolve(`refs/remotes/origin/${branch}`)) ?? (await repository.resolve(`refs/heads/${branch}`));
    return commit === null ? null : { ref: `refs/heads/${branch}`, commit };
  }
  const found = await repository.defaultBranch();
  return found === null ? null : { ref: `refs/heads/${found.name.replace(/^origin\//u, '')}`, commit: found.commit };
}

function configAt(commit: string, repository: Repository): Promise<ResolvedConfig> {
  return withSnapshots([commit], { repository }, async ([{ documents }]) => resolveConfig((await documents()).config.parsed.value));
}

function gateReports({ open, reasons }: Walked, { commits }: StepListing, durationMs: number): readonly GateReport[] {
  const isBlocked = open.some(({ findings }) => findings.some(({ ruleId }) => ruleId.startsWith('permissions/')));
  return gateIds.map((id): GateReport => {
    if (id !== 'permissions') {
      const reason = { code: 'not-asked', message: '--since asks for weakenings and widenings alone' };
      return { id, outcome: 'skipped', reason: reason.message, reasons: [reason], coverage: null, durationMs: 0 };
    }
    const outcome = isBlocked ? 'fail' : reasons.length > 0 ? 'incomplete' : 'pass';
    const coverage = { unit: 'commits', examined: commits, leftOut: [] };
    return { id, outcome, reason: reasons[0]?.message ?? null, reasons: [...reasons], coverage, durationMs };
  });
}

function partedNotice(since: string, start: string, tip: NamedCommit): Notice {
  return {
    code: 'since-parted',
    message: `${since} is no commit of ${tip.name} itself: what counts is what ${tip.name} did since ${start.slice(0, 12)}, where they part`,
  };
}

const reviewNotice: Notice = {
  code: 'reviews-not-kept',
  message: 'A review on GitHub may have let some of this through: the history does not hold reviews, so signatures alone count here',
  remedy: 'Sign approvals that are to be shown later: `mcgate approve`.',
};

const placeNotice: Notice = {
  code: 'approval-refused',
  message: 'No attestation was looked at: it is not known for which repository they would have to be',
  remedy: 'Give the remote `origin` the address of its forge.',
};
