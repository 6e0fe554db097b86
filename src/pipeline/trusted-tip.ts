// Who judges is decided before what is judged: for every event the trusted tip, the judged tree and the base, or why they cannot be told.
import type { Subject } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import type { ChangeEvent } from '../core/event.ts';
import type { NamedCommit, Repository, TreeListing, TreeSource } from '../core/repository.ts';
import { compareTrees } from '../core/workspace.ts';
import {
  branchMissing,
  type EventOf,
  judgedMissing,
  mergeBaseMissing,
  mergeMissing,
  mergeRef,
  type PullRequest,
  targetUnproven,
  tipMissing,
  trackingRef,
  type UnresolvedSubject,
} from './unresolved-subject.ts';

export interface ResolvedSubject {
  readonly ok: true;
  /** `.mcgate/` is read here; null on a first local run. */
  readonly trusted: NamedCommit | null;
  /** `commit` is null for the working tree and the index. */
  readonly judged: { readonly name: string; readonly commit: string | null; readonly source: TreeSource };
  /** What is new is told against this; null: everything is. */
  readonly base: NamedCommit | null;
}

export type Resolution = ResolvedSubject | UnresolvedSubject;

/**
 * Decides by the table of ARCHITECTURE.md ("Trusted tip"). Never guesses a base. Throws McgateError `usage` if `--base` names nothing,
 * or if a plain folder is asked for a base or an index; `git-failed` as the repository does.
 */
export async function resolveSubject(event: ChangeEvent, repository: Repository): Promise<Resolution> {
  switch (event.name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
      return resolvePullRequest(event, repository);
    case 'merge_group':
      return resolveMergeGroup(event, repository);
    case 'push':
      return resolvePush(event, repository);
    case 'schedule':
    case 'workflow_dispatch':
      return resolveDefaultBranch(event, repository);
    case 'local':
      return resolveLocal(event, repository);
  }
}

/** True if both trees hold the same paths with the same, known contents: there is no change to judge. */
export function isSameTree(tip: Pick<TreeListing, 'entries'>, judged: Pick<TreeListing, 'entries'>): boolean {
  const { added, modified, deleted } = compareTrees(tip.entries, judged.entries);
  return [added, modified, deleted].every((paths) => paths.length === 0);
}

/** The report's subject. `sameTree`: `isSameTree` of the trusted tip and the judged tree. */
export function describeSubject(event: ChangeEvent, resolution: ResolvedSubject, sameTree: boolean): Subject {
  const { trusted, judged, base } = resolution;
  return {
    event: event.name,
    kind: trusted === null ? 'untrusted' : sameTree ? 'audit' : 'change',
    judged: { name: judged.name, commit: judged.commit },
    trusted,
    base,
  };
}

/**
 * Only GitHub's own merge commit will do: two parents, the second the pull request's head, so that the first is the target branch's tip.
 * A pull request chooses its head and the commits below it, never this one.
 */
async function resolvePullRequest(event: PullRequest, repository: Repository): Promise<Resolution> {
  let strayed = false;
  for (const merge of new Set(await mergeCandidates(event, repository))) {
    if (merge === null || !(await repository.has(merge))) continue;
    const [tip = '', head, ...more] = await repository.parents(merge);
    if (head !== event.headSha || more.length > 0) continue;
    if (!(await repository.has(tip))) return tipMissing(event.baseRef, tip);
    if (await isOnTarget(tip, event, repository)) {
      const judged = { name: `pull request #${String(event.number)}`, commit: merge };
      if (event.baseRef !== event.defaultBranch && !event.isProtected) return judgedByDefault(event.defaultBranch, judged, repository);
      return judgedCommit({ name: event.baseRef, commit: tip }, judged);
    }
    strayed = true;
  }
  return strayed ? targetUnproven(event) : mergeMissing(event);
}

async function mergeCandidates(event: PullRequest, repository: Repository): Promise<readonly (string | null)[]> {
  if (event.name !== 'pull_request_target') {
    const head = await repository.head();
    // With nothing checked out the clone was made to read objects from.
    return [head === null ? await repository.resolve(trackingRef(event)) : head.commit];
  }
  return [event.mergeSha, await repository.resolve(trackingRef(event)), await repository.resolve(mergeRef(event))];
}

/**
 * After a pull request changes its target, GitHub's merge commit is for some time, or while there is a conflict, still the one with the
 * former target: a branch whose config its author may have written. Where `pull_request` and `pull_request_review` run, the clone seldom has the target branch;
 * there only what is proven to stray is refused.
 */
async function isOnTarget(tip: string, event: PullRequest, repository: Repository): Promise<boolean> {
  if (tip === event.baseSha) return true;
  const target = await repository.resolve(`refs/remotes/origin/${event.baseRef}`);
  if (target !== null && (await repository.isAncestor(tip, target))) return true;
  return event.name !== 'pull_request_target' && (target === null || (await repository.isShallow()));
}

async function resolveMergeGroup(event: EventOf<'merge_group'>, repository: Repository): Promise<Resolution> {
  if (!(await repository.has(event.headSha))) return judgedMissing(event.headSha);
  if (!(await repository.has(event.baseSha))) return tipMissing(event.baseRef, event.baseSha);
  return judgedCommit({ name: event.baseRef, commit: event.baseSha }, { name: `merge group for ${event.baseRef}`, commit: event.headSha });
}

async function resolvePush(event: EventOf<'push'>, repository: Repository): Promise<Resolution> {
  const judged = await repository.resolve(event.after); // of an annotated tag `after` is the tag
  const name = event.ref.split('/').slice(2).join('/');
  if (judged === null || !(await repository.has(judged))) return judgedMissing(event.after);
  if (event.before !== null && !event.forced) {
    const isDefault = event.ref === `refs/heads/${event.defaultBranch}`;
    if (!isDefault && !event.isProtected) return judgedByDefault(event.defaultBranch, { name, commit: judged }, repository);
    const before = await repository.resolve(event.before);
    if (before === null || !(await repository.has(before))) return tipMissing(`${name} before the push`, event.before);
    return judgedCommit({ name: `${name} before the push`, commit: before }, { name, commit: judged });
  }
  const tip = await branchTip(event.defaultBranch, repository);
  if (tip === null) return branchMissing(event.defaultBranch);
  return judgedCommit(tip, { name, commit: judged });
}

async function resolveDefaultBranch(event: EventOf<'schedule' | 'workflow_dispatch'>, repository: Repository): Promise<Resolution> {
  const tip = await branchTip(event.defaultBranch, repository);
  return tip === null ? branchMissing(event.defaultBranch) : judgedCommit(tip, tip);
}

async function resolveLocal(event: EventOf<'local'>, repository: Repository): Promise<Resolution> {
  if (repository.gitDir === null) return resolvePlainFolder(event);
  const judged = event.staged
    ? ({ name: 'index', commit: null, source: { kind: 'index' } } as const)
    : ({ name: 'working tree', commit: null, source: { kind: 'working-tree' } } as const);
  const tip =
    event.base === null ? ((await repository.upstream()) ?? (await repository.defaultBranch())) : await namedBase(event.base, repository);
  if (tip === null) return { ok: true, trusted: null, judged, base: null };
  if (!(await repository.has(tip.commit))) return tipMissing(tip.name, tip.commit);

  const head = await repository.head();
  if (head === null) return { ok: true, trusted: tip, judged, base: null };
  return sinceMergeBase(tip, judged, head.commit, repository);
}

/**
 * A branch that nobody is known to protect may be its author's own, config and all: the default branch judges what goes there, and all
 * that the default branch does not have is new, or it could come in by a push first and stand there for the next.
 */
async function judgedByDefault(branch: string, judged: NamedCommit, repository: Repository): Promise<Resolution> {
  const tip = await branchTip(branch, repository);
  if (tip === null) return branchMissing(branch);
  return sinceMergeBase(tip, { ...judged, source: { kind: 'commit', commit: judged.commit } }, judged.commit, repository);
}

/** Judged by `tip`; what is new is told against where `from` left it. */
async function sinceMergeBase(
  tip: NamedCommit,
  judged: ResolvedSubject['judged'],
  from: string,
  repository: Repository,
): Promise<Resolution> {
  const commit = await repository.mergeBase(from, tip.commit);
  if (commit === null) {
    // Where history is cut off, "no common ancestor" may only mean that it lies beyond the cut.
    if (await repository.isShallow()) return mergeBaseMissing(tip.name);
    return { ok: true, trusted: tip, judged, base: null };
  }
  if (!(await repository.has(commit))) return tipMissing(`the merge base with ${tip.name}`, commit);
  return { ok: true, trusted: tip, judged, base: { name: commit === tip.commit ? tip.name : `merge base with ${tip.name}`, commit } };
}

function resolvePlainFolder(event: EventOf<'local'>): Resolution {
  if (event.base !== null || event.staged) {
    throw new McgateError('usage', `${event.staged ? '`--staged`' : '`--base`'} needs a git repository, and this is a plain folder.`, {
      remedy: 'Run it inside a repository, or leave the option out.',
    });
  }
  return { ok: true, trusted: null, judged: { name: 'folder', commit: null, source: { kind: 'working-tree' } }, base: null };
}

async function namedBase(base: string, repository: Repository): Promise<NamedCommit> {
  const commit = await repository.resolve(base);
  if (commit !== null) return { name: base, commit };
  throw new McgateError('usage', `\`--base ${JSON.stringify(base).slice(1, -1)}\` names no commit in this repository.`, {
    remedy: 'Name a branch, tag or commit that `git rev-parse` knows; `git fetch origin` brings what is missing.',
  });
}

/** The tip that was fetched before the local branch, which anybody may have moved. */
async function branchTip(branch: string, repository: Repository): Promise<NamedCommit | null> {
  for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
    const commit = await repository.resolve(ref);
    if (commit !== null && (await repository.has(commit))) return { name: branch, commit };
  }
  return null;
}

/** On GitHub what is new is told against the trusted tip itself. */
function judgedCommit(trusted: NamedCommit, judged: NamedCommit): ResolvedSubject {
  return { ok: true, trusted, judged: { ...judged, source: { kind: 'commit', commit: judged.commit } }, base: trusted };
}
