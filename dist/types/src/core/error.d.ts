/** Closed list; each has a page in docs/errors/. */
export declare const errorCodes: readonly ['usage', 'invalid-document', 'no-trusted-tip', 'git-failed', 'unreadable', 'tool-missing', 'tool-failed', 'gate-failed', 'cancelled', 'write-failed'];
export type ErrorCode = (typeof errorCodes)[number];
/** Where in a document something is wrong. Lines and columns count from 1. */
export interface DocumentPosition {
    readonly path: string;
    readonly line?: number;
    readonly column?: number;
    readonly key?: string;
}
/**
 * mcgate cannot answer. `message` says what is wrong in one sentence, `remedy` what to do.
 * Callers branch on `code`, never on the message.
 */
export declare class McgateError extends Error {
    readonly name = "McgateError";
    readonly code: ErrorCode;
    readonly remedy: string | undefined;
    readonly positions: readonly DocumentPosition[];
    constructor(code: ErrorCode, message: string, options?: {
        readonly cause?: unknown;
        readonly remedy?: string;
        readonly positions?: readonly DocumentPosition[];
    });
}
/** The message of whatever was thrown, in one line. */
export declare function messageOf(error: unknown): string;
