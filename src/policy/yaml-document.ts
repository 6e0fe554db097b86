// Parses one YAML or JSON document of the repository against its schema, with errors that name line, key and the nearest known key.
import { closest } from 'fastest-levenshtein';
import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { McgateError, type DocumentPosition } from '../core/error.ts';
import type { ValidationError, Validator } from '../core/validation.ts';

/** Longest document that is read, in bytes: the parser takes seconds for a megabyte of the worst. */
export const maxDocumentBytes = 1024 * 1024;
const maxDepth = 60;
/** Characters of a document that are quoted at a time. */
const longestQuote = 80;

export interface ParsedDocument<T> {
  readonly value: T;
  /** Line and column (from 1) of the key or item at `keys`, or of its nearest ancestor that is there. */
  readonly positionOf: (keys: readonly (string | number)[]) => { readonly line: number; readonly column: number };
}

/** Throws McgateError `invalid-document` with every problem's position. An empty document counts as `{}`. */
export function parseDocumentAs<T>(text: string, path: string, validate: Validator): ParsedDocument<T> {
  const lines = new LineCounter();
  const document = parseSyntax(text, path, lines);
  const value: unknown = toValue(document, path) ?? {};
  const positionOf = (keys: readonly (string | number)[]): { line: number; column: number } => locate(document, lines, keys);
  if (!validate(value)) throw againstSchema(value, validate.errors ?? [], path, positionOf);
  return { value: value as T, positionOf };
}

/** What to throw for a value that breaks its schema: every problem by its key, and by its line where `positionOf` can say. */
export function againstSchema(
  value: unknown,
  errors: readonly ValidationError[],
  path: string,
  positionOf: ParsedDocument<unknown>['positionOf'] | null,
): McgateError {
  const problems = mostTelling(errors)
    .slice(0, 20)
    .map((error) => describe(error, value, path, positionOf));
  return new McgateError('invalid-document', problems.map(({ text }) => text).join('\n'), {
    positions: problems.map(({ position }) => position),
    remedy: `Correct ${path}; its schema and the meaning of each key are in the documentation.`,
  });
}

/** Parses YAML without a schema, bounded; throws McgateError `invalid-document`. */
export function parseYamlValue(
  text: string,
  path: string,
): { readonly value: unknown; readonly positionOf: ParsedDocument<unknown>['positionOf'] } {
  const lines = new LineCounter();
  const document = parseSyntax(text, path, lines);
  return { value: toValue(document, path), positionOf: (keys) => locate(document, lines, keys) };
}

function parseSyntax(text: string, path: string, lines: LineCounter): Document.Parsed {
  if (text.length > maxDocumentBytes)
    throw new McgateError('invalid-document', `${path}: longer than ${String(maxDocumentBytes)} bytes`, { positions: [{ path }] });
  if (nestsTooDeep(text))
    throw new McgateError('invalid-document', `${path}: nested deeper than ${String(maxDepth)} levels`, { positions: [{ path }] });
  let document: Document.Parsed;
  try {
    // Its own check for unique keys compares every two of them: hours for a megabyte.
    document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, stringKeys: true, prettyErrors: false });
  } catch (error) {
    throw new McgateError('invalid-document', `${path}: cannot be parsed`, { cause: error, positions: [{ path }] });
  }
  const [error] = document.errors;
  const problem = error === undefined ? repeatedKey(document) : { message: error.message, offset: error.pos[0] };
  if (problem === null) return document;
  const { line, col } = lines.linePos(problem.offset);
  throw new McgateError('invalid-document', `${path}:${String(line)}:${String(col)}: ${problem.message.slice(0, 300).toWellFormed()}`, {
    positions: [{ path, line, column: col }],
  });
}

/** The first key that its map has already. */
function repeatedKey(document: Document.Parsed): { readonly message: string; readonly offset: number } | null {
  const repeated: Node[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) repeated.push(key);
        seen.add(name);
      }
      return repeated.length > 0 ? visit.BREAK : undefined;
    },
  });
  const [first] = repeated;
  return first === undefined ? null : { message: 'Map keys must be unique', offset: startOf(first) ?? 0 };
}

/** Block nesting needs indentation and flow nesting brackets, so a scan bounds the depth before a recursive parser sees the text. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (char === 0x5b || char === 0x7b) open += 1;
    else if ((char === 0x5d || char === 0x7d) && open > 0) open -= 1;
    if (open > maxDepth) return true;
  }
  return /^(?:[ \t]|- ){400}/mu.test(text);
}

function toValue(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw new McgateError('invalid-document', `${path}: too many aliases`, { cause: error, positions: [{ path }] });
  }
}

function locate(document: Document.Parsed, lines: LineCounter, keys: readonly (string | number)[]): { line: number; column: number } {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(isNode(item.key) ? item.key.toJSON() : item.key) === String(key));
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = isNode(pair.value) ? pair.value : null;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (!isNode(item)) break;
      offset = startOf(item) ?? offset;
      node = item;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}

/** A `oneOf` or `anyOf` says less than the errors inside it. */
function mostTelling(errors: readonly ValidationError[]): readonly ValidationError[] {
  const telling = errors.filter((error) => !['oneOf', 'anyOf', 'if'].includes(error.keyword));
  return telling.length > 0 ? telling : errors;
}

function describe(
  error: ValidationError,
  value: unknown,
  path: string,
  positionOf: ParsedDocument<unknown>['positionOf'] | null,
): { text: string; position: DocumentPosition } {
  const keys = error.instancePath.split('/').slice(1).map(unescapePointer);
  const extra = error.keyword === 'additionalProperties' ? String(error.params['additionalProperty']) : null;
  const all = extra === null ? keys : [...keys, extra];
  const place = positionOf?.(all);
  const key = all.map(shorten).join('.');
  const what = extra === null ? expectation(error, valueAt(value, keys)) : unknownKey(shorten(extra), error);
  const where = place === undefined ? path : `${path}:${String(place.line)}:${String(place.column)}`;
  return { text: `${where}: ${key === '' ? '' : `${key}: `}${what}`, position: { path, ...place, key } };
}

/** Keys are the document's own words, and may be a megabyte long. */
function shorten(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote - 1).toWellFormed()}…` : text;
}

function unknownKey(key: string, error: ValidationError): string {
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  return known.length === 0 ? 'unknown key' : `unknown key; did you mean "${closest(key, known)}"? Known: ${known.join(', ')}`;
}

function expectation(error: ValidationError, value: unknown): string {
  const shown = quote(value);
  const allowed = error.params['allowedValues'];
  if (Array.isArray(allowed)) {
    const near = typeof value === 'string' ? `; did you mean "${closest(shorten(value), allowed.map(String))}"?` : '';
    return `must be one of ${allowed.join(', ')}, not ${shown}${near}`;
  }
  if (error.keyword === 'required') return `lacks "${String(error.params['missingProperty'])}"`;
  return `${error.message ?? 'is not valid'}, not ${shown}`;
}

/** A list or a map may be too deep to write out. */
function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a map';
  return value === undefined ? 'nothing' : shorten(JSON.stringify(value));
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  let at: unknown = value;
  for (const key of keys) at = at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined;
  return at;
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
