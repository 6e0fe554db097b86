// Opens what a gate sees, in the gate's own process, from the listings that the pipeline made.
import type { TreeListing, WorkspaceSpec } from '../core/repository.ts';
import type { Surroundings, Tree, Workspace } from '../core/workspace.ts';
import { McgateError } from '../core/error.ts';
import { openGitBlobs } from './git-blobs.ts';
import { realFolder } from './git-directory.ts';
import { openKnownGit, type Git } from './git.ts';
import { diskTree, objectTree } from './trees.ts';

/**
 * `git`: the one that made the listings, where this is its process. Throws McgateError `git-failed` or `unreadable`. Reads afterwards never
 * throw; after `close` they fail.
 */
export function openWorkspace(spec: WorkspaceSpec, git: Git | null = null): Workspace {
  const root = realFolder(spec.root);
  const blobs = spec.gitDir === null ? null : openGitBlobs(git ?? openKnownGit({ workTree: root, gitDir: spec.gitDir }));
  const open = (listing: TreeListing): Tree => {
    if (listing.source.kind === 'working-tree') return diskTree(listing, root, blobs);
    if (blobs === null) throw new McgateError('git-failed', 'A plain folder has neither commits nor an index.');
    return objectTree(listing, blobs);
  };
  return {
    judged: open(spec.judged),
    base: spec.base === null ? null : open(spec.base),
    ...(spec.around !== undefined && { around: openAround(spec.around, open) }),
    past: spec.past === null || blobs === null ? null : { ...spec.past, read: ({ id }, limit) => blobs.read(id, limit) },
    close: async () => {
      await blobs?.close();
    },
  };
}

function openAround({ judged, base, told }: Surroundings<TreeListing>, open: (listing: TreeListing) => Tree): Surroundings<Tree> {
  return { judged: open(judged), base: base === null ? null : open(base), told };
}
