// What the pipeline asks of the repository under check: a git repository, or a plain folder that knows no commits.
import type { Repository, TreeSource } from '../core/repository.ts';
import { McgateError } from '../core/error.ts';
import { listFolder } from './folder-tree.ts';
import { findGitDirectory, realFolder, type GitLocation } from './git-directory.ts';
import { listAuthors } from './git-authors.ts';
import { openHistory } from './git-history.ts';
import { openGitBlobs } from './git-blobs.ts';
import { listCommit, listIndex } from './git-listing.ts';
import { listPast } from './git-past.ts';
import { listSteps } from './git-steps.ts';
import { openKnownGit, requireNewGit } from './git.ts';
import { openWorkspace } from './workspace.ts';
import { listWorkingTree } from './working-tree.ts';

export interface OpenOptions {
  /** False: judge the folder as it is, whatever repository it lies in. */
  readonly git: boolean;
  /** Ends what runs; the call that waits throws McgateError `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * Opens the repository that `root` lies in; its own `root` is the top of the work tree, links resolved. With `git: false`, or where
 * there is no repository, the folder itself. Throws McgateError `git-failed` or `unreadable`.
 */
export async function openRepository(root: string, options: OpenOptions): Promise<Repository> {
  const folder = realFolder(root);
  const location = options.git ? findGitDirectory(folder) : null;
  return location === null ? plainFolder(folder, options.signal) : openGitRepository(location, options.signal);
}

async function openGitRepository(location: GitLocation, signal: AbortSignal | undefined): Promise<Repository> {
  const { workTree: root, gitDir } = location;
  // What was begun and nobody waits for, as a listing, ends with the repository.
  const closing = new AbortController();
  const ending = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
  const git = openKnownGit(location, signal);
  const [, history] = await Promise.all([requireNewGit(git), openHistory(git)]);
  const blobs = openGitBlobs(git);
  const entriesOf = (source: TreeSource): ReturnType<typeof listCommit> => {
    if (source.kind === 'commit') return listCommit(git, history.checkedId(source.commit));
    if (source.kind === 'index') return listIndex(git);
    return listWorkingTree({ root, git, blobs, format: history.format, signal: ending });
  };
  return {
    root,
    gitDir,
    ...history.queries,
    list: async (source) => ({ source, entries: await entriesOf(source) }),
    past: (range, trees) => listPast(git, history, range, trees),
    authors: (range) => listAuthors(git, history, range),
    steps: (range, concerns) => listSteps(git, history, range, concerns),
    open: (spec) =>
      new Promise((resolve) => {
        resolve(openWorkspace({ root, gitDir, past: null, ...spec }, git));
      }),
    close: () => {
      closing.abort();
      return blobs.close();
    },
  };
}

function plainFolder(root: string, signal: AbortSignal | undefined): Repository {
  const nothing = (): Promise<null> => Promise.resolve(null);
  const no = (): Promise<boolean> => Promise.resolve(false);
  return {
    root,
    gitDir: null,
    resolve: nothing,
    head: nothing,
    upstream: nothing,
    defaultBranch: nothing,
    parents: () => Promise.resolve([]),
    has: no,
    mergeBase: nothing,
    isAncestor: no,
    isShallow: no,
    originAddress: nothing,
    list: async (source) => {
      if (source.kind !== 'working-tree') throw new McgateError('git-failed', 'A plain folder has neither commits nor an index.');
      return { source, entries: await listFolder(root, signal) };
    },
    past: () => Promise.resolve({ commits: 0, entries: [], cut: null }),
    authors: () => Promise.resolve({ emails: [], whole: false }),
    steps: () => Promise.resolve({ start: null, commits: 0, steps: [], cut: null }),
    everHeld: () => Promise.resolve(null),
    formerTag: () => Promise.resolve(null),
    open: (spec) =>
      new Promise((resolve) => {
        resolve(openWorkspace({ root, gitDir: null, past: null, ...spec }));
      }),
    close: () => Promise.resolve(),
  };
}
