// Reads back a report that `mcgate check --output report.json` wrote.
import path from 'node:path';
import type { Report } from '../core/documents.ts';
import { McgateError } from '../core/error.ts';
import { validateReport } from '../core/generated/validators.js';
import { readFileBounded } from '../platform/files.ts';

const maxReportBytes = 512 * 1024 * 1024;

/** Throws McgateError `unreadable`, or `invalid-document` for what is no report of this version. */
export async function readReportFile(given: string, cwd: string): Promise<Report> {
  const read = await readFileBounded(path.resolve(cwd, given), maxReportBytes);
  if (!read.ok) throw new McgateError('unreadable', `${JSON.stringify(given)} cannot be read: ${read.failure}, ${read.detail}.`);
  const value = parse(new TextDecoder().decode(read.bytes));
  if (validateReport(value)) return value as Report;
  throw new McgateError('invalid-document', `${JSON.stringify(given)} is no report of mcgate.`, {
    remedy: 'Write one with `mcgate check --output report.json`.',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
