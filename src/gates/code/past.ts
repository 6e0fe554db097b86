// Secrets in the history of a change: a credential that one of its commits added and a later one removed is public once pushed.
import type { RawFinding, Reason } from '../../core/documents.ts';
import type { PastCut, PastEntry, PastListing } from '../../core/workspace.ts';

/** Secrets by the past content in which they stood. */
export type PastSecrets = ReadonlyMap<PastEntry, readonly RawFinding[]>;

/**
 * Each secret once, where the first commit put it. One that still stands in the judged tree is told there alone, and one that stood in the
 * base is not new.
 */
export function pastFindings(past: PastListing, secrets: PastSecrets, standing: readonly RawFinding[]): readonly RawFinding[] {
  const known = new Set(standing.map(keyOf));
  return past.entries.flatMap((entry) =>
    (secrets.get(entry) ?? []).flatMap((finding): readonly RawFinding[] => {
      const key = keyOf(finding);
      if (known.has(key)) return [];
      known.add(key);
      return [findingOf(finding, entry)];
    }),
  );
}

function keyOf({ ruleId, anchor }: RawFinding): string {
  return `${ruleId} ${anchor}`;
}

function findingOf(finding: RawFinding, entry: PastEntry): RawFinding {
  const what = finding.message.replace(/\.$/u, '');
  return {
    ...finding,
    message: `${what}, in the history of the change: commit ${shortId(entry)} holds it at these lines. A later commit that removes it does not help: who can read the repository can read that commit.`,
    location: { ...finding.location, path: entry.path, commit: entry.commit },
    anchor: `history ${finding.anchor}`,
    fix: 'Revoke the credential and issue a new one: it counts as known from the first push on. Then rewrite the commits of the change so that none holds it, by squashing them or with `git rebase -i`, and push again.',
  };
}

/** As people and `git show` write a commit. */
export function shortId({ commit }: PastEntry): string {
  return commit.slice(0, 12);
}

/** Why the history was not searched as a whole, where the change itself may be the cause. */
export function reasonForCut({ cut, commits }: PastListing): Reason | null {
  if (cut === null || cut === 'shallow clone') return null;
  return {
    code: 'unsearched-history',
    message: `${cutMessages[cut](commits)} were not all searched for secrets.`,
    remedy: cutRemedies[cut],
  };
}

const smaller = 'Bring the change in smaller parts, or squash its commits.';

const cutMessages: Readonly<Record<Exclude<PastCut, 'shallow clone'>, (commits: number) => string>> = {
  'too many commits': (commits) => `The change has more than ${commits.toLocaleString('en')} commits, which`,
  'too many files': () => 'The commits of the change hold more files, since changed or removed, than can be searched, so they',
  'took too long': () => 'git took too long to list what the commits of the change hold, so they',
  'missing objects': () => 'git could not list what the commits of the change hold, so they',
};

const cutRemedies: Readonly<Record<Exclude<PastCut, 'shallow clone'>, string>> = {
  'too many commits': smaller,
  'too many files': smaller,
  'took too long': smaller,
  'missing objects': 'Fetch what this clone lacks: `git fetch --refetch` brings it, and `git fsck` names broken objects.',
};
