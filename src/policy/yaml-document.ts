// Parses one YAML or JSON document of the repository, bounded, with the lines of its keys.
import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { McgateError } from '../core/error.ts';
import type { Validator } from '../core/validation.ts';
import { againstSchema, type PositionOf } from './document-problems.ts';

/** Longest document that is read, in bytes: the parser takes seconds for a megabyte of the worst. */
export const maxDocumentBytes = 1024 * 1024;
const maxDepth = 60;

export interface ParsedDocument<T> {
  readonly value: T;
  readonly positionOf: PositionOf;
}

/** Throws McgateError `invalid-document` with every problem's position. An empty document counts as `{}`. */
export function parseDocumentAs<T>(text: string, path: string, validate: Validator): ParsedDocument<T> {
  const lines = new LineCounter();
  const document = parseSyntax(text, path, lines);
  const value: unknown = toValue(document, path) ?? {};
  const positionOf: PositionOf = (keys) => locate(document, lines, keys);
  if (!validate(value)) throw againstSchema(value, validate.errors ?? [], path, positionOf);
  return { value: value as T, positionOf };
}

/** Parses YAML without a schema, bounded; throws McgateError `invalid-document`. */
export function parseYamlValue(text: string, path: string): ParsedDocument<unknown> {
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
      node = resolved(pair.value, document);
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (!isNode(item)) break;
      offset = startOf(item) ?? offset;
      node = resolved(item, document);
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** What an alias stands for was written elsewhere: there is its line. */
function resolved(node: unknown, document: Document.Parsed): Node | null {
  if (isAlias(node)) return node.resolve(document) ?? null;
  return isNode(node) ? node : null;
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}
