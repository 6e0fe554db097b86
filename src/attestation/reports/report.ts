// What a report of another tool comes down to, whatever its format.
import type { Severity } from '../../core/documents.ts';

/** Formats that are read. */
export type ReportFormat = 'sarif' | 'zap' | 'burp' | 'mcgate-report';

export interface ImportedReport {
  readonly format: ReportFormat;
  /** As the report says it, "ZAP 2.16.1", cut to 100 characters, control characters taken out. */
  readonly tool: string;
  /** When the report says it was made (end of the run where told), in UTC; null where it does not say or cannot be read unambiguously. */
  readonly made: Date | null;
  /** Full commit ids that it names as what it looked at, lower case; empty where the format has no place for one. */
  readonly commits: readonly string[];
  /** Findings by severity, suppressed and passed ones left out. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** SHA-256 of the bytes, in hex. */
  readonly digest: string;
}

export type ReadReport = { readonly ok: true; readonly report: ImportedReport } | { readonly ok: false; readonly problem: string };

/** What a format's reader finds out. */
export type ReportFacts = Omit<ImportedReport, 'digest'>;

export type Counts = Record<Severity, number>;

export function noCounts(): Counts {
  return { critical: 0, high: 0, medium: 0, low: 0, note: 0 };
}

const maxToolLength = 100;
/** Line and paragraph separators and what reorders or hides text count too: the name is shown to people. */
const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Name and version for people to read. */
export function toolName(name: string, version: unknown): string {
  const told = [name, typeof version === 'string' ? version : ''].map((part) => readable(part)).filter((part) => part !== '');
  return cutToolName(told.join(' '));
}

/** Empty if nothing of it can be seen. */
export function readable(text: string): string {
  const start = text.slice(0, 10 * maxToolLength);
  return start.replace(control, '').trim();
}

export function cutToolName(text: string): string {
  // A pair of which one half was cut off is replaced.
  return text.slice(0, maxToolLength).toWellFormed();
}

const fullCommit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/iu;

/** The id in lower case; null for what is cut short or no id of git. */
export function commitId(text: unknown): string | null {
  return typeof text === 'string' && fullCommit.test(text) ? text.toLowerCase() : null;
}
