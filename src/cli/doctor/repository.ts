// The repository as a check would see it: who judges, and do the documents that judge hold together?
import { McgateError } from '../../core/error.ts';
import type { Repository, TreeSource } from '../../core/repository.ts';
import type { Tree } from '../../core/workspace.ts';
import { loadTrustedDocuments } from '../../pipeline/trusted-documents.ts';
import { resolveSubject } from '../../pipeline/trusted-tip.ts';
import type { StatusLine } from '../status-line.ts';
import { failed } from './tools.ts';
import { probeWorkflows } from './workflow.ts';

/** Never throws for what the repository holds. */
export async function probeRepository(repository: Repository): Promise<readonly StatusLine[]> {
  if (repository.gitDir === null) {
    const detail = `${repository.root} is no git repository: every finding counts, and nothing is new or old.`;
    return [
      { status: 'warn', name: 'repository', detail, remedy: null },
      await probeDocuments(repository, { kind: 'working-tree' }, 'config'),
    ];
  }
  const tip = await probeTip(repository);
  const documents = await probeDocuments(repository, { kind: 'working-tree' }, 'config here');
  const trusted =
    tip.commit === null ? [] : [await probeDocuments(repository, { kind: 'commit', commit: tip.commit }, 'config that judges')];
  return [tip.line, ...trusted, documents, await withTree(repository, { kind: 'working-tree' }, probeWorkflows, 'workflow')];
}

async function probeTip(repository: Repository): Promise<{ readonly line: StatusLine; readonly commit: string | null }> {
  const name = 'trusted tip';
  try {
    const subject = await resolveSubject({ name: 'local', base: null, staged: false }, repository);
    if (!subject.ok) {
      const { message, remedy } = subject.reason;
      return { line: { status: 'fail', name, detail: message, remedy: remedy ?? null }, commit: null };
    }
    if (subject.trusted === null) {
      const detail = 'There is none yet: the working tree would be judged by its own config.';
      return { line: { status: 'warn', name, detail, remedy: 'Push a default branch, or pass --base.' }, commit: null };
    }
    const { name: branch, commit } = subject.trusted;
    const shallow = await repository.isShallow();
    const detail = `${branch} at ${commit.slice(0, 12)}${shallow ? '; this clone is shallow, so older bases may be missing' : ''}.`;
    return { line: { status: shallow ? 'warn' : 'ok', name, detail, remedy: shallow ? 'Run `git fetch --unshallow`.' : null }, commit };
  } catch (error) {
    return { line: failed(name, error), commit: null };
  }
}

function probeDocuments(repository: Repository, source: TreeSource, name: string): Promise<StatusLine> {
  return withTree(repository, source, (tree) => probeTreeDocuments(tree, name), name);
}

async function probeTreeDocuments(tree: Tree, name: string): Promise<StatusLine> {
  const { config, suppressions, baseline } = await loadTrustedDocuments(tree);
  const there = [config, suppressions, baseline].filter((document) => document.id !== '').map((document) => document.path);
  const detail =
    there.length === 0 ? 'There is none: the defaults hold.' : `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} valid.`;
  return { status: 'ok', name, detail, remedy: there.length === 0 ? 'Run `mcgate init` to see them written out.' : null };
}

async function withTree(
  repository: Repository,
  source: TreeSource,
  probe: (tree: Tree) => Promise<StatusLine>,
  name: string,
): Promise<StatusLine> {
  try {
    const workspace = await repository.open({ judged: await repository.list(source), base: null });
    try {
      return await probe(workspace.judged);
    } finally {
      await workspace.close();
    }
  } catch (error) {
    if (error instanceof McgateError && error.code === 'cancelled') throw error;
    return failed(name, error);
  }
}
