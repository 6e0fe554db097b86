// Runs as GitHub would start them: the payload in a file, and what its runner says beside it.
import path from 'node:path';
import { makeFolder, type TestRepository } from './git-repository.ts';

export type Environment = Readonly<Record<string, string>>;

export interface PullRequest {
  readonly number?: number;
  readonly opener?: string;
  readonly sender?: string;
  readonly labels?: readonly string[];
}

const repository = { full_name: 'Acme/Shop', default_branch: 'main' };

/** Checks out GitHub's merge commit of `head` into `base`, and answers the environment of its run. */
export function pullRequestEvent(
  { git }: TestRepository,
  base: string,
  head: string,
  { number = 12, opener = 'ann', sender = 'ann', labels }: PullRequest = {},
): Environment {
  const tree = git('merge-tree', '--write-tree', base, head);
  git('checkout', '-q', '--detach', git('commit-tree', '-p', base, '-p', head, '-m', 'merge', tree));
  const pull = {
    ...{ number, merge_commit_sha: null, user: { login: opener } },
    ...{ head: { sha: git('rev-parse', head) }, base: { ref: base, sha: git('rev-parse', base) } },
    ...(labels === undefined ? {} : { labels: labels.map((name) => ({ name })) }),
  };
  const payload = { pull_request: pull, repository, sender: { login: sender } };
  return eventOf('pull_request', payload, `refs/pull/${String(number)}/merge`);
}

/** Checks out what was pushed to a protected branch, and answers the environment of its run. */
export function pushEvent({ git }: TestRepository, branch: string, before: string, after: string, sender = 'ann'): Environment {
  git('checkout', '-q', '--detach', after);
  const ref = `refs/heads/${branch}`;
  const ids = { before: git('rev-parse', before), after: git('rev-parse', after) };
  const payload = { ref, ...ids, forced: false, repository, sender: { login: sender } };
  return { ...eventOf('push', payload, ref), GITHUB_REF_PROTECTED: 'true' };
}

function eventOf(name: string, payload: object, ref: string): Environment {
  const file = path.join(makeFolder({ 'event.json': JSON.stringify(payload) }), 'event.json');
  return { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: file, GITHUB_REF: ref };
}
