// Reads the documents under .mcgate/ from one tree. From the trusted tip they judge; from the judged tree they are data under examination.
import type { Baseline, Config, Suppressions } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { validateBaseline, validateConfig, validateSuppressions, type Validator } from '../core/generated/validators.js';
import type { Tree } from '../core/workspace.ts';
import { pathPatternProblem } from '../policy/path-pattern.ts';
import { maxDocumentBytes, parseDocumentAs, type ParsedDocument } from './yaml-document.ts';

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
}

export const documentPaths = {
  config: '.mcgate/config.yaml',
  suppressions: '.mcgate/suppressions.yaml',
  baseline: '.mcgate/baseline.json',
} as const;

const largestBaselineBytes = 64 * 1024 * 1024;

/** Throws McgateError `invalid-document` (broken) or `unreadable` (there, but not a readable file). A missing document is its default. */
export async function loadTrustedDocuments(tree: Tree): Promise<TrustedDocuments> {
  const [config, suppressions, baseline] = await Promise.all([loadConfig(tree), loadSuppressions(tree), loadBaseline(tree)]);
  return { config, suppressions, baseline };
}

export async function loadConfig(tree: Tree): Promise<TrustedDocument<Config>> {
  const document = await load<Config>(tree, documentPaths.config, validateConfig, '{}', maxDocumentBytes);
  checkPatterns(document);
  return document;
}

export function loadSuppressions(tree: Tree): Promise<TrustedDocument<Suppressions>> {
  return load<Suppressions>(tree, documentPaths.suppressions, validateSuppressions, 'suppressions: []', maxDocumentBytes);
}

export function loadBaseline(tree: Tree): Promise<TrustedDocument<Baseline>> {
  return load<Baseline>(tree, documentPaths.baseline, validateBaseline, '{"schemaVersion":"1","findings":[]}', largestBaselineBytes);
}

/** Text of a file that may be missing: null. Throws McgateError `unreadable` for anything else that is no text file. */
export async function readText(tree: Tree, path: string, limit: number): Promise<string | null> {
  const result = await tree.read(path, limit);
  if (result.ok) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(result.bytes);
    } catch (error) {
      throw new McgateError('invalid-document', `${path}: is not UTF-8`, { cause: error, positions: [{ path }] });
    }
  }
  if (result.failure === 'missing') return null;
  throw unreadable(path, `${result.failure}: ${result.detail}`);
}

function unreadable(path: string, why: string): McgateError {
  return new McgateError('unreadable', `${path}: ${why}`, { positions: [{ path }], remedy: `Make ${path} a plain file in a full clone.` });
}

async function load<T>(tree: Tree, path: string, validate: Validator, whenMissing: string, limit: number): Promise<TrustedDocument<T>> {
  const text = await readText(tree, path, limit);
  const entry = tree.entries.find((one) => one.path === path);
  // A partial clone lists what it does not hold: the defaults would then judge in place of the document.
  if (text === null && entry !== undefined) throw unreadable(path, 'missing: it is listed, but its content is not here');
  const id = entry?.id ?? '';
  if (path.endsWith('.json') && text !== null) return { path, id, parsed: parseJson<T>(text, path, validate) };
  return { path, id, parsed: parseDocumentAs<T>(text ?? whenMissing, path, validate) };
}

/** The baseline can hold 200,000 lines: JSON.parse reads it, and the YAML parser only explains what is wrong with it. */
function parseJson<T>(text: string, path: string, validate: Validator): ParsedDocument<T> {
  try {
    const value: unknown = JSON.parse(text);
    if (validate(value)) return { value: value as T, positionOf: () => ({ line: 1, column: 1 }) };
  } catch (error) {
    throw new McgateError('invalid-document', `${path}: is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, {
      cause: error,
      positions: [{ path }],
    });
  }
  return parseDocumentAs<T>(text, path, validate);
}

function checkPatterns(document: TrustedDocument<Config>): void {
  for (const [gate, settings] of Object.entries(document.parsed.value.gates ?? {})) {
    for (const [index, pattern] of (settings.exclude ?? []).entries()) {
      const problem = pathPatternProblem(pattern);
      if (problem === null) continue;
      const key = ['gates', gate, 'exclude', index];
      const { line, column } = document.parsed.positionOf(key);
      throw new McgateError('invalid-document', `${document.path}:${String(line)}:${String(column)}: ${key.join('.')}: ${problem}`, {
        positions: [{ path: document.path, line, column, key: key.join('.') }],
      });
    }
  }
}
