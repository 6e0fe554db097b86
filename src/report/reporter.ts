// The contract of a reporter: a pure function of the report. No format changes the verdict.
import type { Report } from '../core/documents.ts';

export interface FormatOptions {
  readonly color: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  readonly unicode: boolean;
}

export interface Reporter {
  readonly name: string;
  /** File extensions that choose it for `--output`, without the dot, longest first. */
  readonly extensions: readonly string[];
  readonly format: (report: Report, options: FormatOptions) => string;
}
