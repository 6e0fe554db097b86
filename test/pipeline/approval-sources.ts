// A change whose approvals are looked at, without git and ssh-keygen: commits in a table, people with keys, and every way that a run can begin.
import { createHash } from 'node:crypto';
import { subjectDigest } from '../../src/attestation/subject.ts';
import type { ChangeEvent } from '../../src/core/event.ts';
import type { OpenSignatures } from '../../src/core/signature.ts';
import { openActors } from '../../src/pipeline/actors.ts';
import type { EventOf, PullRequest } from '../../src/pipeline/unresolved-subject.ts';
import type { ApprovalSources } from '../../src/pipeline/approvals.ts';
import { pureCheck, pureKey, pureLine } from '../attestation/pure-keys.ts';
import { memoryCommits, subjectOf, type MemoryCommit, type MemoryCommits } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';

const now = new Date('2026-11-22T12:00:00Z');
export const place = { repository: 'acme/shop', target: 'refs/heads/main' };
const people = [
  { login: 'ann', emails: ['ann@example.org'], principals: ['ann@example.org'] },
  { login: 'bob', emails: ['bob@example.org'], principals: ['bob@example.org'] },
];
export const [ann, bob] = [pureKey('ann'), pureKey('bob')];
const signers = { '.mcgate/allowed_signers': pureLine('ann@example.org', ann) + pureLine('bob@example.org', bob) };
export const base: MemoryCommit = { files: { 'a.js': '1', ...signers } };
export const pull: PullRequest = {
  ...{ name: 'pull_request', number: 12, headSha: 'head', mergeSha: null, baseRef: 'main', baseSha: 'tip' },
  ...{ defaultBranch: 'main', isProtected: true },
};
export const push: EventOf<'push'> = {
  ...{ name: 'push', before: 'tip', after: 'head', ref: 'refs/heads/main', forced: false, defaultBranch: 'main', isProtected: true },
};
export const local: ChangeEvent = { name: 'local', base: 'main', staged: false };
export const origin = {
  repository: 'acme/shop',
  actors: ['ann'],
  opener: 'ann',
  head: { repository: 'acme/shop', name: 'feature' },
  labels: null,
};

export function hex(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** By hand: files by SHA-256 of their text, others by git's id. */
export function digestOf(files: Readonly<Record<string, string>>, where = place): Promise<string> {
  return subjectDigest(where, memoryTree(files).entries, ({ path }) => Promise.resolve(hex(files[path] ?? '')));
}

/** What differs from a local run of `head` against `tip`. */
export interface Run extends Partial<MemoryCommits> {
  readonly event?: ChangeEvent;
  readonly origin_?: ApprovalSources['request']['origin'];
  readonly judged?: string;
  readonly trusted?: readonly [string, string] | null;
  readonly openSignatures?: ApprovalSources['ports']['openSignatures'];
}

/** The revoked keys of what was opened and not closed. */
export const opened: (Uint8Array | null)[] = [];

function open(_: string, revoked: Uint8Array | null): OpenSignatures {
  opened.push(revoked);
  return { check: pureCheck(), close: () => Promise.resolve(void opened.pop()) };
}

export function sourcesOf({
  event = local,
  origin_: from = origin,
  judged = 'head',
  trusted = ['main', 'tip'],
  openSignatures = open,
  ...history
}: Run): ApprovalSources {
  const repository = memoryCommits({ commits: {}, head: judged, ...history });
  const subject = subjectOf(judged, trusted);
  const request = { event, origin: from, options: { offline: true, osvDatabase: null, cache: false } };
  return {
    actors: openActors({ request, repository, subject, ports: { openReviews: null } }),
    ...{ request, repository, people, ports: { now: () => now, openSignatures } },
    ...{ subject, judged: repository.tree(judged), trusted: repository.tree(trusted?.[1] ?? '') },
  };
}

export const changed = { ...base.files, 'a.js': '2' };
