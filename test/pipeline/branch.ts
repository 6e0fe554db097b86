// A branch that is checked out, without git: what is drafted to be signed is about its tree.
import { expect } from 'vitest';
import type { CheckPorts, CheckRequest } from '../../src/core/check.ts';
import type { Repository } from '../../src/core/repository.ts';
import type { Tree } from '../../src/core/workspace.ts';
import { memoryCommits, type MemoryCommit } from '../support/memory-commits.ts';
import { memoryTree } from '../support/memory-tree.ts';

export interface Branch {
  /** Default: what `head` holds. */
  readonly working?: Readonly<Record<string, string>> | Tree;
  /** Null for a repository without a commit. */
  readonly head?: string | null;
  readonly commits?: Readonly<Record<string, MemoryCommit>>;
}

export const now = new Date('2026-11-22T12:00:00Z');

/** The request judges the working tree by `tip`. Each test asks `closed`: everything, once. */
export function branchOf({ working, head = 'head', commits = {} }: Branch = {}): {
  readonly ports: Pick<CheckPorts, 'openRepository' | 'now'>;
  readonly closed: () => boolean;
} {
  const repository = memoryCommits({ commits: { tip: { files: { a: '1' } }, head: { parents: ['tip'], files: { a: '2' } }, ...commits } });
  const tree =
    working === undefined
      ? repository.tree('head')
      : typeof working.read === 'function'
        ? (working as Tree)
        : memoryTree(working as Readonly<Record<string, string>>);
  let [closed, opened] = [0, 0];
  const over: Repository = {
    ...repository,
    head: () => Promise.resolve(head === null ? null : { name: 'feature', commit: head }),
    resolve: (name) => Promise.resolve(name === 'main' ? 'tip' : null),
    list: (source) => (source.kind === 'commit' ? repository.list(source) : Promise.resolve({ source, entries: tree.entries })),
    open: (spec) => {
      expect(spec.judged).toEqual({ source: { kind: 'working-tree' }, entries: tree.entries });
      expect(spec.base?.source).toEqual({ kind: 'commit', commit: 'tip' });
      opened += 1;
      return Promise.resolve({ judged: tree, base: repository.tree('tip'), past: null, close: () => Promise.resolve(void (opened -= 1)) });
    },
    close: () => Promise.resolve(void (closed += 1)),
  };
  return { ports: { now: () => now, openRepository: openAs(over) }, closed: () => closed === 1 && opened === 0 };
}

function openAs(repository: Repository): CheckPorts['openRepository'] {
  return (root, options) => {
    expect({ root, options }).toEqual({ root: '/repository', options: { git: true } });
    return Promise.resolve(repository);
  };
}

export const request: CheckRequest = {
  ...{ root: '/repository', git: true, paths: [], event: { name: 'local', base: 'main', staged: false }, origin: null, gates: null },
  ...{ failOn: null, changedOnly: false, shard: null, since: null, release: false, reports: [] },
  options: { offline: true, osvDatabase: null, cache: false },
};
