// What delivery is told, and what it answers. No channel changes the verdict.
import type { GithubAccess } from '../../platform/github-reviews.ts';
import type { WebPlace } from '../../report/reporter.ts';

export interface DeliveryPlace {
  /** `owner/name` */
  readonly repository: string;
  readonly web: WebPlace;
  /** Commit that statuses and checks are set at: head of the pull request, else what was judged. */
  readonly headSha: string;
  /** What code scanning is told: `refs/pull/7/merge` and the judged commit, or a branch. */
  readonly ref: string;
  readonly judgedSha: string;
  readonly pullRequest: number | null;
  /** False for events whose results are of no branch or pull request (merge_group). */
  readonly uploads: boolean;
}

export interface DeliveryOptions {
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly comment: boolean;
  readonly uploadSarif: boolean;
  readonly status: boolean;
}

export interface DeliveryPorts {
  readonly access: GithubAccess | null;
  readonly signal: AbortSignal;
  readonly stdout: (text: string) => Promise<void>;
  readonly summaryFile: string | null;
  readonly now: () => Date;
}

export type Channel = 'annotations' | 'summary' | 'comment' | 'code-scanning' | 'status';

export interface Delivered {
  readonly channel: Channel;
  readonly state: 'delivered' | 'off' | 'refused' | 'failed';
  readonly detail: string;
  readonly remedy: string | null;
}
