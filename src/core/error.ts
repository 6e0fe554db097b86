// The one error class: thrown only when mcgate cannot answer. A finding is data, never an error.

/** Closed list; each has a page in docs/errors/. */
export const errorCodes = [
  'usage', // the command line asks for something that does not exist or contradicts itself
  'invalid-document', // a file under .mcgate/ (or another input document) breaks its schema
  'no-trusted-tip', // the commit that judges cannot be found, and may not be guessed
  'git-failed', // git is missing, too old, or could not read the repository
  'unreadable', // a file or folder that had to be read could not be
  'tool-missing', // an external tool or its data is not there
  'tool-failed', // an external tool crashed, hung, or answered nonsense
  'gate-failed', // a gate's child process died
  'cancelled', // the user or a time limit stopped the run
  'write-failed', // an output could not be written
] as const;

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
export class McgateError extends Error {
  override readonly name = 'McgateError';
  readonly code: ErrorCode;
  readonly remedy: string | undefined;
  readonly positions: readonly DocumentPosition[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly remedy?: string; readonly positions?: readonly DocumentPosition[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
    this.positions = options.positions ?? [];
  }
}

/** The message of whatever was thrown, in one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
