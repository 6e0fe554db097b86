// JSON of other tools: any spelling of numbers and escapes, but bounded, and with no name twice.
import type { Exact } from '../exact-json.ts';

/** Deepest nesting that is read; SARIF with flows takes some 15 levels. */
const maxDepth = 100;
/** Most values that are read: what does not fit in memory fails without a word. */
const maxValues = 5_000_000;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Parses JSON of any tool. A name that stands twice in an object is refused: parsers differ in which of the values they take (RFC 8259, section 4).
 * The text is read through once before it is parsed, so that neither its depth nor the number of its values is paid for first.
 */
export function parseBoundedJson(text: string): Exact {
  const problem = findExcess(text);
  if (problem !== null) return { ok: false, problem };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, problem: 'is not JSON' };
  }
}

/** What is wrong with the shape of the text. What is no JSON at all is left to the parser. */
function findExcess(text: string): string | null {
  /** Names met so far in each open object; null stands for a list. */
  const open: (Set<string> | null)[] = [];
  let values = 1;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charCodeAt(index);
    if (sign === comma || sign === openObject || sign === openList) values += 1;
    if (sign === openObject || sign === openList) open.push(sign === openObject ? new Set() : null);
    else if (sign === closeObject || sign === closeList) open.pop();
    if (values > maxValues) return `holds more than ${String(maxValues)} values`;
    if (open.length > maxDepth) return `is nested deeper than ${String(maxDepth)} levels`;
    if (sign !== quote) continue;
    const start = index;
    index = endOfString(text, start);
    if (!isName(text, index)) continue;
    const name = unescaped(text.slice(start, index + 1));
    const names = open.at(-1) ?? null;
    if (name === null) return 'is not JSON';
    if (names?.has(name) === true) return 'holds a name twice in an object';
    names?.add(name);
  }
  return null;
}

/** Of the closing quote, or of the last character. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const sign = text.charCodeAt(index);
    if (sign === quote) return index;
    if (sign === backslash) index += 1;
  }
  return text.length - 1;
}

/** True if a colon comes next. */
function isName(text: string, end: number): boolean {
  for (let index = end + 1; index < text.length; index += 1) {
    const sign = text.charCodeAt(index);
    if (sign === colon) return true;
    if (sign !== 0x20 && sign !== 0x0a && sign !== 0x0d && sign !== 0x09) return false;
  }
  return false;
}

function unescaped(literal: string): string | null {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    return null;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Null for anything but an object. */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The list; an empty one where there is none; null for anything else. */
export function listOf(value: unknown): readonly unknown[] | null {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : null;
}
