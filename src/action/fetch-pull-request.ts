// Fetches GitHub's merge commit of a pull request, proven to be one of its head with its target. GitHub makes it some time after
// the event, leaves the former one standing where there is a conflict, and says of neither which it is.
import type { Reason } from '../core/documents.ts';
import { mergeRef, trackingRef, type PullRequest } from '../pipeline/unresolved-subject.ts';
import type { FetchedRepository } from '../platform/fetched-repository.ts';
import { depthsOf, mostCommits, trackedBranch, type FetchPlan } from './fetch-plan.ts';

/** Milliseconds before each look. */
const looks: readonly number[] = [0, 1_000, 2_000, 4_000, 8_000];
/** How far behind its target's tip a merge commit is looked for. */
const furthestTip = 10_000;

type Found = 'none' | 'former head' | 'former target' | 'merge';

/** See `fetchChange`. */
export async function fetchPullRequest(plan: FetchPlan, event: PullRequest, repository: FetchedRepository): Promise<Reason | null> {
  const seen = new Set<string>();
  let found: Found = 'none';
  for (const wait of looks) {
    await repository.pause(wait);
    const refs = await repository.list([headRef(event), mergeRef(event), `refs/heads/${event.baseRef}`]);
    if (!refs.has(`refs/heads/${event.baseRef}`)) return targetGone(event);
    const head = refs.get(headRef(event));
    if (head !== undefined && head !== event.headSha) return movedOn(event, head);
    const merge = refs.get(mergeRef(event));
    if (merge === undefined || seen.has(merge)) continue;
    seen.add(merge);
    found = await fetchMerge(plan, event, merge, repository);
    if (found === 'merge') return null;
  }
  return found === 'former target' ? targetUnproven(event) : noMerge(event);
}

function headRef({ number }: PullRequest): string {
  return `refs/pull/${String(number)}/head`;
}

/** Deeper and deeper, until the change is here as a whole and the target is proven. */
async function fetchMerge(plan: FetchPlan, event: PullRequest, merge: string, repository: FetchedRepository): Promise<Found> {
  const { baseRef, defaultBranch, isProtected } = event;
  // Another target is judged by the default branch, from where the two parted.
  const byDefault = baseRef !== defaultBranch && !isProtected;
  const wanted = [{ from: merge, to: trackingRef(event) }, trackedBranch(baseRef), ...(byDefault ? [trackedBranch(defaultBranch)] : [])];
  const depths = byDefault ? [null] : [...depthsOf(plan), ...(plan.history === 'change' ? [furthestTip] : [])];
  let found: Found = 'former head';
  for (const depth of depths) {
    await repository.fetch(wanted, depth);
    const [tip = '', head, ...more] = await repository.parents(merge);
    if (head !== event.headSha || more.length > 0) return 'former head';
    found = (await isOnTarget(tip, event, repository)) ? 'merge' : 'former target';
    const reaches = depth === null || depth >= mostCommits + 2 || (await repository.holdsAll({ base: tip, tip: merge }));
    if (found === 'merge' && reaches) break;
  }
  return found;
}

async function isOnTarget(tip: string, { baseSha, baseRef }: PullRequest, repository: FetchedRepository): Promise<boolean> {
  if (tip === baseSha) return true;
  const target = await repository.resolve(trackedBranch(baseRef).to);
  return target !== null && (await repository.isAncestor(tip, target));
}

function noMerge(event: PullRequest): Reason {
  return reason(
    `GitHub has no merge commit of ${nameOf(event)} with its head ${event.headSha}: most likely it conflicts with its target branch.`,
    'Resolve the conflicts. If there are none, run the job again: GitHub had not merged yet.',
  );
}

function targetUnproven(event: PullRequest): Reason {
  return reason(
    `GitHub's merge commit of ${nameOf(event)} is not shown to be one with its target branch; it may be one with a former target.`,
    'If the target was just changed, run the job again; if the branches conflict, resolve the conflicts.',
  );
}

function movedOn(event: PullRequest, head: string): Reason {
  return reason(
    `${nameOf(event, 'P')} has moved on from ${event.headSha} to ${head}.`,
    'Nothing is to be done: the run for the newer commit judges it.',
  );
}

function targetGone(event: PullRequest): Reason {
  return reason(`The target branch of ${nameOf(event)} is gone.`, 'Choose another target branch.');
}

function nameOf({ number }: PullRequest, first = 'p'): string {
  return `${first}ull request #${String(number)}`;
}

function reason(message: string, remedy: string): Reason {
  return { code: 'no-trusted-tip', message, remedy };
}
