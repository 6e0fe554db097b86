// What is wrong with a document, told by line, key and the nearest thing that would be right.
import { closest } from 'fastest-levenshtein';
import { McgateError, type DocumentPosition } from '../core/error.ts';
import type { ValidationError } from '../core/validation.ts';

/** Characters of a document that are quoted at a time. */
const longestQuote = 80;
/** Problems that are told at a time. */
const mostProblems = 20;

/** Line and column (from 1) of the key or item at `keys`, or of its nearest ancestor that is there. */
export type PositionOf = (keys: readonly (string | number)[]) => { readonly line: number; readonly column: number };

/** One thing that is wrong; `text` names the place too. */
export interface Problem {
  readonly text: string;
  readonly position: DocumentPosition;
}

/** A problem at a line; `path`, `key` and `what` are quoted from documents and shortened. */
export function problemAt(position: DocumentPosition, what: string): Problem {
  const { path, line, column, key } = position;
  const where = line === undefined ? path : `${path}:${String(line)}:${String(column ?? 1)}`;
  return { text: `${where}: ${key === undefined || key === '' ? '' : `${key}: `}${what}`, position };
}

/** What to throw for problems: `invalid-document`, with the first of them. */
export function invalidDocument(problems: readonly Problem[], path: string): McgateError {
  const told = problems.slice(0, mostProblems);
  return new McgateError('invalid-document', told.map(({ text }) => text).join('\n'), {
    positions: told.map(({ position }) => position),
    remedy: `Correct ${path}; its schema and the meaning of each key are in the documentation.`,
  });
}

/** What to throw for a value that breaks its schema: every problem by its key, and by its line where `positionOf` can say. */
export function againstSchema(
  value: unknown,
  errors: readonly ValidationError[],
  path: string,
  positionOf: PositionOf | null,
): McgateError {
  const problems = mostTelling(errors)
    .slice(0, mostProblems)
    .map((error) => describe(error, value, path, positionOf));
  return invalidDocument(problems, path);
}

/** These say less than the errors inside them. */
function mostTelling(errors: readonly ValidationError[]): readonly ValidationError[] {
  const telling = errors.filter((error) => !['oneOf', 'anyOf', 'if', 'propertyNames'].includes(error.keyword));
  return telling.length > 0 ? telling : errors;
}

function describe(error: ValidationError, value: unknown, path: string, positionOf: PositionOf | null): Problem {
  const keys = error.instancePath.split('/').slice(1).map(unescapePointer);
  const extra = error.keyword === 'additionalProperties' ? String(error.params['additionalProperty']) : (error.propertyName ?? null);
  const all = extra === null ? keys : [...keys, extra];
  const place = positionOf?.(all);
  const key = all.map(shorten).join('.');
  const what =
    error.keyword === 'additionalProperties' ? unknownKey(String(extra), error) : expectation(error, extra ?? valueAt(value, keys));
  return problemAt({ path, ...place, key }, what);
}

/** What documents hold may be a megabyte long. */
export function shorten(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote - 1).toWellFormed()}…` : text;
}

/** `; did you mean "x"?` with the nearest of `known`, or nothing where there is none. */
export function didYouMean(word: string, known: readonly string[]): string {
  return known.length === 0 ? '' : `; did you mean "${closest(shorten(word), known)}"?`;
}

function unknownKey(key: string, error: ValidationError): string {
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  return known.length === 0 ? 'unknown key' : `unknown key${didYouMean(key, known)} Known: ${known.join(', ')}`;
}

function expectation(error: ValidationError, value: unknown): string {
  const shown = quote(value);
  const { keyword, params } = error;
  const allowed = params['allowedValues'];
  if (Array.isArray(allowed)) {
    return `must be one of ${allowed.join(', ')}, not ${shown}${typeof value === 'string' ? didYouMean(value, allowed.map(String)) : ''}`;
  }
  if (keyword === 'required') return `lacks "${String(params['missingProperty'])}"`;
  if (keyword === 'const') return `must be ${JSON.stringify(params['allowedValue'])}, not ${shown}`;
  if (keyword === 'type') return `must be ${typeNames(params['type'])}, not ${shown}`;
  const { examples } = (error.parentSchema ?? {}) as { readonly examples?: readonly unknown[] };
  if (keyword === 'pattern' && examples !== undefined) return `must be written like ${examples.map(quote).join(' or ')}, not ${shown}`;
  return `${error.message ?? 'is not valid'}, not ${shown}`;
}

const namesOfTypes: ReadonlyMap<string, string> = new Map([
  ['array', 'a list'],
  ['object', 'a map'],
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
]);

function typeNames(types: unknown): string {
  const names: readonly unknown[] = Array.isArray(types) ? types : [types];
  return names.map((name) => namesOfTypes.get(String(name)) ?? String(name)).join(' or ');
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
