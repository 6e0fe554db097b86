// Everything by which a change would loosen how it, or a later change, is judged: the documents under .mcgate/ and the workflows.
import { McgateError, messageOf } from '../core/error.ts';
import type { Tree, TreeEntry } from '../core/workspace.ts';
import { compareBaselines, compareConfigs, compareSuppressions } from './config-weakenings.ts';
import {
  documentPaths,
  loadBaseline,
  loadConfig,
  loadSuppressions,
  type TrustedDocument,
  type TrustedDocuments,
} from './trusted-documents.ts';
import type { Weakening } from './weakening.ts';
import { compareWorkflows, isWorkflowPath, maxWorkflowBytes, type WorkflowFile } from './workflow-weakenings.ts';

export interface WeakeningInput {
  readonly documents: TrustedDocuments;
  readonly trusted: Tree;
  readonly judged: Tree;
  /** The merge base: what the change did not touch there, it does not weaken, however old the branch is. */
  readonly base: Tree;
  /** Identities of findings that stand in the base tree. */
  readonly standing: ReadonlySet<string>;
}

/** Compares the trusted tip with what it would become. Never throws for what the judged tree holds: a broken document is a weakening. */
export async function findWeakenings(input: WeakeningInput): Promise<readonly Weakening[]> {
  const touched = touchedPaths(input.base.entries, input.judged.entries);
  const { documents, judged, standing } = input;
  const found = await Promise.all([
    compareDocument(touched, documents.config, () => loadConfig(judged), compareConfigs),
    compareDocument(touched, documents.suppressions, () => loadSuppressions(judged), compareSuppressions),
    compareDocument(
      touched,
      documents.baseline,
      () => loadBaseline(judged),
      (before, after) => compareBaselines(before, after, standing),
    ),
    compareTouchedWorkflows(touched, input),
  ]);
  return [...found.flat(), ...otherTrustedFiles(touched, input.trusted.entries, judged.entries)];
}

/** Paths whose content or kind differs between the base and the judged tree. */
function touchedPaths(base: readonly TreeEntry[], judged: readonly TreeEntry[]): ReadonlySet<string> {
  const before = new Map(base.map((entry) => [entry.path, entry]));
  const touched = new Set<string>();
  for (const entry of judged) {
    const old = before.get(entry.path);
    before.delete(entry.path);
    if (old?.id !== entry.id || old.kind !== entry.kind || entry.id === '') touched.add(entry.path);
  }
  for (const path of before.keys()) touched.add(path);
  return touched;
}

async function compareDocument<T>(
  touched: ReadonlySet<string>,
  trusted: TrustedDocument<T>,
  load: () => Promise<TrustedDocument<T>>,
  compare: (trusted: TrustedDocument<T>, judged: TrustedDocument<T>) => readonly Weakening[],
): Promise<readonly Weakening[]> {
  if (!touched.has(trusted.path)) return [];
  try {
    return compare(trusted, await load());
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    const position = error.positions[0];
    const line = position?.line;
    const region =
      line === undefined
        ? {}
        : { startLine: line, startColumn: position?.column ?? 1, endLine: line, endColumn: (position?.column ?? 1) + 1 };
    const message = `Merged as it is, this document would be refused: ${messageOf(error)}`;
    return [
      {
        rule: 'document-invalid',
        message,
        location: { path: trusted.path, ...region },
        key: trusted.path,
        before: null,
        after: messageOf(error),
      },
    ];
  }
}

async function compareTouchedWorkflows(touched: ReadonlySet<string>, { trusted, judged }: WeakeningInput): Promise<readonly Weakening[]> {
  if (![...touched].some(isWorkflowPath)) return [];
  const [before, after] = await Promise.all([readWorkflows(trusted, () => true), readWorkflows(judged, (path) => touched.has(path))]);
  return compareWorkflows(before, [...before.filter((file) => !touched.has(file.path)), ...after]);
}

/** Bytes of the workflows of one tree that are parsed. */
const mostWorkflowBytes = 2 * 1024 * 1024;

/** Those that name mcgate, or may: what cannot be read, or is too much, stands without its text. */
async function readWorkflows(tree: Tree, wanted: (path: string) => boolean): Promise<readonly WorkflowFile[]> {
  const files: WorkflowFile[] = [];
  let total = 0;
  for (const { path, kind } of tree.entries) {
    if (!isWorkflowPath(path) || (kind !== 'file' && kind !== 'executable') || !wanted(path)) continue;
    const result = await tree.read(path, maxWorkflowBytes);
    const text = result.ok ? new TextDecoder().decode(result.bytes) : null;
    if (text !== null && !/mcgate/iu.test(text)) continue;
    total += text?.length ?? 0;
    files.push({ path, text: total > mostWorkflowBytes ? null : text });
  }
  return files;
}

/** Signers and documents that this version cannot compare: any difference needs an approval. */
function otherTrustedFiles(
  touched: ReadonlySet<string>,
  trusted: readonly TreeEntry[],
  judged: readonly TreeEntry[],
): readonly Weakening[] {
  const known = new Set<string>(Object.values(documentPaths));
  const before = new Map(trusted.map((entry) => [entry.path, entry.id]));
  const after = new Map(judged.map((entry) => [entry.path, entry.id]));
  return [...touched]
    .filter((path) => path === '.mcgate' || path.startsWith('.mcgate/'))
    .filter((path) => !path.startsWith('.mcgate/attestations/') && !known.has(path) && !path.endsWith('.md'))
    .filter((path) => before.get(path) !== after.get(path))
    .sort()
    .map((path) => {
      const signers = /^\.mcgate\/(allowed_signers|revoked)/u.test(path);
      const what = after.has(path) ? (before.has(path) ? 'changes' : 'is added') : 'is removed';
      return {
        rule: signers ? ('signers-changed' as const) : ('trusted-file-changed' as const),
        message: `${path} ${what}`,
        location: { path },
        key: path,
        before: before.get(path) ?? null,
        after: after.get(path) ?? null,
      };
    });
}
