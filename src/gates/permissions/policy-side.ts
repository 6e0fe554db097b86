// One side of the comparison: a tree's policy with its layers, its tests, and the texts that findings show.
import type { Reason } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import { readText } from '../../core/tree-text.ts';
import type { Tree } from '../../core/workspace.ts';
import { policyPath, policyTestsPath } from '../../policy/document-paths.ts';
import { loadPolicy } from '../../policy/language/load-policy.ts';
import type { Policy } from '../../policy/model.ts';
import { parsePolicyTests, type PolicyTestCase } from '../../policy/policy-tests.ts';
import { maxDocumentBytes, parseYamlValue } from '../../policy/yaml-document.ts';

/** What was loaded, or why not. */
export type Loaded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: McgateError; readonly lacking: boolean };

export interface PolicySide {
  /** False where the tree has no policy: the secure defaults hold. */
  readonly present: boolean;
  readonly policy: Loaded<Policy>;
  readonly tests: Loaded<readonly PolicyTestCase[]>;
  /** Every file that was asked for, whether or not it could be read, with its text where it could. Sorted by path. */
  readonly texts: ReadonlyMap<string, string | null>;
}

/** Reads a tree's policy once. Never throws for what the repository holds. */
export async function loadSide(tree: Tree): Promise<PolicySide> {
  const texts = new Map<string, string | null>();
  const read = async (path: string): Promise<string | null> => {
    texts.set(path, null);
    const text = await readText(tree, path, maxDocumentBytes);
    if (text === null) texts.delete(path);
    else texts.set(path, text);
    return text;
  };
  let present = true;
  const policy = await orError(tree, async () => {
    present = (await read(policyPath)) !== null;
    return loadPolicy({ read, parse: parseYamlValue }, present ? policyPath : null);
  });
  const tests = await orError(tree, async () => {
    const text = await read(policyTestsPath);
    return text === null ? [] : parsePolicyTests(text, policyTestsPath);
  });
  return { present, policy, tests, texts: new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The secure defaults, as if a tree had no policy. */
export function loadDefaults(): Promise<Policy> {
  return loadPolicy({ read: () => Promise.resolve(null), parse: parseYamlValue }, null);
}

/** Why a side cannot be judged, as reports say it. */
export function reasonOf({ code, message, remedy, positions }: McgateError): Reason {
  const path = positions[0]?.path;
  return { code, message, ...(remedy === undefined ? {} : { remedy }), ...(path === undefined ? {} : { path }) };
}

async function orError<T>(tree: Tree, load: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { ok: true, value: await load() };
  } catch (error) {
    if (!(error instanceof McgateError)) throw error;
    return { ok: false, error, lacking: await isLacking(tree, error) };
  }
}

/** True where this clone lacks the content, so that another clone might have a policy that is whole. */
async function isLacking(tree: Tree, { code, positions }: McgateError): Promise<boolean> {
  const path = positions[0]?.path;
  if (code !== 'unreadable' || path === undefined) return false;
  const answer = await tree.read(path, maxDocumentBytes);
  return (
    !answer.ok && answer.failure !== 'not-a-file' && answer.failure !== 'too-large' && tree.entries.some((entry) => entry.path === path)
  );
}
