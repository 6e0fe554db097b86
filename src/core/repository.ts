// What the pipeline asks of a repository before any gate runs: commits, refs and listings. platform/ implements it
// with the hardened git environment of ARCHITECTURE.md ("Trust model"); a plain folder answers null to every question about commits.
import type { PastListing, Surroundings, TreeEntry, Workspace } from './workspace.ts';

export type TreeSource =
  { readonly kind: 'commit'; readonly commit: string } | { readonly kind: 'working-tree' } | { readonly kind: 'index' };

/** Entries sorted by path. Serialisable: it crosses to the gates' child processes, so that all gates see one state. */
export interface TreeListing {
  readonly source: TreeSource;
  readonly entries: readonly TreeEntry[];
}

/** Everything a child process needs to open the same workspace. Serialisable. */
export interface WorkspaceSpec {
  /** Absolute path of the folder under check. */
  readonly root: string;
  /** Absolute path of the git directory; null for a plain folder. */
  readonly gitDir: string | null;
  readonly judged: TreeListing;
  readonly base: TreeListing | null;
  readonly past: PastListing | null;
  /** Of a narrowed run, for the gate that follows data from file to file. */
  readonly around?: Surroundings<TreeListing>;
}

/** Commits reachable from `tip` and not from `base`. */
export interface CommitRange {
  readonly base: string;
  readonly tip: string;
}

/** Whose commits are asked for. */
export interface AuthorRange {
  /** Null for all of the history up to `tip`. */
  readonly base: string | null;
  readonly tip: string;
  /** A folder, with its slash: who touched nothing but it is left out. */
  readonly without: string;
}

export interface NamedCommit {
  readonly name: string;
  readonly commit: string;
}

/** Who made the commits of a range. */
export interface AuthorListing {
  /** E-mails of authors, committers and co-authors, each once; `''` for one that cannot be read. */
  readonly emails: readonly string[];
  /** False where there may be more: the history is cut off, or too long. */
  readonly whole: boolean;
}

/** A commit of a branch's first-parent history: what was merged, or committed, onto its first parent. */
export interface HistoryStep {
  readonly commit: string;
  /** At least one, the one it was made onto first. */
  readonly parents: readonly string[];
  /** `Name <e-mail>`, as the commit says it. */
  readonly author: string;
  /** The committer's, in milliseconds; NaN where it cannot be read. */
  readonly date: number;
  /** The latest date of all before it, from where the branch's history comes from on. */
  readonly earliest: number;
  /** Those asked for that differ from the first parent, sorted. */
  readonly paths: readonly string[];
}

export interface StepListing {
  /** Where the branch's history comes from: `base`, or where the two parted; null where it cannot be told. */
  readonly start: string | null;
  /** Commits that were looked at. */
  readonly commits: number;
  /** Those that touch a path that was asked for, oldest first. */
  readonly steps: readonly HistoryStep[];
  /** Null where these are all. */
  readonly cut: 'shallow clone' | 'too many commits' | 'too many files' | 'took too long' | null;
}

export interface Repository {
  readonly root: string;
  readonly gitDir: string | null;
  /** Commit id of a revision (`main`, `v1`, an id), or null where there is none. Refuses what looks like an option. */
  resolve(revision: string): Promise<string | null>;
  head(): Promise<NamedCommit | null>;
  /** Upstream branch of the current branch, if it has one whose commit is here. */
  upstream(): Promise<NamedCommit | null>;
  /** `origin/HEAD`, else `origin/main`, `origin/master`, `main`, `master`, else null. */
  defaultBranch(): Promise<NamedCommit | null>;
  /** Ids of the parents as the commit object names them, whether or not they are here. */
  parents(commit: string): Promise<readonly string[]>;
  /** True if the commit and its tree are here. */
  has(commit: string): Promise<boolean>;
  mergeBase(a: string, b: string): Promise<string | null>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  isShallow(): Promise<boolean>;
  /** Where `origin` is, as somebody wrote it; null where there is none. */
  originAddress(): Promise<string | null>;
  list(source: TreeSource): Promise<TreeListing>;
  /**
   * What the commits of `range` put somewhere and what stands neither in the tree `base`, at whatever path, nor at the same path in
   * `judged`. Bounded, and says so where it is cut; throws McGateError `cancelled` alone.
   */
  past(range: CommitRange, trees: Pick<WorkspaceSpec, 'judged'> & { readonly base: TreeListing }): Promise<PastListing>;
  /** Bounded, and says so where it is cut; throws McgateError `cancelled` alone. */
  authors(range: AuthorRange): Promise<AuthorListing>;
  /**
   * What the first-parent history of `tip` did since `base` to the paths that `concerns` takes. Bounded, and says so where it is cut; `start`
   * null without a cut: the two have nothing in common.
   */
  steps(range: CommitRange, concerns: (path: string) => boolean): Promise<StepListing>;
  /** Commit of the nearest tag behind `commit`, and not at it, that git's glob `pattern` matches; null where there is none. */
  formerTag(commit: string, pattern: string): Promise<string | null>;
  /** Whether a commit up to `commit` touched a path; null where a shallow clone cannot tell. */
  everHeld(commit: string, path: string): Promise<boolean | null>;
  /** The trees of two listings, for reading. */
  open(spec: Pick<WorkspaceSpec, 'judged' | 'base'>): Promise<Workspace>;
  close(): Promise<void>;
}
