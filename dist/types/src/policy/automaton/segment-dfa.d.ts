import type { SegmentNfa } from './segment-nfa.js';
import type { SparseSet } from './sparse-set.js';
/** Stands for the end of a segment where a code point is asked for. */
export declare const endOfSegment = -1;
/** In a row: not known yet. */
export declare const unknown = -1;
/** The column of what has no other: rare characters and halves of characters. It is unknown in every row: who looks for what is not normal relies on it. */
export declare const rareColumn = 0;
/** The column of the separator: it holds the segment's kind, as `kindOf` reads it. */
export declare const endColumn = 1;
/** The kind of a segment that a row's end column says; kinds are numbered from 0, and 0 matches no pattern. */
export declare function kindOf(next: number): number;
/** How much an automaton may remember, whatever it is asked. */
export interface CacheLimits {
    /** States, kinds of segments. */
    readonly states: number;
    /** Numbers in the rows of all states of segments. */
    readonly cells: number;
    /** Members of all sets of each table of sets. */
    readonly members: number;
    /** Steps from segment to segment, and over rare characters. */
    readonly steps: number;
}
/** A deterministic automaton over UTF-16 units, whatever segments they stand in; a kind is a set of patterns that match together. */
export declare class SegmentDfa {
    #private;
    /** A state is the offset of its row: `rows[state + columns[unit]]` is the next one, `unknown`, or a kind. Replaced as it grows. */
    rows: Int32Array<ArrayBuffer>;
    readonly columns: Uint8Array;
    /** The state before the first character. State 0 is that in which nothing can match any more. */
    readonly start: number;
    /** Goes up whenever kinds are numbered anew. */
    epoch: number;
    constructor(nfa: SegmentNfa, separator: string, limits: CacheLimits);
    /** Finds out what `rows` does not know: the state behind `codePoint`, or at the `endOfSegment` a kind as `rows` would hold it. */
    resolve(state: number, codePoint: number): number;
    /** Fills `into` with the patterns that a segment of `kind` matches. */
    patternsOf(kind: number, into: SparseSet): void;
}
