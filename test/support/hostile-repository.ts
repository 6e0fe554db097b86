// What hostile-repository tests share: opening a judged tree as the pipeline does, and reading from it.
import type { Repository, TreeSource } from '../../src/core/repository.ts';
import type { ReadResult, TreeEntry, Workspace } from '../../src/core/workspace.ts';
import { openRepository } from '../../src/platform/repository.ts';

export const readLimit = 10 * 1024 * 1024;

export interface OpenedTree {
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly entries: readonly TreeEntry[];
  readonly paths: readonly string[];
  readonly entry: (path: string) => TreeEntry | undefined;
  readonly read: (path: string, limit?: number) => Promise<ReadResult>;
  /** The content as text, or the failure. */
  readonly text: (path: string) => Promise<string>;
}

/** Lists `source` (default: the working tree), opens it, hands it to `use`, and closes everything. */
export async function withTree<Result>(
  root: string,
  use: (tree: OpenedTree) => Promise<Result> | Result,
  source: TreeSource = { kind: 'working-tree' },
  options: { readonly git: boolean } = { git: true },
): Promise<Result> {
  const repository = await openRepository(root, options);
  const judged = await repository.list(source);
  const workspace = await repository.open({ judged, base: null });
  const read = (path: string, limit = readLimit): Promise<ReadResult> => workspace.judged.read(path, limit);
  try {
    return await use({
      repository,
      workspace,
      entries: judged.entries,
      paths: judged.entries.map((entry) => entry.path),
      entry: (path) => judged.entries.find((entry) => entry.path === path),
      read,
      text: async (path) => {
        const answer = await read(path);
        return answer.ok ? Buffer.from(answer.bytes).toString('utf8') : `(${answer.failure})`;
      },
    });
  } finally {
    await workspace.close();
    await repository.close();
  }
}
