// A Repository from a table of commits with their files and authors, for tests of what reads trees and history: no git, no disk.
import type { Repository, TreeListing } from '../../src/core/repository.ts';
import type { ResolvedSubject } from '../../src/pipeline/trusted-tip.ts';
import type { Tree, TreeEntry } from '../../src/core/workspace.ts';
import { memoryRepository } from './memory-repository.ts';
import { memoryTree } from './memory-tree.ts';

export interface MemoryCommit {
  readonly parents?: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Of all that are no plain files. */
  readonly kinds?: Readonly<Record<string, TreeEntry['kind']>>;
  /** A tag on it. */
  readonly tag?: string;
  /** E-mails; default: ann@example.org. */
  readonly authors?: readonly string[];
}

export interface MemoryCommits {
  readonly commits: Readonly<Record<string, MemoryCommit>>;
  readonly head?: string;
  /** Named by a parent, but not in this clone; whoever asks for authors beyond is told that the history is cut off. */
  readonly absent?: readonly string[];
  readonly shallow?: boolean;
  /** Where `origin` is; null for no remote. */
  readonly origin?: string | null;
}

export interface OpenCommits extends Repository {
  readonly tree: (commit: string) => Tree;
  /** Trees that were opened and not closed. */
  readonly left: () => number;
}

export function memoryCommits({ commits, absent = [], origin = 'git@github.com:Acme/Shop.git', ...history }: MemoryCommits): OpenCommits {
  const parents = Object.fromEntries(Object.entries(commits).map(([id, commit]) => [id, commit.parents ?? []]));
  const repository = memoryRepository({ commits: parents, absent, ...history });
  const tree = (commit: string): Tree => memoryTree(commits[commit]?.files ?? {}, commits[commit]?.kinds);
  const reached = (commit: string): readonly string[] => [commit, ...(parents[commit] ?? []).flatMap(reached)];
  let opened = 0;
  return {
    ...repository,
    tree,
    left: () => opened,
    originAddress: () => Promise.resolve(origin),
    authors: ({ base, tip, without }) => {
      if (typeof tip !== 'string') throw new TypeError('asked for no commit'); // as git would
      const known = new Set(base === null ? [] : reached(base));
      const shown = (commit: string): string =>
        JSON.stringify(Object.entries(commits[commit]?.files ?? {}).filter(([path]) => !path.startsWith(without)));
      const isIdle = (commit: string): boolean => {
        const [parent, ...more] = parents[commit] ?? [];
        return (
          parent !== undefined &&
          more.length === 0 &&
          shown(commit) === shown(parent) &&
          tree(commit).entries.length !== tree(parent).entries.length
        );
      };
      if (base !== null && absent.includes(base)) return Promise.resolve({ emails: [], whole: false });
      const range = reached(tip).filter((commit) => !known.has(commit) && !isIdle(commit));
      const emails = range.flatMap((commit) => commits[commit]?.authors ?? ['ann@example.org']);
      return Promise.resolve({ emails: [...new Set(emails)].sort(), whole: !range.some((commit) => absent.includes(commit)) });
    },
    everHeld: (commit, path) =>
      Promise.resolve(history.shallow === true ? null : reached(commit).some((one) => Object.hasOwn(commits[one]?.files ?? {}, path))),
    formerTag: (commit, pattern) => {
      const [, ...before] = reached(commit);
      return Promise.resolve(before.find((one) => commits[one]?.tag?.startsWith(pattern.replace('*', '')) === true) ?? null);
    },
    list: (source) => {
      if (source.kind !== 'commit' || absent.includes(source.commit)) return Promise.reject(new Error('not here'));
      return Promise.resolve({ source, entries: tree(source.commit).entries });
    },
    open: ({ judged }: { readonly judged: TreeListing }) => {
      if (judged.source.kind !== 'commit') return Promise.reject(new Error('not asked for'));
      opened += 1;
      const close = (): Promise<void> => {
        opened -= 1;
        return Promise.resolve();
      };
      return Promise.resolve({ judged: tree(judged.source.commit), base: null, past: null, close });
    },
  };
}

/** A commit judged by another; `trusted` is the name of the branch and its commit. */
export function subjectOf(judged: string, trusted: readonly [name: string, commit: string] | null): ResolvedSubject {
  const tip = trusted === null ? null : { name: trusted[0], commit: trusted[1] };
  return { ok: true, trusted: tip, judged: { name: judged, commit: judged, source: { kind: 'commit', commit: judged } }, base: tip };
}
