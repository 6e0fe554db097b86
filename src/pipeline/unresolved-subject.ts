// Why the history does not say who judges, and what to do about it. Text from the event is hostile: people paste remedies into shells.
import type { Reason } from '../core/documents.ts';
import type { ChangeEvent } from '../core/event.ts';

export type EventOf<Name extends ChangeEvent['name']> = Extract<ChangeEvent, { readonly name: Name }>;

export type PullRequest = EventOf<'pull_request' | 'pull_request_target' | 'pull_request_review'>;

/** True for the events that are about one pull request. */
export function isPull(event: ChangeEvent): event is PullRequest {
  return event.name === 'pull_request' || event.name === 'pull_request_target' || event.name === 'pull_request_review';
}

/** The history here does not say who judges: the run is incomplete. */
export interface UnresolvedSubject {
  readonly ok: false;
  readonly reason: Reason;
  /** Commits and refs whose fetching from `origin` may mend it, first try first; empty where fetching cannot. */
  readonly missing: readonly string[];
}

/** Where GitHub keeps its merge commit. */
export function mergeRef({ number }: PullRequest): string {
  return `refs/pull/${String(number)}/merge`;
}

/** Where a clone keeps what it fetched of it. */
export function trackingRef({ number }: PullRequest): string {
  return `refs/remotes/pull/${String(number)}/merge`;
}

export function tipMissing(name: string, commit: string): UnresolvedSubject {
  return unresolved(
    `The commit that judges (${name}, ${commit}) is not in this clone.`,
    'Set `fetch-depth: 2` (or 0) on actions/checkout, or run `git fetch --deepen=1`.',
    [commit],
  );
}

export function judgedMissing(commit: string): UnresolvedSubject {
  return unresolved(`The commit to judge (${commit}) is not in this clone.`, `Run \`git fetch --depth=2 origin ${commit}\`.`, [commit]);
}

export function mergeMissing(event: PullRequest): UnresolvedSubject {
  const what = `GitHub's merge commit of pull request #${String(event.number)} with its head ${event.headSha}`;
  if (event.name !== 'pull_request_target') {
    const remedy = 'Let actions/checkout take its default ref, with `fetch-depth: 2`; if the branches conflict, resolve that first.';
    return unresolved(`HEAD is not ${what}.`, remedy, []);
  }
  const ref = mergeRef(event);
  const remedy = `Run \`git fetch --depth=2 origin ${ref}:${trackingRef(event)}\` (never check it out); if the branches conflict, resolve that first.`;
  return unresolved(`${what} is not in this clone.`, remedy, [ref]);
}

export function targetUnproven({ number, baseRef }: PullRequest): UnresolvedSubject {
  return unresolved(
    `This clone does not show that GitHub's merge commit of pull request #${String(number)} is one with ${baseRef}; it may be one with a former target.`,
    `Set \`fetch-depth: 0\` on actions/checkout${fetchCommand(baseRef, 100)}; if the target was just changed, wait until GitHub has merged anew.`,
    [`refs/heads/${baseRef}`],
  );
}

export function branchMissing(branch: string): UnresolvedSubject {
  const remedy = `Set \`fetch-depth: 0\` on actions/checkout${fetchCommand(branch, 1)}.`;
  return unresolved(`The default branch ${branch} is not in this clone.`, remedy, [`refs/heads/${branch}`]);
}

/** git allows `$(…)` and quotes in a branch's name, and people paste remedies into shells: such a branch gets no command. */
function fetchCommand(branch: string, depth: number): string {
  if (!/^[\w./-]+$/u.test(branch)) return '';
  return `, or run \`git fetch --depth=${String(depth)} origin refs/heads/${branch}:refs/remotes/origin/${branch}\``;
}

export function mergeBaseMissing(name: string): UnresolvedSubject {
  return unresolved(
    `This clone is too shallow to tell where the branch left ${name}.`,
    'Run `git fetch --unshallow` (on actions/checkout: `fetch-depth: 0`).',
    [],
  );
}

function unresolved(message: string, remedy: string, missing: readonly string[]): UnresolvedSubject {
  return { ok: false, reason: { code: 'no-trusted-tip', message, remedy }, missing };
}
