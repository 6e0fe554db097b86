// Everything by which a change would loosen how it, or a later change, is judged: the documents under .mcgate/ and the workflows.
import type { Location } from '../core/documents.ts';
import { type DocumentPosition, McgateError, messageOf } from '../core/error.ts';
import { compareTrees, type Tree, type TreeEntry } from '../core/workspace.ts';
import { compareChecklists } from './checklist-weakenings.ts';
import { compareBaselines, compareConfigs, compareSuppressions } from './config-weakenings.ts';
import { foldName } from './fold-name.ts';
import { resolveConfig } from './settings.ts';
import { demandSigners, loadDemand } from './signer-weakenings.ts';
import {
  documentPaths,
  loadBaseline,
  loadChecklist,
  loadConfig,
  loadSuppressions,
  type TrustedDocument,
  type TrustedDocuments,
} from './trusted-documents.ts';
import type { Weakening } from './weakening.ts';
import { compareTouchedWorkflows } from './workflow-files.ts';

export interface WeakeningInput {
  readonly documents: TrustedDocuments;
  readonly trusted: Tree;
  readonly judged: Tree;
  /** The merge base: what the change did not touch there, it does not weaken, however old the branch is. */
  readonly base: Tree;
  /** Identities of findings that stand in the base tree. */
  readonly standing: ReadonlySet<string>;
  /** Files under `.mcgate/` whose change a gate has judged. */
  readonly judgedElsewhere: ReadonlySet<string>;
}

/** Compares the trusted tip with what it would become. Never throws for what the judged tree holds: a broken document is a weakening. */
export async function findWeakenings(input: WeakeningInput): Promise<readonly Weakening[]> {
  const touched = touchedPaths(input.base.entries, input.judged.entries);
  const { documents, judged, standing, judgedElsewhere } = input;
  const others = new Set([...touched].filter((path) => !judgedElsewhere.has(path)));
  const found = await Promise.all([
    compareDocument(touched, documents.config, () => loadConfig(judged), compareConfigs),
    compareDocument(touched, documents.suppressions, () => loadSuppressions(judged), compareSuppressions),
    compareDocument(
      touched,
      documents.baseline,
      () => loadBaseline(judged),
      (before, after) => compareBaselines(before, after, standing),
    ),
    compareDocument(touched, documents.checklist, () => loadChecklist(judged), compareChecklists),
    compareTouchedWorkflows(touched, input.trusted, judged),
  ]);
  const all = [...found.flat(), ...otherTrustedFiles(others, input.trusted.entries, judged.entries)];
  const concerned = all.some(({ rule }) => rule === 'signers-changed' || rule === 'approval-loosened');
  return concerned ? demandSigners(all, input, await loadDemand(input.trusted, resolveConfig(documents.config.parsed.value))) : all;
}

/** Paths whose content or kind differs between the base and the judged tree. */
function touchedPaths(base: readonly TreeEntry[], judged: readonly TreeEntry[]): ReadonlySet<string> {
  const { added, modified, deleted } = compareTrees(base, judged);
  return new Set([...added, ...modified, ...deleted]);
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
    const message = `Merged as it is, this document would be refused: ${messageOf(error)}`;
    return [
      {
        rule: 'document-invalid',
        message,
        location: { path: trusted.path, ...regionOf(error.positions[0]) },
        key: trusted.path,
        before: null,
        after: messageOf(error),
      },
    ];
  }
}

function regionOf(position: DocumentPosition | undefined): Omit<Location, 'path'> {
  const { line, column = 1 } = position ?? {};
  return line === undefined ? {} : { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 };
}

/** Signers and documents that this version cannot compare: any difference needs an approval. */
function otherTrustedFiles(
  touched: ReadonlySet<string>,
  trusted: readonly TreeEntry[],
  judged: readonly TreeEntry[],
): readonly Weakening[] {
  const before = new Map(trusted.map((entry) => [entry.path, entry]));
  const after = new Map(judged.map((entry) => [entry.path, entry]));
  return [...touched]
    .filter(isOtherTrustedFile)
    .sort()
    .flatMap((path): readonly Weakening[] => {
      const [was, is] = [before.get(path), after.get(path)];
      if (was?.id === is?.id && was?.kind === is?.kind && is?.id !== '') return [];
      const signers = /^\.mcgate\/(allowed_signers|revoked)/u.test(path);
      const what = is === undefined ? 'is removed' : was === undefined ? 'is added' : 'changes';
      return [
        {
          rule: signers ? 'signers-changed' : 'trusted-file-changed',
          message: `${path} ${what}`,
          location: { path },
          key: path,
          before: stateOf(was),
          after: stateOf(is),
        },
      ];
    });
}

function stateOf(entry: TreeEntry | undefined): string | null {
  return entry === undefined ? null : `${entry.kind} ${entry.id}`;
}

/** Also what a file system that folds names would take for `.mcgate`: there somebody else reads it as the real one. */
function isOtherTrustedFile(path: string): boolean {
  const folder = path.replace(/[/\\].*/su, '');
  if (folder !== '.mcgate') return foldName(folder) === '.mcgate';
  const known: readonly string[] = Object.values(documentPaths);
  return !known.includes(path) && !path.startsWith('.mcgate/attestations/') && !path.endsWith('.md');
}
