import type { CharSet, SegmentNode } from './sequence.js';
import { SparseSet } from './sparse-set.js';
/**
 * A nondeterministic automaton over the code points of a segment. Each state stands for exactly the texts of one beginning of a pattern:
 * states form a tree in which equal beginnings meet, so equal patterns end in the same state and get the same number.
 */
export declare class SegmentNfa {
    #private;
    /** Single characters on edges, and the other sets; together they say which characters no pattern tells apart. */
    readonly characters: Set<number>;
    readonly sets: CharSet[];
    /** How many states there are. */
    get size(): number;
    /** How many different patterns there are; they are numbered from 0. */
    get patternCount(): number;
    /**
     * Adds a pattern and answers its number.
     * @throws RangeError if its parts are nested more than 500 deep.
     */
    add(pattern: SegmentNode): number;
    /** A set that is large enough for all states. */
    newStateSet(): SparseSet;
    /** A set that is large enough for all patterns. */
    newPatternSet(): SparseSet;
    /** Fills `into` with the states before any character. */
    start(into: SparseSet): void;
    /** Fills `into` with the states that `codePoint` leads to from any of `states[from]` to `states[end - 1]`. */
    step(states: Int32Array, from: number, end: number, codePoint: number, into: SparseSet): void;
    /** The pattern whose texts end in `state`, or -1. */
    patternOf(state: number): number;
}
