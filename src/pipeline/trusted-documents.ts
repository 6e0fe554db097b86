// Reads the documents under .mcgate/ from one tree. From the trusted tip they judge; from the judged tree they are data under examination.
import { checklistProblems } from './checklist-problems.ts';
import { defaultChecklist } from '../attestation/checklist.ts';
import type { Baseline, Checklist, Config, Suppressions } from '../core/documents.ts';
import { McgateError, messageOf } from '../core/error.ts';
import { validateBaseline, validateChecklist, validateConfig, validateSuppressions } from '../core/generated/validators.js';
import type { Validator } from '../core/validation.ts';
import { isModelPath, modelFolder, mostModels } from '../core/model-paths.ts';
import { readText } from '../core/tree-text.ts';
import type { TrustedText } from '../core/gate.ts';
import type { Tree } from '../core/workspace.ts';
import { againstSchema, invalidDocument, problemAt } from '../policy/document-problems.ts';
import { pathPatternProblem } from '../policy/path-pattern.ts';
import { maxDocumentBytes, parseDocumentAs, type ParsedDocument } from '../policy/yaml-document.ts';

/** A document and where it stands; `id` is its content id, `''` where the file does not exist. */
export interface TrustedDocument<T> {
  readonly path: string;
  readonly id: string;
  readonly parsed: ParsedDocument<T>;
}

export interface TrustedDocuments {
  readonly config: TrustedDocument<Config>;
  readonly suppressions: TrustedDocument<Suppressions>;
  readonly baseline: TrustedDocument<Baseline>;
  readonly checklist: TrustedDocument<Checklist>;
  /** The models in `.mcgate/models/`, by path. The code gate parses them. */
  readonly models: readonly TrustedText[];
}

export const documentPaths = {
  config: '.mcgate/config.yaml',
  suppressions: '.mcgate/suppressions.yaml',
  baseline: '.mcgate/baseline.json',
  checklist: '.mcgate/checklist.yaml',
} as const;

/** Longest baseline that is read, in bytes: some 160 for each of the most entries that its schema takes. */
export const maxBaselineBytes = 32 * 1024 * 1024;

/** Throws McgateError `invalid-document` (broken) or `unreadable` (there, but not a readable file). A missing document is its default. */
export async function loadTrustedDocuments(tree: Tree): Promise<TrustedDocuments> {
  const [config, suppressions, baseline, checklist, models] = await Promise.all([
    loadConfig(tree),
    loadSuppressions(tree),
    loadBaseline(tree),
    loadChecklist(tree),
    loadModels(tree),
  ]);
  return { config, suppressions, baseline, checklist, models };
}

/** Models of libraries, sorted by path. Throws McgateError `unreadable` for one that is no text file, and where there are more than 200. */
async function loadModels(tree: Tree): Promise<readonly TrustedText[]> {
  const paths = tree.entries.map(({ path }) => path).filter(isModelPath);
  if (paths.length > mostModels) {
    throw new McgateError('invalid-document', `${modelFolder}/ holds more than ${String(mostModels)} files`, {
      positions: [{ path: modelFolder }],
    });
  }
  return Promise.all(paths.sort().map(async (path) => ({ path, text: (await readText(tree, path, maxDocumentBytes)) ?? '' })));
}

export async function loadConfig(tree: Tree): Promise<TrustedDocument<Config>> {
  const document = await load<Config>(tree, documentPaths.config, validateConfig, '{}');
  checkPatterns(document);
  return document;
}

export function loadSuppressions(tree: Tree): Promise<TrustedDocument<Suppressions>> {
  return load<Suppressions>(tree, documentPaths.suppressions, validateSuppressions, 'suppressions: []');
}

export function loadBaseline(tree: Tree): Promise<TrustedDocument<Baseline>> {
  return loadFrom(tree, documentPaths.baseline, '{"schemaVersion":"1","findings":[]}', maxBaselineBytes, parseBaseline);
}

/** Without one, the security model's own holds. */
export async function loadChecklist(tree: Tree): Promise<TrustedDocument<Checklist>> {
  const document = await load<Checklist>(tree, documentPaths.checklist, validateChecklist, JSON.stringify(defaultChecklist));
  const problems = checklistProblems(document.parsed.value).map(({ keys, problem }) =>
    problemAt({ path: document.path, ...document.parsed.positionOf(keys), key: keys.join('.') }, problem),
  );
  if (problems.length > 0) throw invalidDocument(problems, document.path);
  return document;
}

/**
 * Parses a baseline. It can hold 200,000 lines: JSON.parse reads it, and the YAML parser only finds the lines of what is wrong with a
 * small one. Throws McgateError `invalid-document`.
 */
export function parseBaseline(text: string): ParsedDocument<Baseline> {
  const path = documentPaths.baseline;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new McgateError('invalid-document', `${path}: is not JSON: ${messageOf(error).slice(0, 200)}`, {
      cause: error,
      positions: [{ path }],
    });
  }
  if (validateBaseline(value)) return { value: value as Baseline, positionOf: () => ({ line: 1, column: 1 }) };
  if (text.length <= maxDocumentBytes) return parseDocumentAs<Baseline>(text, path, validateBaseline);
  throw againstSchema(value, validateBaseline.errors ?? [], path, null);
}

function load<T>(tree: Tree, path: string, validate: Validator, whenMissing: string): Promise<TrustedDocument<T>> {
  return loadFrom(tree, path, whenMissing, maxDocumentBytes, (text) => parseDocumentAs<T>(text, path, validate));
}

async function loadFrom<T>(
  tree: Tree,
  path: string,
  whenMissing: string,
  limit: number,
  parse: (text: string) => ParsedDocument<T>,
): Promise<TrustedDocument<T>> {
  const text = await readText(tree, path, limit);
  const id = tree.entries.find((entry) => entry.path === path)?.id ?? '';
  return { path, id, parsed: parse(text ?? whenMissing) };
}

function checkPatterns(document: TrustedDocument<Config>): void {
  for (const [gate, settings] of Object.entries(document.parsed.value.gates ?? {})) {
    for (const [index, pattern] of (settings.exclude ?? []).entries()) {
      const problem = pathPatternProblem(pattern);
      if (problem === null) continue;
      const key = ['gates', gate, 'exclude', index];
      const place = { path: document.path, ...document.parsed.positionOf(key), key: key.join('.') };
      throw invalidDocument([problemAt(place, problem)], document.path);
    }
  }
}
