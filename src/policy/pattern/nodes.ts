// The bricks of which a segment's expression is built.
import { charSetOf, complement } from '../automaton/char-set.ts';
import type { CharSet, SegmentNode, Sequence } from '../automaton/sequence.ts';

/** What a parse answers: a value, or what is wrong in words that follow the pattern's name. */
export type Parsed<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: string };

/** What a pattern becomes: it matches what any of its sequences does; none, where nothing in this environment can match. */
export type ParsedPattern = Parsed<{ readonly sequences: readonly Sequence[] }>;

/** A host's part of a pattern: its segments before the port, and its one printed form. */
export type ParsedHost = Parsed<{ readonly name: Sequence; readonly text: string }>;

/** A parse that failed. */
export function refused(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

/** Nothing. */
export const empty: SegmentNode = { kind: 'sequence', parts: [] };

/** One of a set. */
export function one(set: CharSet): SegmentNode {
  return { kind: 'one', set };
}

/** This text and no other; it holds no lone surrogates. */
export function literal(text: string): SegmentNode {
  const parts: SegmentNode[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    parts.push(asciiNodes[codePoint] ?? one([[codePoint, codePoint]]));
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'sequence', parts };
}

/** Shared: most of a policy is these. */
const asciiNodes: readonly SegmentNode[] = Array.from({ length: 0x80 }, (_, codePoint) => one([[codePoint, codePoint]]));

/** One after the other. */
export function sequence(...parts: readonly SegmentNode[]): SegmentNode {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'sequence', parts };
}

/** Any of them. */
export function choice(...parts: readonly SegmentNode[]): SegmentNode {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'choice', parts };
}

/** Any number of them, none included. */
export function repeat(part: SegmentNode): SegmentNode {
  return { kind: 'repeat', part };
}

/** So many of them. */
export function times(count: number, part: SegmentNode): readonly SegmentNode[] {
  return Array.from({ length: count }, () => part);
}

/** What a segment of a path can hold. */
export const pathCharacters: CharSet = complement(charSetOf('/'));
/** What a name or a word of a command can hold. */
export const wordCharacters: CharSet = complement(charSetOf('\0'));
/** What a segment of a host can hold: a label, a port, or an address. */
export const hostCharacters: CharSet = complement(charSetOf('.'));
/** What a label can hold. */
export const labelCharacters: CharSet = charSetOf('abcdefghijklmnopqrstuvwxyz0123456789-_');
export const hexDigits: CharSet = charSetOf('0123456789abcdef');
