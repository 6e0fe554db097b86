// The files of a release's record: each with the name, size and digest under which the record is to name it, before it is signed.
import { reportFolder } from '../../attestation/release-evidence.ts';
import type { ReportFormat } from '../../attestation/reports/index.ts';
import type { ReportEvidence } from '../../core/check.ts';
import type { RecordedFile, ReleaseStatement } from '../../core/documents.ts';
import { sha256Hex } from '../../core/digest.ts';
import { McgateError } from '../../core/error.ts';
import type { CountedReport } from '../../pipeline/release.ts';
import { createFolder, writeProjectFile } from '../../platform/project-file.ts';
import { readReportFile, splitReport } from '../../wiring/read-reports.ts';

/** Largest file of a record, in bytes. */
export const maxRecordBytes = 256 * 1024 * 1024;

export interface RecordFile {
  readonly named: RecordedFile;
  /** Its text, or the user's file that it is a copy of. */
  readonly content: string | { readonly file: string };
}

/** `items`: ids of those that it shows. Throws McgateError `unreadable` for what is too large. */
export function textFile(name: string, mediaType: string, text: string, items: readonly string[] = []): RecordFile {
  const bytes = Buffer.from(text);
  if (bytes.length > maxRecordBytes)
    throw new McgateError(
      'unreadable',
      `${name} would have ${String(bytes.length)} bytes; a record holds ${String(maxRecordBytes)} at most.`,
    );
  return { named: nameFile(name, mediaType, bytes, items), content: text };
}

export interface KeptReports {
  readonly files: readonly RecordFile[];
  /** Given, and counted by no item. */
  readonly idle: readonly { readonly given: string; readonly problem: string }[];
  /** Counted, and not given. */
  readonly lacking: readonly CountedReport[];
}

/** Of the reports that were `given` and read, those that items count, each once, by their digest. Throws McgateError `usage`. */
export async function keepReports(
  given: readonly string[],
  read: readonly ReportEvidence[],
  counted: readonly CountedReport[],
  cwd: string,
): Promise<KeptReports> {
  const kept = new Map<string, { readonly file: string; readonly format: ReportFormat; readonly items: string[] }>();
  const idle: { given: string; problem: string }[] = [];
  const lacking = new Set(counted);
  for (const [index, text] of given.entries()) {
    const { item, file } = splitReport(text, '--report');
    const one = read[index];
    const report = one !== undefined && 'report' in one ? one.report : null;
    const match = counted.find((each) => each.item === item && each.sha256 === report?.sha256);
    if (report === null || match === undefined) {
      idle.push({ given: text, problem: one !== undefined && 'problem' in one ? one.problem : `${item} does not count it` });
      continue;
    }
    lacking.delete(match);
    const { items } = kept.get(report.sha256) ?? { items: [] };
    kept.set(report.sha256, { file, format: report.format, items: [...new Set([...items, item])] });
  }
  const files: RecordFile[] = [];
  // One after the other: each may be large.
  for (const [digest, { file, format, items }] of kept) {
    const bytes = await readUnchanged(file, digest, cwd);
    const kind = kindOf(bytes, format);
    files.push({ named: nameFile(`${reportFolder}${digest}.${kind}`, mediaTypes[kind], bytes, items), content: { file } });
  }
  return { files, idle, lacking: [...lacking] };
}

/** The statement, naming the files. */
export function nameFiles(statement: ReleaseStatement, files: readonly RecordFile[]): ReleaseStatement {
  return { ...statement, predicate: { ...statement.predicate, evidence: files.map(({ named }) => named) } };
}

/** In a new folder; the bundle comes last, so that a folder without one is no record. Throws McgateError `usage`, `write-failed`. */
export async function writeRecord(
  folder: string,
  files: readonly RecordFile[],
  bundle: { readonly name: string; readonly text: string },
  cwd: string,
): Promise<void> {
  await createFolder(folder);
  for (const { named, content } of files) {
    const bytes = typeof content === 'string' ? content : await readUnchanged(content.file, named.digest.sha256, cwd);
    await writeProjectFile(folder, named.name, bytes);
  }
  await writeProjectFile(folder, bundle.name, bundle.text);
}

type Kind = 'sarif' | 'json' | 'xml';

const mediaTypes: Readonly<Record<Kind, string>> = { sarif: 'application/sarif+json', json: 'application/json', xml: 'application/xml' };

/** By what it holds: what the user's file is called may be anything. */
function kindOf(bytes: Uint8Array, format: ReportFormat): Kind {
  if (format === 'sarif') return 'sarif';
  return new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart().startsWith('<') ? 'xml' : 'json';
}

function nameFile(name: string, mediaType: string, bytes: Uint8Array, items: readonly string[]): RecordedFile {
  return { name, digest: { sha256: sha256Hex(bytes) }, mediaType, annotations: { size: bytes.length, items: [...items] } };
}

async function readUnchanged(file: string, digest: string, cwd: string): Promise<Uint8Array> {
  const bytes = await readReportFile(file, cwd);
  if (sha256Hex(bytes) === digest) return bytes;
  throw new McgateError('usage', `The report ${JSON.stringify(file)} changed while the record was made.`, {
    remedy: 'Make it again, in a new folder.',
  });
}
