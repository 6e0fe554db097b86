// What a person would sign about the tree that is checked out: which tree, for which place, judged by which trusted documents.
import type { SubjectPlace } from '../attestation/subject.ts';
import type { CheckPorts, CheckRequest } from '../core/check.ts';
import { McgateError } from '../core/error.ts';
import type { Repository, TreeListing } from '../core/repository.ts';
import type { Tree } from '../core/workspace.ts';
import { approvalSubject } from './approvals.ts';
import { isSameButAttestations } from './change-authors.ts';
import { resolveSubject } from './trusted-tip.ts';

export interface Draft {
  readonly place: SubjectPlace;
  /** Of the tree, without its attestations. */
  readonly digest: string;
  /** Full id of the commit that is checked out; null in a repository without one. */
  readonly commit: string | null;
  readonly judged: Tree;
  /** Where the documents are read that judge: with no trusted tip, the judged tree. */
  readonly trusted: Tree;
  /** Whether a commit holds the same tree, but for attestations. */
  readonly isSame: (commit: string) => Promise<boolean>;
}

/**
 * Hands a draft over that holds until `use` settles. Throws McgateError `usage` where something is not committed, `unreadable` where the
 * change or its place cannot be told.
 */
export async function withDraft<T>(
  request: CheckRequest,
  ports: Pick<CheckPorts, 'openRepository'>,
  use: (draft: Draft) => Promise<T>,
): Promise<T> {
  const repository = await ports.openRepository(request.root, { git: request.git });
  try {
    const subject = await resolveSubject(request.event, repository);
    if (!subject.ok) {
      const { message, remedy } = subject.reason;
      throw new McgateError('unreadable', message, remedy === undefined ? {} : { remedy });
    }
    const judged = await repository.list(subject.judged.source);
    await refuseUncommitted(judged, repository);
    const base = subject.trusted === null ? null : await repository.list({ kind: 'commit', commit: subject.trusted.commit });
    const workspace = await repository.open({ judged, base });
    try {
      const { digest, ...place } = await approvalSubject({ request, repository, subject, judged: workspace.judged });
      const commit = (await repository.head())?.commit ?? null;
      const isSame = async (other: string): Promise<boolean> =>
        (await repository.has(other)) && isSameButAttestations(await repository.list({ kind: 'commit', commit: other }), judged);
      return await use({ place, digest, commit, judged: workspace.judged, trusted: workspace.base ?? workspace.judged, isSame });
    } finally {
      await workspace.close();
    }
  } finally {
    await repository.close();
  }
}

/** What is not committed is in no tree that anybody else could judge; of attestations it does not matter. */
async function refuseUncommitted(listing: TreeListing, repository: Repository): Promise<void> {
  const head = await repository.head();
  if (head !== null && isSameButAttestations(await repository.list({ kind: 'commit', commit: head.commit }), listing)) return;
  throw new McgateError('usage', 'The working tree holds what is not committed, and a signature is about a commit.', {
    remedy: 'Commit it or set it aside (`git stash -u`), then sign.',
  });
}
