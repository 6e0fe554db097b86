// Who pushed what a pull request is made of, by the forge's own record of its branch: a commit may name anybody, a push names an account.
import type { Account, BranchMove } from '../core/review.ts';

export interface Pushers {
  /** Each once, newest first; some of them where there is a gap. */
  readonly accounts: readonly Account[];
  /** Why others may have pushed too, as a clause; null where that is ruled out. */
  readonly gap: string | null;
}

/**
 * From the newest move to `head` back to where the branch held nothing of its own: to a commit that `isMerged` already, or to before its first
 * creation. Each move has to begin where the one before it ended, or somebody's is missing. Throws what `moves` throws.
 */
export async function findPushers(
  moves: AsyncIterable<BranchMove>,
  head: string,
  isMerged: (commit: string) => Promise<boolean>,
): Promise<Pushers> {
  const accounts = new Map<number, Account>();
  const answer = (gap: string | null): Pushers => ({ accounts: [...accounts.values()], gap });
  let sought = head;
  let isFound = false;
  for await (const { before, after, actor } of moves) {
    if (after !== sought) {
      // What came after the head is no part of it.
      if (!isFound) continue;
      return answer(`no push to ${shown(sought)} is known`);
    }
    isFound = true;
    sought = before;
    // Whoever deletes a branch puts nothing on it.
    if (isNone(after)) continue;
    if (actor === null) return answer(`nobody is named for the push of ${shown(after)}`);
    accounts.set(actor.id, actor);
    if (!isNone(before) && (await isMerged(before))) return answer(null);
  }
  return answer(isFound && isNone(sought) ? null : `no push to ${shown(sought)} is known`);
}

function isNone(commit: string): boolean {
  return /^0+$/u.test(commit);
}

function shown(commit: string): string {
  return commit.slice(0, 12);
}
