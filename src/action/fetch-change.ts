// What an event needs of the hosted repository: the commits that judge, those that are judged, and all that lies between.
import type { Reason } from '../core/documents.ts';
import type { HostedEvent } from '../core/event.ts';
import type { FetchedRepository } from '../platform/fetched-repository.ts';
import { depthsOf, trackedBranch, type FetchPlan, type HistoryNeed } from './fetch-plan.ts';
import { fetchPullRequest } from './fetch-pull-request.ts';

/** Null where the repository now holds what there is to judge by and to judge, else why not. Throws McgateError as the repository does. */
export async function fetchChange(plan: FetchPlan, repository: FetchedRepository): Promise<Reason | null> {
  if (plan.history === 'release') await repository.fetch([{ from: 'refs/tags/*', to: 'refs/tags/*' }], null);
  const { event } = plan;
  switch (event.name) {
    case 'merge_group':
      await fetchRange(plan, repository, { tip: event.headSha, base: event.baseSha });
      break;
    case 'push':
      await fetchPush(plan, event, repository);
      break;
    case 'schedule':
    case 'workflow_dispatch':
      await fetchTips(plan, repository, event.defaultBranch);
      break;
    default:
      return fetchPullRequest(plan, event, repository);
  }
  return null;
}

async function fetchTips(plan: FetchPlan, repository: FetchedRepository, branch: string): Promise<void> {
  await repository.fetch([trackedBranch(branch)], plan.history === 'change' ? 1 : null);
}

/** A branch that nobody is known to protect is judged by the default branch, from where the two parted: that takes all of the history. */
async function fetchPush(
  plan: FetchPlan,
  { before, after, ref, forced, defaultBranch, isProtected }: Extract<HostedEvent, { readonly name: 'push' }>,
  repository: FetchedRepository,
): Promise<void> {
  const own = before !== null && !forced;
  if (own && (isProtected || ref === `refs/heads/${defaultBranch}`)) {
    await fetchRange(plan, repository, { tip: after, base: before });
    return;
  }
  const { from, to } = trackedBranch(defaultBranch);
  await fetchRange(own ? { ...plan, history: widest(plan.history) } : plan, repository, { tip: after, base: to }, { from, to });
}

function widest(history: HistoryNeed): HistoryNeed {
  return history === 'change' ? 'whole' : history;
}

interface Range {
  /** A commit, or an annotated tag. */
  readonly tip: string;
  /** A commit, or the ref here that it is fetched to. */
  readonly base: string;
}

/** Deeper and deeper, until all commits between are here or there are more than the check looks at. */
async function fetchRange(
  plan: FetchPlan,
  repository: FetchedRepository,
  { tip, base }: Range,
  branch = { from: base, to: 'refs/mcgate/base' },
): Promise<void> {
  for (const depth of depthsOf(plan)) {
    await repository.fetch([{ from: tip, to: 'refs/mcgate/judged' }, branch], depth);
    const ends = { tip: await repository.resolve('refs/mcgate/judged'), base: await repository.resolve(branch.to) };
    if (ends.tip === null || ends.base === null) return;
    if (depth === null || (await repository.holdsAll({ tip: ends.tip, base: ends.base }))) return;
  }
}
