// Where a change of the policy stands in the judged tree: the line that made it, or what is left around a line that is gone.
import type { Location, Snippet } from '../../core/documents.ts';
import type { PolicyChange } from '../../policy/difference/difference.ts';
import { policyPath } from '../../policy/document-paths.ts';
import { parseYamlValue } from '../../policy/yaml-document.ts';

type Line = PolicyChange['lines'][number];

/** Lines of the documents of both sides, and places of keys in those of the judged tree. */
export interface ComparedTexts {
  /** Null where the side has no such document. */
  readonly linesOf: (side: 'head' | 'base', path: string) => readonly string[] | null;
  /** Of the judged document at `path`; null where there is none that can be parsed. */
  readonly positionOf: (path: string, keys: readonly string[]) => { readonly line: number; readonly column: number } | null;
}

type Texts = ReadonlyMap<string, string | null>;

export interface ChangePlace {
  readonly location: Location;
  readonly snippet: Snippet | null;
  /** The first line that is gone, where that is all there is to show. */
  readonly gone: { readonly text: string; readonly place: string } | null;
}

const longestLine = 200;
/** Columns shown before a place that lies further right in its line. */
const lead = 40;

/** Splits and parses each document once, when it is first asked for. */
export function openTexts(head: Texts, base: Texts): ComparedTexts {
  const lines = new Map<string, readonly string[] | null>();
  const parsed = new Map<string, ReturnType<typeof parseYamlValue> | null>();
  return {
    linesOf: (side, path) => remembered(lines, `${side} ${path}`, () => (side === 'head' ? head : base).get(path)?.split(/\r?\n/u) ?? null),
    positionOf: (path, keys) => remembered(parsed, path, () => parse(head.get(path) ?? null, path))?.positionOf(keys) ?? null,
  };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.has(key) ? (known.get(key) as T) : make();
  known.set(key, value);
  return value;
}

/** The place of the first line that the judged tree has, else what is left around the first that it lost. */
export function locateChange(lines: readonly Line[], texts: ComparedTexts): ChangePlace {
  const head = lines.find(({ side, path }) => side === 'head' && texts.linesOf('head', path) !== null);
  if (head !== undefined) return { ...placeAt(head.path, head, texts), gone: null };
  const lost =
    lines.find(({ side, path }) => side === 'base' && texts.linesOf('base', path) !== null) ?? lines.find(({ side }) => side === 'base');
  if (lost === undefined) return { ...around(policyPath, ['extends'], texts), gone: null };
  const text = texts.linesOf('base', lost.path)?.[lost.line - 1]?.trim() ?? '';
  const gone = { text: text === '' ? lost.key : text, place: `${lost.path}:${String(lost.line)}` };
  // What the secure defaults lost, the policy lost by what it extends.
  if (texts.linesOf('base', lost.path) === null) return { ...around(policyPath, ['extends'], texts), gone };
  // The index of a list's item names another item in the judged list.
  const keys = lost.key.replace(/\.\d+$/u, '').split('.');
  return { ...around(lost.path, keys, texts), gone };
}

/** The place of a key, or of its nearest ancestor that is there; the file as a whole where the judged tree has none. */
export function around(path: string, keys: readonly string[], texts: ComparedTexts): Pick<ChangePlace, 'location' | 'snippet'> {
  const place = texts.positionOf(path, keys);
  return place === null ? { location: { path }, snippet: null } : placeAt(path, place, texts);
}

function placeAt(
  path: string,
  { line, column }: { readonly line: number; readonly column: number },
  texts: ComparedTexts,
): Pick<ChangePlace, 'location' | 'snippet'> {
  const all = texts.linesOf('head', path) ?? [];
  const text = all[line - 1];
  if (text === undefined) return { location: { path }, snippet: null };
  const endColumn = Math.max(column + 1, text.trimEnd().length + 1);
  const from = Math.max(1, line - 1);
  const startColumn = column > longestLine - lead ? column - lead : 1;
  const shown = all.slice(from - 1, line + 1).map((one) => one.slice(startColumn - 1, startColumn - 1 + longestLine));
  return {
    location: { path, startLine: line, startColumn: column, endLine: line, endColumn },
    snippet: { startLine: from, ...(startColumn === 1 ? {} : { startColumn }), lines: shown },
  };
}

function parse(text: string | null, path: string): ReturnType<typeof parseYamlValue> | null {
  if (text === null) return null;
  try {
    return parseYamlValue(text, path);
  } catch {
    // Its policy was refused already; then no change is told of it.
    return null;
  }
}
