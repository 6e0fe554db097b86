// Reads the folder of a record: only under the names that the schema allows, and through no link.
import { reportFolder, type FolderFile, type RecordFolder } from '../../attestation/release-evidence.ts';
import { maxReportBytes } from '../../attestation/reports/index.ts';
import { sha256Hex } from '../../core/digest.ts';
import type { RecordedFile } from '../../core/documents.ts';
import { McgateError } from '../../core/error.ts';
import { listProjectFolder, readProjectBytes } from '../../platform/project-file.ts';
import { maxRecordBytes } from './record-files.ts';

/** `bundle`: the name of the file that holds the record. Throws McgateError `unreadable` where the folder cannot be listed. */
export async function readRecordFolder(folder: string, bundle: string, named: readonly RecordedFile[]): Promise<RecordFolder> {
  const files = new Map<string, FolderFile>();
  let report: string | null = null;
  // One after the other: each may be large.
  for (const { name, digest } of named) {
    const bytes = await readFile(folder, name);
    const found = bytes instanceof Uint8Array ? describe(bytes) : bytes;
    files.set(name, found);
    if (name === 'report.json' && bytes instanceof Uint8Array && found.state === 'read' && found.sha256 === digest.sha256)
      report = new TextDecoder().decode(bytes);
  }
  return { files, others: await othersIn(folder, bundle, files), report };
}

async function readFile(folder: string, name: string): Promise<Uint8Array | FolderFile> {
  try {
    const limit = name.startsWith(reportFolder) ? maxReportBytes : maxRecordBytes;
    return (await readProjectBytes(folder, name, limit)) ?? { state: 'missing' };
  } catch (error) {
    if (!(error instanceof McgateError) || error.code === 'cancelled') throw error;
    return { state: 'unreadable', detail: error.message.replace(/\.$/u, '') };
  }
}

function describe(bytes: Uint8Array): FolderFile {
  return { state: 'read', sha256: sha256Hex(bytes), size: bytes.length };
}

/** Without hidden files, which systems leave behind wherever somebody looks. */
async function othersIn(folder: string, bundle: string, files: ReadonlyMap<string, FolderFile>): Promise<readonly string[]> {
  const known = new Set([bundle, ...[...files.keys()].map((name) => name.replace(/\/.*$/su, '/'))]);
  const holdsReports = known.has(reportFolder);
  const top = (await listShown(folder, '.')).filter((name) => !known.has(name) && !(holdsReports && `${name}/` === reportFolder));
  const isWhole = [...files.values()].every(({ state }) => state !== 'unreadable');
  const reports = holdsReports && isWhole ? await listShown(folder, reportFolder.slice(0, -1)) : [];
  return [...top, ...reports.map((name) => `${reportFolder}${name}`).filter((name) => !files.has(name))];
}

async function listShown(folder: string, relative: string): Promise<readonly string[]> {
  return (await listProjectFolder(folder, relative)).filter((name) => !name.startsWith('.'));
}
