import { McgateError, type DocumentPosition } from '../core/error.js';
import type { ValidationError } from '../core/validation.js';
/** Line and column (from 1) of the key or item at `keys`, or of its nearest ancestor that is there. */
export type PositionOf = (keys: readonly (string | number)[]) => {
    readonly line: number;
    readonly column: number;
};
/** One thing that is wrong; `text` names the place too. */
export interface Problem {
    readonly text: string;
    readonly position: DocumentPosition;
}
/** A problem at a line; `path`, `key` and `what` are quoted from documents and shortened. */
export declare function problemAt(position: DocumentPosition, what: string): Problem;
/** What to throw for problems: `invalid-document`, with the first of them. */
export declare function invalidDocument(problems: readonly Problem[], path: string): McgateError;
/** What to throw for a value that breaks its schema: every problem by its key, and by its line where `positionOf` can say. */
export declare function againstSchema(value: unknown, errors: readonly ValidationError[], path: string, positionOf: PositionOf | null): McgateError;
/** What documents hold may be a megabyte long. */
export declare function shorten(text: string): string;
/** `; did you mean "x"?` with the nearest of `known`, or nothing where there is none. */
export declare function didYouMean(word: string, known: readonly string[]): string;
