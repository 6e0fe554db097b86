// What is asked of the fetch stage, and how deep it looks.
import type { HostedEvent } from '../core/event.ts';
import { pastBounds } from '../platform/git-past.ts';

/** How much of the history: what the change alone needs, all of it, or all with the tags that tell one release from the next. */
export type HistoryNeed = 'change' | 'whole' | 'release';

export interface FetchPlan {
  readonly event: HostedEvent;
  /** How many commits the payload says that the change has; null where it does not. */
  readonly commits: number | null;
  readonly history: HistoryNeed;
}

/** From here on what lies further back is left out: the check looks at no more of them. */
export const mostCommits: number = pastBounds.commits;
/** Enough for most changes, and for a base that is some days behind, in one answer. */
const usualDepth = 100;

/** Where the clone keeps a branch of the hosted repository. */
export function trackedBranch(branch: string): { readonly from: string; readonly to: string } {
  return { from: `refs/heads/${branch}`, to: `refs/remotes/origin/${branch}` };
}

/** How deep to look, try by try; null for all of the history. */
export function depthsOf({ commits, history }: FetchPlan): readonly (number | null)[] {
  if (history !== 'change') return [null];
  // The merge commit, and the one where the change began.
  const first = Math.max(usualDepth, Math.min(commits ?? 0, mostCommits) + 2);
  return [first, ...(first < mostCommits + 2 ? [mostCommits + 2] : [])];
}
