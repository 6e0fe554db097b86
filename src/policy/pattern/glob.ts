// The one grammar of globs, for paths, names, and the words of a command. What is not plainly one meaning is refused.
import { refused, type Parsed } from './nodes.ts';

/** A piece of a glob. `stars` are two stars; `slash` occurs only where the grammar divides segments. */
export type GlobItem =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' | 'stars' | 'question' | 'slash' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly kind: 'braces'; readonly parts: readonly (readonly GlobItem[])[] };

export type ParsedGlob = Parsed<{ readonly items: readonly GlobItem[] }>;

/** The longest pattern, in UTF-16 units. */
export const longestPattern = 4096;
/** How deep braces may stand in braces. */
const deepestBraces = 16;

/** A range in braces as shells have it; some tools expand it beside other parts too. */
export const rangeForm = /^-?[A-Za-z0-9]+\.\.-?[A-Za-z0-9]+(?:\.\.-?[0-9]+)?$/;
/** Far beyond what anybody writes; what is longer is text. */
const longestRange = 40;

/** Thrown and caught within this file only. */
class Refusal extends Error {}

interface Cursor {
  readonly text: readonly string[];
  readonly divided: boolean;
  readonly composed: boolean;
  at: number;
  depth: number;
}

/**
 * Parses `text`. With `divided` a `/` divides segments, without it is a character like others. With `composed` the text is read in Unicode form
 * NFC, as requests of its kind are; without it as it stands, for then they are not. Never throws.
 */
export function parseGlob(text: string, divided: boolean, composed: boolean = divided): ParsedGlob {
  const problem = textProblem(text);
  if (problem !== null) return refused(problem);
  const cursor: Cursor = { text: Array.from(composed ? text.normalize('NFC') : text), divided, composed, at: 0, depth: 0 };
  try {
    const items = parseItems(cursor);
    if (cursor.at < cursor.text.length) throw new Refusal('holds a "}" that nothing opens: "\\}" is the character');
    return { ok: true, items };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    throw error;
  }
}

/** What no pattern may hold, whatever its kind; null if there is nothing wrong. */
export function textProblem(text: string): string | null {
  if (text.length > longestPattern) return `must not have more than ${String(longestPattern)} characters`;
  if (!text.isWellFormed()) return 'must not hold half of a surrogate pair';
  return text.includes('\0') ? 'must not hold the character NUL' : null;
}

/** Whether a pattern starts with a `!`, by which other tools exclude; for patterns that may start with any character. */
export function bangProblem(text: string): string | null {
  return text.startsWith('!') ? 'must not start with "!": a deny refuses, and "\\!" is the character' : null;
}

/** Whatever may mean something else than itself. */
const special: ReadonlySet<string> = new Set('*?[{},\\/@+!');

/** Up to the end, or within braces to the `,` or `}` that ends a part. */
function parseItems(cursor: Cursor): readonly GlobItem[] {
  const items: GlobItem[] = [];
  let run = '';
  const flush = (): void => {
    // What an escape kept apart from the letter before it composes here.
    if (run !== '') items.push({ kind: 'text', text: cursor.composed ? run.normalize('NFC') : run });
    run = '';
  };
  while (cursor.at < cursor.text.length) {
    const character = cursor.text[cursor.at] ?? '';
    if (!special.has(character)) {
      run += character;
      cursor.at += 1;
      continue;
    }
    if (character === '}' || (character === ',' && cursor.depth > 0)) break;
    const item = parseItem(cursor, character);
    if (typeof item === 'string') run += item;
    else {
      flush();
      items.push(item);
    }
  }
  flush();
  return items;
}

/** One item, or a character that stands for itself. */
function parseItem(cursor: Cursor, character: string): GlobItem | string {
  const next = cursor.text[cursor.at + 1];
  if (next === '(' && '@?*+!'.includes(character))
    throw new Refusal('must not hold an extglob such as "@(a|b)": use braces, "{a,b}", or "\\(" for the character');
  if (character === '[') return parseSet(cursor);
  if (character === '{') return parseBraces(cursor);
  if (character === '*') return parseStars(cursor);
  if (character === '\\') return parseEscape(cursor);
  cursor.at += 1;
  if (character === '?') return { kind: 'question' };
  return character === '/' && cursor.divided ? { kind: 'slash' } : character;
}

function parseStars(cursor: Cursor): GlobItem {
  const start = cursor.at;
  while (cursor.text[cursor.at] === '*') cursor.at += 1;
  const count = cursor.at - start;
  if (count > 2) throw new Refusal('must not hold "***"');
  if (cursor.text[cursor.at] === '(') throw new Refusal('must not hold an extglob such as "*(a|b)": use braces, "{a,b}"');
  return { kind: count === 2 ? 'stars' : 'star' };
}

function parseEscape(cursor: Cursor): string {
  const character = cursor.text[cursor.at + 1];
  if (character === undefined) throw new Refusal('must not end in "\\"');
  if (character === '/' && cursor.divided) throw new Refusal('must not hold "\\/": a "/" always divides');
  cursor.at += 2;
  return character;
}

function parseBraces(cursor: Cursor): GlobItem {
  if (cursor.depth === deepestBraces) throw new Refusal(`must not hold braces more than ${String(deepestBraces)} deep`);
  const parts: (readonly GlobItem[])[] = [];
  cursor.depth += 1;
  do {
    cursor.at += 1;
    const start = cursor.at;
    parts.push(parseItems(cursor));
    if (cursor.at - start <= longestRange && rangeForm.test(cursor.text.slice(start, cursor.at).join('')))
      throw new Refusal('must not hold a range such as "{1..3}": list the values, "{1,2,3}", or write "\\.." for the characters');
  } while (cursor.text[cursor.at] === ',');
  cursor.depth -= 1;
  if (cursor.text[cursor.at] !== '}') throw new Refusal('holds a "{" that nothing closes: "\\{" is the character');
  if (parts.length === 1) throw new Refusal('must not hold braces with one part: "\\{" is the character');
  cursor.at += 1;
  return { kind: 'braces', parts };
}

/** A `]` that comes first stands for itself, and so does a `-` at either end. */
function parseSet(cursor: Cursor): GlobItem {
  const negated = ['!', '^'].includes(cursor.text[cursor.at + 1] ?? '');
  cursor.at += negated ? 2 : 1;
  const ranges: (readonly [number, number])[] = [];
  while (ranges.length === 0 || cursor.text[cursor.at] !== ']') {
    const from = parseMember(cursor);
    const ranged = cursor.text[cursor.at] === '-' && cursor.text[cursor.at + 1] !== ']';
    if (ranged) cursor.at += 1;
    const to = ranged ? parseMember(cursor) : from;
    if (to < from) throw new Refusal('holds a range in a set whose end comes before its beginning');
    ranges.push([from, to]);
  }
  cursor.at += 1;
  return { kind: 'set', negated, ranges };
}

function parseMember(cursor: Cursor): number {
  const character = cursor.text[cursor.at];
  if (character === '[' && [':', '=', '.'].includes(cursor.text[cursor.at + 1] ?? ''))
    throw new Refusal('must not hold a character class such as "[[:alpha:]]": use a set, "[a-z]"');
  const member = character === '\\' ? cursor.text[cursor.at + 1] : character;
  if (member === undefined) throw new Refusal('holds a "[" that nothing closes: "\\[" is the character');
  if (member === '/' && cursor.divided)
    throw new Refusal('must not hold "/" in a set, and every "[" must be closed: "\\[" is the character');
  cursor.at += character === '\\' ? 2 : 1;
  return member.codePointAt(0) ?? 0;
}
