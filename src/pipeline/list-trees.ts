// Lists what a check looks at: the judged tree, the trusted tip, the base, and what the commits in between held.
import type { CheckRequest } from '../core/check.ts';
import type { Repository, TreeListing } from '../core/repository.ts';
import type { PastListing } from '../core/workspace.ts';
import type { CheckListings } from './scope.ts';
import type { ResolvedSubject } from './trusted-tip.ts';

/** The working tree is hashed while git looks for the trusted tip: it is the judged tree whatever the tip is. */
export function earlyListing({ event, since }: CheckRequest, repository: Repository): Promise<TreeListing> | null {
  if (event.name !== 'local' || event.staged || since !== null) return null;
  const listing = repository.list({ kind: 'working-tree' });
  // Told where it is asked for.
  listing.catch(() => null);
  return listing;
}

/** Equal commits are listed once. */
export async function listTrees(
  repository: Repository,
  { judged, trusted, base }: ResolvedSubject,
  workingTree: Promise<TreeListing> | null,
): Promise<CheckListings> {
  const commit = (id: string): Promise<TreeListing> => repository.list({ kind: 'commit', commit: id });
  const judgedListing = judged.source.kind === 'working-tree' && workingTree !== null ? workingTree : repository.list(judged.source);
  const trustedListing = trusted === null ? null : commit(trusted.commit);
  const baseListing = base === null ? null : base.commit === trusted?.commit ? trustedListing : commit(base.commit);
  const [a, b, c] = await Promise.all([judgedListing, trustedListing, baseListing]);
  return { judged: a, trusted: b, base: c, past: await listPast(repository, { judged, base }, { judged: a, base: c }) };
}

/** Of the working tree and the index, the commits are those of the branch that is checked out. */
async function listPast(
  repository: Repository,
  { judged, base }: Pick<ResolvedSubject, 'judged' | 'base'>,
  trees: Pick<CheckListings, 'judged' | 'base'>,
): Promise<PastListing | null> {
  if (base === null || trees.base === null) return null;
  const tip = judged.commit ?? (await repository.head())?.commit ?? null;
  if (tip === null) return null;
  return repository.past({ base: base.commit, tip }, { judged: trees.judged, base: trees.base });
}
