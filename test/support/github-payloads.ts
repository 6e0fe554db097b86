// Event payloads in the shape that GitHub's documentation of webhooks shows, with ids of a test's own.
import type { HostedPull } from './git-server.ts';
import { user } from './github.ts';

type Payload = Readonly<Record<string, unknown>>;

function repository(fullName: string, options: { readonly fork: boolean; readonly id: number }): Payload {
  const [owner = '', name = ''] = fullName.split('/');
  return {
    ...{ id: options.id, node_id: 'MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=', name, full_name: fullName, private: true, fork: options.fork },
    ...{ owner: user(owner, 900), html_url: `https://github.com/${fullName}`, clone_url: `https://github.com/${fullName}.git` },
    ...{ default_branch: 'main', visibility: 'private', allow_forking: true, topics: [], archived: false, disabled: false },
  };
}

const own = repository('Acme/Shop', { fork: false, id: 186_853_002 });
const organization = { login: 'Acme', id: 6_811_672, url: 'https://api.github.com/orgs/Acme', description: '::error::hello' };

export interface PullOptions {
  readonly action?: string;
  /** Default: the pull request's own commits, as GitHub counts them. */
  readonly commits?: number;
  /** As the payload says it; it need not be the newest. */
  readonly baseSha?: string;
  readonly baseRef?: string;
  readonly mergeCommit?: string | null;
  readonly fromFork?: boolean;
}

function pull({ number, head, base, baseRef }: HostedPull, options: PullOptions): Payload {
  const fromFork = options.fromFork === true;
  const owner = fromFork ? 'mallory' : 'Acme';
  const from = fromFork ? repository('mallory/shop', { fork: true, id: 7 }) : own;
  const target = options.baseRef ?? baseRef;
  return {
    ...{ id: 279_147_437, number, state: 'open', locked: false, title: '::error::Update `README` <b>%0A</b>', user: user('ann', 1) },
    ...{ body: '##[error]\n::set-output name=verdict::pass', draft: false, merged: false, mergeable: null, mergeable_state: 'unknown' },
    ...{ labels: [], assignees: [], requested_reviewers: [], requested_teams: [], milestone: null, author_association: 'CONTRIBUTOR' },
    html_url: `https://github.com/Acme/Shop/pull/${number}`,
    head: { label: `${owner}:feature`, ref: 'feature', sha: head, user: user(owner, 2), repo: from },
    base: { label: `Acme:${target}`, ref: target, sha: options.baseSha ?? base, user: user('Acme', 900), repo: own },
    merge_commit_sha: options.mergeCommit ?? null,
  };
}

/** `pull_request` and `pull_request_target`. */
export function pullRequestPayload(of: HostedPull, options: PullOptions = {}): Payload {
  const { action = 'synchronize', commits = 1 } = options;
  const counts = { commits, additions: 1, deletions: 1, changed_files: 1, comments: 0, review_comments: 0, maintainer_can_modify: false };
  return {
    ...{ action, number: of.number, pull_request: { ...pull(of, options), ...counts }, repository: own, organization },
    sender: user('ann', 1),
  };
}

/** What it says of the pull request is shorter: its commits are not counted. */
export function reviewPayload(of: HostedPull, options: PullOptions = {}): Payload {
  const review = {
    id: 237_895_671,
    user: user('bob', 2),
    body: null,
    commit_id: of.head,
    submitted_at: '2026-11-01T10:00:00Z',
    state: 'approved',
  };
  return { action: 'submitted', review, pull_request: pull(of, options), repository: own, organization, sender: user('bob', 2) };
}

export function mergeGroupPayload(base: string, head: string, baseRef = 'main'): Payload {
  const group = {
    ...{ head_sha: head, head_ref: `refs/heads/gh-readonly-queue/${baseRef}/pr-7-${base}` },
    ...{ base_sha: base, base_ref: `refs/heads/${baseRef}`, head_commit: { id: head, message: 'Merge pull request #7' } },
  };
  return { action: 'checks_requested', merge_group: group, repository: own, organization, sender: user('github-merge-queue[bot]', 3) };
}

export interface PushOptions {
  readonly before: string | null;
  readonly after: string | null;
  readonly ref?: string;
  readonly forced?: boolean;
  readonly commits?: number;
}

export function pushPayload({ before, after, ref = 'refs/heads/main', forced = false, commits = 1 }: PushOptions): Payload {
  const none = '0'.repeat(40);
  const commit = { id: after, message: '::error::pushed', author: { name: 'Ann', email: 'ann@example.org' }, distinct: true };
  return {
    ...{ ref, before: before ?? none, after: after ?? none, created: before === null, deleted: after === null, forced },
    ...{ base_ref: null, compare: 'https://github.com/Acme/Shop/compare', head_commit: after === null ? null : commit },
    ...{ commits: Array.from({ length: after === null ? 0 : commits }, () => commit), pusher: { name: 'ann', email: 'ann@example.org' } },
    ...{ repository: { ...own, master_branch: 'main', stargazers: 0 }, organization, sender: user('ann', 1) },
  };
}

/** A schedule's payload names nobody, and its repository only since lately. */
export function schedulePayload(): Payload {
  return { schedule: '17 5 * * 1', repository: own, organization, workflow: '.github/workflows/mcgate.yml' };
}

export function dispatchPayload(ref = 'refs/heads/main'): Payload {
  return { inputs: null, ref, repository: own, organization, sender: user('ann', 1), workflow: '.github/workflows/mcgate.yml' };
}
