// GitHub's event payload as a HostedEvent. A payload carries what strangers wrote, so every field that is used is checked.
import { McgateError } from '../core/error.ts';
import type { EventOrigin, HostedEvent } from '../core/event.ts';
import type { BranchPlace } from '../core/review.ts';
import { isBranchName } from './branch-name.ts';
import type { PullRequest } from './unresolved-subject.ts';

/** What GitHub's runner says beside the payload. */
export interface EventContext {
  /** `GITHUB_REF`; a schedule runs on the default branch, and its payload need not name it. */
  readonly ref?: string;
  /**
   * `GITHUB_REF_PROTECTED`, which speaks of `ref` alone. Under pull_request that is the merge ref, and under pull_request_target the
   * default branch, whatever the target: there nobody says whether another target is protected.
   */
  readonly refProtected?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The event `name` (`GITHUB_EVENT_NAME`) with its payload (the JSON at `GITHUB_EVENT_PATH`). Branches lose their `refs/heads/`;
 * `push.ref` stays whole. Throws McgateError `usage` for an event that judges nothing, `invalid-document` for a payload that is
 * not what GitHub documents.
 */
export function parseGithubEvent(name: string, payload: unknown, context: EventContext = {}): HostedEvent {
  const fields = objectAt({ payload }, 'payload');
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
      return parsePullRequest(name, fields, context);
    case 'merge_group':
      return parseMergeGroup(objectAt(fields, 'merge_group'));
    case 'push':
      return parsePush(fields, context);
    case 'schedule':
    case 'workflow_dispatch':
      return { name, defaultBranch: defaultBranchOf(fields, name === 'schedule' ? context.ref : undefined) };
    default:
      throw new McgateError('usage', `mcgate does not judge the event ${JSON.stringify(name.slice(0, 80))}.`, {
        remedy: 'Run on pull_request, pull_request_target, pull_request_review, merge_group, push, schedule or workflow_dispatch.',
      });
  }
}

/** Where the event happened and who had a hand in it; null where the payload does not say it as GitHub documents. */
export function parseOrigin(payload: unknown): EventOrigin | null {
  try {
    const fields = objectAt({ payload }, 'payload');
    const repository = repositoryAt(fields, 'repository');
    if (repository === null) return null;
    const pull = own(fields, 'pull_request') === undefined ? null : objectAt(fields, 'pull_request');
    const labels = pull === null ? null : labelsOf(own(pull, 'labels'));
    const opener = pull === null ? null : loginAt(pull, 'user');
    const actors = [...new Set([opener, loginAt(fields, 'sender')])].filter((login) => login !== null);
    return { repository, actors, opener, head: pull === null ? null : headOf(pull), labels };
  } catch (error) {
    if (error instanceof McgateError) return null;
    throw error;
  }
}

/** `owner/name`, in lower case; null for what is no such name. */
function repositoryAt(fields: Fields, key: string): string | null {
  const name = textAt(objectAt(fields, key), 'full_name').toLowerCase();
  return isRepositoryName(name) ? name : null;
}

/** Whether a text has the form `owner/name`, of a repository that there could be on GitHub. */
export function isRepositoryName(text: string): boolean {
  return /^[\w.-]{1,100}\/(?!\.{1,2}$)[\w.-]{1,100}$/u.test(text);
}

/** Null for a repository that is gone, and where the payload does not say it as GitHub documents. */
function headOf(pull: Fields): BranchPlace | null {
  const head = objectAt(pull, 'head');
  if (own(head, 'ref') === undefined || (own(head, 'repo') ?? null) === null) return null;
  const repository = repositoryAt(head, 'repo');
  const name = textAt(head, 'ref');
  return repository !== null && isBranchName(name) ? { repository, name } : null;
}

/** Null where the payload does not say them as GitHub documents: then nobody knows which there are. */
function labelsOf(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const names = value.map((label: unknown) => (label !== null && typeof label === 'object' ? own(label as Fields, 'name') : null));
  return names.every((name) => typeof name === 'string') ? names : null;
}

/** Null where GitHub names nobody (a deleted account, a schedule). */
function loginAt(fields: Fields, key: string): string | null {
  return (own(fields, key) ?? null) === null ? null : textAt(objectAt(fields, key), 'login');
}

function parsePullRequest(name: PullRequest['name'], fields: Fields, context: EventContext): HostedEvent {
  const pull = objectAt(fields, 'pull_request');
  const number = own(pull, 'number');
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) throw invalid('pull_request.number');
  const base = objectAt(pull, 'base');
  const baseRef = branchAt(base, 'ref');
  return {
    name,
    number,
    headSha: commitAt(objectAt(pull, 'head'), 'sha'),
    mergeSha: maybeCommitAt(pull, 'merge_commit_sha'),
    baseRef,
    baseSha: maybeCommitAt(base, 'sha'),
    defaultBranch: defaultBranchOf(fields, undefined),
    isProtected: isProtected(`refs/heads/${baseRef}`, context),
  };
}

function parseMergeGroup(group: Fields): HostedEvent {
  return {
    name: 'merge_group',
    baseSha: commitAt(group, 'base_sha'),
    headSha: commitAt(group, 'head_sha'),
    baseRef: branchAt(group, 'base_ref'),
  };
}

function parsePush(fields: Fields, context: EventContext): HostedEvent {
  const after = idAt(fields, 'after');
  if (isZero(after)) {
    throw new McgateError('usage', 'A push that deletes a branch has nothing to judge.', {
      remedy: 'Skip the job with `if: ${{ !github.event.deleted }}`.',
    });
  }
  const before = idAt(fields, 'before');
  const forced = own(fields, 'forced');
  if (typeof forced !== 'boolean') throw invalid('forced');
  const ref = textAt(fields, 'ref');
  const short = /^refs\/(?:heads|tags)\/(.+)$/su.exec(ref)?.[1];
  if (short === undefined || !isBranchName(short)) throw invalid('ref');
  return {
    name: 'push',
    before: isZero(before) ? null : before,
    after,
    ref,
    forced,
    defaultBranch: defaultBranchOf(fields, undefined),
    isProtected: isProtected(ref, context),
  };
}

function isProtected(ref: string, context: EventContext): boolean {
  return context.refProtected === true && context.ref === ref;
}

function defaultBranchOf(fields: Fields, ref: string | undefined): string {
  const repository = own(fields, 'repository');
  const named = typeof repository === 'object' && repository !== null ? own(repository as Fields, 'default_branch') : undefined;
  if (named === undefined && ref !== undefined) return branchAt({ GITHUB_REF: ref }, 'GITHUB_REF');
  return branchAt(objectAt(fields, 'repository'), 'default_branch');
}

/** Own properties only: `__proto__` in a payload is a key like any other. */
function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function objectAt(fields: Fields, key: string): Fields {
  const value = own(fields, key);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(key);
  return value as Fields;
}

function textAt(fields: Fields, key: string): string {
  const value = own(fields, key);
  if (typeof value !== 'string') throw invalid(key);
  return value;
}

function idAt(fields: Fields, key: string): string {
  const id = textAt(fields, key);
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(id)) throw invalid(key);
  return id;
}

function commitAt(fields: Fields, key: string): string {
  const id = idAt(fields, key);
  if (isZero(id)) throw invalid(key);
  return id;
}

function maybeCommitAt(fields: Fields, key: string): string | null {
  return (own(fields, key) ?? null) === null ? null : commitAt(fields, key);
}

function branchAt(fields: Fields, key: string): string {
  const branch = textAt(fields, key).replace(/^refs\/heads\//u, '');
  if (!isBranchName(branch)) throw invalid(key);
  return branch;
}

function isZero(id: string): boolean {
  return /^0+$/u.test(id);
}

function invalid(key: string): McgateError {
  return new McgateError('invalid-document', `The event payload's ${JSON.stringify(key)} is missing or is not what GitHub documents.`, {
    positions: [{ path: 'GITHUB_EVENT_PATH', key }],
    remedy: 'Pass the payload as GitHub wrote it (GITHUB_EVENT_PATH).',
  });
}
