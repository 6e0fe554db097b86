// Reads the workflows and local actions of the trusted tip, and of what it would become, and has them compared.
import type { Tree } from '../core/workspace.ts';
import type { Weakening } from './weakening.ts';
import { isActionPath, isWorkflowPath, type WorkflowFile } from './workflow-guards.ts';
import { compareWorkflows, unreadableWorkflow } from './workflow-weakenings.ts';

/** Longest workflow that is read, in bytes. */
export const maxWorkflowBytes = 512 * 1024;
/** All that is read of one tree, in bytes. */
const maxTotalBytes = 16 * maxWorkflowBytes;

export interface WorkflowFiles {
  readonly files: readonly WorkflowFile[];
  readonly unread: readonly { readonly path: string; readonly why: string }[];
}

/**
 * What a change of the paths `touched` does to the steps that run mcgate. A workflow that cannot be read runs nothing; the step that
 * it held counts as removed. Where the trusted tip's cannot be read, touching it is a weakening.
 */
export async function compareTouchedWorkflows(touched: ReadonlySet<string>, trusted: Tree, judged: Tree): Promise<readonly Weakening[]> {
  if (![...touched].some(isRead)) return [];
  const merged: Tree = {
    entries: [...judged.entries.filter(({ path }) => touched.has(path)), ...trusted.entries.filter(({ path }) => !touched.has(path))],
    read: (path, limit) => (touched.has(path) ? judged : trusted).read(path, limit),
  };
  const before = await readWorkflows(trusted, touched);
  const after = await readWorkflows(merged, touched);
  const unread = before.unread.filter(({ path }) => touched.has(path));
  return [...compareWorkflows(before.files, after.files), ...unread.map(({ path, why }) => unreadableWorkflow(path, why))];
}

/** Workflows and local actions. What is touched comes first, so that no heap of other files can keep it from being read. One after the other, to bound memory. */
export async function readWorkflows(tree: Tree, touched: ReadonlySet<string>): Promise<WorkflowFiles> {
  const paths = tree.entries.filter(({ path, kind }) => isRead(path) && (kind === 'file' || kind === 'executable')).map(({ path }) => path);
  const files: WorkflowFile[] = [];
  const unread: { path: string; why: string }[] = [];
  let left = maxTotalBytes;
  for (const path of [...paths.filter((one) => touched.has(one)), ...paths.filter((one) => !touched.has(one))]) {
    const result = await tree.read(path, Math.min(maxWorkflowBytes, left));
    if (result.ok) {
      left -= result.bytes.length;
      files.push({ path, text: new TextDecoder().decode(result.bytes) });
    } else unread.push({ path, why: `it cannot be read (${result.failure}: ${result.detail})` });
  }
  return { files, unread };
}

function isRead(path: string): boolean {
  return isWorkflowPath(path) || isActionPath(path);
}
