// The contract of delivery: what the Action hands over when it has a report, and what it is told of each channel.
import type { GithubAccess, GithubLimits } from '../../platform/github-client.ts';
import type { WebPlace } from '../../report/reporter.ts';

/** Where results belong. */
export interface DeliveryPlace {
  /** `owner/name`. */
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

/** What the Action's inputs ask for. */
export interface DeliveryOptions {
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly comment: boolean;
  readonly uploadSarif: boolean;
  readonly status: boolean;
}

export interface DeliveryPorts {
  /** Null where there is no token. */
  readonly access: GithubAccess | null;
  readonly signal: AbortSignal;
  readonly stdout: (text: string) => Promise<void>;
  /** GITHUB_STEP_SUMMARY. */
  readonly summaryFile: string | null;
  readonly now: () => Date;
  /** Only tests change them. */
  readonly limits?: DeliveryLimits;
}

/** Times in milliseconds. */
export interface DeliveryLimits {
  /** Of a check run. Requests of fifty are a second apart. */
  readonly annotations: number;
  /** A client a channel, so that a slow one takes nothing from the others. */
  readonly client: GithubLimits;
  /** Between questions how far code scanning is. */
  readonly poll: number;
  /** How long it is asked. */
  readonly polling: number;
}

export type Channel = 'annotations' | 'summary' | 'comment' | 'code-scanning' | 'status';

/** `refused`: the token may not, or the repository has it not. `failed`: it may work another time. Only `detail` is made for a terminal. */
export interface Delivered {
  readonly channel: Channel;
  readonly state: 'delivered' | 'off' | 'refused' | 'failed';
  readonly detail: string;
  readonly remedy: string | null;
}
