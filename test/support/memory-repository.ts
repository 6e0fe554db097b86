// A Repository from a table of commits, for tests of who judges: no git, no disk.
import type { NamedCommit, Repository } from '../../src/core/repository.ts';

export interface MemoryHistory {
  /** Commit to its parents. */
  readonly commits?: Readonly<Record<string, readonly string[]>>;
  /** Named by a parent or a ref, but not in this clone. */
  readonly absent?: readonly string[];
  readonly refs?: Readonly<Record<string, string>>;
  readonly head?: string;
  readonly upstream?: NamedCommit;
  readonly defaultBranch?: NamedCommit;
  readonly shallow?: boolean;
  /** A plain folder has none. */
  readonly gitDir?: null;
}

export function memoryRepository(history: MemoryHistory): Repository {
  const { commits = {}, absent = [], refs = {}, head, shallow = false } = history;
  const isHere = (commit: string): boolean => {
    if (typeof commit !== 'string') throw new TypeError('asked for a commit that is none'); // as git would
    return Object.hasOwn(commits, commit) && !absent.includes(commit);
  };
  const ancestors = (commit: string): readonly string[] => (isHere(commit) ? [commit, ...(commits[commit] ?? []).flatMap(ancestors)] : []);
  const unused = (): Promise<never> => Promise.reject(new Error('not asked of who judges'));
  return {
    root: '/repository',
    gitDir: history.gitDir === null ? null : '/repository/.git',
    resolve: (revision) => Promise.resolve(refs[revision] ?? (revision in commits ? revision : null)),
    head: () => Promise.resolve(head === undefined ? null : { name: 'HEAD', commit: head }),
    upstream: () => Promise.resolve(history.upstream ?? null),
    defaultBranch: () => Promise.resolve(history.defaultBranch ?? null),
    parents: (commit) => (isHere(commit) ? Promise.resolve(commits[commit] ?? []) : Promise.reject(new Error(`no commit ${commit}`))),
    has: (commit) => Promise.resolve(isHere(commit)),
    mergeBase: (a, b) => Promise.resolve(ancestors(a).find((commit) => ancestors(b).includes(commit)) ?? null),
    isAncestor: (ancestor, descendant) => Promise.resolve(ancestors(descendant).includes(ancestor)),
    isShallow: () => Promise.resolve(shallow),
    originAddress: unused,
    authors: unused,
    everHeld: unused,
    formerTag: unused,
    list: unused,
    past: unused,
    steps: unused,
    open: unused,
    close: () => Promise.resolve(),
  };
}
