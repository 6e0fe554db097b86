// A repository of our own, without a file in its work tree, that is filled from a hosted one. Its HEAD stays unborn: git would read
// `.gitmodules` of the commit there, and give up over some.
import path from 'node:path';
import { McgateError } from '../core/error.ts';
import type { CommitRange } from '../core/repository.ts';
import { readFileBounded } from './files.ts';
import { openGit, type Git } from './git.ts';
import type { GitLocation } from './git-directory.ts';
import { openHistory, type HistoryQueries } from './git-history.ts';
import type { RemoteAccess } from './git-outward.ts';
import { openRemote, type Remote, type RemoteLimits } from './git-remote.ts';

export interface FetchedRepository extends Remote, Pick<HistoryQueries, 'parents' | 'isAncestor' | 'resolve'> {
  /** False where a commit of the range names parents that were not fetched, or there are more than anybody asks for. */
  readonly holdsAll: (range: CommitRange) => Promise<boolean>;
}

const mostRangeBytes = 8 * 2 ** 20;
const mostShallowBytes = 8 * 2 ** 20;

/** `folder`: absolute, a real path, empty or one that this has filled before. Throws McgateError `git-failed`, or as `openRemote`. */
export async function openFetchedRepository(
  folder: string,
  access: RemoteAccess,
  signal: AbortSignal,
  limits?: RemoteLimits,
): Promise<FetchedRepository> {
  const location: GitLocation = { workTree: folder, gitDir: path.join(folder, '.git') };
  const remote = openRemote(location, access, signal, limits);
  const git = await openGit(location, signal);
  await git.run(['init', '--quiet', '--template=']);
  const { queries, checkedId } = await openHistory(git);
  return {
    ...remote,
    resolve: queries.resolve,
    parents: queries.parents,
    isAncestor: queries.isAncestor,
    holdsAll: ({ base, tip }) => holdsAll(git, location, { base: checkedId(base), tip: checkedId(tip) }),
  };
}

async function holdsAll(git: Git, { gitDir }: GitLocation, { base, tip }: CommitRange): Promise<boolean> {
  const cutOff = await commitsCutOff(gitDir);
  if (cutOff === null) return false;
  if (cutOff.size === 0) return true;
  const args = ['rev-list', '--end-of-options', tip, `^${base}`];
  const { stdout, cut } = await git.run(args, { cut: true, maxBytes: mostRangeBytes });
  return (
    cut === null &&
    !stdout
      .toString('latin1')
      .split('\n')
      .some((id) => cutOff.has(id))
  );
}

/** The commits whose parents are left out; null for more than are looked at. Throws McgateError `unreadable`. */
async function commitsCutOff(gitDir: string): Promise<ReadonlySet<string> | null> {
  const read = await readFileBounded(path.join(gitDir, 'shallow'), mostShallowBytes);
  // One id a line.
  if (read.ok) return new Set(Buffer.from(read.bytes).toString('latin1').split('\n').filter(Boolean));
  if (read.failure === 'missing') return new Set();
  if (read.failure === 'too-large') return null;
  throw new McgateError('unreadable', `Where the fetched history ends cannot be read: ${read.detail}.`);
}
