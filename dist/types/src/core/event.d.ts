import type { BranchPlace } from './review.js';
export type ChangeEvent = {
    readonly name: 'pull_request' | 'pull_request_target' | 'pull_request_review';
    readonly number: number;
    readonly headSha: string;
    readonly mergeSha: string | null;
    readonly baseRef: string;
    /** A commit of the target branch, not always its newest; null where the payload names none. */
    readonly baseSha: string | null;
    readonly defaultBranch: string;
    /** True only where it is known that `baseRef` is protected. */
    readonly isProtected: boolean;
} | {
    readonly name: 'merge_group';
    readonly baseSha: string;
    readonly headSha: string;
    readonly baseRef: string;
} | {
    readonly name: 'push';
    readonly before: string | null;
    readonly after: string;
    readonly ref: string;
    readonly forced: boolean;
    readonly defaultBranch: string;
    /** True only where it is known that `ref` is protected. */
    readonly isProtected: boolean;
} | {
    readonly name: 'schedule' | 'workflow_dispatch';
    readonly defaultBranch: string;
} | {
    readonly name: 'local';
    readonly base: string | null;
    readonly staged: boolean;
};
/** What happened at the forge. */
export type HostedEvent = Exclude<ChangeEvent, {
    readonly name: 'local';
}>;
/** Where an event happened, and who had a hand in it. */
export interface EventOrigin {
    /** `owner/name`, in lower case. */
    readonly repository: string;
    /** Logins of whoever opened the pull request, pushed, or set the event off. */
    readonly actors: readonly string[];
    /** Of the pull request; null where there is none, or the account is gone. */
    readonly opener: string | null;
    /** Where the pull request comes from; null where there is none, or it is gone. */
    readonly head: BranchPlace | null;
    /** Of the pull request; null where there is none. */
    readonly labels: readonly string[] | null;
}
/** Full name of the branch or tag that an event of the forge is about: of a pull request its target. */
export declare function targetRef(event: HostedEvent): string;
