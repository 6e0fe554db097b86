// Reports of other tools that the user names: read from disk, and told as what a sign-off or a run can carry.
import path from 'node:path';
import { maxReportBytes, readReport as parseReport } from '../attestation/reports/index.ts';
import type { ReportEvidence } from '../core/check.ts';
import type { SignedReport } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { readFileBounded } from '../platform/files.ts';

/** Reports of one run. */
const mostReports = 50;

/**
 * Of `<item>=<file>`. `option`: how whoever asks says it. What a file holds is judged with the item; throws McgateError `usage` for what
 * names none.
 */
export async function readReports(given: readonly string[], cwd: string, option: string): Promise<readonly ReportEvidence[]> {
  if (given.length > mostReports) throw new McgateError('usage', `There may be ${String(mostReports)} reports at most.`);
  const reports: ReportEvidence[] = [];
  // One after the other: each may be large.
  for (const text of given) reports.push(await readOne(text, cwd, option));
  return reports;
}

export interface NamedReport {
  readonly item: string;
  /** As the user wrote it. */
  readonly file: string;
}

/** Throws McgateError `usage` for what names none. */
export function splitReport(text: string, option: string): NamedReport {
  const [, item, file] = /^([a-z0-9-]+)=(.+)$/su.exec(text) ?? [];
  if (item !== undefined && file !== undefined) return { item, file };
  throw new McgateError('usage', `${option} ${JSON.stringify(text)} names no item and file.`, {
    remedy: 'Write an item of the checklist and a file: penetration-testing=scan.sarif.',
  });
}

async function readOne(text: string, cwd: string, option: string): Promise<ReportEvidence> {
  const { item, file } = splitReport(text, option);
  try {
    return { item, report: await readReport(file, cwd) };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code !== 'invalid-document') throw error;
    return { item, problem: error.message };
  }
}

/** Throws McgateError `usage` where there is no such file, `invalid-document` for one that is no report, or does not say when it was made. */
export async function readReport(file: string, cwd: string): Promise<SignedReport> {
  const parsed = parseReport(await readReportFile(file, cwd));
  if (!parsed.ok) throw new McgateError('invalid-document', `the report ${JSON.stringify(file)} ${parsed.problem}`);
  const { format, tool, made, commits, counts, digest } = parsed.report;
  if (made === null) throw new McgateError('invalid-document', `the report ${JSON.stringify(file)} does not say when it was made`);
  return { format, tool, made: `${made.toISOString().slice(0, 19)}Z`, commits: [...commits], counts, sha256: digest };
}

/** Throws McgateError `usage` where there is no such file. */
export async function readReportFile(file: string, cwd: string): Promise<Uint8Array> {
  const read = await readFileBounded(path.resolve(cwd, file), maxReportBytes);
  if (read.ok) return read.bytes;
  throw new McgateError('usage', `The report ${JSON.stringify(file)} cannot be read: ${read.detail}.`);
}
