import type { CharSet, SegmentNode, Sequence } from '../automaton/sequence.js';
/** What a parse answers: a value, or what is wrong in words that follow the pattern's name. */
export type Parsed<T> = ({
    readonly ok: true;
} & T) | {
    readonly ok: false;
    readonly problem: string;
};
/** What a pattern becomes: it matches what any of its sequences does; none, where nothing in this environment can match. */
export type ParsedPattern = Parsed<{
    readonly sequences: readonly Sequence[];
}>;
/** A host's part of a pattern: its segments before the port, and its one printed form. */
export type ParsedHost = Parsed<{
    readonly name: Sequence;
    readonly text: string;
}>;
/** A parse that failed. */
export declare function refused(problem: string): {
    readonly ok: false;
    readonly problem: string;
};
/** Nothing. */
export declare const empty: SegmentNode;
/** One of a set. */
export declare function one(set: CharSet): SegmentNode;
/** This text and no other; it holds no lone surrogates. */
export declare function literal(text: string): SegmentNode;
/** One after the other. */
export declare function sequence(...parts: readonly SegmentNode[]): SegmentNode;
/** Any of them. */
export declare function choice(...parts: readonly SegmentNode[]): SegmentNode;
/** Any number of them, none included. */
export declare function repeat(part: SegmentNode): SegmentNode;
/** So many of them. */
export declare function times(count: number, part: SegmentNode): readonly SegmentNode[];
/** What a segment of a path can hold. */
export declare const pathCharacters: CharSet;
/** What a name or a word of a command can hold. */
export declare const wordCharacters: CharSet;
/** What a segment of a host can hold: a label, a port, or an address. */
export declare const hostCharacters: CharSet;
/** What a label can hold. */
export declare const labelCharacters: CharSet;
export declare const hexDigits: CharSet;
