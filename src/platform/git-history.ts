// Commits, refs and how they hang together, as git's objects themselves say it: no replace refs, grafts or commit-graph.
import type { NamedCommit, Repository } from '../core/repository.ts';
import { McgateError } from '../core/error.ts';
import { once } from '../core/once.ts';
import { isObjectId, objectId, type ObjectFormat } from './blob-id.ts';
import type { Git } from './git.ts';

export type HistoryQueries = Pick<
  Repository,
  | 'resolve'
  | 'head'
  | 'upstream'
  | 'defaultBranch'
  | 'parents'
  | 'has'
  | 'mergeBase'
  | 'isAncestor'
  | 'isShallow'
  | 'everHeld'
  | 'formerTag'
  | 'originAddress'
>;

export interface History {
  readonly format: ObjectFormat;
  readonly queries: HistoryQueries;
  /** The id itself. Throws McgateError `git-failed` if it is not a full id of this repository's format. */
  readonly checkedId: (id: string) => string;
}

const revisionLimit = 1024;
const commitLimit = 16 * 1024 * 1024;
const originHead = 'refs/remotes/origin/HEAD';
const usualBranches = ['refs/remotes/origin/main', 'refs/remotes/origin/master', 'refs/heads/main', 'refs/heads/master'];

/** Throws McgateError `git-failed` if git does not take this for a repository. */
export async function openHistory(git: Git): Promise<History> {
  const ask = async (args: readonly string[], accept: readonly number[] = [0, 1, 128]): Promise<string | null> => {
    const { exitCode, stdout } = await git.run(args, { accept });
    const text = stdout.toString('utf8').replace(/\n$/u, '');
    return exitCode === 0 && text !== '' ? text : null;
  };
  const format = (await git.run(['rev-parse', '--show-object-format'])).stdout.toString('utf8').trim() === 'sha256' ? 'sha256' : 'sha1';

  const checkedId = (id: string): string => {
    if (isObjectId(id) && id.length === (format === 'sha1' ? 40 : 64)) return id;
    throw new McgateError('git-failed', `${JSON.stringify(id.slice(0, 80))} is not a commit id of this repository.`);
  };
  // 1: it is not there. 128: the object is broken, or a revision that somebody typed makes no sense.
  const commitOf = async (revision: string, accept: readonly number[] = [0, 1]): Promise<string | null> => {
    const id = await ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], accept);
    return id !== null && isObjectId(id) ? id : null;
  };
  // Not rev-parse: for a ref that is not there it would take `refs/heads/refs/remotes/origin/main`, which anybody can push.
  const commitAt = async (ref: string): Promise<string | null> => {
    const id = await ask(['show-ref', '--verify', '--hash', '--', ref]);
    return id !== null && isObjectId(id) ? commitOf(id) : null;
  };
  const named = async (ref: string): Promise<NamedCommit | null> => {
    const commit = await commitAt(ref);
    return commit === null ? null : { name: shortName(ref), commit };
  };
  /** Those of `usualBranches` that are there, and first what `originHead` stands for. By their full names alone. */
  const defaultRefs = async (): Promise<readonly { readonly ref: string; readonly id: string }[]> => {
    const { stdout } = await git.run(['for-each-ref', '--format=%(refname) %(objectname) %(symref)', originHead, ...usualBranches]);
    const lines = stdout.toString('utf8').split('\n');
    const found = new Map(lines.map((line) => line.split(' ')).map(([name = '', ...rest]) => [name, rest]));
    return [originHead, ...usualBranches].flatMap((name) => {
      const [id = '', target = ''] = found.get(name) ?? [];
      const ref = name === originHead ? target : name;
      return isObjectId(id) && (name !== originHead || ref.startsWith('refs/remotes/origin/')) ? [{ ref, id }] : [];
    });
  };
  // What a clone has it keeps: only what is not there may come, by a fetch.
  const here = new Set<string>();
  // Asked once, so that a run does not contradict itself where another branch is checked out meanwhile.
  const checkedOut = once(() => Promise.all([commitOf('HEAD'), ask(['symbolic-ref', '--quiet', 'HEAD'])]));

  const queries: HistoryQueries = {
    resolve: async (revision) => {
      if (!isRevision(revision)) return null;
      for (const candidate of spellings(revision)) {
        const commit = await (candidate.startsWith('refs/')
          ? commitAt(candidate)
          : commitOf(candidate, isObjectId(candidate) ? [0, 1] : [0, 1, 128]));
        if (commit !== null) return commit;
      }
      return null;
    },
    head: async () => {
      const [commit, current] = await checkedOut();
      return commit === null ? null : { name: shortName(current ?? 'HEAD'), commit };
    },
    upstream: async () => {
      const [, current] = await checkedOut();
      if (current?.startsWith('refs/heads/') !== true) return null;
      const ref = await ask(['for-each-ref', '--format=%(upstream)', current]);
      return ref?.startsWith('refs/') === true && !ref.includes('\n') ? named(ref) : null;
    },
    defaultBranch: async () => {
      for (const { ref, id } of await defaultRefs()) {
        const commit = await commitOf(id);
        if (commit !== null) return { name: shortName(ref), commit };
      }
      return null;
    },
    parents: async (commit) => parentsOf(git, format, checkedId(commit)),
    has: async (commit) => {
      if (here.has(commit)) return true;
      const { exitCode } = await git.run(['cat-file', '-e', `${checkedId(commit)}^{tree}`], { accept: [0, 1, 128] });
      if (exitCode === 0) here.add(commit);
      return exitCode === 0;
    },
    mergeBase: async (a, b) => {
      if (a === b && here.has(a)) return checkedId(a);
      const { exitCode, stdout } = await git.run(['merge-base', checkedId(a), checkedId(b)], { accept: [0, 1] });
      return exitCode === 0 ? checkedId(stdout.toString('utf8').trim()) : null;
    },
    isAncestor: async (ancestor, descendant) => {
      const args = ['merge-base', '--is-ancestor', checkedId(ancestor), checkedId(descendant)];
      return (await git.run(args, { accept: [0, 1] })).exitCode === 0;
    },
    everHeld: async (commit, path) => {
      // Without --full-history a merge that dropped the path would hide the side that had it.
      const args = ['rev-list', '--full-history', '--max-count=1', checkedId(commit), '--', `:(top,literal)${path}`];
      if ((await ask(args, [0])) !== null) return true;
      return (await queries.isShallow()) ? null : false;
    },
    formerTag: async (commit, pattern) => {
      const parent = (await parentsOf(git, format, checkedId(commit)))[0];
      if (parent === undefined) return null;
      const tag = await ask(['describe', '--tags', '--abbrev=0', `--match=${pattern}`, checkedId(parent)]);
      return tag === null ? null : commitAt(`refs/tags/${tag}`);
    },
    originAddress: () => ask(['config', '--local', '--get', 'remote.origin.url']),
    isShallow: async () => (await ask(['rev-parse', '--is-shallow-repository'])) === 'true',
  };
  return { format, queries, checkedId };
}

/** The parents that the commit object names; a shallow clone's `rev-list` would hide them. */
async function parentsOf(git: Git, format: ObjectFormat, commit: string): Promise<readonly string[]> {
  const { stdout } = await git.run(['cat-file', 'commit', commit], { maxBytes: commitLimit });
  if (objectId(format, 'commit', stdout) !== commit)
    throw new McgateError('git-failed', `The commit ${commit} does not have the content of its id.`);
  const header = stdout.toString('latin1').split('\n\n', 1)[0] ?? '';
  return header.split('\n').flatMap((line) => /^parent ([0-9a-f]+)$/u.exec(line)?.[1] ?? []);
}

/**
 * A branch first, then a tag: left to git, a tag named like the base branch would take its place.
 * A full id or ref is itself, whatever a branch may be called.
 */
function spellings(revision: string): readonly string[] {
  if (isObjectId(revision) || revision.startsWith('refs/') || revision === 'HEAD') return [revision];
  return [`refs/heads/${revision}`, `refs/remotes/${revision}`, `refs/tags/${revision}`, revision];
}

function isRevision(revision: string): boolean {
  return revision !== '' && revision.length <= revisionLimit && !revision.startsWith('-') && !/[\p{Cc}\s:]/u.test(revision);
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes|tags)\//u, '');
}
