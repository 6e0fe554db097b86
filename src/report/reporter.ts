// The contract of a reporter: a pure function of the report. No format changes the verdict.
import type { Report } from '../core/documents.ts';

/** Where on the web a reader finds what was judged. */
export interface WebPlace {
  /** `https://github.com/owner/name`, without a slash at its end. */
  readonly repository: string;
  /** What links to lines point at. */
  readonly commit: string;
  /** The page of the run; null where there is none. */
  readonly run: string | null;
}

export interface FormatOptions {
  readonly color: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  readonly unicode: boolean;
  /** Absent where nobody knows it: paths are then no links. */
  readonly web?: WebPlace;
}

export interface Reporter {
  readonly name: string;
  /** File extensions that choose it for `--output`, without the dot, longest first. */
  readonly extensions: readonly string[];
  readonly format: (report: Report, options: FormatOptions) => string;
}
